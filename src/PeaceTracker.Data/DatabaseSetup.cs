using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.EntityFrameworkCore.Storage;
using Microsoft.Extensions.Logging;
using PeaceTracker.Data.Desk;
using PeaceTracker.Data.History;
using PeaceTracker.Data.Search;
using PeaceTracker.Data.Seeding;

namespace PeaceTracker.Data;

/// <summary>Makes the store ready at start: creates, migrates, seeds. A second run changes nothing.</summary>
public sealed class DatabaseSetup(
    PeaceTrackerDbContext db, DatabaseOptions options, RevisionKey key, RevisionLog log, TimeProvider clock, ReadOnlyMark closed, ILogger<DatabaseSetup> logger)
{
    /// <param name="grantTo">A role of the server of PostgreSQL that gets what a site needs of this store, when it has its form; null for none.</param>
    /// <returns>True when seeds were read.</returns>
    /// <exception cref="SeedException">A seed file has a fault; the store is left as it was.</exception>
    /// <exception cref="DatabaseOptionsException">The store lacks a migration, and the settings forbid to bring it, or it is closed to changes; or it has one that this program does not know; or there is no such role.</exception>
    /// <exception cref="StoreDamagedException">The file of the store is not as it has to be.</exception>
    /// <exception cref="RevisionKeyException">The key of the revision log is missing or open to others.</exception>
    public async Task<bool> RunAsync(CancellationToken cancellation, string? grantTo = null)
    {
        if (grantTo is not null && options.IsFile)
            throw new DatabaseOptionsException($"The setting Database:Provider is {DatabaseOptions.Sqlite}, whose file knows no roles: who may write to the file may do everything with it. Leave --grant-to out. Nothing was done.");
        Directory.CreateDirectory(Path.GetDirectoryName(options.File)!);
        var store = db.GetService<IRelationalDatabaseCreator>();
        var isClosed = closed.IsSet;
        if (!await store.ExistsAsync(cancellation))
        {
            closed.Demand();
            await store.CreateAsync(cancellation);
            if (options.IsFile)
                Array.ForEach(Backups.Beside(options.File), PrivateFile.Make);
        }

        // Before anything is written into it.
        if (await db.Provider.FirstDamagesAsync(cancellation) is { Count: > 0 } damages)
            throw new StoreDamagedException($"The file that Database:File names is damaged: {string.Join("; ", damages)}. {StoreTrouble.WhatToDo}");
        // Made first: looked for where it is not, it would be told in the log of every first start as an error.
        if (!isClosed && options.Migrate)
            await db.GetService<IHistoryRepository>().CreateIfNotExistsAsync(cancellation);
        if ((await db.Database.GetAppliedMigrationsAsync(cancellation)).Except(db.Database.GetMigrations()).ToList() is { Count: > 0 } unknown)
            throw new DatabaseOptionsException($"The store was brought to its form by a newer version of the program, which this one would damage. Run that version, or restore a backup from before. Not known here: {string.Join(", ", unknown)}.");
        // Asked first, because migrating compares whole models even when there is nothing to do.
        if ((await db.Database.GetPendingMigrationsAsync(cancellation)).ToList() is { Count: > 0 } missing)
        {
            if (!options.Migrate)
                throw new DatabaseOptionsException($"The store has not the form this program needs, and the setting Database:Migrate is false. Run the command migrate first. Missing: {string.Join(", ", missing)}.");
            closed.Demand();
            using var alone = await db.Provider.BeginMigrationAsync(cancellation);
            await db.Database.MigrateAsync(cancellation);
            await SourceDesk.FillNormalAddressesAsync(db, cancellation);
            await NearStatements.FillShapesAsync(db, cancellation);
            await SearchIndex.FillAsync(db, null, cancellation);
        }

        if (grantTo is not null)
            await db.Provider.GrantAsync(grantTo, cancellation);
        await db.Provider.OpenAsync(cancellation);
        key.Ensure(logBegun: await db.RevisionHeads.AnyAsync(cancellation));
        if (options.Seeds.Length == 0)
            return false;
        var started = clock.GetTimestamp();
        var digest = SeedFolder.Digest(options.Seeds);
        if (await db.SeedDigests.AsNoTracking().AnyAsync(row => row.Digest == digest, cancellation))
        {
            logger.LogInformation("Seeds in {Folder}: as at the last start", options.Seeds);
            return false;
        }

        if (isClosed)
        {
            logger.LogWarning("Seeds in {Folder}: changed, and not read while the store is closed to changes", options.Seeds);
            return false;
        }

        var result = await new SeedImport(db, log, clock).RunAsync(SeedFolder.Read(options.Seeds), digest, cancellation);
        await db.Provider.CountIndexesAsync(cancellation);
        logger.LogInformation(
            "Seeds in {Folder}: {Added} rows added, {Unchanged} statements unchanged, {Elapsed:0} ms",
            options.Seeds, result.Added, result.UnchangedStatements, clock.GetElapsedTime(started).TotalMilliseconds);
        return true;
    }
}
