using PeaceTracker.Domain.Statements;

namespace PeaceTracker.Domain.Proposals;

/// <summary>What a text gives a region, in the order in which it departs from the borders that other states recognise.</summary>
public enum TerritorialStatus
{
    /// <summary>No clause on record speaks of it.</summary>
    NotMentioned,

    /// <summary>Spoken of, and no change stated.</summary>
    None,

    /// <summary>Russian forces leave.</summary>
    RussianWithdrawal,

    /// <summary>Left to later talks.</summary>
    LeftForLater,

    /// <summary>Autonomy or another special status inside Ukraine.</summary>
    SpecialStatus,

    /// <summary>A zone without either army, or a special administration.</summary>
    Zone,

    /// <summary>Divided where the front stands.</summary>
    Divided,

    /// <summary>Ukrainian forces leave and Russia controls the whole; nothing is said of law.</summary>
    RussianControl,

    /// <summary>Treated as Russian in fact and not in law.</summary>
    RussianInFact,

    /// <summary>Recognised in law as Russian, or as independent.</summary>
    RussianInLaw,

    /// <summary>More than one of these: the wording allows several readings, names options, or treats parts of the region differently.</summary>
    Ambiguous,
}

/// <summary>Why a coding does not decide the status.</summary>
public enum StatusClause
{
    /// <summary>Words about the region go before words about the whole country.</summary>
    RegionFirst,

    /// <summary>The text was worded anew later.</summary>
    LaterWording,

    /// <summary>Another status says it already, or says more.</summary>
    Covered,
}

/// <summary>One coding of one clause, and what it says of the region.</summary>
/// <param name="Says">One status, or several where the wording allows several steps.</param>
/// <param name="SetAside">Null for a coding that decides.</param>
public sealed record StatusReason(Statement Clause, Coding Coding, IReadOnlyList<TerritorialStatus> Says, StatusClause? SetAside);

/// <summary>The status of a region under one text, with its working.</summary>
/// <param name="Region">ISO code.</param>
/// <param name="Readings">The statuses found: one, or several when <paramref name="Status"/> is <see cref="TerritorialStatus.Ambiguous"/>; empty when none is mentioned.</param>
/// <param name="Reasons">Every coding that bears on the region, those that decide first.</param>
public sealed record RegionStatus(string Region, TerritorialStatus Status, IReadOnlyList<TerritorialStatus> Readings, IReadOnlyList<StatusReason> Reasons)
{
    /// <summary>"F"; "D/J" for several; empty where no change is stated.</summary>
    public string Letters => Status == TerritorialStatus.Ambiguous
        ? string.Join('/', Readings.Select(reading => reading == TerritorialStatus.None ? "none" : TerritorialStatusRule.Of(reading).Letter))
        : TerritorialStatusRule.Of(Status).Letter;

    /// <summary>"divided, frozen at the line of contact; treated as Russian in fact as far as that line".</summary>
    public string InWords => Status switch
    {
        TerritorialStatus.Ambiguous => $"{TerritorialStatusRule.Of(Status).Label}: {string.Join(" / ", Readings.Select(reading => TerritorialStatusRule.Of(reading).Label))}",
        TerritorialStatus.Divided when Reasons.Any(reason => reason.SetAside == StatusClause.Covered && reason.Says.Contains(TerritorialStatus.RussianInFact)) =>
            $"{TerritorialStatusRule.Of(Status).Label}; treated as Russian in fact as far as that line",
        _ => TerritorialStatusRule.Of(Status).Label,
    };

    /// <summary>The codings the status comes from.</summary>
    public IEnumerable<StatusReason> Deciding => Reasons.Where(reason => reason.SetAside is null);

    /// <summary>Every coding it comes from is an editor's conclusion.</summary>
    public bool Inferred => Deciding.Any() && Deciding.All(reason => reason.Coding.State == CodingState.Inferred);

    /// <summary>The conditions under which a deciding clause holds, each with the statuses it is a condition of.</summary>
    public IEnumerable<(IReadOnlyList<TerritorialStatus> Says, string Condition)> Conditions => Deciding
        .Where(reason => reason.Coding.Condition is not null)
        .Select(reason => (reason.Says, reason.Coding.Condition!))
        .DistinctBy(pair => pair.Item2);

    /// <summary>Only words about the whole country decide it.</summary>
    public bool WholeCountry => Deciding.Any() && Deciding.All(reason => reason.Coding.Region is null);

    /// <summary>Two texts give the region the same.</summary>
    public bool SameAs(RegionStatus other) => Readings.SequenceEqual(other.Readings) && InWords == other.InWords;
}

