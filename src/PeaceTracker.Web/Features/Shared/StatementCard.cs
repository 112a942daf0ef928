using Microsoft.EntityFrameworkCore;
using PeaceTracker.Data;
using PeaceTracker.Domain.Issues;
using PeaceTracker.Domain.Positions;
using PeaceTracker.Domain.Proposals;
using PeaceTracker.Domain.Sources;
using PeaceTracker.Domain.Statements;
using PeaceTracker.Web.Charts;
using PeaceTracker.Web.Reading;

namespace PeaceTracker.Web.Features.Shared;

/// <summary>What a statement puts parties at; regions, and parties, with the same answer share one line.</summary>
/// <param name="Party">Names of the parties, alphabetical.</param>
/// <param name="Regions">Names of the regions; empty for the whole country and for issues that are not regional.</param>
/// <param name="Channel">How the statement became known.</param>
public sealed record CardStep(string Party, Issue Issue, IReadOnlyList<string> Regions, StepRange? Steps, CodingState State, Channel Channel)
{
    /// <summary>The label of the step, or the kind of absence.</summary>
    public string Label => Steps is { } steps ? Issue.Scale.Label(steps) : Words.Of(State).Label;

    /// <summary>"stated", or "reported" where the words are not the party's own: what the position rule makes of it.</summary>
    public string StateInWords => Clauses.InWords(State, Channel);

    /// <summary>"step 2 of 5"; null without a step.</summary>
    public string? Rank => Steps is { } steps ? FormattableString.Invariant($"step{(steps.IsOneStep ? "" : "s")} {steps} of {Issue.Scale.Count}") : null;
}

/// <summary>A statement as it stands in a list.</summary>
/// <param name="Sources">Those it cites, by number, with their publishers.</param>
/// <param name="SpeakerName">Null when no named person said it.</param>
public sealed record StatementCard(View View, Statement Statement, IReadOnlyDictionary<int, Source> Sources, string? SpeakerName)
{
    private const int ExtractLength = 160;

    /// <summary>Titles of the proposals it belongs to or answers, by name.</summary>
    public IReadOnlyDictionary<string, string> Proposals { get; init; } = new Dictionary<string, string>();

    /// <summary>The proposal it is a clause of, in words, with the address of that clause; null when it is none.</summary>
    public (string Place, string Title, string Address)? ClauseOf => Statement.Proposal is { } slug
        ? (ClausePlace.ToWords(Statement.Clause, Statement.Number), Proposals[slug], AnswerMark.ClauseAddress(View, slug, Statement.Clause, Statement.Number))
        : null;

    /// <summary>The proposal it tells something of without being part of it or an answer; null when there is none.</summary>
    public (string Title, string Address)? About => Statement.SaidAbout is { } slug ? (Proposals[slug], View.Link($"proposals/{slug}") + "#about") : null;

    /// <summary>What it answers, in words, with its address; null when it answers nothing.</summary>
    public (string Kind, string Title, string? Place, string Address)? AnswerTo => Statement.RespondsTo is { } slug
        ? (
            Statement.Response is { } kind ? Words.Of(kind).Label : "speaks of it",
            Proposals[slug],
            Statement.RespondsToClause is { } clause ? ClausePlace.InSentence(clause, Statement.Number) : null,
            Statement.RespondsToClause is { } label ? AnswerMark.ClauseAddress(View, slug, label, Statement.Number) : View.Link($"proposals/{slug}"))
        : null;

    /// <summary>It is no longer shown in lists and counts for nothing; its page keeps what it said.</summary>
    public bool Withdrawn => Statement.PublishedTo <= View.Known;

    public string Address => View.Link(FormattableString.Invariant($"statements/{Statement.Number}"));

    /// <summary>Names of the parties whose words or position it is, alphabetical.</summary>
    public IReadOnlyList<string> PartyNames => [.. Statement.Parties.Select(View.Contents.PartyName).Order(StringComparer.Ordinal)];

    /// <summary>The issues it is coded on or speaks of.</summary>
    public IReadOnlyList<Issue> Issues => [.. View.Contents.Issues.Where(issue => Statement.Codings.Any(coding => coding.Issue == issue.Slug) || Statement.Topics.Contains(issue.Slug))];

    /// <summary>The issues it speaks of without a step.</summary>
    public IReadOnlyList<Issue> WithoutStep => [.. View.Contents.Issues.Where(issue => Statement.Topics.Contains(issue.Slug))];

    /// <summary>What it is about that no issue has a scale for.</summary>
    public IReadOnlyList<string> OtherTopics => [.. Statement.Topics.Where(topic => View.Contents.Issues.All(issue => issue.Slug != topic))];

    /// <summary>The same for a file, in which the issues have a column of their own; null when there is none.</summary>
    public string? TopicInFiles => OtherTopics.Count == 0 ? null : string.Join("; ", OtherTopics);

    /// <summary>Who said it, or who is said to have.</summary>
    public string? SaidBy => SpeakerName ?? Statement.AttributedTo;

