using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.RegularExpressions;
using PeaceTracker.Domain.Sources;
using static System.FormattableString;

namespace PeaceTracker.Domain.Proposals;

/// <summary>What a piece of the text of a proposal is.</summary>
public enum PieceKind
{
    Clause,

    /// <summary>What stands before the first clause.</summary>
    Preamble,

    /// <summary>No clause: a heading, a line for signatures.</summary>
    LeftOut,
}

/// <summary>A piece of the text of a proposal.</summary>
/// <param name="At">Place in the text where it begins: that of its number, if it has one there. It goes on to the next piece.</param>
/// <param name="Words">Place where its words begin, behind the number.</param>
/// <param name="Number">Its label, as <see cref="SplitClause"/> has it; "" when it has none yet.</param>
/// <param name="Depth">0 for a clause under no other.</param>
public sealed record TextPiece(int At, int Words, string Number, int Depth, PieceKind Kind);

/// <summary>
/// The text of a proposal and where it is cut. Pieces are places in the text and hold no words themselves: the text is always all of its
/// pieces behind each other, so that nothing done to them can lose a word or change one.
/// </summary>
public sealed partial record CutText
{
    /// <summary>In place of a number that is not typed yet.</summary>
    private const string Unnumbered = "-";

    /// <summary>Levels a form can carry; nobody numbers deeper.</summary>
    private const int Deepest = 9;

    private CutText(string text, IReadOnlyList<TextPiece> pieces) => (Text, Pieces) = (text, pieces);

    /// <summary>As <see cref="SourceText"/> keeps it.</summary>
    public string Text { get; }

    /// <summary>In the order of the text; the first begins with it.</summary>
    public IReadOnlyList<TextPiece> Pieces { get; }

    /// <summary>Cuts a text by its numbering; see <see cref="ClauseSplit"/>. A number without words is left out: what stands under it are clauses of their own.</summary>
    /// <param name="text">Normalised, not blank.</param>
    public static CutText Of(string text, out IReadOnlyList<SplitWarning> warnings)
    {
        var split = ClauseSplit.Of(text);
        warnings = split.Warnings;
        var pieces = new List<TextPiece>();
        var place = 0;
        if (split.Preamble is { } preamble)
        {
            pieces.Add(new(0, Find(text, preamble, ref place), "preamble", 0, PieceKind.Preamble));
        }

        foreach (var clause in split.Clauses)
        {
            int? at = clause.Marker.Length > 0 ? Find(text, clause.Marker, ref place) : null;
            var words = clause.Text.Length > 0 ? Find(text, clause.Text, ref place) : place;
            pieces.Add(new(pieces.Count == 0 ? 0 : at ?? words, words, clause.Number, Math.Min(clause.Depth, Deepest), clause.Text.Length == 0 ? PieceKind.LeftOut : PieceKind.Clause));
        }

        return new(text, pieces);
    }

    /// <summary>The pieces as <see cref="ToState"/> wrote them, with their numbers; false when they are not places in this text in their order.</summary>
    /// <param name="numberOf">Number of the piece that begins at a place.</param>
    public static bool TryRead(string text, string? state, Func<int, string> numberOf, [NotNullWhen(true)] out CutText? cut)
    {
        cut = null;
        var pieces = new List<TextPiece>();
        foreach (var part in (state ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            if (State().Match(part) is not { Success: true } match || !Place(match.Groups[1], out var at) || !Place(match.Groups[2], out var words) || words < at
                || (pieces.Count == 0 ? at != 0 : at <= pieces[^1].At || at < pieces[^1].Words))
                return false;
            pieces.Add(new(at, words, numberOf(at), match.Groups[3].Value[0] - '0', match.Groups[4].Value switch { "p" => PieceKind.Preamble, "o" => PieceKind.LeftOut, _ => PieceKind.Clause }));
        }

        if (pieces.Count == 0)
            return false;
        cut = new(text, pieces);
        return true;

        bool Place(Group group, out int place) =>
            int.TryParse(group.ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture, out place) && place <= text.Length && !(place > 0 && place < text.Length && char.IsLowSurrogate(text[place]));
    }

    /// <summary>Where the pieces begin and what they are, for a form to carry; the numbers go beside it.</summary>
    public string ToState() => string.Join(' ', Pieces.Select(piece =>
        Invariant($"{piece.At}-{piece.Words}-{piece.Depth}{piece.Kind switch { PieceKind.Preamble => "p", PieceKind.LeftOut => "o", _ => "c" }}")));

    /// <summary>First place behind a piece.</summary>
    public int EndOf(int index) => index + 1 < Pieces.Count ? Pieces[index + 1].At : Text.Length;

    /// <summary>All of a piece, its number and white space too.</summary>
    public string AllOf(int index) => Text[Pieces[index].At..EndOf(index)];

    /// <summary>The words of a piece without its number, letter for letter as in the text.</summary>
    public string WordsOf(int index) => Text[Pieces[index].Words..EndOf(index)].Trim();

    /// <summary>Place of the first of the words.</summary>
    public int StartOf(int index)
    {
        var start = Pieces[index].Words;
        while (start < EndOf(index) && char.IsWhiteSpace(Text[start]))
            start++;
        return start;
    }

    /// <summary>The number of a piece as it stands in the text; "" when it stands without one.</summary>
    public string MarkerOf(int index) => Text[Pieces[index].At..Pieces[index].Words].Trim();

    /// <summary>Joins a piece to the one before it; see <see cref="ClauseSplit.MergeWithNext"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is none before it.</exception>
    public CutText JoinToPrevious(int index)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(index, 1);
        var merged = ClauseSplit.MergeWithNext(Clauses(), index - 1);
        var (before, joined) = (Pieces[index - 1], Pieces[index]);
        var kind = WordsOf(index - 1).Length == 0 ? joined.Kind : before.Kind;
        return new(Text, [.. Pieces.Where((_, at) => at != index).Select((piece, at) => piece with { Depth = merged[at].Depth, Kind = at == index - 1 ? kind : piece.Kind })]);
    }

