using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json.Nodes;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using PeaceTracker.Data.Desk;
using PeaceTracker.Data.History;
using PeaceTracker.Domain.History;
using PeaceTracker.Domain.Issues;
using PeaceTracker.Domain.Statements;
using PeaceTracker.Domain.Time;
using PeaceTracker.Testing;

namespace PeaceTracker.Data.Tests;

/// <summary>Whatever somebody does to the store past the program is found, and nothing else is.</summary>
public sealed class StoreCheckTests
{
    private const int Entries = 40;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_thousand_edits_deletions_and_reorderings_of_the_log_are_each_found()
    {
        using var store = await WithLogAsync();
        await ExecuteAsync(store, store.UnguardLog);
        var check = store.Service<StoreCheck>();
        Assert.Empty((await check.RunAsync(null, null, Cancellation)).Faults);
        var random = new Random(20261127);
        var kinds = new Dictionary<string, int>();
        for (var round = 0; round < 1000; round++)
        {
            await using var transaction = await store.Db.Database.BeginTransactionAsync(Cancellation);
            var before = await LogAsync(store);
            var (kind, sql) = Tamper(random, store, before);
            await ExecuteAsync(store, sql);
            Assert.NotEqual(before, await LogAsync(store));
            var verdict = await check.RunAsync(null, null, Cancellation);
            Assert.True(verdict.Log.Faults.Count > 0, $"Round {round}, {kind}, was not found: {string.Join("; ", sql)}");
            Assert.False(verdict.IsWhole);
            kinds[kind] = kinds.GetValueOrDefault(kind) + 1;
            await transaction.RollbackAsync(Cancellation);
        }

        Assert.Empty((await check.RunAsync(null, null, Cancellation)).Faults);
        Assert.True(kinds.Count == 12 && kinds.Values.Min() > 30, string.Join(", ", kinds));
    }

    /// <summary>SQLite's integrity_check alone takes what another connection merged since this one read an index of words for damage.</summary>
    [Fact]
    [Trait(Store.Only, Store.Sqlite)]
    public async Task An_index_of_words_that_others_merged_since_it_was_read_is_no_damage()
    {
        using var store = await Store.WithRealSeedsAsync();
        await store.Db.Database.OpenConnectionAsync(Cancellation);
        await using var other = new SqliteConnection($"Data Source={store.File};Pooling=False");
        await other.OpenAsync(Cancellation);
        await ReadAndMergeAsync();
        // By itself SQLite is mistaken; when it no longer is, the look before the check can go.
        Assert.NotEqual("ok", await store.Db.Database.SqlQueryRaw<string>("SELECT integrity_check AS \"Value\" FROM pragma_integrity_check").FirstAsync(Cancellation));

        await ReadAndMergeAsync();
        Assert.Empty((await store.Service<StoreCheck>().RunAsync(null, null, Cancellation)).Faults);

        async Task ReadAndMergeAsync()
        {
            await using var command = other.CreateCommand();
            for (var piece = 0; piece < 3; piece++)
            {
                command.CommandText = "UPDATE SourceWords SET Title = Title";
                Assert.NotEqual(0, await command.ExecuteNonQueryAsync(Cancellation));
            }

            await ExecuteAsync(store, "SELECT rowid FROM SourceIndex WHERE SourceIndex MATCH 'a*'");
            command.CommandText = "INSERT INTO SourceIndex(SourceIndex) VALUES ('optimize')";
            await command.ExecuteNonQueryAsync(Cancellation);
        }
    }

