using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using PeaceTracker.Data;
using PeaceTracker.Data.Desk;
using PeaceTracker.Data.History;
using PeaceTracker.Domain.Sources;
using PeaceTracker.Domain.Statements;
using PeaceTracker.Domain.Time;

namespace PeaceTracker.Testing;

/// <summary>What a statement made for a test says; a plain one of Russia on neutrality unless said otherwise.</summary>
public sealed record Draft
{
    public string Party { get; init; } = "russia";

    public string Issue { get; init; } = "neutrality";

    public string? Region { get; init; }

    public int Step { get; init; } = 2;

    public string MadeOn { get; init; } = "2026-11-20";

    public string Summary { get; init; } = "Says that neutrality may be discussed.";

    public string? Quote { get; init; }

    public string? Note { get; init; }

    public int Information { get; init; } = 2;

    public int Source { get; init; } = 1;

    /// <summary>A text kept with the source, in which the quote is marked; null keeps none.</summary>
    public string? Text { get; init; }
}

/// <summary>Statements at the desk, written through the ledger as the forms write them.</summary>
public static class Drafts
{
    /// <summary>Number of a new statement that waits for review.</summary>
    public static Task<int> SubmitAsync(this IServiceProvider services, TestAccount editor, Draft? draft = null) => services.AddAsync(editor, draft ?? new(), submits: true);

    /// <summary>Number of a new statement that is not sent yet.</summary>
    public static Task<int> SaveAsync(this IServiceProvider services, TestAccount editor, Draft draft) => services.AddAsync(editor, draft, submits: false);

    /// <summary>An amendment of a published statement that waits for review.</summary>
    public static Task<int> AmendAsync(this IServiceProvider services, TestAccount editor, int number, string reason, Draft draft) => services.WriteAsync(editor, async (db, desk, process, changes) =>
    {
        var published = (await desk.PublishedAsync(process, number, default))!;
        var amendment = published.Amendment((await desk.RevisionsAsync(process, number, default))[^1].Revision + 1, editor.Id, reason);
        desk.Add(amendment);
        var fresh = await MakeAsync(db, draft, process, number, editor.Id, changes.At);
        typeof(Statement).GetProperty(nameof(Statement.AmendReason))!.SetValue(fresh, reason);
        desk.Replace(amendment, fresh);
        amendment.Submit(changes.At);
        changes.Note(amendment, "amend", "ukraine", reason);
        return number;
    });

    /// <summary>Makes a statement in review public, as a reviewer does.</summary>
    public static Task<int> PublishAsync(this IServiceProvider services, TestAccount reviewer, int number) => services.WriteAsync(reviewer, async (db, desk, process, changes) =>
    {
        await desk.PublishAsync((await desk.OpenAsync(process, number, default))!, changes, reviewer.Id, null, default);
        return number;
    });

    /// <summary>Makes many new statements public, some in one change: fewer changes are sooner done, and long ones take longer for each statement.</summary>
    public static async Task PublishManyAsync(this IServiceProvider services, TestAccount editor, TestAccount reviewer, IEnumerable<Draft> drafts)
    {
        const int together = 50;
        foreach (var some in drafts.Chunk(together))
        {
            var first = await services.WriteAsync(editor, async (db, desk, process, changes) =>
            {
                var next = await desk.NextNumberAsync(process, "ukraine", default);
                for (var index = 0; index < some.Length; index++)
                {
                    var statement = await MakeAsync(db, some[index], process, next + index, editor.Id, changes.At);
                    desk.Add(statement);
                    statement.Submit(changes.At);
                    changes.Note(statement, "submit", "ukraine");
                }

                return next;
            });
            await services.WriteAsync(reviewer, async (_, desk, process, changes) =>
            {
                for (var index = 0; index < some.Length; index++)
                    await desk.PublishAsync((await desk.OpenAsync(process, first + index, default))!, changes, reviewer.Id, null, default);
                return first;
            });
        }
    }

    /// <summary>Writes as somebody.</summary>
    public static async Task<int> WriteAsync(this IServiceProvider services, TestAccount account, Func<PeaceTrackerDbContext, DeskStatements, int, ChangeSet, Task<int>> work)
    {
        await using var scope = services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<PeaceTrackerDbContext>();
        var desk = scope.ServiceProvider.GetRequiredService<DeskStatements>();
        var process = await db.Processes.Where(row => row.Slug == "ukraine").Select(row => row.Id).SingleAsync();
        var pseudonym = await db.Users.Where(row => row.Id == account.Id).Select(row => row.Pseudonym).SingleAsync();
        var number = 0;
        await scope.ServiceProvider.GetRequiredService<Ledger>().WriteAsync(new(account.Id, pseudonym), null, async changes =>
        {
            number = await work(db, desk, process, changes);
            return "/";
        }, default);
        return number;
    }

    private static Task<int> AddAsync(this IServiceProvider services, TestAccount editor, Draft draft, bool submits) => services.WriteAsync(editor, async (db, desk, process, changes) =>
    {
        var statement = await MakeAsync(db, draft, process, await desk.NextNumberAsync(process, "ukraine", default), editor.Id, changes.At);
        desk.Add(statement);
        if (submits)
            statement.Submit(changes.At);
        changes.Note(statement, submits ? "submit" : "draft", "ukraine");
        return statement.Number;
    });

    private static async Task<Statement> MakeAsync(PeaceTrackerDbContext db, Draft draft, int process, int number, int editor, DateTimeOffset at)
    {
        var date = EdtfDate.Parse(draft.MadeOn);
        var citation = new Citation { ProcessId = process, Source = draft.Source };
        if (draft.Text is { } text)
        {
            var last = await db.SourceTexts.Where(row => row.ProcessId == process && row.Source == draft.Source).MaxAsync(row => (int?)row.Number) ?? 0;
            db.Add(new SourceText { ProcessId = process, Source = draft.Source, Number = last + 1, Text = text, Sha256 = SourceText.Hash(text), At = at, Editor = editor });
            var start = text.IndexOf(draft.Quote!, StringComparison.Ordinal);
            citation = new Citation { ProcessId = process, Source = draft.Source, TextNumber = last + 1, Exact = draft.Quote, Prefix = text[Math.Max(0, start - 20)..start], Suffix = "", Position = start };
        }

        return new()
        {
            ProcessId = process,
            Number = number,
            Parties = [draft.Party],
            MadeOn = date,
            Earliest = date.Earliest!.Value,
            Day = date.Latest!.Value,
            Channel = Channel.OnRecord,
            Summary = draft.Summary,
            Quote = draft.Quote,
            QuoteLanguage = draft.Quote is null ? null : "en",
            Information = draft.Information,
            NoteToReviewer = draft.Note,
            Status = StatementStatus.Draft,
            Editor = editor,
            Citations = [citation],
            Codings = [new() { ProcessId = process, Party = draft.Party, Issue = draft.Issue, Region = draft.Region, StepFrom = draft.Step, StepTo = draft.Step, State = CodingState.Stated }],
        };
    }
}
