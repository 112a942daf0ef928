using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace PeaceTracker.Domain.Statements;

/// <summary>
/// How many pieces of a text (see <see cref="Similarity"/>) fall into each of some classes. Two texts share no more pieces of a class than the
/// poorer of them has, so most pairs that are not alike are told apart by these few numbers alone, and none that is alike is lost.
/// </summary>
/// <param name="Size">Pieces of the text.</param>
/// <param name="Counts">Pieces in each class; the highest number a byte holds stands for that many or more.</param>
public sealed record TextShape(int Size, byte[] Counts)
{
    internal const int Classes = 128;

    /// <summary>Null for a text without letters and digits, which is like no other.</summary>
    public static TextShape? Of(string? text)
    {
        var pieces = text is null ? [] : Similarity.Pieces(text);
        if (pieces.Length == 0)
            return null;
        var counts = new byte[Classes];
        foreach (var piece in pieces)
        {
            var (first, second, third) = ((char)(piece >> 32), (char)(piece >> 16), (char)piece);
            // The highest seven bits of a product tell pieces of neighbouring letters apart.
            var kind = unchecked((uint)((((first * 31) + second) * 31) + third) * 2654435761u) >> 25;
            counts[kind] = (byte)Math.Min(byte.MaxValue, counts[kind] + 1);
        }

        return new(pieces.Length, counts);
    }

    /// <summary>The fewest pieces a text has that is <see cref="Similarity.LikelyDuplicate"/> with this one: three of five are shared at most.</summary>
    public int Least => ((3 * Size) + 4) / 5;

    /// <summary>The most pieces such a text has.</summary>
    public int Most => 5 * Size / 3;

    /// <summary>False when the other text is surely not <see cref="Similarity.LikelyDuplicate"/> with this one.</summary>
    public bool MayBeLike(TextShape other) => MayBeLike(other.Counts, other.Size);

    /// <param name="counts">Of the other text.</param>
    /// <param name="size">Of the other text.</param>
    // It is asked of millions of pairs in a row, by a loop that is compiled well at once: so is this, as a part of it.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal bool MayBeLike(ReadOnlySpan<byte> counts, int size)
    {
        var shared = 0;
        for (var kind = 0; kind < Classes; kind += Vector128<byte>.Count)
        {
            var fewer = Vector128.Min(Vector128.Create(Counts.AsSpan(kind)), Vector128.Create(counts[kind..]));
            if (Vector128.EqualsAny(fewer, Vector128<byte>.AllBitsSet))
                return true;
            var (low, high) = Vector128.Widen(fewer);
            shared += Vector128.Sum(low + high);
        }

        // shared / (size + size - shared) >= 3 / 5
        return 8 * shared >= 3 * (Size + size);
    }
}

/// <summary>The shape of the text it was asked for last: whoever watches for changes asks often.</summary>
internal struct KeptShape
{
    private string? text;
    private TextShape? shape;

    public TextShape? Of(string? words)
    {
        if (!ReferenceEquals(words, text))
            (text, shape) = (words, TextShape.Of(words));
        return shape;
    }
}