    [Fact]
    public async Task A_log_cut_and_sealed_anew_by_somebody_with_the_key_is_found_by_the_head_noted_before()
    {
        using var store = await WithLogAsync();
        var check = store.Service<StoreCheck>();
        var noted = (await store.Service<RevisionLog>().HeadAsync(Cancellation))!;
        await ExecuteAsync(store, store.UnguardLog);
        await ExecuteAsync(store, $"DELETE FROM \"Revisions\" WHERE \"Number\" > {Entries - 3}");
        var key = await File.ReadAllBytesAsync(Path.Combine(Path.GetDirectoryName(store.File)!, RevisionKey.FileName), Cancellation);
        var last = await store.Db.Revisions.AsNoTracking().OrderBy(row => row.Number).LastAsync(Cancellation);
        var head = RevisionChain.Head(last.Number, last.Seal, key);
        await ExecuteAsync(store, $"UPDATE \"RevisionHead\" SET \"Count\" = {head.Count}, \"Last\" = '{head.Last}', \"Seal\" = '{head.Seal}'");
        // The seals alone say nothing of it.
        Assert.Empty((await store.Service<RevisionLog>().CheckAsync(null, null, Cancellation)).Faults);
        var verdict = await check.RunAsync((noted.Count, noted.Last), null, Cancellation);
        Assert.Contains(verdict.Log.Faults, fault => fault.What.Contains("not the one that was noted down", StringComparison.Ordinal));
        Assert.Empty((await store.Service<RevisionLog>().CheckAsync((head.Count, head.Last), null, Cancellation)).Faults);
        Assert.NotEmpty((await store.Service<RevisionLog>().CheckAsync((0, new string('0', 64)), null, Cancellation)).Faults);
    }

    [Fact]
    public async Task A_head_noted_long_ago_still_holds_after_the_log_has_gone_on()
    {
        using var store = await WithLogAsync();
        var noted = (await store.Service<RevisionLog>().HeadAsync(Cancellation))!;
        await WriteAsync(store, Entries + 1);
        Assert.Empty((await store.Service<StoreCheck>().RunAsync((noted.Count, noted.Last), null, Cancellation)).Faults);
    }

    [Fact]
    public async Task The_real_record_with_drafts_amendments_withdrawals_and_discarded_ones_is_whole()
    {
        using var store = await Store.WithRealSeedsAsync();
        await WorkAsync(store);
        var verdict = await store.Service<StoreCheck>().RunAsync(null, null, Cancellation);
        Assert.Empty(verdict.Faults);
        Assert.True(verdict.Records > 500 && verdict.Codings > 600, "The check looked at hardly anything.");
    }

    [Theory]
    [InlineData("Statements")]
    [InlineData("Coding")]
    [InlineData("Citation")]
    [InlineData("Quantity")]
    public async Task A_change_of_any_column_of_a_statement_past_the_program_is_found(string table)
    {
        using var store = await Store.WithRealSeedsAsync();
        var check = store.Service<StoreCheck>();
        var columns = await TextsAsync(store, PostgresServer.IsWanted ? $"SELECT column_name FROM information_schema.columns WHERE table_name = '{table}' AND column_name <> 'Id'" : $"SELECT name FROM pragma_table_info('{table}') WHERE name <> 'Id'");
        var rows = await TextsAsync(store, $"SELECT \"Id\" FROM \"{table}\" ORDER BY \"Id\" LIMIT 40");
        Assert.True(columns.Count > 4 && rows.Count > 5, "The table is hardly one.");
        var unfound = new List<string>();
        for (var index = 0; index < columns.Count; index++)
        {
            await using var transaction = await store.Db.Database.BeginTransactionAsync(Cancellation);
            var (column, row) = (columns[index], rows[index * 7 % rows.Count]);
            await ExecuteAsync(store, store.LetBreak, $"UPDATE \"{table}\" SET \"{column}\" = {await OtherAsync(table, column)} WHERE \"Id\" = {row}");
            if ((await check.RunAsync(null, null, Cancellation)).IsWhole)
                unfound.Add(column);
            await transaction.RollbackAsync(Cancellation);
        }

        Assert.Empty(unfound);

        async Task<string> OtherAsync(string table, string column) => !PostgresServer.IsWanted
            ? $"CASE typeof(\"{column}\") WHEN 'text' THEN \"{column}\" || 'x' WHEN 'null' THEN 7 ELSE \"{column}\" + 700000 END"
            : (await TextsAsync(store, $"SELECT udt_name FROM information_schema.columns WHERE table_name = '{table}' AND column_name = '{column}'"))[0] switch
            {
                "bool" => $"NOT \"{column}\"",
                "_text" => $"\"{column}\" || ARRAY['x']",
                "_int4" => $"\"{column}\" || 700000",
                "date" => $"coalesce(\"{column}\", '2020-01-01') + 700",
                "bytea" => $"coalesce(\"{column}\", '') || '\\x07'::bytea",
                "text" or "varchar" or "bpchar" => $"coalesce(\"{column}\", '') || 'x'",
                _ => $"coalesce(\"{column}\", 0) + 700000",
            };
    }

