using System.Collections.Frozen;
using PeaceTracker.Domain.Positions;
using PeaceTracker.Domain.Statements;

namespace PeaceTracker.Domain.Proposals;

/// <summary>Clauses of several texts that speak to one thing. Any number of clauses a text: none, one or several.</summary>
/// <param name="Issue">Slug of the issue the clauses are coded on or speak of; null when there is none.</param>
/// <param name="Regions">ISO codes of the regions of a regional issue in which every text says the same; null stands for every region no clause names. Empty when the issue is not regional, and for clauses that speak of it without a step.</param>
/// <param name="Topic">What the clauses are about when no issue covers it; null in a row of an issue, and in one held together by the place in the text only.</param>
/// <param name="Clauses">A list for each text, in the order of the texts asked for.</param>
public sealed record AlignmentRow(string? Issue, IReadOnlyList<string?> Regions, string? Topic, IReadOnlyList<IReadOnlyList<Statement>> Clauses);

/// <summary>
/// Says which clauses of several texts stand beside each other. Clauses coded on one issue (and region) or speaking of it share a row,
/// and so do those of one topic, so that a clause on two issues, or on an issue and a topic, stands in two. What has neither stands beside the
/// clause an editor compared it with, or beside the clause of the same number when one text comes from the other; else it has a row of its own.
/// Two clauses that an editor paired and that would share no row have a further one together.
/// </summary>
public static class ClauseAlignment
{
    /// <summary>Descents in which a clause keeps its place unless it is moved.</summary>
    private static readonly FrozenSet<string> KeepsPlaces = new[] { "draft", "revision", "counter-draft" }.ToFrozenSet();

    /// <param name="NoStep">On a regional issue: the clauses speak of it without a step, so that no region says where they stand.</param>
    private sealed record Key(string? Issue, string? Region, string? Topic, string? Place, bool NoStep = false);

    /// <param name="texts">With their lineage.</param>
    /// <param name="clauses">Of these texts, in any order.</param>
    /// <param name="issues">Slugs in the order of the codebook, and whether the issue is regional.</param>
    /// <param name="regions">ISO codes in the order to show them.</param>
    /// <returns>Rows of issues in the order of the codebook, then topics by name, then the rest in the order of the texts.</returns>
    public static IReadOnlyList<AlignmentRow> Rows(
        IReadOnlyList<Proposal> texts, IEnumerable<Statement> clauses, IReadOnlyList<ClauseDifference> differences, IReadOnlyList<(string Slug, bool Regional)> issues, IReadOnlyList<string> regions)
    {
        var order = texts.Select((text, index) => (text.Slug, index)).ToDictionary(pair => pair.Slug, pair => pair.index);
        var all = clauses
            .OrderBy(clause => order[clause.Proposal!])
            .ThenBy(clause => (clause.Clause, clause.Number), ClausePlace.Order)
            .ToList();
        var families = Families(texts);
        var named = all.SelectMany(clause => clause.Codings)
            .Where(coding => coding.Region is not null)
            .Select(coding => (coding.Issue, coding.Region))
            .ToHashSet();
        var rows = new Dictionary<Key, List<Statement>>();
        foreach (var clause in all)
        {
            foreach (var key in KeysOf(clause))
                Put(key, clause);
        }

        // What an editor set beside each other stands so, whatever the two are coded on.
        foreach (var pair in differences)
        {
            if (all.Find(clause => clause.Number == pair.Base) is not { } one || all.Find(clause => clause.Number == pair.Other) is not { } other
                || one.Proposal == other.Proposal || rows.Values.Any(row => row.Contains(one) && row.Contains(other)))
                continue;
            var key = new Key(null, null, null, PairOf(one.Number, other.Number));
            foreach (var clause in all.Where(clause => clause == one || clause == other))
                Put(key, clause);
        }

        return
        [
            .. issues.SelectMany(issue => OfIssue(issue.Slug, issue.Regional)),
            .. rows.Where(row => row.Key.Topic is not null).OrderBy(row => row.Key.Topic, StringComparer.Ordinal).Select(row => new AlignmentRow(null, [], row.Key.Topic, ByText(row.Value))),
            .. rows.Where(row => row.Key.Place is not null).Select(row => new AlignmentRow(null, [], null, ByText(row.Value))),
        ];

        void Put(Key key, Statement clause)
        {
            if (!rows.TryGetValue(key, out var row))
                rows[key] = row = [];
            if (!row.Contains(clause))
                row.Add(clause);
        }

        static string PairOf(int one, int other) => FormattableString.Invariant($"pair {Math.Min(one, other)}");

        IEnumerable<Key> KeysOf(Statement clause)
        {
            var own = OwnKeys(clause).ToList();
            if (own.Count > 0)
                return own;
            // Beside what an editor compared it with, wherever that stands.
            var partner = differences
                .Where(pair => pair.Other is not null && pair.Of(clause.Number))
                .Select(pair => all.Find(other => other.Number == (pair.Base == clause.Number ? pair.Other : pair.Base)))
                .FirstOrDefault(other => other is not null);
            if (partner is not null && OwnKeys(partner).ToList() is { Count: > 0 } beside)
                return beside;
            if (partner is not null)
                return [new(null, null, null, PairOf(clause.Number, partner.Number))];
            return clause.Clause is { } label && families[order[clause.Proposal!]] is { } family
                ? [new(null, null, null, FormattableString.Invariant($"{family}: {ClausePlace.Name(label).ToLowerInvariant()}"))]
                : [new(null, null, null, FormattableString.Invariant($"alone {clause.Number}"))];
        }

        IEnumerable<Key> OwnKeys(Statement clause) => clause.Codings
            .SelectMany(coding => RegionsOf(coding).Select(region => new Key(coding.Issue, region, null, null)))
            .Concat(clause.Topics.Select(topic => issues.Where(issue => issue.Slug == topic).Select(issue => new Key(issue.Slug, null, null, null, issue.Regional)).FirstOrDefault() ?? new(null, null, topic, null)))
            .Distinct();

        // What holds for the whole country holds in each region that another clause names.
        IEnumerable<string?> RegionsOf(Coding coding) =>
            coding.Region is not null || !issues.Any(issue => issue.Slug == coding.Issue && issue.Regional)
                ? [coding.Region]
                : named.Where(pair => pair.Issue == coding.Issue).Select(pair => pair.Region).Append(null);

        IEnumerable<AlignmentRow> OfIssue(string issue, bool regional) => rows
            .Where(row => row.Key.Issue == issue && !row.Key.NoStep)
            .OrderBy(row => row.Key.Region is { } region ? Place(region) : int.MaxValue)
            .Select(row => (row.Key.Region, Clauses: ByText(row.Value)))
            .GroupBy(row => Said(issue, row.Region, row.Clauses))
            .Select(group => new AlignmentRow(issue, regional ? [.. group.Select(row => row.Region)] : [], null, Together([.. group.Select(row => row.Clauses)])))
            .Concat(rows.Where(row => row.Key.Issue == issue && row.Key.NoStep).Select(row => new AlignmentRow(issue, [], null, ByText(row.Value))));

        int Place(string region)
        {
            var index = regions.ToList().IndexOf(region);
            return index < 0 ? regions.Count : index;
        }

        IReadOnlyList<IReadOnlyList<Statement>> ByText(List<Statement> row) => [.. texts.Select(text => row.Where(clause => clause.Proposal == text.Slug).ToList())];
    }

