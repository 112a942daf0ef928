using System.Globalization;
using Microsoft.EntityFrameworkCore;
using PeaceTracker.Data;
using PeaceTracker.Domain.Issues;
using PeaceTracker.Domain.Parties;
using PeaceTracker.Domain.Positions;
using PeaceTracker.Domain.Processes;
using PeaceTracker.Domain.Sources;
using PeaceTracker.Domain.Statements;
using PeaceTracker.Web.Embedding;
using PeaceTracker.Web.Features.Shared;
using PeaceTracker.Web.Files;
using PeaceTracker.Web.Reading;

namespace PeaceTracker.Web.Features.Positions;

/// <summary>How one position is worked out: everything considered, what decides, and why the rest was set aside.</summary>
public sealed class WorkingPage(PositionReader positions, PeaceTrackerDbContext db)
{
    /// <summary>Statements on one page, and those of the day of the last; files have all.</summary>
    internal const int Most = 200;

    /// <summary>What the address asks for, or why it cannot be.</summary>
    public static (PositionAsked? Asked, Fault? Fault) Find(View view, string partySlug, string issueSlug, string? regionKey)
    {
        var contents = view.Contents;
        var party = contents.Parties.FirstOrDefault(row => row.Slug == partySlug);
        if (party is null)
            return (null, Fault.NotFound("party", partySlug, contents.NearestParties(partySlug).Select(near => new Suggestion(near.Name, Corrected(near.Slug, issueSlug)))));
        var issue = contents.Issues.FirstOrDefault(row => row.Slug == issueSlug);
        if (issue is null)
            return (null, Fault.NotFound("issue", issueSlug, contents.NearestIssues(issueSlug).Select(near => new Suggestion(near.Title, Corrected(partySlug, near.Slug)))));
        regionKey = string.IsNullOrWhiteSpace(regionKey) ? null : regionKey.Trim();
        var region = contents.Regions.FirstOrDefault(row => row.Iso == regionKey || row.Slug == regionKey);
        if (!issue.Regional && regionKey is not null)
            return (null, new(400, $"{issue.Title} is not coded by region", "Leave the region out.") { Suggestions = [new("Show the position", view.Link($"positions/{partySlug}/{issueSlug}"))] });
        if (regionKey is not (null or CellRow.OtherRegions) && region is null)
            return (null, new(400, "There is no such region", "Nothing was guessed in its place.")
            {
                Parts = [new("region", regionKey, "an ISO 3166-2 code such as UA-14, or \"other\"")],
                Suggestions =
                [
                    .. contents.NearestRegions(regionKey).Select(row => new Suggestion(row.Name, view.Link($"positions/{partySlug}/{issueSlug}", ("region", row.Iso)))),
                    new("All regions", view.Link($"positions/{partySlug}/{issueSlug}")),
                ],
            });
        return (new(party, issue, region, EveryRegion: issue.Regional && regionKey is null), null);

        // The region stays: it can be wrong in its own right, and then the next answer says so.
        string Corrected(string toParty, string toIssue) => view.Link($"positions/{toParty}/{toIssue}", string.IsNullOrWhiteSpace(regionKey) ? [] : [("region", regionKey)]);
    }

