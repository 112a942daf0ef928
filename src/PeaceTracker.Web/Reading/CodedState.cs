using PeaceTracker.Domain.Statements;

namespace PeaceTracker.Web.Reading;

/// <summary>What the shared parameter <c>state</c> means on lists of what was said: the state of a coding, not of a position.</summary>
public static class CodedState
{
    /// <summary>What may be asked for.</summary>
    public static readonly IReadOnlyList<string> Names = ["no-answer", .. Enum.GetValues<CodingState>().Select(state => Words.Of(state).Slug)];

    /// <summary>The states of codings that fit; empty when the view asks for none.</summary>
    public static IReadOnlyList<CodingState> Of(string? state) => state switch
    {
        null => [],
        "no-answer" => [CodingState.Silent, CodingState.Declined],
        _ => Words.FromSlug<CodingState>(state, Words.Of) is { } one ? [one] : [],
    };

    /// <summary>Why the state asked for cannot be that of a statement; null when it can.</summary>
    public static FaultPart? Wrong(View view) => view.State is null || Names.Contains(view.State)
        ? null
        : new("state", view.State, $"a state that one statement can have: {string.Join(", ", Names)}");

    /// <summary>The same as an answer, for a page that has no other parameters to check.</summary>
    public static Fault? Check(View view) => Wrong(view) is not { } part ? null : new(400, "The address asks for something that cannot be shown", "Nothing was guessed in its place.")
    {
        Parts = [part],
        Suggestions = [new("Leave state out", view.With(("state", null))), new($"See {view.State!.Replace('-', ' ')} positions", view.Link("positions", ("state", view.State)))],
    };
}
