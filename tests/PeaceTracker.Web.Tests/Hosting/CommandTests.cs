using System.CommandLine;
using System.Diagnostics;
using System.Text.Json;
using Microsoft.Data.Sqlite;
using PeaceTracker.Testing;
using PeaceTracker.Web.Hosting;
using SQLitePCL;

namespace PeaceTracker.Web.Tests.Hosting;

/// <summary>The commands as an operator runs them: the program itself, on the store of a site that runs.</summary>
public sealed class CommandTests(PeaceTrackerApp app) : IClassFixture<PeaceTrackerApp>
{
    private const string Row = ",2026-10-01,russia,neutrality,2,on-record,2,\"We may talk about neutrality, and about nothing besides.\",para 1,yes\r\n";

    private static readonly string[] Loose = ["--help", "--version"];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_table_becomes_drafts_once_and_is_undone_as_one()
    {
        var editor = await app.Services.AddAccountAsync(["Editor"]);
        using var file = new TemporaryFile(await ManyRows.OfAsync(app.Services, 300));
        var before = await CountAsync();
        var (code, answer) = await JsonAsync("import", file.Path, "--process", "ukraine", "--as", editor.SignInName);
        Assert.Equal(0, code);
        Assert.Equal((300, 0, 0, false, false), (answer.GetProperty("rows").GetInt32(), answer.GetProperty("wrong").GetInt32(), answer.GetProperty("same").GetInt32(), answer.GetProperty("dryRun").GetBoolean(), answer.GetProperty("again").GetBoolean()));
        // Rows that are likely a statement on record are flagged and left out.
        Assert.Equal(300 - answer.GetProperty("near").GetInt32(), answer.GetProperty("broughtIn").GetInt32());
        Assert.InRange(answer.GetProperty("broughtIn").GetInt32(), 200, 300);
        Assert.Equal(before + answer.GetProperty("broughtIn").GetInt32(), await CountAsync());
        Assert.Equal(0, (await RunAsync("verify")).Code);

        var (again, same) = await JsonAsync("import", file.Path, "--process", "ukraine", "--as", editor.SignInName);
        Assert.Equal((0, true, answer.GetProperty("import").GetInt32()), (again, same.GetProperty("again").GetBoolean(), same.GetProperty("import").GetInt32()));
        Assert.Equal(before + answer.GetProperty("broughtIn").GetInt32(), await CountAsync());

        using (var client = await app.SignInAsync(editor))
            Assert.Contains("Undo: throw", await client.GetStringAsync($"/ukraine/desk/imports/{answer.GetProperty("import").GetInt32()}", Cancellation), StringComparison.Ordinal);
        string[] undo = ["import", "--undo", answer.GetProperty("import").GetRawText(), "--process", "ukraine", "--as", editor.SignInName];
        var (undone, gone) = await JsonAsync(undo);
        Assert.Equal((0, answer.GetProperty("broughtIn").GetInt32()), (undone, gone.GetProperty("undone").GetInt32()));
        Assert.Equal(before, await CountAsync());
        Assert.Equal(0, (await RunAsync("verify")).Code);
        Assert.Equal(1, (await RunAsync(undo)).Code);
    }

    [Fact]
    public async Task A_row_with_an_error_stops_all_unless_a_file_for_the_rejected_is_named()
    {
        var editor = await app.Services.AddAccountAsync(["Editor"]);
        var source = await app.Services.AddSourceAsync(text: null);
        using var file = new TemporaryFile($"{ManyRows.Heading}{source}{Row}{source}{Row.Replace("russia", "atlantis", StringComparison.Ordinal)}");
        using var rejected = new TemporaryFile("");
        var before = await CountAsync();
        string[] import = ["import", file.Path, "--process", "ukraine", "--as", editor.SignInName];
        var (tried, found) = await JsonAsync([.. import, "--dry-run"]);
        Assert.Equal((2, 1, 1), (tried, found.GetProperty("wrong").GetInt32(), found.GetProperty("ready").GetInt32() + found.GetProperty("near").GetInt32()));
        var problem = Assert.Single(found.GetProperty("problems").EnumerateArray());
        Assert.Equal(("party", "atlantis", 3), (problem.GetProperty("column").GetString(), problem.GetProperty("found").GetString(), problem.GetProperty("rows")[0].GetInt32()));

        var (stopped, told) = await RunAsync(import);
        Assert.Equal(1, stopped);
        Assert.Contains("Row 3, party: found \"atlantis\".", told, StringComparison.Ordinal);
        Assert.Equal(before, await CountAsync());

        var (code, _) = await RunAsync([.. import, "--rejected", rejected.Path, "--near"]);
        Assert.Equal(0, code);
        Assert.Equal(before + 1, await CountAsync());
        var left = await File.ReadAllLinesAsync(rejected.Path, Cancellation);
        Assert.Equal(2, left.Length);
        Assert.EndsWith(",row,error", left[0], StringComparison.Ordinal);
        Assert.Matches("^[0-9]+,2026-10-01,atlantis,.*,3,.*party", left[1]);
    }

