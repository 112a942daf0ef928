using System.Collections.ObjectModel;
using System.Globalization;
using PeaceTracker.Data;
using PeaceTracker.Domain.Issues;
using PeaceTracker.Domain.Parties;
using PeaceTracker.Domain.Positions;
using PeaceTracker.Domain.Processes;
using PeaceTracker.Domain.Time;

namespace PeaceTracker.Web.Reading;

/// <summary>One row of positions: an issue, or one region of a regional issue.</summary>
/// <param name="Region">Null for an issue that is not regional, and for the regions no coding names.</param>
public sealed record CellRow(Issue Issue, Region? Region, IReadOnlyList<Cell> Cells)
{
    /// <summary>What the file says in the column "region" for the regions no coding names.</summary>
    public const string OtherRegions = "other";

    /// <summary>"NATO membership", "Territory: Kherson", "Territory: every other region".</summary>
    public string Title => Issue.Regional ? $"{Issue.Title}: {RegionName}" : Issue.Title;

    public string RegionName => NameOf(Issue, Region);

    internal static string NameOf(Issue issue, Region? region) => region?.Name ?? (issue.Regional ? "every other region" : "");

    public string RegionKey => Region?.Iso ?? (Issue.Regional ? OtherRegions : "");
}

/// <summary>One party on one issue (and region), with the words a page needs. Every page, file and picture of positions is made of these.</summary>
public sealed record Cell
{
    public required Party Party { get; init; }

    public required Issue Issue { get; init; }

    public Region? Region { get; init; }

    public required Position Now { get; init; }

    /// <summary>On the day compared with; null when none is.</summary>
    public Position? Then { get; init; }

    public PositionChange? Change { get; init; }

    public DateOnly? Since { get; init; }

    /// <summary>What goes with the codings of this cell, by id; empty where a cell stands for a text and no date is shown.</summary>
    public IReadOnlyDictionary<long, CodingWords> CodingWords { get; init; } = ReadOnlyDictionary<long, CodingWords>.Empty;

    /// <summary>The condition of a conditional position.</summary>
    public string? Condition { get; init; }

    /// <summary>Why an editor concluded it, or what the wording allows; in a "not applicable" cell, why.</summary>
    public string? Reason { get; init; }

    /// <summary>When statements were last looked for, in words.</summary>
    public required string LastSearched { get; init; }

    /// <summary>A statement of some party has been coded on the issue; false when nobody has collected any yet.</summary>
    public required bool Collected { get; init; }

    /// <summary>Address of the page that works the position out.</summary>
    public required string Address { get; init; }

    /// <summary>Address of the page with the position in every region; of the working itself when the issue is not regional.</summary>
    public required string RegionsAddress { get; init; }

    /// <summary>Address of the page of the issue.</summary>
    public required string IssueAddress { get; init; }

    public string RegionName => CellRow.NameOf(Issue, Region);

    public string StateSlug => Clauses.Of(Now.State).Slug;

    public bool Changed => Change is { Kind: not ChangeKind.None };

    /// <summary>It stands where it demonstrably did not stand before.</summary>
    public bool Moved => Change is { Kind: ChangeKind.Moved };

    /// <summary>There is no step to show: silent, declined, not applicable, or nothing found.</summary>
    public bool NoAnswer => Now.Steps is null;

    /// <summary>Nothing was found because nobody has looked: not the same as a party that said nothing.</summary>
    public bool NotCollected => Now.State == PositionState.NoStatement && !Collected;

    public const string NotCollectedLabel = "Not collected yet";

    public const string NotCollectedMeaning = "Statements on this issue have not been collected yet, of no party; nothing follows from the empty place.";

    /// <summary>The same compared with the cell of an earlier day.</summary>
    public Cell ComparedWith(Cell earlier, DateOnly since) => this with
    {
        Then = earlier.Now,
        Since = since,
        Change = PositionChange.Between(earlier.Now, Now),
        CodingWords = CodingWords.Concat(earlier.CodingWords).DistinctBy(pair => pair.Key).ToDictionary(),
    };

