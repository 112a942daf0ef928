using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using PeaceTracker.Data;
using PeaceTracker.Data.Desk;
using PeaceTracker.Data.History;
using PeaceTracker.Testing;
using PeaceTracker.Web.Reading;
using PeaceTracker.Web.Writing;
using PeaceTracker.Web.Writing.Importing;

namespace PeaceTracker.Web.Tests.Features.DeskImports;

/// <summary>Many rows are judged as one form each is, and others go on writing.</summary>
[Trait("Also", "PostgreSQL")]
public sealed class ManyRowsTests(PeaceTrackerApp app) : IClassFixture<PeaceTrackerApp>
{
    private const string SameWords = "\"We may talk about neutrality, and about nothing besides it this year.\"";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_is_found_for_many_rows_is_what_each_form_alone_is_told()
    {
        await using var scope = app.Services.CreateAsyncScope();
        var (checks, forms, db, contents) = await OpenAsync(scope.ServiceProvider);
        // Statements of the record itself, up to two days before they were made, and said anew at last: near, older, newer and with other steps.
        var source = await app.Services.AddSourceAsync(text: null);
        var rows = new StringBuilder(ManyRows.Heading);
        foreach (var statement in await DeskStatements.WithDetails(db.Published(contents.Process.Id, PeaceTrackerApp.Start.AddDays(1))).Where(row => row.Quote != null).OrderByDescending(row => row.Day).Take(40).ToListAsync(Cancellation))
        {
            foreach (var coding in statement.Codings.Where(coding => coding.Region is null && coding.StepFrom is not null).Take(1))
                rows.Append(System.Globalization.CultureInfo.InvariantCulture, $"{(coding.Id % 4 == 3 ? source : statement.Citations[0].Source)},{(coding.Id % 4 == 3 ? new DateOnly(2026, 11, 15) : statement.Day.AddDays(-(coding.Id % 4))):yyyy-MM-dd},{coding.Party},{coding.Issue},{1 + (coding.Id % 3)},on-record,2,\"{statement.Quote!.Replace("\"", "\"\"", StringComparison.Ordinal)}\",para {1 + (coding.Id % 5)},yes\r\n");
        }

        var check = await CheckAsync(checks, contents, rows.ToString());
        var (near, warnings, supersedes) = (0, 0, 0);
        foreach (var (row, found) in check.Table.Rows.Zip(check.Rows).Where(pair => pair.Second.Found is not null))
        {
            var form = new RowReading(check.Choices, row, check.Named!).Form;
            var alone = await forms.CheckAsync((await forms.ReadAsync(contents, found.Source == 0 ? check.Sources[check.Choices.Value(row, "source")]!.Value : found.Source, Cancellation))!, form, null, null, Cancellation, translateLater: true);
            Assert.Equal(alone.Near.Select(one => (one.Statement.Number, one.Why, one.SourceTitle)), found.Found!.Near.Select(one => (one.Statement.Number, one.Why, one.SourceTitle)));
            Assert.Equal(alone.Warnings, found.Found.Warnings);
            Assert.Equal(alone.Supersedes, found.Found.Supersedes);
            (near, warnings, supersedes) = (near + alone.Near.Count, warnings + alone.Warnings.Count, supersedes + alone.Supersedes.Count);
        }

        Assert.True(near > 0 && warnings > 0 && supersedes > 0, $"{near} near, {warnings} warnings, {supersedes} superseded");
    }

    [Fact]
    public async Task Others_save_drafts_while_rows_are_looked_at_and_while_they_are_written()
    {
        const int rows = 3_000;
        var (editor, other) = (await app.Services.AddAccountAsync(["Editor"]), await app.Services.AddAccountAsync(["Editor"]));
        var table = await ManyRows.OfAsync(app.Services, rows);
        await using var scope = app.Services.CreateAsyncScope();
        var (checks, _, db, contents) = await OpenAsync(scope.ServiceProvider);
        var before = await db.Set<Domain.Statements.Statement>().CountAsync(Cancellation);
        var saved = new List<Task<int>>();
        var check = await CheckAsync(checks, contents, table, done =>
        {
            // Saved before the next row is looked at: nobody waits for the check.
            if (done % 1_000 == 1)
                saved.Add(Task.FromResult(SaveAsync().GetAwaiter().GetResult()));
        });
        var taken = check.Rows.Where(row => row.IsReady || row.IsNear).ToList();
        Assert.Equal(rows, taken.Count);
        var import = new Import { ProcessId = contents.Process.Id, Account = editor.Id, FileName = "", Content = [], Sha256 = new('a', 64), Choices = "", At = PeaceTrackerApp.Start };
        var pseudonym = await db.Users.Where(row => row.Id == editor.Id).Select(row => row.Pseudonym).SingleAsync(Cancellation);
        var length = StoreLength();
        await scope.ServiceProvider.GetRequiredService<Ledger>().WriteAsync(new(editor.Id, pseudonym), null, async changes =>
        {
            Assert.True(await checks.IsCurrentAsync(contents, check, inTurn: true, Cancellation));
            await scope.ServiceProvider.GetRequiredService<Imports>().AddAsync(import, Cancellation);
            await checks.BringInAsync(contents, import, check, taken, changes, _ => saved.Add(Task.Run(SaveAsync, Cancellation)), Cancellation);
            return "";
        }, Cancellation);
        // What many rows left in the log of the writers is in the file once they are in.
        Assert.False(StoreLength() <= length + (500 * rows), $"{StoreLength() - length} bytes");
        await Task.WhenAll(saved);
        Assert.Equal(6, saved.Count);
        Assert.Equal(before + rows + saved.Count, await db.Set<Domain.Statements.Statement>().CountAsync(Cancellation));
        Assert.Empty((await scope.ServiceProvider.GetRequiredService<StoreCheck>().RunAsync(null, null, Cancellation)).Faults);

        // PostgreSQL sees to it by itself, and has no file that could be measured.
        long? StoreLength() => PostgresServer.IsWanted ? null : new FileInfo(app.Services.GetRequiredService<DatabaseOptions>().File).Length;

        Task<int> SaveAsync() => app.Services.SaveAsync(other, new() { MadeOn = "2026-11-19" });
    }

    [Fact]
    public async Task What_others_wrote_since_is_taken_in_before_anything_is_written()
    {
        var other = await app.Services.AddAccountAsync(["Editor"]);
        var source = await app.Services.AddSourceAsync(text: null);
        await using var scope = app.Services.CreateAsyncScope();
        var (checks, _, _, contents) = await OpenAsync(scope.ServiceProvider);
        var check = await CheckAsync(checks, contents, $"{ManyRows.Heading}{source},2026-03-04,russia,neutrality,2,on-record,2,{SameWords},para 1,yes\r\n{source},2026-04-05,ukraine,neutrality,3,on-record,2,\"Something else was said here, by others.\",para 2,yes\r\n");
        Assert.Equal([true, true], check.Rows.Select(row => row.IsReady));
        var mark = check.Mark;
        await app.Services.SaveAsync(other, new() { Issue = "nato-membership", MadeOn = "2026-01-02", Summary = "Nothing these rows are about." });
        Assert.True(await checks.IsCurrentAsync(contents, check, inTurn: true, Cancellation));
        Assert.Equal(mark, check.Mark);
        // A source that no row has bears on none.
        await app.Services.AddSourceAsync(text: null);
        Assert.True(await checks.IsCurrentAsync(contents, check, inTurn: true, Cancellation));
        await app.Services.SaveAsync(other, new() { MadeOn = "2026-03-04" });
        Assert.True(await checks.IsCurrentAsync(contents, check, inTurn: true, Cancellation));
        Assert.Equal([false, true], check.Rows.Select(row => row.IsReady));
        Assert.True(check.Rows[0].IsNear);
        Assert.NotEqual(mark, check.Mark);
    }

    [Fact]
    public async Task What_bears_on_many_rows_is_taken_in_outside_of_the_turn_and_not_in_it()
    {
        const int rows = 150;
        var other = await app.Services.AddAccountAsync(["Editor"]);
        var source = await app.Services.AddSourceAsync(text: null);
        await using var scope = app.Services.CreateAsyncScope();
        var (checks, _, _, contents) = await OpenAsync(scope.ServiceProvider);
        var table = ManyRows.Heading + string.Concat(Enumerable.Range(0, rows).Select(row => $"{source},{new DateOnly(2022, 1, 1).AddDays(8 * row):yyyy-MM-dd},indonesia,neutrality,2,on-record,2,\"{Guid.NewGuid():N} {Guid.NewGuid():N}\",para {row + 1},yes\r\n"));
        var check = await CheckAsync(checks, contents, table);
        Assert.Equal(rows, check.Rows.Count(row => row.IsReady));
        await app.Services.SaveAsync(other, new() { Source = source, Party = "indonesia", Issue = "neutrality", MadeOn = "2022-01-01", Summary = "From the same source, on the day of the first row." });
        Assert.False(await checks.IsCurrentAsync(contents, check, inTurn: true, Cancellation));
        Assert.True(await checks.IsCurrentAsync(contents, check, inTurn: false, Cancellation));
        Assert.True(await checks.IsCurrentAsync(contents, check, inTurn: true, Cancellation));
        Assert.True(check.Rows[0].IsNear);
        Assert.Equal(rows - 1, check.Rows.Count(row => row.IsReady));
        var anew = await CheckAsync(checks, contents, table);
        Assert.Equal(anew.Mark, check.Mark);
    }

    private static async Task<(ImportChecks Checks, StatementForms Forms, PeaceTrackerDbContext Db, ProcessContents Contents)> OpenAsync(IServiceProvider services) => (
        services.GetRequiredService<ImportChecks>(), services.GetRequiredService<StatementForms>(), services.GetRequiredService<PeaceTrackerDbContext>(),
        (await services.GetRequiredService<ProcessReader>().ReadAsync("ukraine", Cancellation))!);

    private static async Task<ImportCheck> CheckAsync(ImportChecks checks, ProcessContents contents, string csv, Action<int>? progress = null)
    {
        var text = TableText.Read(Encoding.UTF8.GetBytes(csv), null, out _)!;
        var table = TableRows.Read(text.Text, null, TableRows.MostByCommand);
        var check = await checks.BeginAsync(text, table, ImportChoices.Guess(table.Headings), Cancellation);
        await checks.GoOnAsync(contents, check, null, progress, Cancellation);
        return check;
    }
}
