using System.Text;
using Microsoft.Extensions.DependencyInjection;
using PeaceTracker.Data.Desk;
using PeaceTracker.Data.History;
using PeaceTracker.Testing;
using PeaceTracker.Web.Reading;
using PeaceTracker.Web.Writing.Importing;

namespace PeaceTracker.Web.Tests.Features.DeskImports;

/// <summary>Many rows are looked at with what is read for all of them at once: each is told what it is told alone, in a record that is held whole and in a larger one.</summary>
public sealed class LookedAtTogetherTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(0)]
    [InlineData(3_100)]
    public async Task A_row_among_many_is_told_what_it_is_told_alone(int before)
    {
        await using var app = new PeaceTrackerApp();
        var editor = await app.Services.AddAccountAsync(["Editor"]);
        if (before > 0)
            await BringInAsync(app.Services, editor, await ManyRows.OfAsync(app.Services, before));
        using var visitor = app.Visitor();
        // What is on record, and once more with another day and a word more: near, same, newer and older ones.
        var record = await visitor.GetStringAsync(new Uri("/ukraine/statements.csv?issue=neutrality", UriKind.Relative), Cancellation);
        var changed = record.Replace(",2022-03-", ",2022-04-", StringComparison.Ordinal).Replace("neutral", "neutral and free", StringComparison.Ordinal);
        var rows = await ManyRows.OfAsync(app.Services, 40, from: 20);
        var looked = 0;
        foreach (var csv in new[] { record, changed, rows })
        {
            await using var scope = app.Services.CreateAsyncScope();
            var (checks, contents) = (scope.ServiceProvider.GetRequiredService<ImportChecks>(), (await scope.ServiceProvider.GetRequiredService<ProcessReader>().ReadAsync("ukraine", Cancellation))!);
            var (text, table, choices) = Read(csv);
            var together = await checks.BeginAsync(text, table, choices, Cancellation);
            await checks.GoOnAsync(contents, together, null, null, Cancellation);
            foreach (var (row, index) in together.Rows.Select((row, index) => (row, index)))
            {
                await using var own = app.Services.CreateAsyncScope();
                var alone = await own.ServiceProvider.GetRequiredService<ImportChecks>().OneAsync(contents, table with { Rows = [table.Rows[index]] }, choices, Cancellation);
                Assert.Equal(Told(alone), Told(row));
                looked++;
            }
        }

        Assert.True(looked > 60);
    }

    private static string Told(CheckedRow row) => string.Join('\n',
    [
        $"{row.Number} {row.OnRecord}", .. row.Problems.Select(problem => $"{problem.Field}: {problem.Text}"), .. row.Found?.Warnings.Select(warning => warning.Text) ?? [],
        .. row.Found?.Near.Select(near => $"No. {near.Statement.Number} {near.Why} {near.SourceTitle}") ?? [], .. row.Found?.Supersedes.Select(one => one.Text) ?? [],
    ]);

    private static (TableText Text, TableRows Table, ImportChoices Choices) Read(string csv)
    {
        var text = TableText.Read(Encoding.UTF8.GetBytes(csv), null, out _)!;
        var table = TableRows.Read(text, null, TableRows.MostByCommand);
        Assert.Null(table.Problem);
        return (text, table, ImportChoices.Guess(table.Headings));
    }

    private static async Task BringInAsync(IServiceProvider services, TestAccount editor, string csv)
    {
        await using var scope = services.CreateAsyncScope();
        var (checks, imports, ledger) = (scope.ServiceProvider.GetRequiredService<ImportChecks>(), scope.ServiceProvider.GetRequiredService<Imports>(), scope.ServiceProvider.GetRequiredService<Ledger>());
        var contents = (await scope.ServiceProvider.GetRequiredService<ProcessReader>().ReadAsync("ukraine", Cancellation))!;
        var (text, table, choices) = Read(csv);
        var check = await checks.BeginAsync(text, table, choices, Cancellation);
        await checks.GoOnAsync(contents, check, null, null, Cancellation);
        await ledger.WriteAsync(new(editor.Id, "test"), null, async changes =>
        {
            var import = new Import { ProcessId = contents.Process.Id, Account = editor.Id, FileName = "rows.csv", Content = [], Sha256 = new string('0', 64), Choices = "", At = changes.At };
            await imports.AddAsync(import, Cancellation);
            await checks.BringInAsync(contents, import, check, [.. check.Rows.Where(row => row.IsReady || row.IsNear)], changes, null, Cancellation);
            return "";
        }, Cancellation);
    }
}