    /// <summary>Makes two pieces of one; see <see cref="ClauseSplit.TrySplitAt"/>. What is cut off a preamble, or off what is left out, is a clause, and has no number yet when it begins with none.</summary>
    /// <param name="at">Place in the words of the piece.</param>
    /// <param name="split">Null when it cannot be split there.</param>
    /// <param name="error">Why and what to do; null when it was split.</param>
    public bool TrySplit(int index, int at, [NotNullWhen(true)] out CutText? split, [NotNullWhen(false)] out string? error)
    {
        split = null;
        var words = WordsOf(index);
        if (at > 0 && at < words.Length && (IsPart(words[at - 1]) && IsPart(words[at]) || char.GetUnicodeCategory(words[at]) is UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark or UnicodeCategory.Format))
        {
            error = $"{Named(index)} cannot be split inside a word. Choose a place between two words.";
            return false;
        }

        var whole = Clauses();
        if (!ClauseSplit.TrySplitAt(whole, index, at, out var clauses, out error))
        {
            error = error.Replace($"Clause {whole[index].Number}", Named(index), StringComparison.Ordinal);
            return false;
        }

        var (one, other) = (clauses[index], clauses[index + 1]);
        var start = StartOf(index) + at;
        while (char.IsWhiteSpace(Text[start]))
            start++;
        var place = start;
        if (other.Marker.Length > 0)
            Find(Text, other.Marker, ref place);
        // A number under what has none itself would be half a number.
        var numbered = Pieces[index] is { Kind: PieceKind.Clause, Number.Length: > 0 };
        split = new(Text,
        [
            .. Pieces.Take(index),
            Pieces[index] with { Number = numbered ? one.Number : Pieces[index].Number },
            new(start, place, numbered || !other.Number.StartsWith(whole[index].Number, StringComparison.Ordinal) ? other.Number : "", Math.Min(other.Depth, Deepest), PieceKind.Clause),
            .. Pieces.Skip(index + 1),
        ]);
        return true;
    }

    /// <summary>Makes a piece another thing.</summary>
    public CutText With(int index, PieceKind kind) => new(Text, [.. Pieces.Select((piece, at) => at == index ? piece with { Kind = kind } : piece)]);

    /// <summary>Places in the words of a piece where a line or a sentence begins, but for the first.</summary>
    public IReadOnlyList<int> PlacesIn(int index) => [.. Begins().Matches(WordsOf(index)).Select(match => match.Index + match.Length)];

    private string Named(int index) => Pieces[index].Kind switch
    {
        PieceKind.Preamble => "The preamble",
        PieceKind.LeftOut => "What is left out",
        _ => Pieces[index].Number.Length > 0 ? $"Clause {Pieces[index].Number}" : "The clause without a number",
    };

    private IReadOnlyList<SplitClause> Clauses() => [.. Pieces.Select((piece, index) => new SplitClause(piece.Number.Length > 0 ? piece.Number : Unnumbered, piece.Depth, WordsOf(index), 1, MarkerOf(index)))];

    private static bool IsPart(char c) => char.IsLower(c) || char.IsUpper(c) || char.IsDigit(c);

    /// <summary>Where words begin that are the next to be seen in the text; whatever white space they have, it equals any other.</summary>
    private static int Find(string text, string words, ref int place)
    {
        var start = -1;
        foreach (var c in words)
        {
            if (char.IsWhiteSpace(c))
                continue;
            // Between two words may stand what nobody sees.
            while (text[place] != c)
                place++;
            if (start < 0)
                start = place;
            place++;
        }

        return start < 0 ? place : start;
    }

    [GeneratedRegex(@"^([0-9]{1,7})-([0-9]{1,7})-([0-9])([cpo])\z")]
    private static partial Regex State();

    [GeneratedRegex(@"(?:(?<=[.!?;:\u2026][""'\u201d\u2019\u00bb)]?)\s+|\n\s*)(?=\S)")]
    private static partial Regex Begins();
}
