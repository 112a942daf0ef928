using System.IO.Compression;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using PeaceTracker.Data;
using PeaceTracker.Data.Desk;
using PeaceTracker.Testing;
using PeaceTracker.Web.Tests.Architecture;

namespace PeaceTracker.Web.Tests.Hosting;

/// <summary>A store of SQLite becomes one of PostgreSQL by <c>copy-to</c>: the sites on both answer the same bytes, and go on from the same numbers.</summary>
public sealed partial class CopyCommandTests(PeaceTrackerApp app) : IClassFixture<PeaceTrackerApp>, IAsyncLifetime
{
    private string connection = "";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>Beside every address there is: words of every kind that is looked for.</summary>
    private static readonly string[] Searches =
    [
        "нейтралітет", "Зеленський", "Zelensky", "\"security guarantees\"", "nato -troops", "2022-03", "28-point", "O'Brien", "neutral", "*", "-nato", "торгуємо 🕊",
    ];

    public async ValueTask InitializeAsync()
    {
        // There is a store, whichever test comes first.
        Assert.NotNull(app.Services);
        connection = await PostgresServer.NewAsync();
    }

    public async ValueTask DisposeAsync() => await PostgresServer.DropAsync(connection);

    [Fact]
    public async Task The_copy_answers_as_the_store_does_and_goes_on_from_there()
    {
        var editor = await app.Services.AddAccountAsync(["Editor"]);
        var reviewer = await app.Services.AddAccountAsync(["Reviewer"]);
        await app.Services.AddDeskRowsAsync(editor);
        await app.Services.AddPasskeyAsync(editor);
        await app.Services.PublishAsync(reviewer, await app.Services.SubmitAsync(editor, new() { Summary = "Каже, що нейтралітет можливий: \"так\", O'Brien \\ 🕊.", Quote = "Ми не торгуємо курсом." }));
        await LastImportIsGoneAsync(editor);
        using var table = new TemporaryFile(await ManyRows.OfAsync(app.Services, 20));

        // As before a move: nothing that is written meanwhile is left behind.
        Assert.Equal(0, (await RunAsync("read-only", "--because", "It moves")).Code);
        var (code, answer) = await RunAsync("copy-to", "--json");
        Assert.Equal((0, ""), (code, code == 0 ? "" : answer));
        var copied = JsonDocument.Parse(answer).RootElement;
        Assert.InRange(copied.GetProperty("rows").GetInt64(), 3_766, long.MaxValue);
        Assert.InRange(copied.GetProperty("entries").GetInt64(), 10, long.MaxValue);
        Assert.Equal((0, true), ((await RunAsync("verify")).Code, (await RunOnCopyAsync("verify")).Output.Contains("Whole", StringComparison.Ordinal)));

        // What comes after goes on from the same numbers, by people who are known to both.
        Assert.Equal(0, (await RunAsync("read-only", "--off")).Code);
        string[] import = ["import", table.Path, "--process", "ukraine", "--as", editor.SignInName, "--json"];
        var (_, brought) = await RunAsync(import);
        Assert.Contains("\"broughtIn\":", brought, StringComparison.Ordinal);
        Assert.Equal(brought, (await RunOnCopyAsync(import)).Output);

        var (here, there) = (await AllAsync("SQLite"), await AllAsync("PostgreSQL"));
        Assert.InRange(here.Count, 200, int.MaxValue);
        Assert.All(here, answer => Assert.Equal($"{answer.Key}: {answer.Value}", $"{answer.Key}: {there[answer.Key]}"));
        Assert.Contains("Whole", (await RunOnCopyAsync("verify")).Output, StringComparison.Ordinal);
        var (again, told) = await RunAsync("copy-to");
        Assert.Equal(1, again);
        Assert.Contains("The database is not empty", told, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("UPDATE Statements SET Summary = 'Other words.' WHERE Number = 36", "The copy is not whole, and was not kept", "No. 36")]
    [InlineData("UPDATE Sources SET Title = 'A' || char(0) || 'B' WHERE Number = 36", "A row of Sources cannot be kept there", "0x00")]
    public async Task What_is_not_whole_or_cannot_be_kept_leaves_the_database_empty(string slip, params string[] said)
    {
        await using var other = new PeaceTrackerApp();
        await other.Services.AmendAsync(await other.Services.AddAccountAsync(["Editor"]), 36, "A reason.", new());
        await using (var scope = other.Services.CreateAsyncScope())
            await scope.ServiceProvider.GetRequiredService<PeaceTrackerDbContext>().Database.ExecuteSqlRawAsync(slip, Cancellation);
        var (code, told) = await RunAsync("SQLite", other.DatabaseFile, ["copy-to"]);
        Assert.Equal(1, code);
        Assert.All(said, words => Assert.Contains(words, told, StringComparison.Ordinal));
        Assert.DoesNotContain("   at ", told, StringComparison.Ordinal);
        Assert.Equal(0, (await RunAsync("copy-to")).Code);
    }

    [Fact]
    public async Task Where_there_is_no_store_none_is_made()
    {
        var (code, told) = await RunAsync("SQLite", app.DatabaseFile + ".other", ["copy-to"]);
        Assert.Equal(1, code);
        Assert.Contains("There is no store", told, StringComparison.Ordinal);
        Assert.False(File.Exists(app.DatabaseFile + ".other"));
    }

    /// <summary>What the built site on a store answers to everybody, at one moment of the record and under one name.</summary>
    private async Task<Dictionary<string, string>> AllAsync(string provider)
    {
        // One site serves a file, and this process has one on that of the store.
        var folder = Directory.CreateTempSubdirectory("peacetracker-test-");
        var file = Path.Combine(folder.FullName, "copy.db");
        await using (var scope = app.Services.CreateAsyncScope())
            await scope.ServiceProvider.GetRequiredService<PeaceTrackerDbContext>().Database.ExecuteSqlAsync($"VACUUM INTO {file}", Cancellation);
        await using var site = await SiteProcess.StartAsync(file, settings: new Dictionary<string, string>(OnCopy()) { ["Database:File"] = file, ["Database:Key"] = Path.Combine(Path.GetDirectoryName(app.DatabaseFile)!, "revision.key"), ["Database:Provider"] = provider });
        var answers = new Dictionary<string, string>();
        foreach (var address in EveryAddress.Of(app).Concat(Searches.SelectMany(words => new[] { "/ukraine/search?q=", "/ukraine/statements.csv?q=", "/ukraine/sources?q=" }.Select(path => path + Uri.EscapeDataString(words)))))
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, address.Contains("known=", StringComparison.Ordinal) ? address : $"{address}{(address.Contains('?', StringComparison.Ordinal) ? '&' : '?')}known=2026-11-25T13:00:00Z");
            request.Headers.Host = "peacetracker.example";
            using var answer = await site.Client.SendAsync(request, Cancellation);
            answers[address] = $"{(int)answer.StatusCode} {Letters(await answer.Content.ReadAsByteArrayAsync(Cancellation))}";
        }