    /// <summary>Whether the cell is in the state a view asks for.</summary>
    /// <param name="state">One of <see cref="ViewBinder.States"/>.</param>
    public bool Is(string state) => state switch
    {
        "changed" => Changed,
        "no-answer" => NoAnswer && Now.State != PositionState.NotApplicable,
        _ => StateSlug == state,
    };

    /// <summary>The words of the cell: the step, or the kind of absence.</summary>
    public string Label => Now.Steps is { } steps
        ? Now.State == PositionState.Disputed
            ? string.Join(" / ", Now.Readings.Select(reading => reading.Steps is { } range ? Issue.Scale.Label(range) : Clauses.Of(reading.State).Label))
            : Issue.Scale.Label(steps)
        : NotCollected ? NotCollectedLabel : Clauses.Of(Now.State).Label;

    /// <summary>What qualifies the label: "reported", "inferred", "if: ...", "disputed (2 readings)", "date uncertain ...". Empty for a plain statement.</summary>
    public IEnumerable<string> Qualifiers
    {
        get
        {
            if (Now.State == PositionState.Inferred)
                yield return "inferred";
            if (Now.State == PositionState.Conditional)
                yield return $"if: {Condition}";
            if (Now.State == PositionState.Ambiguous)
                yield return $"steps {Now.Steps}: wording allows {(Now.Steps is { } span && span.To - span.From > 1 ? "each" : "both")}";
            if (Now.State == PositionState.Disputed)
                yield return string.Create(CultureInfo.InvariantCulture, $"disputed ({Now.Readings.Count} readings)");
            if (Now.State == PositionState.Disputed && Condition is not null)
                yield return $"{(Now.Readings.Count(reading => reading.State == PositionState.Conditional) > 1 ? "each" : "one")} if: {Condition}";
            if (Now.Reported)
                yield return "reported";
            if (PossiblyLaterInWords is { } later)
                yield return later;
        }
    }

    /// <summary>
    /// "date uncertain (August 2025); on record on 21 Aug 2025: No foreign troops at all": the position rests on an uncertain date and
    /// displaces what may have been said after it. Null when it does not.
    /// </summary>
    public string? PossiblyLaterInWords => Now.PossiblyLater.Count == 0
        ? null
        : $"date uncertain ({DecidingDates}); {SaidInWords(Now.PossiblyLater[0])}"
            + (Now.PossiblyLater.Count > 1 ? string.Create(CultureInfo.InvariantCulture, $", and {Now.PossiblyLater.Count - 1} more") : "");

    /// <summary>All the days on which the deciding evidence may have been said, in words; empty when nothing decides.</summary>
    public string DecidingDates => Now.StatedOn is { } last
        ? View.ShortWords(Now.Readings.SelectMany(reading => reading.Evidence).Min(item => item.Earliest), last)
        : "";

    /// <summary>When the deciding statements were made; without any when nothing decides.</summary>
    public SaidDates Said => SaidDates.Of(Now, MadeOn);

    /// <summary>"on record on 21 Aug 2025: No foreign troops at all".</summary>
    public string SaidInWords(Evidence evidence)
    {
        var date = MadeOn(evidence);
        return $"{(evidence.IsReported ? "reported" : "on record")} {(date.IsExact ? $"on {date.ToShortWords()}" : $"({date.ToShortWords()})")}: {Issue.Scale.Label(evidence.Steps!.Value)}";
    }

