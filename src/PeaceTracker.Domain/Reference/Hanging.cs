namespace PeaceTracker.Domain.Reference;

/// <summary>Rows of one kind that hang on a record.</summary>
/// <param name="Kind">What they are: "statement", "coding", "office" ...</param>
/// <param name="Count">How many.</param>
/// <param name="Keys">Public keys of the records they stand in, each once: numbers of statements and sources, slugs of the rest.</param>
public sealed record Hanging(string Kind, int Count, IReadOnlyList<string> Keys);