    public async Task<WorkingModel> LoadAsync(View view, PositionAsked asked, CancellationToken cancellation)
    {
        var contents = view.Contents;
        var (party, issue, region, _) = asked;
        if (issue.Regional)
            view = view with { Given = new Dictionary<string, string>(view.Given) { ["region"] = region?.Iso ?? CellRow.OtherRegions } };
        var question = new PositionQuestion(view.Date, view.Known, view.Evidence, region?.Iso);
        var key = CellReader.Key(party, issue, region);
        var first = view.Format is null ? await positions.DayBehindAsync(Most, key, view.Date, view.Known, cancellation) : null;
        var (history, evidence) = await positions.ConsideredAsync(key, first, view.Date, view.Known, view.Evidence, contents.Process.OldAfterDays, contents.RegionIso, cancellation);
        var now = PositionRule.Derive(question, evidence, contents.Process.OldAfterDays);
        if (first is not null)
            now = now with { Working = [.. now.Working.Where(item => item.Evidence.Day >= first || item.Decides || now.PossiblyLater.Contains(item.Evidence))] };
        var then = view.Since is { } since ? (await positions.PositionsAsync([key], since, view.Known, view.Evidence, contents.Process.OldAfterDays, contents.RegionIso, cancellation))[key] : null;
        var began = (await positions.BeginningsAsync([key], view.Date, view.Known, view.Evidence, contents.Process.OldAfterDays, contents.RegionIso, cancellation)).GetValueOrDefault(key);
        var words = await positions.WordsAsync([.. now.Working.Select(item => item.Evidence).Concat(Deciding(then)).Select(item => item.CodingId).Distinct()], cancellation);

        var numbers = now.Working.Select(item => item.Evidence).Concat(history.SelectMany(entry => Deciding(entry.Position))).Concat(Deciding(began?.Position)).Select(item => item.Statement).Distinct().ToList();
        var statements = (await db.WithDetailsAsync(db.Published(contents.Process.Id, view.Known).Where(row => numbers.Contains(row.Number)), view.Known, cancellation)).ToDictionary(row => row.Number);
        var sourceNumbers = statements.Values.SelectMany(row => row.Citations).Select(row => row.Source).Concat(now.Working.SelectMany(item => item.Evidence.Origins)).Distinct().ToList();
        var sources = await db.Sources.AsNoTracking().Include(row => row.Publisher).Where(row => row.ProcessId == contents.Process.Id && sourceNumbers.Contains(row.Number)).ToDictionaryAsync(row => row.Number, cancellation);
        var people = await db.People.AsNoTracking().Where(row => row.ProcessId == contents.Process.Id).ToDictionaryAsync(row => row.Slug, row => row.Name, cancellation);

        var collected = (await positions.CollectedIssuesAsync(contents.Process.Id, view.Known, cancellation)).Contains(issue.Id);
        var cell = CellReader.Build(view, party, issue, region, now, then, words, collected);
        return new(view, cell, new(issue, region, [cell]), history, began, statements, sources, people, words) { First = first };

        static IEnumerable<Evidence> Deciding(Position? position) => position?.Readings.SelectMany(reading => reading.Evidence) ?? [];
    }
}

/// <summary>The position an address names.</summary>
/// <param name="Region">Null for an issue that is not regional, and for the regions no coding names.</param>
/// <param name="EveryRegion">The issue is regional and no region was named, so that no single position is meant.</param>
public sealed record PositionAsked(Party Party, Issue Issue, Region? Region, bool EveryRegion);