    /// <summary>"1 step towards Barred in law since 1 Aug 2025; was ... (step 4), of 14 Jun 2024"; null without a comparison.</summary>
    public string? ChangeInWords
    {
        get
        {
            if (Change is null || Then is null || Since is not { } since)
                return null;
            var from = $"since {View.ShortWords(since)}";
            return Change.Kind switch
            {
                ChangeKind.None => $"no change {from}",
                ChangeKind.Moved => $"{Change.Towards(Issue.Scale)} {from}; was {ThenInWords}",
                ChangeKind.MayBeUnchanged => $"may be unchanged {from}: the wording allows several steps; was {ThenInWords}",
                ChangeKind.Appeared => $"new {from}; was {Clauses.Of(Then.State).Label.ToLowerInvariant()}",
                ChangeKind.Ended => $"no step any more {from}; was {ThenInWords}",
                _ => $"differs {from}; was {(Then.Steps is null ? Clauses.Of(Then.State).Label.ToLowerInvariant() : ThenInWords)}",
            };
        }
    }

    /// <summary>"→ 2 steps since 30 Jun 2024"; with the date of the earlier position when that was old already; null when nothing changed.</summary>
    public string? ChangeShort => ChangeMark is { } mark && Since is { } since
        ? $"{mark} since {View.ShortWords(since)}{(Then is { Old: true, Steps: not null } ? $"; was{ThenSaid}" : "")}"
        : null;

    /// <summary>"→ 2 steps", the arrow along the track from the first pole to the last; null when nothing changed.</summary>
    public string? ChangeMark
    {
        get
        {
            if (!Changed)
                return null;
            return Change switch
            {
                { Kind: ChangeKind.MayBeUnchanged } => "may be unchanged",
                { Kind: ChangeKind.Moved, TowardsLastPole: var last, Steps: var steps } => (last == true ? "\u2192 " : "\u2190 ")
                    + (steps == 0 ? "partly" : string.Create(CultureInfo.InvariantCulture, $"{steps} step{(steps == 1 ? "" : "s")}")),
                { Kind: ChangeKind.Appeared } => "new",
                { Kind: ChangeKind.Ended } => "no step any more",
                _ => "differs",
            };
        }
    }

    /// <summary>Equal for cells that say the same: regions of one answer are shown as one.</summary>
    public (string Label, string Qualifiers, string? Change, bool Old) Answer => (Label, string.Join(", ", Qualifiers), ChangeMark, Now.Old);

    /// <summary>The whole cell as a sentence to be read aloud after the label.</summary>
    public string Spoken
    {
        get
        {
            var words = new List<string>();
            if (Now.Steps is { } steps)
                words.Add(string.Create(CultureInfo.InvariantCulture, $"step {steps} of {Issue.Scale.Count}"));
            words.AddRange(Qualifiers);
            if (Now.Reported)
                words.Add("not confirmed by the party");
            if (Now.StatedOn is not null)
                words.Add(Said.IsExact ? $"stated {Said.OnInWords}" : $"statement {Said.OnInWords}");
            if (Now.Old)
                words.Add("not restated since");
            if (Now.State == PositionState.NoStatement && !NotCollected)
                words.Add($"last searched {LastSearched}");
            if (Now.State == PositionState.NotApplicable && Reason is not null)
                words.Add(Reason);
            if (ChangeInWords is { } change)
                words.Add(change);
            return string.Join(", ", words);
        }
    }

    /// <summary>Numbers of the statements that decide.</summary>
    public IEnumerable<int> Statements => Now.Readings.SelectMany(reading => reading.Evidence).Select(item => item.Statement).Distinct().Order();

    private EdtfDate MadeOn(Evidence evidence) => CodingWords[evidence.CodingId].MadeOn;

    /// <summary>"Foreign troops welcome (step 5), of 15 Apr 2022, already old": a change is only as recent as what it is counted from.</summary>
    private string ThenInWords => Then!.Steps is { } steps ? $"{Issue.Scale.Label(steps)} (step {steps}),{ThenSaid}" : Clauses.Of(Then.State).Label;

    private string ThenSaid => $" of {SaidDates.Of(Then!, MadeOn).ToShortWords()}{(Then!.Old ? ", already old" : "")}";
}