    [Theory]
    [InlineData("Name a file to bring in", "import", "--process", "ukraine", "--as", "nobody")]
    [InlineData("There is no process narnia", "import", "none.csv", "--process", "narnia", "--as", "nobody")]
    [InlineData("no editor with the sign-in name nobody", "import", "none.csv", "--process", "ukraine", "--as", "nobody")]
    [InlineData("is no field", "import", "none.csv", "--process", "ukraine", "--as", "nobody", "--map", "Day=dayy")]
    [InlineData("--out", "export", "/ukraine/positions.csv")]
    [InlineData("answered 404", "export", "/ukraine/nothing.csv", "--out", "nothing.csv")]
    [InlineData("There is no folder", "seed", "--folder", "no-such-folder")]
    [InlineData("rebuilt", "rebuilt")]
    public async Task What_is_asked_wrongly_gives_1_and_says_why(string said, params string[] arguments)
    {
        var (code, output) = await RunAsync(arguments);
        Assert.Equal(1, code);
        Assert.Contains(said, output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_export_is_what_the_site_gives()
    {
        using var client = app.Visitor();
        foreach (var address in new[] { "/ukraine/positions.csv?date=2025-01-01", "/ukraine/statements.json?date=2025-01-01&known=2026-11-25T12:00:00Z" })
        {
            using var file = new TemporaryFile("old");
            var (code, answer) = await JsonAsync("export", "http://localhost" + address, "--out", file.Path);
            Assert.Equal(0, code);
            var expected = await client.GetStringAsync(address, Cancellation);
            if (address.Contains("known", StringComparison.Ordinal))
                Assert.Equal(expected, await File.ReadAllTextAsync(file.Path, Cancellation));
            Assert.Equal(new FileInfo(file.Path).Length, answer.GetProperty("bytes").GetInt64());
            Assert.False(File.Exists(file.Path + ".part"));
        }

        using var part = new TemporaryFile("old");
        Assert.Equal(0, (await RunAsync("export", "positions.csv", "--process", "ukraine", "--out", part.Path)).Code);
        Assert.StartsWith("party,", await File.ReadAllTextAsync(part.Path, Cancellation), StringComparison.Ordinal);
        var (refused, _) = await RunAsync("export", "/ukraine/nothing.csv", "--out", part.Path);
        Assert.Equal(1, refused);
        Assert.StartsWith("party,", await File.ReadAllTextAsync(part.Path, Cancellation), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_import_names_what_is_alike_and_all_that_is_wrong_and_is_not_done_when_nothing_came_in()
    {
        var editor = await app.Services.AddAccountAsync(["Editor"]);
        var source = await app.Services.AddSourceAsync(text: null);
        const string words = "We shall speak of the quokka ceasefire when the quokka talks begin again";
        using var alike = new TemporaryFile($"{ManyRows.Heading}{source},2026-10-03,ukraine,elections,2,on-record,2,\"{words}\",para 1,yes\r\n{source},2026-10-04,ukraine,elections,2,on-record,2,\"{words}.\",para 2,yes\r\n");
        var (code, answer) = await JsonAsync("import", alike.Path, "--process", "ukraine", "--as", editor.SignInName, "--dry-run");
        Assert.Equal(0, code);
        var near = Assert.Single(answer.GetProperty("nearRows").EnumerateArray().ToList());
        Assert.Equal(3, near.GetProperty("row").GetInt32());
        Assert.Contains("row 2", near.GetProperty("why").GetString(), StringComparison.Ordinal);
        Assert.Contains("Row 3: may be the same as row 2", (await RunAsync("import", alike.Path, "--process", "ukraine", "--as", editor.SignInName, "--dry-run")).Output, StringComparison.Ordinal);

        // A wrong source hides nothing else that is wrong.
        using var wrong = new TemporaryFile($"{ManyRows.Heading}99999,2025-02-30,nobody,elections,2,on-record,9,\"{words}\",para 1,yes\r\n");
        (code, answer) = await JsonAsync("import", wrong.Path, "--process", "ukraine", "--as", editor.SignInName, "--dry-run");
        Assert.Equal(2, code);
        Assert.Equal(["information", "party", "said", "source"], answer.GetProperty("problems").EnumerateArray().Select(problem => problem.GetProperty("column").GetString()).Order(StringComparer.Ordinal));
        using var rejected = new TemporaryFile("");
        Assert.Equal(1, (await RunAsync("import", wrong.Path, "--process", "ukraine", "--as", editor.SignInName, "--rejected", rejected.Path)).Code);
        Assert.Contains("99999", await File.ReadAllTextAsync(rejected.Path, Cancellation), StringComparison.Ordinal);
    }

    /// <summary>cases.md A 6: some of 6,400 answers failed on special characters, by chunks.</summary>
    [Fact]
    public async Task Of_ten_thousand_rows_with_rare_characters_those_with_no_letter_in_them_are_refused_by_number()
    {
        var editor = await app.Services.AddAccountAsync(["Editor"]);
        var lines = (await ManyRows.OfAsync(app.Services, 10_000)).Split("\r\n");
        string[] rare = ["\U0001F54A", "\u2028", "’", "é", "Ї", "\u200D", "𝔸"];
        for (var row = 1; row <= 10_000; row++)
            lines[row] = lines[row].Replace(", no. ", $" {rare[row % rare.Length]}{(row % 1000 == 0 ? "\0" : "")}, no. ", StringComparison.Ordinal);
        using var file = new TemporaryFile(string.Join("\r\n", lines));
        var (code, answer) = await JsonAsync("import", file.Path, "--process", "ukraine", "--as", editor.SignInName, "--dry-run");
        Assert.Equal(2, code);
        Assert.Equal((10_000, 10), (answer.GetProperty("rows").GetInt32(), answer.GetProperty("wrong").GetInt32()));
        // As a spreadsheet counts: the heading is row 1.
        Assert.Equal(
            Enumerable.Range(1, 10).Select(thousand => (thousand * 1000) + 1),
            answer.GetProperty("problems").EnumerateArray().SelectMany(problem => problem.GetProperty("rows").EnumerateArray().Select(row => row.GetInt32())).Distinct().Order());
    }

    [Fact]
    public async Task A_file_has_no_roles_and_none_is_made_for_who_asks_for_one()
    {
        var store = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        var (code, said) = await RunOnAsync(store, "migrate", "--grant-to", "desk");
        Assert.Equal(1, code);
        Assert.Contains("knows no roles", said, StringComparison.Ordinal);
        Assert.Contains("Leave --grant-to out. Nothing was done.", said, StringComparison.Ordinal);
        Assert.False(File.Exists(store));
    }

    [Fact]
    public async Task Migrate_seed_and_rebuild_make_a_store_and_change_nothing_the_second_time()
    {
        var folder = Directory.CreateTempSubdirectory("peacetracker-test-");
        try
        {
            var store = Path.Combine(folder.FullName, "new.db");
            var (made, first) = await JsonOnAsync(store, "migrate");
            Assert.Equal(0, made);
            Assert.NotEqual(0, first.GetProperty("applied").GetArrayLength());
            Assert.Equal(0, (await JsonOnAsync(store, "migrate")).Answer.GetProperty("applied").GetArrayLength());
            var seeds = Path.Combine(Repository.Root, "seeds");
            Assert.True((await JsonOnAsync(store, "seed", "--folder", seeds)).Answer.GetProperty("read").GetBoolean());
            Assert.False((await JsonOnAsync(store, "seed", "--folder", seeds)).Answer.GetProperty("read").GetBoolean());
            var codings = await CountAsync("PublishedCodings", store);
            for (var time = 0; time < 2; time++)
                Assert.Equal((0, codings), (await JsonOnAsync(store, "rebuild")) is var (code, answer) ? (code, answer.GetProperty("codings").GetInt64()) : default);
            Assert.Equal(0, (await RunOnAsync(store, "verify")).Code);
        }
        finally
        {
            SqliteConnection.ClearAllPools();
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public async Task A_store_that_is_held_by_another_program_is_waited_for_and_then_it_is_said()
    {
        var editor = await app.Services.AddAccountAsync(["Editor"]);
        var source = await app.Services.AddSourceAsync(text: null);
        using var file = new TemporaryFile($"{ManyRows.Heading}{source}{Row.Replace("2026-10-01", "2026-09-01", StringComparison.Ordinal)}");
        string[] import = ["import", file.Path, "--process", "ukraine", "--as", editor.SignInName, "--near"];
        var before = await CountAsync();
        await using (var connection = new SqliteConnection($"Data Source={app.DatabaseFile};Pooling=False"))
        {
            connection.Open();
            await using var holding = connection.BeginTransaction(deferred: false);
            var (code, told) = await RunAsync(import);
            Assert.Equal(1, code);
            Assert.Contains("held by another program", told, StringComparison.Ordinal);
        }

        Assert.Equal(before, await CountAsync());
        Assert.Equal(0, (await RunAsync(import)).Code);
        Assert.Equal(before + 1, await CountAsync());
    }

    [Fact]
    public async Task An_import_that_is_stopped_while_it_writes_leaves_nothing()
    {
        var editor = await app.Services.AddAccountAsync(["Editor"]);
        using var file = new TemporaryFile(await ManyRows.OfAsync(app.Services, 15_000));
        var before = await CountAsync();
        await using var other = new SqliteConnection($"Data Source={app.DatabaseFile};Pooling=False");
        await other.OpenAsync(Cancellation);
        using var process = Start(app.DatabaseFile, ["import", file.Path, "--process", "ukraine", "--as", editor.SignInName]);
        var output = process.StandardOutput.ReadToEndAsync(Cancellation);
        var error = process.StandardError.ReadToEndAsync(Cancellation);
        // Who writes keeps others out: for moments at the start, and for long only while the rows are written.
        for (var keptOut = 0; keptOut < 20 && !process.HasExited;)
        {
            keptOut = raw.sqlite3_exec(other.Handle, "BEGIN IMMEDIATE") == raw.SQLITE_BUSY ? keptOut + 1 : 0;
            if (keptOut == 0)
                Assert.Equal(raw.SQLITE_OK, raw.sqlite3_exec(other.Handle, "ROLLBACK"));
            await Task.Delay(5, Cancellation);
        }

        using (var kill = Process.Start("kill", ["-INT", process.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)]))
            await kill.WaitForExitAsync(Cancellation);
        await process.WaitForExitAsync(Cancellation);
        Assert.Equal((130, ""), (process.ExitCode, await output));
        Assert.Contains("Stopped.", await error, StringComparison.Ordinal);
        Assert.Equal(before, await CountAsync());
        Assert.Equal(0, (await RunAsync("verify")).Code);
    }

    [Theory]
    [InlineData("verify")]
    [InlineData("rebuild")]
    [InlineData("migrate")]
    [InlineData("export", "/ukraine/statements.json", "--out")]
    public async Task A_command_that_is_stopped_whenever_it_is_leaves_all_as_it_was(params string[] arguments)
    {
        var file = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        var whole = arguments[^1] == "--out" ? [.. arguments, file] : arguments;
        var before = (await CountAsync(), await CountAsync("PublishedCodings"), await CountAsync("StatementWords"));
        var codes = new List<int>();
        try
        {
            // From a program that hardly runs to one that is nearly done, or done.
            for (var wait = 200; wait <= 1800; wait += 400)
            {
                using var process = Start(app.DatabaseFile, whole);
                var (output, error) = (process.StandardOutput.ReadToEndAsync(Cancellation), process.StandardError.ReadToEndAsync(Cancellation));
                await Task.Delay(wait, Cancellation);
                if (!process.HasExited)
                {
                    using var kill = Process.Start("kill", ["-INT", process.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)]);
                    await kill.WaitForExitAsync(Cancellation);
                }

                await process.WaitForExitAsync(Cancellation);
                codes.Add(process.ExitCode);
                Assert.True(process.ExitCode is 0 or 130, $"{process.ExitCode} after {wait} ms: {await output}{await error}");
                Assert.False(File.Exists(file + ".part"));
                if (File.Exists(file))
                {
                    using var written = JsonDocument.Parse(await File.ReadAllTextAsync(file, Cancellation));
                    Assert.NotEqual(0, written.RootElement.GetProperty("statements").GetArrayLength());
                }
            }
        }
        finally
        {
            File.Delete(file);
        }

        Assert.Contains(130, codes);
        Assert.Equal(before, (await CountAsync(), await CountAsync("PublishedCodings"), await CountAsync("StatementWords")));
        Assert.Equal(0, (await RunAsync("verify")).Code);
    }

    [Fact]
    public void Every_command_and_option_is_in_the_operations_document()
    {
        var text = File.ReadAllText(Path.Combine(Repository.Root, "docs", "operations.md"));
        var missing = new List<string>();
        Look(Commands.Root(), "");
        Assert.Empty(missing);

        void Look(Command command, string before)
        {
            foreach (var option in command.Options.Where(option => !Loose.Contains(option.Name) && !text.Contains(option.Name, StringComparison.Ordinal)))
                missing.Add($"{before} {option.Name}");
            foreach (var one in command.Subcommands)
            {
                var name = $"{before} {one.Name}".Trim();
                if (!text.Contains($"PeaceTracker.Web {name} ", StringComparison.Ordinal) && one.Subcommands.Count == 0)
                    missing.Add(name);
                if (string.IsNullOrWhiteSpace(one.Description) || one.Options.Any(option => string.IsNullOrWhiteSpace(option.Description)))
                    missing.Add($"{name} has no description");
                Look(one, name);
            }
        }
    }

    private async Task<long> CountAsync(string table = "Statements", string? store = null)
    {
        await using var connection = new SqliteConnection($"Data Source={store ?? app.DatabaseFile};Pooling=False");
        connection.Open();
        await using var command = connection.CreateCommand();
        command.CommandText = $"SELECT COUNT(*) FROM {table}";
        return (long)(await command.ExecuteScalarAsync(Cancellation))!;
    }

    private Task<(int Code, JsonElement Answer)> JsonAsync(params string[] arguments) => JsonOnAsync(Store(), arguments);

    private static async Task<(int Code, JsonElement Answer)> JsonOnAsync(string store, params string[] arguments)
    {
        var (code, output) = await RunOnAsync(store, [.. arguments, "--json"]);
        using var answer = JsonDocument.Parse(output);
        return (code, answer.RootElement.Clone());
    }

    private Task<(int Code, string Output)> RunAsync(params string[] arguments) => RunOnAsync(Store(), arguments);

    /// <summary>There is one, whichever test comes first.</summary>
    private string Store()
    {
        Assert.NotNull(app.Services);
        return app.DatabaseFile;
    }

    private static Task<(int Code, string Output)> RunOnAsync(string store, params string[] arguments) => ProgramRun.OfAsync(On(store), arguments, Cancellation);

    private static Process Start(string store, string[] arguments) => ProgramRun.Start(On(store), arguments);

    private static Dictionary<string, string> On(string store) => new() { ["Database:File"] = store };

    private sealed class TemporaryFile : IDisposable
    {
        public TemporaryFile(string content) => File.WriteAllText(Path, content);

        public string Path { get; } = System.IO.Path.GetTempFileName();

        public void Dispose() => File.Delete(Path);
    }
}