/// <summary>Derives the status of a region from the codings of a text's clauses on control ("territory") and on law ("recognition").</summary>
public static class TerritorialStatusRule
{
    /// <summary>The issue whose steps say who controls a region.</summary>
    public const string ControlIssue = "territory";

    /// <summary>The issue whose steps say whose a region is in law.</summary>
    public const string LawIssue = "recognition";

    /// <summary>Steps 1 to 5 of <see cref="ControlIssue"/>.</summary>
    private static readonly TerritorialStatus[] ControlSteps =
        [TerritorialStatus.RussianWithdrawal, TerritorialStatus.LeftForLater, TerritorialStatus.Divided, TerritorialStatus.Zone, TerritorialStatus.RussianControl];

    /// <summary>Steps 1 to 4 of <see cref="LawIssue"/>.</summary>
    private static readonly TerritorialStatus[] LawSteps =
        [TerritorialStatus.None, TerritorialStatus.LeftForLater, TerritorialStatus.RussianInFact, TerritorialStatus.RussianInLaw];

    /// <summary>How the steps of the two issues and the special status become a status, in words.</summary>
    public static IReadOnlyList<string> InWords { get; } =
    [
        "Clauses are coded on two issues: who controls a region (Territory) and whose it is in law (Recognition). Each step of these scales has one status; a coding of autonomy or another special status inside the country has its own.",
        Text(StatusClause.RegionFirst),
        Text(StatusClause.LaterWording),
        "Words that treat a region as Russian in fact or in law are shown before words on control alone, which then show only what they add: a zone, a division, a withdrawal, talks to come.",
        Text(StatusClause.Covered),
        "Where more than one status is left, all their letters are shown, and nothing is chosen.",
    ];

    /// <summary>Letter of a tile, name for files, label and meaning of a status.</summary>
    public sealed record Term(string Letter, string Slug, string Label, string Meaning);

    /// <summary>The words of a status.</summary>
    public static Term Of(TerritorialStatus status) => status switch
    {
        TerritorialStatus.NotMentioned => new("-", "not-mentioned", "not mentioned", "No clause on record speaks of the region. Where the record does not hold the whole text, the text may."),
        TerritorialStatus.None => new("", "none", "no change stated", "A clause speaks of the region and states no change: it stays Ukrainian in law, and nothing is said of control."),
        TerritorialStatus.RussianWithdrawal => new("R", "russian-withdrawal", "Russian forces withdraw", "Russian forces leave the parts that they hold, and Ukraine's control is restored."),
        TerritorialStatus.LeftForLater => new("L", "left-for-later", "left for later talks", "Control, or the status in law, is to be settled in later talks; no change is accepted now."),
        TerritorialStatus.SpecialStatus => new("A", "special-status", "autonomy or other special status inside Ukraine", "The region stays in Ukraine with autonomy or another special status."),
        TerritorialStatus.Zone => new("Z", "zone", "demilitarised or special zone", "Part or all of the region becomes a zone that neither army enters, Ukrainian forces leaving what they hold of it, or comes under a special administration."),
        TerritorialStatus.Divided => new("F", "divided", "divided, frozen at the line of contact", "Each side keeps what it holds where the front stands, and the line is part of the terms."),
        TerritorialStatus.RussianControl => new("W", "russian-control", "Ukrainian forces withdraw, whole region under Russian control", "Ukrainian forces leave and Russia controls all of the region; nothing is said of whose it is in law."),
        TerritorialStatus.RussianInFact => new("D", "russian-in-fact", "treated as Russian in fact, not in law", "Control by Russia is accepted as a fact, and ownership in law is not."),
        TerritorialStatus.RussianInLaw => new("J", "russian-in-law", "recognised in law as Russian or independent", "The region is recognised in law as part of Russia, or as an independent state."),
        TerritorialStatus.Ambiguous => new("?", "ambiguous", "more than one status", "The wording allows several readings, names options, or treats parts of the region differently. The letters of all are shown."),
        _ => throw new ArgumentOutOfRangeException(nameof(status), status, null),
    };

    /// <summary>The rule by which a coding is set aside, as pages and files print it.</summary>
    public static string Text(StatusClause clause) => clause switch
    {
        StatusClause.RegionFirst => "Words about the region go before words about the whole country.",
        StatusClause.LaterWording => "Of wordings of one text, the later goes before one that is certainly older, and before what was concluded from that.",
        StatusClause.Covered => "A status that another already says is not shown beside it: Russian control beside \"Russian in fact\" or \"in law\"; \"Russian in fact\" where the region is divided, as it then reaches as far as the line; the status in law where control alone changes.",
        _ => throw new ArgumentOutOfRangeException(nameof(clause), clause, null),
    };

