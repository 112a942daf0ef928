using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using PeaceTracker.Data;
using PeaceTracker.Data.Accounts;
using PeaceTracker.Testing;

namespace PeaceTracker.FaultTests;

/// <summary>A store that programs write drafts to while something befalls the site, and the log of what it acknowledged: kept here, where nothing befalls it.</summary>
public sealed class WrittenStore : IAsyncDisposable
{
    private const int Writers = 8;

    private readonly string folder = Directory.CreateTempSubdirectory("peacetracker-fault-").FullName;
    private readonly ConcurrentDictionary<int, int> acknowledged = new();
    private int source, next = -1;

    public string File => Path.Combine(folder, "site.db");

    public string Folder => folder;

    /// <summary>Of a program that may write drafts.</summary>
    public string Token { get; private set; } = "";

    /// <summary>Who can sign in, by a password and a code.</summary>
    public IReadOnlyList<TestAccount> Editors { get; private set; } = [];

    public int Acknowledged => acknowledged.Count;

    /// <summary>How often the site has answered with each status so far.</summary>
    public ConcurrentDictionary<HttpStatusCode, int> Answers { get; } = new();

    /// <summary>A long table that can be brought in, as CSV; "" unless asked for.</summary>
    public string Table { get; private set; } = "";

    /// <param name="editors">People who can sign in, besides the program.</param>
    /// <param name="rows">Of <see cref="Table"/>.</param>
    public static async Task<WrittenStore> MakeAsync(int editors = 0, int rows = 0)
    {
        var store = new WrittenStore();
        await using var app = new PeaceTrackerApp();
        store.source = await app.Services.AddSourceAsync(text: null);
        if (rows > 0)
            store.Table = await ManyRows.OfAsync(app.Services, rows);
        var editor = await app.Services.AddAccountAsync(["Editor"]);
        var people = new List<TestAccount>();
        while (people.Count < editors)
            people.Add(await app.Services.AddAccountAsync(["Editor"], totp: true));
        store.Editors = people;
        await using var scope = app.Services.CreateAsyncScope();
        store.Token = await scope.ServiceProvider.GetRequiredService<ApiTokens>().IssueAsync(editor.Id, "A test", ApiToken.Drafts, TimeSpan.FromDays(30), CancellationToken.None);
        await scope.ServiceProvider.GetRequiredService<PeaceTrackerDbContext>().Database.ExecuteSqlAsync($"VACUUM INTO {store.File}");
        System.IO.File.Copy(Path.Combine(Path.GetDirectoryName(app.DatabaseFile)!, "revision.key"), Path.Combine(store.folder, "revision.key"));
        return store;
    }

    /// <summary>Writers at a site, each of whom sends the next as soon as one is answered, until the site is gone.</summary>
    /// <returns>Answers that were neither an acknowledgement nor a refusal for now.</returns>
    public async Task<IReadOnlyList<HttpStatusCode>> WriteAsync(HttpClient site, CancellationToken cancellation)
    {
        var others = new ConcurrentBag<HttpStatusCode>();
        await Task.WhenAll(Enumerable.Range(0, Writers).Select(_ => Task.Run(async () =>
        {
            using var program = new HttpClient { BaseAddress = site.BaseAddress };
            program.DefaultRequestHeaders.Authorization = new("Bearer", Token);
            while (true)
            {
                var index = Interlocked.Increment(ref next);
                try
                {
                    using var answer = await program.PostDraftAsync(source, index, cancellation);
                    Answers.AddOrUpdate(answer.StatusCode, 1, (_, before) => before + 1);
                    if (answer.StatusCode == HttpStatusCode.Created)
                        acknowledged[index] = int.Parse(answer.Headers.Location!.OriginalString.Split('/')[^1], CultureInfo.InvariantCulture);
                    else if (answer.StatusCode != HttpStatusCode.ServiceUnavailable)
                        others.Add(answer.StatusCode);
                }
                catch (Exception error) when (error is HttpRequestException or IOException)
                {
                    // The site is gone; whether this one was written nobody was told.
                    return;
                }
            }
        }, cancellation)));
        return [.. others];
    }

    /// <summary>Waits until so many were acknowledged; the limit is for a site that writes nothing.</summary>
    public Task UntilAsync(int many, CancellationToken cancellation) => UntilAsync(() => acknowledged.Count >= many, cancellation);