    /// <summary>"Russia on Territory and NATO membership"; without codings the parties, without parties who said it.</summary>
    public string Heading
    {
        get
        {
            var who = PartyNames.Count > 0 ? Join(PartyNames) : SaidBy ?? FormattableString.Invariant($"Statement {Statement.Number}");
            return Issues.Count > 0 ? $"{who} on {Join([.. Issues.Select(issue => issue.Title)])}" : who;
        }
    }

    /// <summary>The heading with date and number, so that no two statements have the same: "Russia on Territory, 21 Aug 2025, No. 1296".</summary>
    public string Title => FormattableString.Invariant($"{Heading}, {Statement.MadeOn.ToShortWords()}, No. {Statement.Number}");

    /// <summary>The best judged of its sources with how likely the statement is. F is the last letter, so it is left only when none is judged.</summary>
    public Grade Grade => new(Statement.Citations.Select(citation => Sources[citation.Source].Grade).DefaultIfEmpty(Grade.SourceNotJudged).Min(), Statement.Information);

    public IReadOnlyList<CardStep> Steps =>
    [
        .. Statement.Codings
            .GroupBy(coding => (coding.Party, coding.Issue, coding.Steps, coding.State))
            .Select(group => new CardStep(
                View.Contents.PartyName(group.Key.Party),
                View.Contents.Issue(group.Key.Issue),
                [.. group.Where(coding => coding.Region is not null).Select(coding => View.Contents.Region(coding.Region)!.Name).Order(StringComparer.Ordinal)],
                group.Key.Steps,
                group.Key.State,
                Statement.Channel))
            .GroupBy(step => (step.Issue.Slug, Regions: string.Join('|', step.Regions), step.Steps, step.State))
            .Select(group => group.First() with { Party = string.Join(", ", group.Select(step => step.Party).Order(StringComparer.Ordinal)) }),
    ];

    /// <summary>What stands beside the label of a step: "Russia, Territory, Donetsk, step 5 of 5, reported", without what the whole card says anyway.</summary>
    public string Detail(CardStep step) => string.Join(", ", new[]
    {
        PartyNames.Count > 1 ? step.Party : null,
        Issues.Count > 1 ? step.Issue.Title : null,
        step.Regions.Count > 0 ? Join(step.Regions) : null,
        step.Rank,
        step.StateInWords,
    }.OfType<string>());

    /// <summary>The class that colours the card: none unless all its steps have one tone.</summary>
    public string Tone =>
        Steps.Select(step => step.Steps is { } steps ? Track.Tone(step.Issue.Scale, steps) : "").Distinct().ToList() is [var tone] ? tone : "";

    /// <summary>The beginning of the summary, cut between words.</summary>
    public string Extract => Reading.Extract.Of(Statement.Summary, ExtractLength);

    internal static string Join(IReadOnlyList<string> names) =>
        names.Count < 2 ? string.Concat(names) : $"{string.Join(", ", names.Take(names.Count - 1))} and {names[^1]}";
}

/// <summary>Gives statements what their cards need: three queries for any number of cards.</summary>
public sealed class StatementCardReader(PeaceTrackerDbContext db)
{
    private static readonly Func<PeaceTrackerDbContext, int, List<int>, IAsyncEnumerable<Source>> Sources = EF.CompileAsyncQuery(
        (PeaceTrackerDbContext db, int process, List<int> numbers) => db.Sources.AsNoTracking().Include(row => row.Publisher)
            .Where(row => row.ProcessId == process && numbers.Contains(row.Number)));

    private static readonly Func<PeaceTrackerDbContext, int, List<string>, IAsyncEnumerable<KeyValuePair<string, string>>> Titles = EF.CompileAsyncQuery(
        (PeaceTrackerDbContext db, int process, List<string> proposals) => db.Proposals.AsNoTracking()
            .Where(row => row.ProcessId == process && proposals.Contains(row.Slug))
            .Select(row => new KeyValuePair<string, string>(row.Slug, row.Title)));

    /// <param name="statements">Statements with details, in the order to show.</param>
    public async Task<IReadOnlyList<StatementCard>> CardsAsync(View view, IReadOnlyList<Statement> statements, CancellationToken cancellation)
    {
        var process = view.Contents.Process.Id;
        var numbers = statements.SelectMany(row => row.Citations).Select(row => row.Source).Distinct().ToList();
        var sources = await Sources(db, process, numbers).ToDictionaryAsync(row => row.Number, cancellationToken: cancellation);
        var speakers = statements.Select(row => row.Speaker).OfType<string>().Distinct().ToList();
        // Most lists name nobody: bodies speak for themselves.
        var names = speakers.Count == 0 ? [] : await db.People.AsNoTracking()
            .Where(row => row.ProcessId == process && speakers.Contains(row.Slug))
            .ToDictionaryAsync(row => row.Slug, row => row.Name, cancellation);
        var named = statements.SelectMany(row => new[] { row.Proposal, row.SaidAbout, row.RespondsTo }).OfType<string>().Distinct().ToList();
        var proposals = await Titles(db, process, named).ToDictionaryAsync(cancellationToken: cancellation);
        return [.. statements.Select(row => new StatementCard(view, row, sources, row.Speaker is { } speaker ? names[speaker] : null) { Proposals = proposals })];
    }
}
