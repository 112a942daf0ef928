using PeaceTracker.Domain.Issues;
using PeaceTracker.Domain.Parties;
using PeaceTracker.Domain.Proposals;
using PeaceTracker.Domain.Sources;
using PeaceTracker.Domain.Statements;
using PeaceTracker.Web.Features.Shared;
using PeaceTracker.Web.Reading;
using PeaceTracker.Web.Writing;

namespace PeaceTracker.Web.Features.DeskProposals;

/// <summary>A proposal in the list of the desk.</summary>
/// <param name="Counts">Clauses by status, those there are.</param>
public sealed record DeskProposalLine(Proposal Proposal, IReadOnlyList<(StatementStatus Status, int Count)> Counts);

/// <param name="Process">Slug.</param>
/// <param name="Words">What is looked for; null for nothing.</param>
public sealed record DeskProposalsModel(string Process, IReadOnlyList<DeskProposalLine> Lines, string? Words);

/// <summary>A clause as the desk lists it.</summary>
/// <param name="Depth">0 for a clause under no other.</param>
/// <param name="Coded">What it is coded as, and the issues it speaks of, in words.</param>
public sealed record DeskClause(Statement Statement, int Depth, IReadOnlyList<string> Coded)
{
    /// <summary>In the order of the text; a clause is under the one before it whose number its own begins with.</summary>
    public static IReadOnlyList<DeskClause> Of(ProcessContents contents, IEnumerable<Statement> clauses)
    {
        var above = new List<string>();
        var lines = new List<DeskClause>();
        foreach (var clause in clauses.OrderBy(row => (row.Clause, row.Number), ClausePlace.Order))
        {
            var label = clause.Clause is { } written ? ClausePlace.Name(written) : "";
            above.RemoveAll(outer => !(label.Length > outer.Length && label.StartsWith(outer, StringComparison.Ordinal) && !char.IsAsciiDigit(label[outer.Length])));
            lines.Add(new(clause, above.Count,
            [
                .. clause.Codings.Select(coding => StatementFields.InWords(contents, coding)).Distinct(),
                .. clause.Topics.Select(topic => contents.Issues.FirstOrDefault(issue => issue.Slug == topic)?.Title ?? topic),
            ]));
            if (label.Length > 0 && !above.Contains(label))
                above.Add(label);
        }

        return lines;
    }
}

/// <summary>What the fields of a description are printed from.</summary>
/// <param name="Earlier">Proposals it may come from, by title.</param>
public sealed record DescriptionModel(ProposalForm Form, IReadOnlyList<Party> Parties, IReadOnlyList<(string Slug, string Title)> Earlier);

/// <summary>A proposal at the desk.</summary>
/// <param name="Locked">Readers see it, and who looks is no reviewer.</param>
/// <param name="Ready">Own drafts among the clauses.</param>
/// <param name="Told">What was just done; null for nothing.</param>
public sealed record DeskProposalModel(ProcessContents Contents, Proposal Proposal, DescriptionModel Description, IReadOnlyList<DeskClause> Clauses, bool Locked, int Ready, string? Told)
{
    public string Process => Contents.Process.Slug;
}

/// <summary>Where a proposal begins that has no source yet.</summary>
/// <param name="Recent">Sources with a text, the newest first.</param>
public sealed record ChooseSourceModel(string Process, IReadOnlyList<Source> Recent);

/// <summary>An issue beside a clause.</summary>
public sealed record TagModel(Issue Issue, TagFields Fields, bool Suggested);

