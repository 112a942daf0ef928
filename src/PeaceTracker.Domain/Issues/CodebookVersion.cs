namespace PeaceTracker.Domain.Issues;

/// <summary>The coding rules in force, numbered. Codings keep the version they were made under.</summary>
public sealed record CodebookVersion(int Number, DateOnly PublishedOn, string Note);
