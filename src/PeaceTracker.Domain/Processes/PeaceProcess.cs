using System.Text.RegularExpressions;
using PeaceTracker.Domain.History;
using PeaceTracker.Domain.Time;

namespace PeaceTracker.Domain.Processes;

/// <summary>A peace process: the talks, the parties in them, the regions they are about.</summary>
public sealed class PeaceProcess : IVersioned
{
    public int Id { get; init; }

    /// <summary>First part of every address, for example <c>ukraine</c>.</summary>
    public required string Slug { get; init; }

    public required string Title { get; init; }

    public required string Summary { get; init; }

    /// <summary>Slugs of the two parties shown first where exactly two are compared.</summary>
    public required List<string> PrincipalPair { get; init; }

    /// <summary>Slugs of the parties a page shows when none are asked for, in alphabetical order of name.</summary>
    public required List<string> DefaultParties { get; init; }

    /// <summary>Days after which a position without a newer statement is called old.</summary>
    public int OldAfterDays { get; init; }

    /// <summary>When statements were last looked for: the date shown where none was found.</summary>
    public required EdtfDate LastSearched { get; init; }

    public required string LicenceName { get; init; }

    public required string LicenceAddress { get; init; }

    public List<NoSeat> NoSeats { get; init; } = [];

    public int Version { get; init; } = 1;
}

/// <summary>A party has no seat in an issue, so that the cell is "not applicable".</summary>
public sealed class NoSeat
{
    public int Id { get; init; }

    public required string Party { get; init; }

    public required string Issue { get; init; }

    public required string Reason { get; init; }
}

/// <summary>A first-level unit of the country, with its place in the tile grid.</summary>
public sealed class Region : IVersioned
{
    public int Id { get; init; }

    public int ProcessId { get; init; }

    /// <summary>ISO 3166-2 code, for example <c>UA-14</c>.</summary>
    public required string Iso { get; init; }

    public required string Slug { get; init; }

    public required string Name { get; init; }

    /// <summary>Name in the language of the country.</summary>
    public required string NameLocal { get; init; }

    /// <summary>Three letters for a tile.</summary>
    public required string Code { get; init; }

    /// <summary>Row in the tile grid, from 1 in the north.</summary>
    public int Row { get; init; }

    /// <summary>Column in the tile grid, from 1 in the west.</summary>
    public int Column { get; init; }

    public required string Kind { get; init; }

    public int Version { get; init; } = 1;
}

/// <summary>Something that happened in the talks: a summit, a round, a leak, a vote.</summary>
public sealed class TalksEvent : IVersioned
{
    public int Id { get; init; }

    public int ProcessId { get; init; }

    public required string Slug { get; init; }

    public required string Title { get; init; }

    public required EdtfDate Date { get; init; }

    public DateOnly Earliest { get; init; }

    public DateOnly Latest { get; init; }

    public required string Kind { get; init; }

    public string? Place { get; init; }

    public required string Summary { get; init; }

    public List<string> Parties { get; init; } = [];

    /// <summary>Numbers of the sources it rests on.</summary>
    public List<int> Sources { get; init; } = [];

    /// <summary>Ids of the rows of the researched record it comes from.</summary>
    public List<string> Record { get; init; } = [];

    public int Version { get; init; } = 1;
}

/// <summary>A share of land reported as held by a party, as of a date, by a source.</summary>
public sealed class ControlFigure
{
    public int Id { get; init; }

    public int ProcessId { get; init; }

    public required string Record { get; init; }

    /// <summary>ISO codes the share is a share of; empty for the whole country.</summary>
    public List<string> Regions { get; init; } = [];

    public required string HeldBy { get; init; }

    /// <summary>Per cent of the area; equal to <see cref="ShareHigh"/> for one figure. Null when the source gives a comparison in words only.</summary>
    public int? ShareLow { get; init; }

    public int? ShareHigh { get; init; }

    public required EdtfDate AsOf { get; init; }

    public string? AttributedTo { get; init; }

    /// <summary>Number of the statement that carries the figure.</summary>
    public int Statement { get; init; }

    public int Source { get; init; }

    public string? Paragraph { get; init; }

    public string? Note { get; init; }

    /// <summary>"88 per cent"; "no number" when the source compares in words only.</summary>
    public string Share => (ShareLow, ShareHigh) switch
    {
        (null, null) => "no number",
        (null, { } high) => FormattableString.Invariant($"up to {high} per cent"),
        ({ } low, null) => FormattableString.Invariant($"{low} per cent or more"),
        ({ } low, { } high) when low == high => FormattableString.Invariant($"{low} per cent"),
        ({ } low, { } high) => FormattableString.Invariant($"{low} to {high} per cent"),
    };
}

/// <summary>Sources that contradict each other, or a source that contradicts what is known otherwise. Notes name it by its code.</summary>
public sealed partial class Discrepancy
{
    public int Id { get; init; }

    public int ProcessId { get; init; }

    /// <summary>K and a number for a conflict between sources, O and a number for an oddity of one source.</summary>
    public required string Code { get; init; }

    /// <summary>conflict or oddity.</summary>
    public required string Kind { get; init; }

    /// <summary>What it is about.</summary>
    public required string Title { get; init; }

    /// <summary>The versions, side by side.</summary>
    public required string Text { get; init; }

    /// <summary>Numbers of the sources that hold them.</summary>
    public List<int> Sources { get; init; } = [];

    /// <summary>A text taken apart where it names a discrepancy: codes and what stands between them, in order.</summary>
    public static IEnumerable<(string Text, bool IsCode)> Parts(string text)
    {
        var at = 0;
        foreach (Match match in Pattern().Matches(text))
        {
            if (match.Index > at)
                yield return (text[at..match.Index], false);
            yield return (match.Value, true);
            at = match.Index + match.Length;
        }

        if (at < text.Length)
            yield return (text[at..], false);
    }

    [GeneratedRegex(@"\b[KO][1-9][0-9]?\b")]
    private static partial Regex Pattern();
}
