using System.Globalization;
using Microsoft.EntityFrameworkCore;
using PeaceTracker.Data;
using PeaceTracker.Domain.Positions;
using PeaceTracker.Domain.Proposals;
using PeaceTracker.Web.Reading;

namespace PeaceTracker.Web.Features.Compare;

/// <summary>Puts the clauses of two to four proposals beside each other and says how they differ from those of one of them.</summary>
public sealed class ComparePage(ProposalReader proposals, PeaceTrackerDbContext db)
{
    public const int Least = 2;
    public const int Most = 4;

    /// <summary>What can be compared, and the pairs of which one text comes from the other.</summary>
    public async Task<CompareChoice> ChoiceAsync(View view, CancellationToken cancellation)
    {
        var related = (await proposals.DescentAsync(view, cancellation)).Select(line => new CompareRelated(line.Earlier, line.Later, line.Link));
        return new(view, await proposals.PutForwardAsync(view, cancellation),
        [
            .. related.OrderByDescending(pair => pair.Later.Latest).ThenBy(pair => pair.Later.Slug, StringComparer.Ordinal).ThenBy(pair => pair.Earlier.Slug, StringComparer.Ordinal),
        ]);
    }

    public async Task<(CompareModel? Model, Fault? Fault)> LoadAsync(View view, IQueryCollection query, CancellationToken cancellation)
    {
        var slugs = query["p"].ToString().Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).ToList();
        var (asked, wrong) = CompareAsked.Read(view, slugs, query);
        // A name that is none is said first: the number of names is no answer to a slip of the pen.
        var (named, fault) = slugs.Distinct().Count() > Most ? (null, wrong) : await proposals.NamedAsync(view, [.. slugs.Distinct()], cancellation);
        if ((fault ?? wrong) is { } refused)
            return (null, refused);

        // The text compared with stands first, whatever the order in the address.
        var texts = named!.OrderBy(text => text.Slug == asked!.Base ? 0 : 1).ToList();
        var clauses = await proposals.ClausesAsync(view, slugs, cancellation);
        var published = await db.Published(view.Contents.Process.Id, view.Known)
            .Where(row => row.Proposal != null && slugs.Contains(row.Proposal))
            .GroupBy(row => row.Proposal!)
            .Select(group => new { group.Key, Count = group.Count() })
            .ToDictionaryAsync(row => row.Key, row => row.Count, cancellation);
        var places = clauses.SelectMany(text => text).SelectMany(clause => clause.Cards.Select(card => new CompareClause(clause, card.Statement))).ToDictionary(place => place.Statement.Number);
        var numbers = places.Keys.ToList();
        var differences = await db.PublishedDifferences(view.Contents.Process.Id, view.Known)
            .Where(row => numbers.Contains(row.Base) && (numbers.Contains(row.Other ?? 0) || slugs.Contains(row.Against ?? "")))
            .OrderBy(row => row.Id)
            .ToListAsync(cancellation);
        var issues = view.Contents.Issues.Select(issue => (issue.Slug, issue.Regional)).ToList();
        var aligned = ClauseAlignment.Rows(texts, places.Values.Select(place => place.Statement), differences, issues, [.. view.Contents.Regions.Select(region => region.Iso)]);
        var headings = texts.Select(text => new CompareText(
            text,
            clauses[text.Slug].Count(),
            clauses[text.Slug].Sum(clause => clause.Cards.Count),
            published.GetValueOrDefault(text.Slug))).ToList();
        var rows = aligned.Select(row => ToRow(row, headings, places, differences, view, asked!.Summaries)).ToList();
        if (asked!.ByText)
            rows = [.. rows.OrderBy(row => row.Cells.ToList().FindIndex(cell => cell.Clauses.Count > 0)).ThenBy(First, ClausePlace.Order)];
        return (new(asked, headings, rows), null);

        static (string? Label, int Statement) First(CompareRow row)
        {
            var clause = row.Cells.First(cell => cell.Clauses.Count > 0).Clauses[0];
            return (clause.Clause.Label, clause.Statement.Number);
        }
    }

    private static CompareRow ToRow(
        AlignmentRow row, List<CompareText> texts, Dictionary<int, CompareClause> places, List<ClauseDifference> differences, View view, bool summaries)
    {
        var issue = row.Issue is { } slug ? view.Contents.Issue(slug) : null;
        var region = row.Regions.Count > 0 ? row.Regions[0] : null;
        var stands = row.Clauses.Select(clauses => issue is null || !clauses.Any(clause => clause.Codings.Exists(coding => coding.Issue == issue.Slug)) ? null : ClauseAlignment.Stand(clauses, issue.Slug, region)).ToList();
        var cells = row.Clauses.Select((clauses, index) => new CompareCell(
            texts[index],
            [.. clauses.Select(clause => places[clause.Number])],
            issue is null || stands[index] is not { } stand ? null : ToCell(stand, index == 0 ? null : stands[0]),
            issue is null ? [] : [.. clauses.SelectMany(clause => clause.Codings).Where(coding => coding.Issue == issue.Slug && (coding.Region is null || coding.Region == region)).Select(coding => coding.Condition).OfType<string>().Distinct()])).ToList();
        cells = [.. cells.Select(cell => cell.Missing && cells.TrueForAll(other => other.Missing || other.IsWithout(cell.Text.Proposal.Slug, differences)) ? cell with { NoCounterpart = true } : cell)];
        return new(view, issue, row, cells, [.. cells.Skip(1).Select(cell => CompareDifference.Between(cells[0], cell, issue, differences, summaries))]);

        // Drawn as any position is; it is that of the text and not that of a party.
        Cell ToCell(Position now, Position? then) => new()
        {
            Party = view.Contents.Parties[0],
            Issue = issue!,
            Region = view.Contents.Region(region),
            Now = now,
            Then = then,
            Change = then is null ? null : PositionChange.Between(then, now),
            LastSearched = "",
            Collected = true,
            Address = view.Link($"issues/{issue!.Slug}"),
            IssueAddress = view.Link($"issues/{issue.Slug}"),
            RegionsAddress = view.Link($"issues/{issue.Slug}"),
        };
    }
}

