using PeaceTracker.Domain.Statements;
using PeaceTracker.Web.Reading;
using PeaceTracker.Web.Writing;

namespace PeaceTracker.Web.Features.DeskRecodings;

/// <summary>A statement as a recoding would leave it.</summary>
/// <param name="Changes">What differs.</param>
/// <param name="Problems">Why it cannot be changed so; empty when it can.</param>
public sealed record RecodedLine(int Number, string Summary, string Day, IReadOnlyList<FieldChange> Changes, IReadOnlyList<string> Problems)
{
    internal Statement? Published { get; init; }

    internal CheckedStatement? Found { get; init; }
}

/// <summary>A value that stands in the field.</summary>
/// <param name="Value">As it goes into the address.</param>
/// <param name="Statements">How many have it.</param>
public sealed record FoundValue(string Value, string Text, int Statements);

/// <summary>Which statements, which field, and what would become of them.</summary>
/// <param name="Count">Statements of the list; more than <see cref="RecodingPage.Most"/> are not looked at.</param>
/// <param name="Field">Null while none is chosen.</param>
/// <param name="From">As it goes into the address; null while none is chosen.</param>
/// <param name="To">As it goes into the address; null while none is given.</param>
/// <param name="Choices">Value and text of what can be put there; empty where it is typed.</param>
/// <param name="Typed">What is offered while it is typed.</param>
public sealed record RecodingModel(
    View View, IReadOnlyList<string> Narrowed, int Count, RecodedField? Field, IReadOnlyList<FoundValue> Found, string? From, string? To, IReadOnlyList<(string Value, string Text)> Choices, IReadOnlyList<string> Typed)
{
    public bool TooMany => Count > RecodingPage.Most;

    /// <summary>It is said what is to be put in the place of what.</summary>
    public bool IsAsked => Field is not null && From is not null && To is not null;

    public IReadOnlyList<RecodedLine> Ready { get; init; } = [];

    public IReadOnlyList<RecodedLine> Refused { get; init; } = [];

    /// <summary>Digest of what is shown.</summary>
    public string Mark { get; init; } = "";

    /// <summary>The reason as it was typed.</summary>
    public string Reason { get; init; } = "";

    /// <summary>The list it came from.</summary>
    public string List => RecodingPage.ListOf(View);
}

/// <param name="What">What it put in the place of what.</param>
/// <param name="State">As it reads behind its name.</param>
public sealed record RecodingLine(int Id, string What, string State);

public sealed record RecodingsModel(string Process, IReadOnlyList<RecodingLine> Recodings);

/// <summary>What a recoding became.</summary>
/// <param name="CanGo">How many would be thrown away.</param>
/// <param name="Changed">How many of these were changed by hand since.</param>
/// <param name="Mark">Of what would be thrown away.</param>
/// <param name="Left">What is left to answer on drafts that were not sent, by their number; empty unless they were to be sent just now.</param>
public sealed record RecodingDoneModel(
    string Process, int Id, int Version, string What, string List, string Reason, string When, string? Undone, IReadOnlyList<Statement> Statements, int CanGo, int Changed, int Drafts, string Mark,
    IReadOnlyDictionary<int, IReadOnlyList<string>> Left, string? Told);
