using System.Net;
using PeaceTracker.Testing;

namespace PeaceTracker.FaultTests;

/// <summary>
/// Bytes of the store's file are changed, or its end is missing: the site does not start, or says of what it cannot read that it cannot, or shows what it showed
/// before; and where it shows something else, <c>verify</c> finds it.
/// </summary>
public sealed class DamagedFileTests
{
    private const int Page = 4096;

    // What the program itself says is asked once for each reason and damage: its start takes longer than all the rest.
    private readonly HashSet<(Type Reason, int Damage)> asked = [];

    private static readonly string[] Shown = ["/ukraine/positions.json", "/ukraine/statements.json", "/ukraine/sources.json", "/ukraine/changes.json", "/ukraine/statements/36"];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task No_damage_shows_other_statements_without_being_found()
    {
        var folder = Directory.CreateTempSubdirectory("peacetracker-damage-").FullName;
        var sound = Path.Combine(folder, "sound.db");
        SeededRecord.CopyTo(sound);
        var (before, fault) = await AnswersAsync(sound, -1);
        Assert.Null(fault);
        Assert.All(before, answer => Assert.Equal(HttpStatusCode.OK, answer.Value.Status));
        var bytes = await File.ReadAllBytesAsync(sound, Cancellation);
        var random = new Random(8);
        var outcomes = new Dictionary<string, int> { ["refused at the start"] = 0, ["told"] = 0, ["as before"] = 0, ["found"] = 0 };
        for (var copy = 0; copy < Rounds.Wanted * 9; copy++)
        {
            var damaged = Path.Combine(folder, "damaged.db");
            await File.WriteAllBytesAsync(damaged, Damage(bytes, random, copy % 5), Cancellation);
            var (after, refusal) = await AnswersAsync(damaged, copy % 5);
            if (refusal is not null)
            {
                outcomes["refused at the start"]++;
                if (refusal.Length > 0)
                    Assert.Contains("docs/operations.md", refusal, StringComparison.Ordinal);
            }
            else if (after.Where(answer => answer.Value.Status == HttpStatusCode.OK).All(answer => answer.Value.Text == before[answer.Key].Text))
            {
                Assert.All(after.Where(answer => answer.Value.Status != HttpStatusCode.OK), answer => Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.Value.Status));
                outcomes[after.All(answer => answer.Value.Status == HttpStatusCode.OK) ? "as before" : "told"]++;
            }
            else
            {
                // A letter in the midst of a text is whole as far as the file goes.
                Assert.True(await IsFoundAsync(damaged), $"Copy {copy} shows something else, and verify finds nothing.");
                outcomes["found"]++;
            }

            foreach (var part in new[] { "", "-wal", "-shm", ".lock", ".migrating" })
                File.Delete(damaged + part);
        }

        TestContext.Current.TestOutputHelper?.WriteLine(string.Join(", ", outcomes.Select(outcome => $"{outcome.Key}: {outcome.Value}")));
        Assert.NotEqual(0, outcomes["refused at the start"]);
        Directory.Delete(folder, recursive: true);
    }

    private static byte[] Damage(byte[] sound, Random random, int kind)
    {
        var file = (byte[])sound.Clone();
        switch (kind)
        {
            case 0:
                // The head of the file is gone.
                Array.Clear(file, 0, 100);
                break;
            case 1:
                Array.Resize(ref file, random.Next(1, file.Length));
                break;
            case 2:
                random.NextBytes(file.AsSpan(random.Next(0, file.Length / Page) * Page, Page));
                break;
            default:
                for (var left = random.Next(1, 65); left > 0; left--)
                    file[random.Next(0, file.Length)] ^= (byte)random.Next(1, 256);
                break;
        }

        return file;
    }

    /// <summary>What the site shows of a store; and why it does not start, where it does not: "" where that was asked before.</summary>
    private async Task<(Dictionary<string, (HttpStatusCode Status, string Text)> Answers, string? Refusal)> AnswersAsync(string file, int damage)
    {
        var answers = new Dictionary<string, (HttpStatusCode Status, string Text)>();
        try
        {
            await using var app = new PeaceTrackerApp { Settings = new Dictionary<string, string> { ["Database:File"] = file, ["Database:Seeds"] = "", ["Cache:Megabytes"] = "0" } };
            using var client = app.Visitor();
            foreach (var address in Shown)
            {
                using var answer = await client.GetAsync(new Uri(address, UriKind.Relative), Cancellation);
                answers[address] = (answer.StatusCode, await answer.Content.ReadAsStringAsync(Cancellation));
            }

            return (answers, null);
        }
        catch (Exception error) when (answers.Count == 0 && error is not Xunit.Sdk.IAssertionException)
        {
            if (!asked.Add((error.GetType(), damage)))
                return (answers, "");
            var (code, said) = await ProgramRun.OfAsync(new Dictionary<string, string> { ["Database:File"] = file, ["Database:Seeds"] = "", ["Urls"] = "http://127.0.0.1:0" }, [], Cancellation);
            Assert.NotEqual(0, code);
            return (answers, said);
        }
    }

    private static async Task<bool> IsFoundAsync(string file)
    {
        var (code, _) = await ProgramRun.OfAsync(new Dictionary<string, string> { ["Database:File"] = file }, ["verify"], Cancellation);
        return code != 0;
    }
}