        return answers;
    }

    /// <summary>But for when a workbook was packed, and for what keeps a form from being sent by another site.</summary>
    private static string Letters(byte[] answer)
    {
        if (answer is not [(byte)'P', (byte)'K', ..])
            return FormToken().Replace(Encoding.Latin1.GetString(answer), "");
        using var workbook = new ZipArchive(new MemoryStream(answer));
        return string.Join('\n', workbook.Entries.Where(entry => !entry.FullName.StartsWith("docProps/", StringComparison.Ordinal)).Select(entry => $"{entry.FullName} {entry.Length} {entry.Crc32:x8}"));
    }

    [GeneratedRegex("name=\"form-token\" type=\"hidden\" value=\"[^\"]+\"")]
    private static partial Regex FormToken();

    /// <summary>Nothing gets its key any more, on either.</summary>
    private async Task LastImportIsGoneAsync(TestAccount account)
    {
        await using var scope = app.Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<PeaceTrackerDbContext>();
        var process = await db.Processes.Select(row => row.Id).SingleAsync(Cancellation);
        var row = new Import { ProcessId = process, Account = account.Id, FileName = "", Content = [1], Sha256 = new('0', 64), Choices = "{}", At = PeaceTrackerApp.Start };
        db.Add(row);
        await db.SaveChangesAsync(Cancellation);
        db.Remove(row);
        await db.SaveChangesAsync(Cancellation);
    }

    private Dictionary<string, string> OnCopy() => new() { ["Database:Provider"] = "PostgreSQL", ["Database:Connection"] = connection, ["Database:File"] = app.DatabaseFile };

    private Task<(int Code, string Output)> RunAsync(params string[] arguments) => RunAsync("SQLite", app.DatabaseFile, arguments);

    private Task<(int Code, string Output)> RunOnCopyAsync(params string[] arguments) => RunAsync("PostgreSQL", app.DatabaseFile, arguments);

    private Task<(int Code, string Output)> RunAsync(string provider, string file, string[] arguments) =>
        ProgramRun.OfAsync(new Dictionary<string, string>(OnCopy()) { ["Database:Provider"] = provider, ["Database:File"] = file }, arguments, Cancellation);

    private sealed class TemporaryFile : IDisposable
    {
        public TemporaryFile(string content) => File.WriteAllText(Path, content);

        public string Path { get; } = System.IO.Path.GetTempFileName();

        public void Dispose() => File.Delete(Path);
    }
}