public sealed record WorkingModel(
    View View, Cell Cell, CellRow Row, IReadOnlyList<(DateOnly From, Position Position)> History, Stretch? Began,
    IReadOnlyDictionary<int, Statement> Statements, IReadOnlyDictionary<int, Source> Sources, IReadOnlyDictionary<string, string> People,
    IReadOnlyDictionary<long, CodingWords> CodingWords) : ITables, ICited, IEmbedded
{
    /// <summary>What was considered that counts from this day or a later one is on the page, with the positions it gave; null where all is.</summary>
    public DateOnly? First { get; init; }

    public string CitedAs => $"Position of {Cell.Party.Name} on {Row.Title}";

    (string Partial, object Model) IEmbedded.Part(string origin) => ("_Position", this);

    /// <summary>Statements in one sentence.</summary>
    internal const int MostNamed = 5;

    /// <summary>What the position is and what it rests on, sentence by sentence.</summary>
    public IEnumerable<string> Sentences
    {
        get
        {
            var now = Cell.Now;
            yield return Cell.NotCollected ? Cell.NotCollectedMeaning : Clauses.Of(now.State).Meaning;
            if (now.StatedOn is { } day)
                yield return now.PossiblyLater.Count == 0
                    ? $"Decided by evidence of {Cell.Said.ToWords()}{CountedFrom(Cell.Said, day)}."
                    : $"Decided by evidence whose date is uncertain ({Cell.DecidingDates}); it counts from the latest day that it allows, {View.Words(day)}, and so displaces what may have been said after it: "
                        + string.Join("; ", now.PossiblyLater.Take(MostNamed).Select(item => string.Create(CultureInfo.InvariantCulture, $"{Cell.SaidInWords(item)} (No. {item.Statement})")))
                        + (now.PossiblyLater.Count > MostNamed ? string.Create(CultureInfo.InvariantCulture, $"; and {now.PossiblyLater.Count - MostNamed} more, which the working marks as possibly later.") : ".");
            if (Began is { } began && now.Steps is not null)
                yield return $"Held without a break since {Said(began.Position).ToWords()}{CountedFrom(Said(began.Position), began.From)}.";
            if (now.Origins > 0 && now.State != PositionState.Disputed)
                yield return (now.Origins == 1 ? "It rests on one independent origin" : string.Create(CultureInfo.InvariantCulture, $"It rests on {now.Origins} independent origins")) + "; copies of one origin count once.";
            if (now.Old)
                yield return string.Create(CultureInfo.InvariantCulture, $"It is old: nothing newer in {View.Contents.Process.OldAfterDays} days.");
            if (now.State == PositionState.NoStatement && !Cell.NotCollected)
                yield return $"Statements were last looked for in {Cell.LastSearched}.";
        }
    }

    /// <summary>Of a disputed position what each reading says and rests on: one does not confirm the other. Otherwise empty.</summary>
    public IEnumerable<string> Readings => Cell.Now.State != PositionState.Disputed ? [] : Cell.Now.Readings.Select(reading =>
    {
        var words = reading.Evidence.Select(item => CodingWords.GetValueOrDefault(item.CodingId)).OfType<CodingWords>().ToList();
        return string.Concat(
            reading.Steps is { } steps ? $"{Cell.Issue.Scale.Label(steps)} (step {steps})" : Clauses.Of(reading.State).Label,
            string.Create(CultureInfo.InvariantCulture, $", {Clauses.Of(reading.State).Label.ToLowerInvariant()}: {StatementCard.Join([.. reading.Evidence.Select(item => $"No. {item.Statement}").Distinct()])}, {(reading.Origins == 1 ? "one independent origin" : $"{reading.Origins} independent origins")}."),
            Part("On condition: ", words.Select(word => word.Condition)),
            Part("Reason given: ", words.Select(word => word.Reason)));

        static string Part(string opening, IEnumerable<string?> texts) => string.Join("; ", texts.OfType<string>().Distinct()) is { Length: > 0 } text ? $" {opening}{text}{(text.EndsWith('.') ? "" : ".")}" : "";
    });

    /// <summary>When the statements were made that gave the position of a day of the history.</summary>
    public SaidDates Said(Position position) => SaidDates.Of(position, item => Statements[item.Statement].MadeOn);

    /// <summary>", which counts from 31 August 2025" where the date itself does not say so.</summary>
    public static string CountedFrom(SaidDates said, DateOnly day) => said.IsExact ? "" : $", which counts from {View.Words(day)}";

    private static readonly Schema Working = new("working", ["statement: whole", "region", "day: day", "earliest: day", "made_on", "step_from: whole", "step_to: whole", "coding_state", "channel", "grade", "origins: wholes", "decides: yes/no", "set_aside_by", "why", "in_favour_of: wholes", "possibly_later: yes/no", "summary"]);

    public static IReadOnlyList<Schema> Tables => [Working];

    public TakeAway TakeAway => new(
        Working,
        Cell.Now.Working.Select(item => (IReadOnlyList<object?>)
        [
            item.Evidence.Statement, item.Evidence.Region, item.Evidence.Day, item.Evidence.Earliest, Statements[item.Evidence.Statement].MadeOn.Text, item.Evidence.Steps?.From, item.Evidence.Steps?.To,
            Words.Of(item.Evidence.State).Slug, Words.Of(item.Evidence.Channel).Slug, item.Evidence.Grade.ToString(), item.Evidence.Origins.Order().ToList(), item.Decides,
            item.SetAsideBy is { } clause ? Clauses.Name(clause) : null, item.SetAsideBy is { } why ? Clauses.Text(why) : null, item.InFavourOf, Cell.Now.PossiblyLater.Contains(item.Evidence), Statements[item.Evidence.Statement].Summary,
        ]));
}
