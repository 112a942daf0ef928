namespace PeaceTracker.Domain.Issues;

/// <summary>The coding rules in force, numbered. Codings keep the version they were made under.</summary>
public sealed record CodebookVersion(int Number, DateOnly PublishedOn, string Note)
{
    public const int First = 1;
}

/// <summary>How the scale of an issue reads from a codebook version on, until a later one changes it again.</summary>
/// <param name="Issue">Slug.</param>
/// <param name="Codebook">Number of the version.</param>
public sealed record ScaleVersion(string Issue, int Codebook, Scale Scale);
