using System.Diagnostics;
using PeaceTracker.Data.History;
using PeaceTracker.Testing;

namespace PeaceTracker.Web.Tests.Hosting;

/// <summary>The store is not where the settings say, or cannot be used: the site and every command say so in words, and end with 1.</summary>
public sealed class StoreTroubleTests(PeaceTrackerApp app) : IClassFixture<PeaceTrackerApp>
{
    /// <summary>Of a server that is not there: nothing listens on the first port.</summary>
    private const string Nowhere = "Host=127.0.0.1;Port=1;Database=peacetracker;Username=peacetracker";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData]
    [InlineData("verify")]
    [InlineData("migrate")]
    [InlineData("rebuild")]
    [InlineData("seed")]
    [InlineData("user", "list")]
    [InlineData("copy-to")]
    [InlineData("export", "/ukraine/positions.csv", "--out", "never.csv")]
    public async Task A_server_that_cannot_be_reached(params string[] arguments)
    {
        // There is one to copy.
        await app.Services.AddAccountAsync(["Editor"]);
        await SaysAsync("The server that Database:Connection names cannot be reached.", new() { ["Database__Provider"] = "PostgreSQL", ["Database__Connection"] = Nowhere, ["Database__File"] = app.DatabaseFile }, arguments);
    }

    [Theory]
    [InlineData]
    [InlineData("verify")]
    public async Task A_server_that_lets_nobody_in_by_that_name(params string[] arguments)
    {
        var connection = await PostgresServer.NewAsync();
        try
        {
            await SaysAsync("The server that Database:Connection names refuses: role \"nobody\" does not exist.", new() { ["Database__Provider"] = "PostgreSQL", ["Database__Connection"] = $"{connection};Username=nobody" }, arguments);
        }
        finally
        {
            await PostgresServer.DropAsync(connection);
        }
    }

    [Theory]
    [InlineData]
    [InlineData("verify")]
    [InlineData("migrate")]
    public async Task A_file_that_is_no_store(params string[] arguments)
    {
        var folder = Directory.CreateTempSubdirectory("peacetracker-trouble-");
        try
        {
            var file = Path.Combine(folder.FullName, "letter.db");
            await File.WriteAllTextAsync(file, string.Concat(Enumerable.Repeat("Dear Sir or Madam, ", 500)), Cancellation);
            await SaysAsync("The file that Database:File names cannot be used.", new() { ["Database__File"] = file }, arguments);
            await SaysAsync("The file that Database:File names cannot be used.", new() { ["Database__File"] = folder.FullName }, arguments);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Theory]
    [InlineData]
    [InlineData("verify")]
    public async Task A_log_without_its_key(params string[] arguments)
    {
        await app.Services.SaveAsync(await app.Services.AddAccountAsync(["Editor"]), new());
        var key = Path.Combine(Path.GetDirectoryName(app.DatabaseFile)!, RevisionKey.FileName);
        File.Move(key, key + ".away");
        try
        {
            await SaysAsync($"{key} is missing", new() { ["Database__File"] = app.DatabaseFile }, arguments);
        }
        finally
        {
            File.Move(key + ".away", key);
        }
    }

    [Fact]
    public async Task A_connection_with_a_slip_of_the_pen() =>
        await SaysAsync("The setting Database:Connection cannot be read.", new() { ["Database__Provider"] = "PostgreSQL", ["Database__Connection"] = "Hots=127.0.0.1" });

    private static async Task SaysAsync(string words, Dictionary<string, string> settings, params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "PeaceTracker.Web.dll"), .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true };
        // Without a word of where the seeds are they would be looked for beside the tests.
        start.Environment["Database__Seeds"] = Path.Combine(Repository.Root, "seeds");
        foreach (var (name, value) in settings)
            start.Environment[name] = value;
        start.Environment["Urls"] = "http://127.0.0.1:0";
        using var process = Process.Start(start)!;
        var (output, error) = (process.StandardOutput.ReadToEndAsync(Cancellation), process.StandardError.ReadToEndAsync(Cancellation));
        await process.WaitForExitAsync(Cancellation);
        var said = await output + await error;
        Assert.Contains(words, said, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", said, StringComparison.Ordinal);
        Assert.DoesNotContain("Unhandled", said, StringComparison.Ordinal);
        Assert.Equal(1, process.ExitCode);
    }
}