/// <summary>A piece in the preview.</summary>
/// <param name="Places">Where it can be split without a script: place in its words, and what stands there.</param>
/// <param name="Warnings">What the numbering is odd in.</param>
public sealed record PieceModel(
    TextPiece Piece, int Index, string Words, string Marker, PieceFields Fields, IReadOnlyList<TagModel> Tags, IReadOnlyList<(int At, string Words)> Places, IReadOnlyList<string> Warnings)
{
    public bool IsClause => Piece.Kind == PieceKind.Clause;

    /// <summary>"Clause 7", "The preamble", "Left out".</summary>
    public string Title => Piece.Kind switch
    {
        PieceKind.Preamble => "Preamble",
        PieceKind.LeftOut => Piece.Number.Length > 0 ? $"Left out: {Piece.Number}" : "Left out",
        _ => Piece.Number.Length > 0 ? ClausePlace.ToWords(Piece.Number, 0) : "Clause without a number",
    };

    /// <summary>The same inside a sentence.</summary>
    public string Name => char.ToLowerInvariant(Title[0]) + Title[1..];

    public string N(string name) => ProposalEntry.Name(name, Piece.At);

    public string N(string name, string issue) => ProposalEntry.Name(name, Piece.At, issue);
}

/// <summary>The form of a new proposal: its description, and once the text was cut its pieces.</summary>
/// <param name="Pieces">Null before the text was cut.</param>
/// <param name="Look">Place where the piece begins that was just changed; null for none.</param>
public sealed record EntryModel(FormSurroundings Around, ProposalEntry Entry, DescriptionModel Description, IReadOnlyList<PieceModel>? Pieces, int? Look)
{
    private const int LongestPlace = 60;

    /// <summary>The row in which it is kept while it is not sent; null while it is not.</summary>
    public (int Id, int Version)? Autosave { get; init; }

    /// <summary>Forms of this source that were begun before.</summary>
    public IReadOnlyList<UnfinishedForm> Unfinished { get; init; } = [];

    public string Process => Around.Contents.Process.Slug;

    public string Language => Entry.Language.Length > 0 ? Entry.Language : Around.Source.Language ?? "en";

    public int Clauses => Pieces?.Count(piece => piece.IsClause) ?? 0;

    public static IReadOnlyList<PieceModel> PiecesOf(ProcessContents contents, ProposalEntry entry)
    {
        var cut = entry.Cut!;
        var suggestion = new IssueSuggestion(contents.Issues, contents.Regions.Select(region => region.Name));
        var warnings = ClauseSplit.Of(cut.Text).Warnings.ToLookup(warning => warning.Line, warning => warning.Text);
        var (line, counted) = (1, 0);
        return [.. cut.Pieces.Select((piece, index) =>
        {
            line += cut.Text.AsSpan(counted, piece.At - counted).Count('\n');
            counted = piece.At;
            var (words, fields) = (cut.WordsOf(index), entry.Of(piece));
            var suggested = piece.Kind == PieceKind.Clause ? suggestion.For(words) : [];
            return new PieceModel(
                piece, index, words, cut.MarkerOf(index), fields,
                [
                    .. suggested.Select(issue => new TagModel(issue, fields.Tags.FirstOrDefault(tag => tag.Issue == issue.Slug) ?? new(issue.Slug, false, "", "", ""), true)),
                    .. fields.Tags.Where(tag => suggested.All(issue => issue.Slug != tag.Issue) && (tag.Confirmed || tag.Step.Length > 0))
                        .Select(tag => (Tag: tag, Issue: contents.Issues.FirstOrDefault(issue => issue.Slug == tag.Issue)))
                        .Where(pair => pair.Issue is not null).Select(pair => new TagModel(pair.Issue!, pair.Tag, false)),
                ],
                [.. cut.PlacesIn(index).Take(60).Select(at => (at, Beginning(words, at)))],
                piece.Kind == PieceKind.Clause ? [.. warnings[line]] : []);
        })];

        static string Beginning(string words, int at)
        {
            var end = Math.Min(words.Length, at + LongestPlace);
            if (end < words.Length && char.IsLowSurrogate(words[end]))
                end--;
            return words[at..end].ReplaceLineEndings(" ") + (end < words.Length ? "..." : "");
        }
    }
}