    [Theory]
    [InlineData("DELETE FROM \"Coding\" WHERE \"Id\" = 10", "Codings")]
    [InlineData("DELETE FROM \"Citation\" WHERE \"Id\" = 10", "Citations")]
    [InlineData("DELETE FROM \"Statements\" WHERE \"Number\" = 36", "stands in the log")]
    [InlineData("UPDATE \"Statements\" SET \"Status\" = 'Draft', \"PublishedAt\" = NULL WHERE \"Number\" = 36", "Status, PublishedAt")]
    [InlineData("INSERT INTO \"Coding\" (\"StatementId\", \"ProcessId\", \"Party\", \"Issue\", \"State\", \"SpecialStatus\", \"Codebook\", \"RecordedFrom\") SELECT \"StatementId\", \"ProcessId\", 'ukraine', \"Issue\", \"State\", \"SpecialStatus\", \"Codebook\", \"RecordedFrom\" FROM \"Coding\" WHERE \"Id\" = 10", "Codings")]
    [InlineData("DELETE FROM \"PublishedCodings\" WHERE \"Statement\" = 37", "is missing")]
    [InlineData("UPDATE \"PublishedCodings\" SET \"StepFrom\" = 1, \"StepTo\" = 1 WHERE \"Statement\" = 1142", "is not what its statement gives")]
    [InlineData("UPDATE \"PublishedCodings\" SET \"Origins\" = '9999' WHERE \"Statement\" = 37", "is not what its statement gives")]
    [InlineData("UPDATE \"Sources\" SET \"Grade\" = 'A' WHERE \"Number\" IN (SELECT \"Source\" FROM \"Citation\")", "is not what its statement gives")]
    [InlineData("UPDATE \"Sources\" SET \"NormalAddress\" = 'https://example.org/x' WHERE \"Number\" = 1", "is not that of its address")]
    [InlineData("UPDATE \"Sources\" SET \"PublisherId\" = 9999 WHERE \"Number\" = 1", "refers to one that is not there")]
    public async Task What_is_missing_added_or_turned_is_named(string sql, string named)
    {
        using var store = await Store.WithRealSeedsAsync();
        await using var transaction = await store.Db.Database.BeginTransactionAsync(Cancellation);
        await ExecuteAsync(store, store.LetBreak);
        Assert.True(await store.Db.Database.ExecuteSqlRawAsync(sql, Cancellation) > 0, "Nothing was changed.");
        var verdict = await store.Service<StoreCheck>().RunAsync(null, null, Cancellation);
        Assert.Contains(verdict.Faults, fault => fault.What.Contains(named, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_row_of_reference_that_people_changed_is_watched_from_then_on()
    {
        using var store = await Store.WithRealSeedsAsync();
        await store.Service<Ledger>().WriteAsync(new(1, "e501"), null, async changes =>
        {
            var party = await store.Db.Parties.SingleAsync(row => row.Slug == "russia", Cancellation);
            changes.Note(party, "change", "ukraine");
            return "/";
        }, Cancellation);
        Assert.Empty((await store.Service<StoreCheck>().RunAsync(null, null, Cancellation)).Faults);
        await ExecuteAsync(store, "UPDATE \"Parties\" SET \"Name\" = 'Somebody' WHERE \"Slug\" = 'russia'");
        Assert.Contains((await store.Service<StoreCheck>().RunAsync(null, null, Cancellation)).Faults, fault => fault.What.StartsWith("Party ukraine/russia is not as the log last says", StringComparison.Ordinal) && fault.What.Contains("Name", StringComparison.Ordinal));
    }

    /// <summary>Entries used to have nothing, no and empty lists written out.</summary>
    [Fact]
    public async Task An_entry_that_writes_out_what_a_record_does_not_have_reads_as_one_that_leaves_it_out()
    {
        using var store = await Store.WithRealSeedsAsync();
        await WorkAsync(store);
        await ExecuteAsync(store, store.UnguardLog);
        var key = await File.ReadAllBytesAsync(Path.Combine(Path.GetDirectoryName(store.File)!, RevisionKey.FileName), Cancellation);
        var sql = new List<string>();
        var (last, count, longer) = (RevisionChain.Beginning, 0L, 0);
        foreach (var entry in store.Db.Revisions.AsNoTracking().Where(row => row.Kind == Snapshots.StatementKind).OrderBy(row => row.Number).ToList())
            Assert.DoesNotMatch("null|false|\\[\\]", entry.Snapshot);
        foreach (var entry in store.Db.Revisions.AsNoTracking().OrderBy(row => row.Number).ToList())
        {
            var written = entry.Snapshot;
            if (entry is { Kind: Snapshots.StatementKind, Snapshot.Length: > 0 })
            {
                var statement = Snapshots.ToStatement(entry.Snapshot)!;
                written = WrittenOut(entry.Snapshot);
                longer += written.Length > entry.Snapshot.Length ? 1 : 0;
                Assert.Equal(entry.Snapshot, Snapshots.Of(statement));
                Assert.Equal(entry.Snapshot, Snapshots.Of(Snapshots.ToStatement(written)!));
            }

            var made = RevisionChain.Sealed(entry with { Previous = last, Snapshot = written }, key);
            sql.Add($"UPDATE \"Revisions\" SET \"Snapshot\" = '{made.Snapshot.Replace("'", "''", StringComparison.Ordinal)}', \"Previous\" = '{made.Previous}', \"Seal\" = '{made.Seal}' WHERE \"Number\" = {made.Number}");
            (last, count) = (made.Seal, made.Number);
        }

        Assert.True(longer > 100);
        // From the end, so that no two rows ever follow the same one.
        sql.Reverse();
        var head = RevisionChain.Head(count, last, key);
        await ExecuteAsync(store, [.. sql, $"UPDATE \"RevisionHead\" SET \"Count\" = {head.Count}, \"Last\" = '{head.Last}', \"Seal\" = '{head.Seal}'"]);
        Assert.Empty((await store.Service<StoreCheck>().RunAsync(null, null, Cancellation)).Faults);
    }

    [Fact]
    public async Task Who_writes_does_not_wait_for_a_check()
    {
        using var store = await WithLogAsync();
        await using var look = await StoreLook.BeginAsync(store.Db, Cancellation);
        var before = await store.Db.Revisions.CountAsync(Cancellation);
        using (var other = store.Scope())
            Assert.Equal(1, await other.ServiceProvider.GetRequiredService<PeaceTrackerDbContext>().Database.ExecuteSqlRawAsync("INSERT INTO \"SeedDigests\" (\"Id\", \"Digest\") VALUES (77, 'written meanwhile')", Cancellation));
        Assert.Equal(before, await store.Db.Revisions.CountAsync(Cancellation));
        Assert.False(await store.Db.SeedDigests.AnyAsync(row => row.Id == 77, Cancellation), "The look is not of one moment.");
    }

    /// <summary>One thing somebody with the file alone can do to the log.</summary>
    private static (string Kind, string[] Sql) Tamper(Random random, Store store, string before)
    {
        var one = random.Next(1, Entries + 1);
        var other = 1 + ((one - 1 + random.Next(1, Entries)) % Entries);
        string[] texts = ["Actor", "Action", "Kind", "Key", "Snapshot", "Previous", "Seal"];
        var column = texts[random.Next(texts.Length)];
        var at = random.Next(1, 40);
        return random.Next(12) switch
        {
            0 => ("edit of a text", [$"UPDATE \"Revisions\" SET \"{column}\" = CASE WHEN length(\"{column}\") >= {at} THEN substr(\"{column}\", 1, {at - 1}) || CASE substr(\"{column}\", {at}, 1) WHEN 'x' THEN 'y' ELSE 'x' END || substr(\"{column}\", {at + 1}) ELSE \"{column}\" || 'x' END WHERE \"Number\" = {one}"]),
            1 => ("edit of a reason", [$"UPDATE \"Revisions\" SET \"Reason\" = CASE WHEN \"Reason\" IS NULL THEN '' ELSE NULL END WHERE \"Number\" = {one}"]),
            2 => ("edit of the time", [$"UPDATE \"Revisions\" SET \"At\" = \"At\" + {random.Next(1, 1_000_000)} WHERE \"Number\" = {one}"]),
            3 => ("deletion", [$"DELETE FROM \"Revisions\" WHERE \"Number\" = {one}"]),
            4 => ("cut", [$"DELETE FROM \"Revisions\" WHERE \"Number\" >= {one}"]),
            5 => ("cut with the head", [$"DELETE FROM \"Revisions\" WHERE \"Number\" >= {Math.Max(2, one)}", "UPDATE \"RevisionHead\" SET \"Count\" = (SELECT max(\"Number\") FROM \"Revisions\"), \"Last\" = (SELECT \"Seal\" FROM \"Revisions\" ORDER BY \"Number\" DESC LIMIT 1)"]),
            6 => ("exchange", [$"UPDATE \"Revisions\" SET \"Number\" = -1 WHERE \"Number\" = {one}", $"UPDATE \"Revisions\" SET \"Number\" = {one} WHERE \"Number\" = {other}", $"UPDATE \"Revisions\" SET \"Number\" = {other} WHERE \"Number\" = -1"]),
            7 => ("deletion closed up", [$"DELETE FROM \"Revisions\" WHERE \"Number\" = {one}", $"UPDATE \"Revisions\" SET \"Number\" = -\"Number\" WHERE \"Number\" > {one}", "UPDATE \"Revisions\" SET \"Number\" = -\"Number\" - 1 WHERE \"Number\" < 0", "UPDATE \"RevisionHead\" SET \"Count\" = \"Count\" - 1"]),
            8 => ("forged end", [$"INSERT INTO \"Revisions\" (\"Number\", \"At\", \"Actor\", \"Action\", \"Kind\", \"Key\", \"Reason\", \"Snapshot\", \"Previous\", \"Seal\") SELECT {Entries + 1}, \"At\", \"Actor\", \"Action\", \"Kind\", \"Key\", \"Reason\", \"Snapshot\", (SELECT \"Seal\" FROM \"Revisions\" WHERE \"Number\" = {Entries}), '{Convert.ToHexStringLower(Bytes(random))}' FROM \"Revisions\" WHERE \"Number\" = {one}", "UPDATE \"RevisionHead\" SET \"Count\" = \"Count\" + 1, \"Last\" = (SELECT \"Seal\" FROM \"Revisions\" ORDER BY \"Number\" DESC LIMIT 1)"]),
            9 => ("head", [random.Next(4) switch { 0 => "UPDATE \"RevisionHead\" SET \"Count\" = \"Count\" + 1", 1 => "UPDATE \"RevisionHead\" SET \"Last\" = 'x' || substr(\"Last\", 2)", 2 => "UPDATE \"RevisionHead\" SET \"Seal\" = 'x' || substr(\"Seal\", 2)", _ => "DELETE FROM \"RevisionHead\"" }]),
            10 => ("sealed with another key", Resealed(random, store)),
            _ => ("turned round", [$"UPDATE \"Revisions\" SET \"Number\" = -\"Number\" WHERE \"Number\" BETWEEN {Math.Min(one, other)} AND {Math.Max(one, other)}", $"UPDATE \"Revisions\" SET \"Number\" = {one + other} + \"Number\" WHERE \"Number\" < 0"]),
        };
    }

    private static byte[] Bytes(Random random)
    {
        var bytes = new byte[32];
        random.NextBytes(bytes);
        return bytes;
    }

    /// <summary>The whole log with one entry changed and everything sealed anew, by somebody who has the file and no key.</summary>
    private static string[] Resealed(Random random, Store store)
    {
        var key = Bytes(random);
        var sql = new List<string>();
        var last = RevisionChain.Beginning;
        // From the end, so that no two rows ever follow the same one.
        var rows = store.Db.Revisions.AsNoTracking().OrderBy(row => row.Number).ToList();
        var changed = random.Next(rows.Count);
        for (var index = 0; index < rows.Count; index++)
        {
            var made = RevisionChain.Sealed(rows[index] with { Previous = last, Actor = index == changed ? "nobody" : rows[index].Actor }, key);
            sql.Add($"UPDATE \"Revisions\" SET \"Actor\" = '{made.Actor}', \"Previous\" = '{made.Previous}', \"Seal\" = '{made.Seal}' WHERE \"Number\" = {made.Number}");
            last = made.Seal;
        }

        var head = RevisionChain.Head(rows.Count, last, key);
        return [.. sql, $"UPDATE \"RevisionHead\" SET \"Count\" = {head.Count}, \"Last\" = '{head.Last}', \"Seal\" = '{head.Seal}'"];
    }

    /// <summary>A store without a record whose log has <see cref="Entries"/> entries.</summary>
    private static async Task<Store> WithLogAsync()
    {
        var store = Store.Empty();
        await store.SetUpAsync();
        for (var number = 1; number <= Entries; number++)
            await WriteAsync(store, number);
        return store;
    }

    private static Task<Written> WriteAsync(Store store, int number) => store.Service<Ledger>().WriteAsync(new(1, number % 3 == 0 ? "e501" : "r502"), null, changes =>
    {
        store.Clock.Advance(TimeSpan.FromMinutes(1));
        var version = new CodebookVersion(number, new(2026, 11, 25), FormattableString.Invariant($"Version {number}, with a note to tell it by."));
        store.Db.Add(version);
        changes.Note(version, number % 2 == 0 ? "change" : "add", "", number % 4 == 0 ? "A reason." : null);
        return Task.FromResult("/");
    }, Cancellation);

    /// <summary>What an office does in a day.</summary>
    private static async Task WorkAsync(Store store)
    {
        var desk = store.Service<DeskStatements>();
        var process = await store.Db.Processes.Select(row => row.Id).SingleAsync(Cancellation);
        Actor editor = new(501, "e501"), reviewer = new(502, "r502"), third = new(503, "t503");
        await WriteAsync(editor, async changes => Submit(changes, await NewAsync()));
        await WriteAsync(editor, async changes => Submit(changes, await NewAsync()));
        await WriteAsync(editor, async changes =>
        {
            var draft = await NewAsync();
            desk.Add(draft);
            changes.Note(draft, "draft", "ukraine");
        });
        await WriteAsync(editor, async changes =>
        {
            var draft = (await desk.OpenAsync(process, 10_003, Cancellation))!;
            desk.Discard(draft);
            changes.Note(draft, "discard", "ukraine");
        });
        await WriteAsync(reviewer, async changes => await desk.PublishAsync((await desk.OpenAsync(process, 10_001, Cancellation))!, changes, 502, null, Cancellation));
        await WriteAsync(editor, async changes =>
        {
            var amendment = (await desk.PublishedAsync(process, 10_001, Cancellation))!.Amendment(2, 501, "A word was missing.");
            Submit(changes, amendment);
        });
        await WriteAsync(reviewer, async changes => await desk.PublishAsync((await desk.OpenAsync(process, 10_001, Cancellation))!, changes, 502, null, Cancellation));
        await WriteAsync(reviewer, async changes => await desk.TakeBackAsync((await desk.PublishedAsync(process, 10_001, Cancellation))!, changes, 502, "Too early.", Cancellation));
        await WriteAsync(reviewer, async changes => await desk.WithdrawAsync((await desk.PublishedAsync(process, 36, Cancellation))!, changes, 502, "By mistake.", Cancellation));
        await WriteAsync(third, async changes => await desk.PutBackAsync((await desk.RevisionsAsync(process, 36, Cancellation))[^1], changes, 503, "Not confirmed.", Cancellation));

        async Task<Statement> NewAsync() => new()
        {
            ProcessId = process,
            Number = await desk.NextNumberAsync(process, "ukraine", Cancellation),
            Parties = ["russia"],
            MadeOn = EdtfDate.Parse("2026-11"),
            Earliest = new(2026, 11, 1),
            Day = new(2026, 11, 30),
            Channel = Channel.OnRecord,
            Summary = "A statement of the tests.",
            Information = 2,
            Status = StatementStatus.Draft,
            Editor = 501,
            // In another order than they are read in.
            Citations = [new() { ProcessId = process, Source = 2, Order = 1 }, new() { ProcessId = process, Source = 1, Order = 0 }],
            Codings = [new() { ProcessId = process, Party = "russia", Issue = "neutrality", StepFrom = 2, StepTo = 2, State = CodingState.Stated }],
            Quantities = [new() { Measure = "years", Low = 10, High = 12.5, Unit = "years" }],
        };

        void Submit(ChangeSet changes, Statement statement)
        {
            desk.Add(statement);
            statement.Submit(changes.At);
            changes.Note(statement, "submit", "ukraine");
        }

        async Task WriteAsync(Actor actor, Func<ChangeSet, Task> work)
        {
            store.Clock.Advance(TimeSpan.FromMinutes(1));
            await store.Service<Ledger>().WriteAsync(actor, null, async changes =>
            {
                await work(changes);
                return "/";
            }, Cancellation);
        }
    }

    /// <summary>A statement as entries were before what is not there was left out.</summary>
    private static string WrittenOut(string snapshot)
    {
        var json = JsonNode.Parse(snapshot)!.AsObject();
        foreach (var property in typeof(Statement).GetProperties().Where(property => property.SetMethod is not null && property.Name is not ("Id" or "ProcessId" or nameof(Statement.QuoteSize) or nameof(Statement.QuoteShape)) && !json.ContainsKey(property.Name)))
            json[property.Name] = property.PropertyType == typeof(bool) ? false : property.PropertyType.IsGenericType && property.PropertyType.GetGenericTypeDefinition() == typeof(List<>) ? new JsonArray() : null;
        return json.ToJsonString(new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
    }

    private static async Task<string> LogAsync(Store store) => string.Join('\n', await TextsAsync(store, "SELECT \"Number\" || '|' || \"At\" || \"Actor\" || '|' || \"Action\" || '|' || \"Kind\" || '|' || \"Key\" || '|' || coalesce(\"Reason\", '-') || \"Snapshot\" || '|' || \"Previous\" || '|' || \"Seal\" FROM \"Revisions\" ORDER BY \"Number\""))
        + string.Join('\n', await TextsAsync(store, "SELECT \"Count\" || '|' || \"Last\" || '|' || \"Seal\" FROM \"RevisionHead\""));

    private static async Task<List<string>> TextsAsync(Store store, string sql)
    {
        await store.Db.Database.OpenConnectionAsync(Cancellation);
        await using var command = store.Db.Database.GetDbConnection().CreateCommand();
        command.CommandText = sql;
        await using var reader = await command.ExecuteReaderAsync(Cancellation);
        var texts = new List<string>();
        while (await reader.ReadAsync(Cancellation))
            texts.Add(Convert.ToString(reader.GetValue(0), CultureInfo.InvariantCulture)!);
        await store.Db.Database.CloseConnectionAsync();
        return texts;
    }

    private static async Task ExecuteAsync(Store store, params string[] sql)
    {
        foreach (var one in sql)
            await store.Db.Database.ExecuteSqlRawAsync(one.Replace("{", "{{", StringComparison.Ordinal).Replace("}", "}}", StringComparison.Ordinal), Cancellation);
    }
}
