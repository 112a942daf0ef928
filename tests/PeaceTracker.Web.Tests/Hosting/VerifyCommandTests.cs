using System.Text.Json;
using Microsoft.Data.Sqlite;
using PeaceTracker.Testing;

namespace PeaceTracker.Web.Tests.Hosting;

/// <summary>The command as an operator runs it, on the store of a site that runs.</summary>
public sealed class VerifyCommandTests(PeaceTrackerApp app) : IClassFixture<PeaceTrackerApp>
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_whole_store_gives_0_its_head_and_nothing_on_the_side_and_a_touched_one_gives_1_and_names_what()
    {
        using var client = app.Visitor();
        await client.GetPageAsync("/ukraine/statements/36");
        var (code, output) = await RunAsync("verify", "--json");
        using var whole = JsonDocument.Parse(output);
        Assert.Equal((0, true, 0), (code, whole.RootElement.GetProperty("whole").GetBoolean(), whole.RootElement.GetProperty("faults").GetArrayLength()));
        var head = whole.RootElement.GetProperty("head").GetString()!;
        Assert.Matches("^[0-9]+:[0-9a-f]{64}$", head);
        Assert.Equal(0, (await RunAsync("verify", "--head", head)).Code);
        var (other, told) = await RunAsync("verify", "--head", head[..^1] + (head[^1] == '0' ? '1' : '0'));
        Assert.Equal(1, other);
        Assert.Contains("is not the one that was noted down", told, StringComparison.Ordinal);
        var (wrong, _) = await RunAsync("verify", "--head", "12");
        Assert.Equal(1, wrong);

        await using (var connection = new SqliteConnection($"Data Source={app.DatabaseFile}"))
        {
            connection.Open();
            await using var command = connection.CreateCommand();
            command.CommandText = "UPDATE Statements SET Summary = 'Something else.' WHERE Number = 36";
            await command.ExecuteNonQueryAsync(Cancellation);
        }

        var (touched, text) = await RunAsync("verify");
        Assert.Equal(1, touched);
        Assert.Matches(@"records: Statement ukraine/36, revision 1 is not as the log last says \(entry [0-9]+\): Summary\.", text);
        // It is found by what it said.
        Assert.Contains("words: What No. 36 is found by is not what it says.", text, StringComparison.Ordinal);
        Assert.Contains("Not whole, faults: 2.", text, StringComparison.Ordinal);
    }

    private Task<(int Code, string Output)> RunAsync(params string[] arguments) => ProgramRun.OfAsync(new Dictionary<string, string> { ["Database:File"] = app.DatabaseFile }, arguments, Cancellation);
}