/// <summary>What an address asks to have compared.</summary>
/// <param name="Base">Slug of the text compared with.</param>
/// <param name="Show">Which rows are shown: all, those that are not the same, or those of one outcome.</param>
/// <param name="ByText">Rows are in the order of the text compared with, not of the codebook.</param>
/// <param name="Summaries">Where no wording is on record, the words of our summaries are compared.</param>
public sealed record CompareAsked(View View, string Base, string Show, bool ByText, bool Summaries)
{
    public const string All = "all";

    public const string Differences = "differences";

    /// <summary>The outcomes that can be asked for by themselves.</summary>
    public static readonly IReadOnlyDictionary<string, Outcome> Outcomes = new Dictionary<string, Outcome>
    {
        ["differ"] = Outcome.Differs,
        ["one-text"] = Outcome.OneText,
        ["not-comparable"] = Outcome.NotComparable,
    };

    /// <summary>What a file says of an outcome.</summary>
    public static string Slug(Outcome outcome) => Outcomes.FirstOrDefault(pair => pair.Value == outcome).Key ?? "same";

    private static readonly string[] Own = ["base", "show", "order", "words"];

    internal static (CompareAsked? Asked, Fault? Fault) Read(View view, List<string> slugs, IQueryCollection query)
    {
        var own = Own
            .Where(name => !string.IsNullOrWhiteSpace(query[name]))
            .ToDictionary(name => name, name => query[name].ToString().Trim());
        var asked = view with { Given = view.Given.Concat(own).Append(new("p", string.Join(',', slugs))).ToDictionary() };
        var parts = new List<FaultPart>();
        var repairs = new List<Suggestion>();
        var distinct = slugs.Distinct().ToList();
        if (distinct.Count < slugs.Count)
        {
            parts.Add(new("p", string.Join(',', slugs), "each proposal once"));
            if (distinct.Count >= ComparePage.Least)
                repairs.Add(new("Each once", asked.With(("p", string.Join(',', distinct.Take(ComparePage.Most))))));
        }

        if (distinct.Count < ComparePage.Least)
        {
            parts.Add(new("p", string.Join(',', slugs), string.Create(CultureInfo.InvariantCulture, $"names of {ComparePage.Least} to {ComparePage.Most} different proposals, separated by commas")));
            repairs.Add(new("Choose what to compare", asked.With(("p", null), ("base", null))));
        }
        else if (distinct.Count > ComparePage.Most)
        {
            parts.Add(new("p", string.Join(',', slugs), string.Create(CultureInfo.InvariantCulture, $"at most {ComparePage.Most} proposals: more do not fit beside each other")));
            repairs.Add(new("The first four", asked.With(("p", string.Join(',', distinct.Take(ComparePage.Most))), ("base", null))));
        }

        if (own.TryGetValue("base", out var compared) && !slugs.Contains(compared))
        {
            parts.Add(new("base", compared, $"one of the proposals compared: {string.Join(", ", distinct)}"));
            repairs.Add(new("Compare with the first", asked.With(("base", null))));
        }

        OneOf("show", [All, Differences, .. Outcomes.Keys]);
        OneOf("order", "issue", "text");
        OneOf("words", "summaries", "wording");
        return parts.Count > 0
            ? (null, new(400, "The address asks for something that cannot be shown", "Nothing was guessed in its place.") { Parts = parts, Suggestions = repairs })
            : (new(asked, compared ?? slugs[0], own.GetValueOrDefault("show") ?? Differences, own.GetValueOrDefault("order") == "text", own.GetValueOrDefault("words") == "summaries"), null);

        void OneOf(string name, params string[] values)
        {
            if (!own.TryGetValue(name, out var value) || values.Contains(value))
                return;
            parts.Add(new(name, value, string.Join(" or ", values)));
            repairs.Add(new($"Leave {name} out", asked.With((name, null))));
        }
    }
}
