using System.Globalization;
using Microsoft.EntityFrameworkCore;
using PeaceTracker.Data;
using PeaceTracker.Domain.Positions;
using PeaceTracker.Domain.Sources;
using PeaceTracker.Domain.Statements;
using PeaceTracker.Web.Files;
using PeaceTracker.Web.Reading;

namespace PeaceTracker.Web.Features.Positions;

/// <summary>How one position is worked out: everything considered, what decides, and why the rest was set aside.</summary>
public sealed class WorkingPage(PositionReader positions, PeaceTrackerDbContext db)
{
    public async Task<(WorkingModel? Model, Fault? Fault)> LoadAsync(View view, string partySlug, string issueSlug, string? regionKey, CancellationToken cancellation)
    {
        var contents = view.Contents;
        var party = contents.Parties.FirstOrDefault(row => row.Slug == partySlug);
        if (party is null)
            return (null, Fault.NotFound("party", partySlug, ProcessReader.Nearest(partySlug, contents.Parties.Select(row => row.Slug)).Select(near => new Suggestion(contents.PartyName(near), view.Link($"positions/{near}/{issueSlug}")))));
        var issue = contents.Issues.FirstOrDefault(row => row.Slug == issueSlug);
        if (issue is null)
            return (null, Fault.NotFound("issue", issueSlug, ProcessReader.Nearest(issueSlug, contents.Issues.Select(row => row.Slug)).Select(near => new Suggestion(contents.Issue(near).Title, view.Link($"positions/{partySlug}/{near}")))));
        var region = contents.Regions.FirstOrDefault(row => row.Iso == regionKey || row.Slug == regionKey);
        if (regionKey is not (null or "" or CellRow.OtherRegions) && region is null)
            return (null, new(400, "There is no such region", "Nothing was guessed in its place.")
            {
                Parts = [new("region", regionKey, "an ISO 3166-2 code such as UA-14, or \"other\"")],
                Suggestions = [.. contents.Regions.Select(row => new Suggestion(row.Name, view.Link($"positions/{partySlug}/{issueSlug}", ("region", row.Iso))))],
            });
        if (!issue.Regional && regionKey is not (null or ""))
            return (null, new(400, $"{issue.Title} is not coded by region", "Leave the region out.") { Suggestions = [new("Show the position", view.Link($"positions/{partySlug}/{issueSlug}"))] });

        if (issue.Regional)
            view = view with { Given = new Dictionary<string, string>(view.Given) { ["region"] = region?.Iso ?? CellRow.OtherRegions } };
        var evidence = (await positions.EvidenceAsync([party.Id], issue.Id, view.Date, view.Known, contents.RegionIso, cancellation))[party.Id];
        var question = new PositionQuestion(view.Date, view.Known, view.Evidence, region?.Iso);
        var now = PositionRule.Derive(question, evidence, contents.Process.OldAfterDays);
        var then = view.Since is { } since ? PositionRule.Derive(question with { Date = since }, evidence, contents.Process.OldAfterDays) : null;
        var history = PositionRule.History(question, evidence, contents.Process.OldAfterDays);
        var words = await positions.WordsAsync([.. now.Working.Select(item => item.Evidence.CodingId)], cancellation);

        var numbers = now.Working.Select(item => item.Evidence.Statement).Distinct().ToList();
        var statements = await db.PublishedWithDetails(contents.Process.Id, view.Known).Where(row => numbers.Contains(row.Number)).ToDictionaryAsync(row => row.Number, cancellation);
        var sourceNumbers = statements.Values.SelectMany(row => row.Citations).Select(row => row.Source).Concat(now.Working.SelectMany(item => item.Evidence.Origins)).Distinct().ToList();
        var sources = await db.Sources.AsNoTracking().Include(row => row.Publisher).Where(row => row.ProcessId == contents.Process.Id && sourceNumbers.Contains(row.Number)).ToDictionaryAsync(row => row.Number, cancellation);
        var people = await db.People.AsNoTracking().Where(row => row.ProcessId == contents.Process.Id).ToDictionaryAsync(row => row.Slug, row => row.Name, cancellation);

        var cell = CellReader.Build(view, party, issue, region, now, then, words);
        return (new(view, cell, new(issue, region, [cell]), PositionRule.Since(history), history, statements, sources, people, words), null);
    }
}

/// <param name="SinceWhen">First day of the unbroken stretch with this position; null when there is none.</param>
public sealed record WorkingModel(
    View View, Cell Cell, CellRow Row, DateOnly? SinceWhen, IReadOnlyList<(DateOnly From, Position Position)> History,
    IReadOnlyDictionary<int, Statement> Statements, IReadOnlyDictionary<int, Source> Sources, IReadOnlyDictionary<string, string> People,
    IReadOnlyDictionary<long, (string? Condition, string? Reason)> CodingWords)
{
    /// <summary>What the position is and what it rests on, sentence by sentence.</summary>
    public IEnumerable<string> Sentences
    {
        get
        {
            var now = Cell.Now;
            yield return Clauses.Of(now.State).Meaning;
            if (now.StatedOn is { } day)
                yield return now.PossiblyLater.Count == 0
                    ? $"Decided by evidence of {View.Words(day)}."
                    : $"Decided by evidence whose date is uncertain ({Cell.DecidingDates}); it counts from the latest day that it allows, {View.Words(day)}, and so displaces what may have been said after it: "
                        + string.Join("; ", now.PossiblyLater.Select(item => string.Create(CultureInfo.InvariantCulture, $"{Cell.SaidInWords(item)} (No. {item.Statement})"))) + ".";
            if (SinceWhen is { } since && now.Steps is not null)
                yield return $"Held without a break since {View.Words(since)}.";
            if (now.Origins > 0)
                yield return (now.Origins == 1 ? "It rests on one independent origin" : string.Create(CultureInfo.InvariantCulture, $"It rests on {now.Origins} independent origins")) + "; copies of one origin count once.";
            if (now.Old)
                yield return string.Create(CultureInfo.InvariantCulture, $"It is old: nothing newer in {View.Contents.Process.OldAfterDays} days.");
            if (now.State == PositionState.NoStatement)
                yield return $"Statements were last looked for in {Cell.LastSearched}.";
        }
    }

    public TakeAway TakeAway => new(
        "working",
        ["statement", "region", "day", "earliest", "made_on", "step_from", "step_to", "coding_state", "channel", "grade", "origins", "decides", "set_aside_by", "why", "in_favour_of", "possibly_later", "summary"],
        Cell.Now.Working.Select(item => (IReadOnlyList<object?>)
        [
            item.Evidence.Statement, item.Evidence.Region, item.Evidence.Day, item.Evidence.Earliest, Statements[item.Evidence.Statement].MadeOn.Text, item.Evidence.Steps?.From, item.Evidence.Steps?.To,
            Words.Of(item.Evidence.State).Slug, Words.Of(item.Evidence.Channel).Slug, item.Evidence.Grade.ToString(), item.Evidence.Origins.Order().ToList(), item.Decides,
            item.SetAsideBy is { } clause ? Clauses.Name(clause) : null, item.SetAsideBy is { } why ? Clauses.Text(why) : null, item.InFavourOf, Cell.Now.PossiblyLater.Contains(item.Evidence), Statements[item.Evidence.Statement].Summary,
        ]));
}
