using System.Data.Common;
using PeaceTracker.Data.Search;

namespace PeaceTracker.Data;

/// <summary>What each provider does in its own way, for one context. All else is the same text on both.</summary>
internal interface IProvider
{
    /// <summary>Before anything is read of a store whose form is right.</summary>
    Task OpenAsync(CancellationToken cancellation);

    /// <summary>Has the store count what its indexes hold, after very many rows were written.</summary>
    Task CountIndexesAsync(CancellationToken cancellation);

    /// <summary>In a transaction: nobody else writes until it ends, whichever program they use. What was read before may be older than the store.</summary>
    Task TakeTurnAsync(CancellationToken cancellation);

    /// <summary>A transaction that sees the store as of one moment and lets everybody write.</summary>
    Task<DbTransaction> LookAsync(CancellationToken cancellation);

    /// <summary>In a transaction: the commit that follows leaves for <see cref="AfterManyAsync"/> what takes long after very many rows.</summary>
    Task BeforeManyAsync(CancellationToken cancellation);

    /// <summary>After the turn in which very many rows were written, and whatever happens: they are committed.</summary>
    Task AfterManyAsync();

    /// <summary>Writes very many rows past EF Core, in the running transaction.</summary>
    RowWriter WriteRows();

    /// <summary>Fills a table with rows that were read from another store, in the running transaction.</summary>
    /// <param name="columns">Name and type of each, in the order of the values of a row.</param>
    Task<TableFiller> FillAsync(string table, IReadOnlyList<(string Name, string StoreType)> columns, CancellationToken cancellation);

    /// <summary>The last key that was given to a row of a table; null where it gives none, or gave none yet.</summary>
    Task<long?> LastKeyAsync(string table, string key, CancellationToken cancellation);

    /// <summary>Keys up to this one are given to nothing any more.</summary>
    Task SetLastKeyAsync(string table, string key, long last, CancellationToken cancellation);

    /// <summary>Writes the store as of one moment into a new file of SQLite, where it can do so by itself.</summary>
    /// <returns>False where every row has to be copied.</returns>
    Task<bool> WriteFileAsync(string file, CancellationToken cancellation);

    /// <summary>Gives a role of the server what a site needs that does not bring the store to its form itself, and nothing more: it can change nothing that is only added to, nor what guards it.</summary>
    /// <exception cref="DatabaseOptionsException">There is no such role.</exception>
    /// <exception cref="NotSupportedException">The store is a file, which knows none.</exception>
    Task GrantAsync(string role, CancellationToken cancellation);

    /// <summary>Nobody else changes the form of the store until what it gives is disposed of, and what one who was killed meanwhile left behind is gone.</summary>
    Task<IDisposable?> BeginMigrationAsync(CancellationToken cancellation);

    /// <summary>The first that is found damaged in how the store is built, as fast as it can be looked through; empty when nothing is, where a server looks after that, and where it is too long to be read at a start.</summary>
    Task<IReadOnlyList<string>> FirstDamagesAsync(CancellationToken cancellation);

    /// <summary>What of the store itself is damaged, in sentences; empty when it is sound.</summary>
    IAsyncEnumerable<string> DamagesAsync(CancellationToken cancellation);

    /// <summary>SQL that lists the elements of a parameter that is an array in JSON, as the columns <c>key</c> (its place, from 0) and <c>value</c>.</summary>
    string Elements(string parameter);

    /// <summary>SQL of a part of such an element.</summary>
    string Part(string element, int part);

    /// <summary>SQL of the smaller of two numbers, nothing where one of them is nothing.</summary>
    string Smaller(string one, string other);

    IWordSearch Words(TimeProvider clock, int small);
}

/// <summary>Puts rows into one table, as they are.</summary>
internal abstract class TableFiller : IAsyncDisposable
{
    /// <param name="row">A value for each column, as the store keeps it; null where there is nothing.</param>
    /// <exception cref="DbException">The store refuses it.</exception>
    public abstract Task WriteAsync(IReadOnlyList<object?> row, CancellationToken cancellation);

    /// <summary>All are written: without it none of the last may be.</summary>
    public virtual Task FinishAsync(CancellationToken cancellation) => Task.CompletedTask;

    public abstract ValueTask DisposeAsync();
}
