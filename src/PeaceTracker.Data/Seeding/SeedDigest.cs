namespace PeaceTracker.Data.Seeding;

/// <summary>The one row that says which seeds the store was last made to follow, so that a start with the same ones need not read them again.</summary>
internal sealed class SeedDigest
{
    public int Id { get; init; } = 1;

    /// <summary>SHA-256 over the files, their names and the build of the importer, in hexadecimal.</summary>
    public required string Digest { get; set; }
}