    /// <summary>
    /// Where the clauses of one text put those who made it on an issue (and in a region), by the rule of positions. Within one text no clause
    /// is newer, stronger or better sourced than another, so that clauses that differ are all kept.
    /// </summary>
    /// <param name="clauses">Of one text.</param>
    public static Position Stand(IEnumerable<Statement> clauses, string issue, string? region) => PositionRule.Derive(
        new(DateOnly.MaxValue, DateTimeOffset.MaxValue, EvidenceFilter.All, region),
        clauses.SelectMany(clause => clause.Codings.Where(coding => coding.Issue == issue).Select(coding => new Evidence
        {
            CodingId = coding.Id,
            Statement = clause.Number,
            Region = coding.Region,
            Earliest = DateOnly.MaxValue,
            Day = DateOnly.MaxValue,
            RecordedFrom = DateTimeOffset.MinValue,
            Steps = coding.Steps,
            State = coding.State,
            Channel = Channel.OfficialDocument,
            Grade = new(Grade.SourceNotJudged, Grade.InformationNotJudged),
            Origins = [],
            Copied = 0,
        })),
        int.MaxValue);

    /// <summary>
    /// What the clauses of a row say in a region, as a text to compare with that of another region. Where each text has a clause, only the
    /// same clauses say the same, since their words are compared; where one has none, equal steps are enough.
    /// </summary>
    private static string Said(string issue, string? region, IReadOnlyList<IReadOnlyList<Statement>> clauses)
    {
        var complete = clauses.All(text => text.Count > 0);
        return string.Join('|', clauses.Select(text => string.Join(',', text.Select(clause =>
            FormattableString.Invariant($"{(complete ? clause.Number : 0)}:{string.Join('/', clause.Codings
                .Where(coding => coding.Issue == issue && (coding.Region is null || coding.Region == region))
                .Select(coding => FormattableString.Invariant($"{coding.Party} {coding.StepFrom} {coding.StepTo} {coding.State} {coding.Condition}"))
                .Order(StringComparer.Ordinal))}:{string.Join('/', clause.Quantities.Select(figure => figure.ToWords()))}")).Distinct().Order(StringComparer.Ordinal))));
    }

    /// <summary>For each text the clauses it has in any of these rows, each once, in the order of the text.</summary>
    private static IReadOnlyList<IReadOnlyList<Statement>> Together(IReadOnlyList<IReadOnlyList<IReadOnlyList<Statement>>> rows) => rows.Count == 1
        ? rows[0]
        :
        [
            .. Enumerable.Range(0, rows[0].Count).Select(text =>
                rows.SelectMany(row => row[text]).Distinct().OrderBy(clause => (clause.Clause, clause.Number), ClausePlace.Order).ToList()),
        ];

    /// <summary>For each text a number it shares with those it comes from or that came from it; null when there is none among these.</summary>
    private static IReadOnlyList<int?> Families(IReadOnlyList<Proposal> texts)
    {
        var family = Enumerable.Range(0, texts.Count).ToArray();
        for (var later = 0; later < texts.Count; later++)
        {
            for (var earlier = 0; earlier < texts.Count; earlier++)
            {
                if (!texts[later].Lineage.Exists(link => link.From == texts[earlier].Slug && KeepsPlaces.Contains(link.Kind)))
                    continue;
                var (from, into) = (family[later], family[earlier]);
                family = [.. family.Select(number => number == from ? into : number)];
            }
        }

        return [.. family.Select(number => family.Count(other => other == number) > 1 ? number : (int?)null)];
    }
}