    /// <summary>The same in a few words.</summary>
    public static string ShortText(StatusClause clause) => clause switch
    {
        StatusClause.RegionFirst => "words about the region go first",
        StatusClause.LaterWording => "an older wording",
        StatusClause.Covered => "said by another status",
        _ => throw new ArgumentOutOfRangeException(nameof(clause), clause, null),
    };

    /// <summary>The status of one region.</summary>
    /// <param name="region">ISO code.</param>
    /// <param name="clauses">The clauses of one text, with the codings that count.</param>
    public static RegionStatus Derive(string region, IEnumerable<Statement> clauses)
    {
        var all = clauses
            .SelectMany(clause => clause.Codings, (clause, coding) => new StatusReason(clause, coding, Says(coding), null))
            .Where(reason => reason.Says.Count > 0 && (reason.Coding.Region is null || reason.Coding.Region == region))
            .OrderBy(reason => reason.Clause.Number).ThenBy(reason => reason.Coding.Issue, StringComparer.Ordinal).ThenBy(reason => reason.Coding.Party, StringComparer.Ordinal)
            .ToList();
        var law = Weigh(all.Where(reason => reason.Coding.Issue == LawIssue));
        var replaced = law.Where(reason => reason.SetAside == StatusClause.LaterWording).Select(reason => reason.Clause).ToHashSet();
        List<StatusReason> control =
        [
            .. Weigh(all.Where(reason => reason.Coding.Issue == ControlIssue)).Select(reason =>
                reason is { SetAside: null, Coding.State: CodingState.Inferred } && replaced.Contains(reason.Clause) ? reason with { SetAside = StatusClause.LaterWording } : reason),
        ];
        var found = Join(Said(control), Said(law));

        var reasons = control.Concat(law)
            .Select(reason => reason.SetAside is null && !reason.Says.Any(found.Contains) ? reason with { SetAside = StatusClause.Covered } : reason)
            .OrderBy(reason => reason.SetAside is not null).ThenBy(reason => reason.Clause.Number)
            .ToList();
        var status = found.Count switch
        {
            0 => TerritorialStatus.NotMentioned,
            1 => found.Min,
            _ => TerritorialStatus.Ambiguous,
        };
        return new(region, status, [.. found], reasons);
    }

    /// <summary>Nothing for silence, for a refusal to answer, and for other issues.</summary>
    private static List<TerritorialStatus> Says(Coding coding)
    {
        var steps = coding.Issue switch { ControlIssue => ControlSteps, LawIssue => LawSteps, _ => null };
        if (steps is null)
            return [];
        if (coding.SpecialStatus)
            return [TerritorialStatus.SpecialStatus];
        return coding.Steps is { } range ? [.. steps[(range.From - 1)..range.To]] : [];
    }

    /// <summary>Sets aside what words about the region, and certainly later words, leave behind.</summary>
    private static List<StatusReason> Weigh(IEnumerable<StatusReason> reasons)
    {
        var all = reasons.ToList();
        var named = all.Exists(reason => reason.Coding.Region is not null);
        var left = all.Where(reason => !named || reason.Coding.Region is not null).ToList();
        var newest = left.Select(reason => reason.Clause).OrderByDescending(clause => clause.Day).ThenByDescending(clause => clause.Earliest).FirstOrDefault();
        return
        [
            .. all.Select(reason =>
                !left.Contains(reason) ? reason with { SetAside = StatusClause.RegionFirst }
                : reason.Clause.Day < newest!.Earliest ? reason with { SetAside = StatusClause.LaterWording }
                : reason),
        ];
    }

    private static HashSet<TerritorialStatus> Said(IEnumerable<StatusReason> reasons) => [.. reasons.Where(reason => reason.SetAside is null).SelectMany(reason => reason.Says)];

    private static SortedSet<TerritorialStatus> Join(HashSet<TerritorialStatus> control, HashSet<TerritorialStatus> law)
    {
        if (control.Count == 0)
            return [.. law];
        if (!law.Overlaps([TerritorialStatus.RussianInFact, TerritorialStatus.RussianInLaw]))
            return law.Contains(TerritorialStatus.SpecialStatus) ? [.. control, TerritorialStatus.SpecialStatus] : [.. control];
        return control is { Count: 1 } && control.Contains(TerritorialStatus.Divided)
            ? [TerritorialStatus.Divided, .. law.Where(status => status == TerritorialStatus.RussianInLaw)]
            : [.. law, .. control.Where(status => status != TerritorialStatus.RussianControl)];
    }
}
