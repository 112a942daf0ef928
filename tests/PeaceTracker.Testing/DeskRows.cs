using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using PeaceTracker.Data.Accounts;
using PeaceTracker.Data.Desk;
using PeaceTracker.Domain.Proposals;
using PeaceTracker.Domain.Statements;
using PeaceTracker.Web.Writing.Importing;

namespace PeaceTracker.Testing;

/// <summary>Work of one person at the desk, one row of each kind.</summary>
/// <param name="Source">Has two texts; words cited from the first are not in the second.</param>
/// <param name="Citation">Id of the citation of these words, in <paramref name="InReview"/>.</param>
/// <param name="Draft">Number of a statement.</param>
/// <param name="InReview">Number of a statement.</param>
/// <param name="Difference">Id of what is said of a clause, in review.</param>
/// <param name="Sample">Number of a sample the person is to code.</param>
/// <param name="Coded">Number of one the person has coded.</param>
/// <param name="Import">Id of a table whose columns were looked at; its second row is wrong.</param>
/// <param name="Recoding">Id of a change of one published statement, whose amendment is a draft.</param>
/// <param name="Autosave">Id of a form that is not sent yet.</param>
public sealed record DeskRows(int Source, int Citation, int Draft, int InReview, int Difference, int Sample, int Coded, int Import, int Recoding, int Autosave)
{
    public const string FirstText = "us-28-points-november-2025", SecondText = "e3-counter-draft-november-2025";
}

/// <summary>Makes them, through the ledger as the forms do.</summary>
public static class DeskRowsOfOne
{
    private const string Words = "The minister spoke of neutrality for a while.";

    public static async Task<DeskRows> AddDeskRowsAsync(this IServiceProvider services, TestAccount person)
    {
        var source = await services.AddSourceAsync(text: null, editor: person.Id);
        var inReview = await services.SubmitAsync(person, new() { Source = source, Text = $"Briefing\n\n{Words}\n", Quote = Words });
        await services.WriteAsync(person, async (db, _, process, changes) =>
        {
            var row = await db.Sources.IgnoreQueryFilters().SingleAsync(one => one.ProcessId == process && one.Number == source);
            var sources = new SourceDesk(db);
            await sources.AddTextAsync(row, "Briefing\n\nThe page has other words now.\n", "The page was changed.", person.Id, changes.At, default);
            return 0;
        });
        var draft = await services.SaveAsync(person, new() { Source = source, Issue = "elections" });

        var difference = 0;
        await services.WriteAsync(person, async (db, _, process, changes) =>
        {
            var differences = new DeskDifferences(db);
            var clauses = await differences.ClausesAsync(process, [DeskRows.FirstText], default);
            var said = await differences.All(process).Select(row => row.Base).ToListAsync();
            var row = await differences.AddAsync(ClauseDifference.NoCounterpart(process, clauses.First(clause => !said.Contains(clause.Number)).Number, DeskRows.SecondText, person.Id), default);
            row.Submit(changes.At);
            changes.Note(row, "submit", "ukraine");
            difference = row.Id;
            return 0;
        });

        var sample = await services.DrawAsync(person, coded: false);
        var coded = await services.DrawAsync(person, coded: true);

        Import? import = null;
        Autosave? autosave = null;
        await services.WriteAsync(person, (db, _, process, changes) =>
        {
            var table = System.Text.Encoding.UTF8.GetBytes(FormattableString.Invariant($"source,said,party,issue,step,channel,information,quote,language\n{source},2026-11-20,ukraine,elections,2,on-record,2,Words of {person.SignInName},en\n{source},someday,ukraine,elections,2,on-record,2,Other words,en\n"));
            var choices = ImportChoices.Guess(TableRows.Read(System.Text.Encoding.UTF8.GetString(table), null).Headings) with { Confirmed = true };
            db.Add(import = new() { ProcessId = process, Account = person.Id, FileName = "", Content = table, Sha256 = Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(table)), Choices = choices.ToJson(), At = changes.At });
            db.Add(autosave = new() { Account = person.Id, Form = FormattableString.Invariant($"/ukraine/desk/sources/{source}"), Fields = """{"summary":["Words nobody else has."]}""", At = changes.At });
            return Task.FromResult(0);
        });

        Recoding? recoding = null;
        await services.WriteAsync(person, async (db, desk, process, changes) =>
        {
            var open = await desk.BeingWorkedOn(process).Select(row => row.Number).ToListAsync();
            var number = await desk.All(process).Where(row => row.Status == StatementStatus.Published && !open.Contains(row.Number)).MaxAsync(row => row.Number);
            var amendment = (await desk.PublishedAsync(process, number, default))!.Amendment((await desk.RevisionsAsync(process, number, default))[^1].Revision + 1, person.Id, "Read again.");
            recoding = new() { ProcessId = process, Account = person.Id, List = "/ukraine/statements", Field = "confidence", From = "", To = "low", Reason = "Read again.", At = changes.At };
            await new Recodings(db, desk).AddAsync(recoding, [amendment], changes, "ukraine", default);
            return 0;
        });

        await using var scope = services.CreateAsyncScope();
        var statement = (await scope.ServiceProvider.GetRequiredService<DeskStatements>().RevisionsAsync(import!.ProcessId, inReview, default)).Single();
        return new(source, statement.Citations.Single().Id, draft, inReview, difference, sample, coded, import.Id, recoding!.Id, autosave!.Id);
    }

    /// <summary>A passkey no device holds: it can be seen, named and removed, and proves nothing. Its id as the page of its account has it.</summary>
    public static async Task<string> AddPasskeyAsync(this IServiceProvider services, TestAccount account, string name = "A key")
    {
        await using var scope = services.CreateAsyncScope();
        var users = scope.ServiceProvider.GetRequiredService<UserManager<Account>>();
        var id = System.Security.Cryptography.RandomNumberGenerator.GetBytes(16);
        var added = await users.AddOrUpdatePasskeyAsync((await users.FindByNameAsync(account.SignInName))!, new(id, [1], PeaceTrackerApp.Start, 0, null, true, true, false, [1], [1]) { Name = name });
        return added.Succeeded ? Convert.ToHexStringLower(id) : throw new InvalidOperationException("The passkey was not added.");
    }

    private static Task<int> DrawAsync(this IServiceProvider services, TestAccount coder, bool coded) => services.WriteAsync(coder, async (db, _, process, changes) =>
    {
        var sample = (await new CodingSamples(db).DrawAsync(process, 2, coder.Id, coder.Id, 42, changes.At, default))!;
        if (coded)
        {
            foreach (var unit in sample.Units)
                (unit.State, unit.Channel, unit.CodedAt) = (CodingState.Silent, Channel.OnRecord, changes.At);
            sample.ClosedAt = changes.At;
        }

        changes.Note(sample, coded ? "close" : "draw", "ukraine");
        return sample.Number;
    });
}