    /// <summary>Waits until so many more were answered with a status.</summary>
    public Task UntilAsync(HttpStatusCode status, int more, CancellationToken cancellation)
    {
        var wanted = Answers.GetValueOrDefault(status) + more;
        return UntilAsync(() => Answers.GetValueOrDefault(status) >= wanted, cancellation);
    }

    private static async Task UntilAsync(Func<bool> reached, CancellationToken cancellation)
    {
        for (var look = 0; !reached(); look++)
        {
            Assert.InRange(look, 0, 6000);
            await Task.Delay(10, cancellation);
        }
    }

    /// <summary>What of the acknowledged is missing in a store, or is there twice, or with other words; and what of it is damaged.</summary>
    public async Task<IReadOnlyList<string>> FaultsAsync(string file, CancellationToken cancellation)
    {
        await using var connection = new SqliteConnection($"Data Source={file};Pooling=False");
        await connection.OpenAsync(cancellation);
        var faults = (await LinesAsync(connection, "PRAGMA integrity_check", cancellation)).Where(line => line != "ok").ToList();
        faults.AddRange(await LinesAsync(connection, "SELECT \"table\" FROM pragma_foreign_key_check", cancellation));
        var there = (await LinesAsync(connection, "SELECT Number || ' ' || Summary FROM Statements WHERE Summary LIKE 'Says for the %th time%'", cancellation)).GroupBy(line => line).ToDictionary(line => line.Key, line => line.Count());
        faults.AddRange(there.Where(line => line.Value > 1).Select(line => $"Twice: {line.Key}"));
        var summaries = there.Keys.Select(line => line[(line.IndexOf(' ', StringComparison.Ordinal) + 1)..]).ToList();
        faults.AddRange(summaries.GroupBy(summary => summary).Where(same => same.Count() > 1).Select(same => $"Twice: {same.Key}"));
        faults.AddRange(acknowledged.Where(one => !there.ContainsKey(FormattableString.Invariant($"{one.Value} Says for the {one.Key}th time what has to be done before people can vote."))).Select(one => FormattableString.Invariant($"Lost: No. {one.Value}, the {one.Key}th")));
        // With its entry in the log.
        var entries = (await LinesAsync(connection, "SELECT \"Key\" FROM Revisions WHERE Action = 'draft'", cancellation)).ToHashSet(StringComparer.Ordinal);
        faults.AddRange(acknowledged.Values.Where(number => !entries.Contains(FormattableString.Invariant($"ukraine/{number}"))).Select(number => FormattableString.Invariant($"Not in the log: No. {number}")));
        return faults;
    }

    /// <summary>As <c>verify</c> finds a store.</summary>
    public async Task<string> VerifiedAsync(string file, CancellationToken cancellation) =>
        (await ProgramRun.OfAsync(Settings(file), ["verify"], cancellation)).Output;

    /// <summary>What a command needs to work on a store that has the key of this one.</summary>
    public Dictionary<string, string> Settings(string file) => new() { ["Database:File"] = file, ["Database:Key"] = Path.Combine(folder, "revision.key") };

    /// <param name="sql">Gives one number.</param>
    public async Task<int> CountAsync(string sql, CancellationToken cancellation)
    {
        await using var connection = new SqliteConnection($"Data Source={File};Pooling=False");
        await connection.OpenAsync(cancellation);
        return int.Parse((await LinesAsync(connection, sql, cancellation)).Single(), CultureInfo.InvariantCulture);
    }

    /// <summary>Takes the last acknowledged draft out of a store, for who wants to see that it is missed.</summary>
    public async Task ForgetLastAsync(string file, CancellationToken cancellation)
    {
        await using var connection = new SqliteConnection($"Data Source={file};Pooling=False");
        await connection.OpenAsync(cancellation);
        await using var command = connection.CreateCommand();
        command.CommandText = FormattableString.Invariant($"PRAGMA foreign_keys = OFF; DELETE FROM Statements WHERE Number = {acknowledged.Values.Max()}");
        await command.ExecuteNonQueryAsync(cancellation);
    }

    public ValueTask DisposeAsync()
    {
        Directory.Delete(folder, recursive: true);
        return ValueTask.CompletedTask;
    }

    private static async Task<List<string>> LinesAsync(SqliteConnection connection, string sql, CancellationToken cancellation)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        var lines = new List<string>();
        while (await reader.ReadAsync(cancellation))
            lines.Add(reader.GetString(0));
        return lines;
    }
}
