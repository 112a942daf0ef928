using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace PeaceTracker.Data.Seeding;

/// <summary>The seed files as tables, read but not yet judged.</summary>
internal sealed class SeedFolder
{
    private static readonly JsonSerializerOptions SettingsOptions = new(JsonSerializerDefaults.Web)
    {
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
    };

    private readonly string root;

    private SeedFolder(string root) => this.root = root;

    /// <summary>What is wrong so far; reading the rows adds to it.</summary>
    public required List<SeedFault> Faults { get; init; }

    public required SeedTable Issues { get; init; }

    public required SeedTable Steps { get; init; }

    public required SeedTable Versions { get; init; }

    public List<ProcessFolder> Processes { get; } = [];

    public static SeedFolder Read(string root)
    {
        var faults = new List<SeedFault>();
        var folder = new SeedFolder(root)
        {
            Faults = faults,
            Issues = SeedTable.Read(root, "codebook/issues.csv", ["slug", "title", "group", "regional", "question", "order"], faults),
            Steps = SeedTable.Read(root, "codebook/steps.csv", ["issue", "rank", "label", "definition"], faults),
            Versions = SeedTable.Read(root, "codebook/versions.csv", ["number", "published_on", "note"], faults),
        };
        string[] processes = Directory.Exists(root) ? Directory.GetDirectories(root) : [];
        foreach (var process in processes.Order(StringComparer.Ordinal))
        {
            if (Path.GetFileName(process) != "codebook")
                folder.Processes.Add(folder.ReadProcess(Path.GetFileName(process), faults));
        }

        if (folder.Processes.Count == 0)
            faults.Add(new(root, 0, "", "no process", "a folder with codebook and one folder a process"));
        return folder;
    }

    /// <summary>Changes with every byte of the seeds and with every build of what reads them.</summary>
    public static string Digest(string root)
    {
        using var digest = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        digest.AppendData(typeof(SeedFolder).Module.ModuleVersionId.ToByteArray());
        string[] files = Directory.Exists(root) ? Directory.GetFiles(root, "*", SearchOption.AllDirectories) : [];
        foreach (var file in files.Order(StringComparer.Ordinal))
        {
            var content = File.ReadAllBytes(file);
            digest.AppendData(Encoding.UTF8.GetBytes(FormattableString.Invariant($"{Path.GetRelativePath(root, file)}\n{content.Length}\n")));
            digest.AppendData(content);
        }

        return Convert.ToHexStringLower(digest.GetHashAndReset());
    }

    private ProcessFolder ReadProcess(string name, List<SeedFault> faults)
    {
        SeedTable Table(string file, params string[] columns) => SeedTable.Read(root, $"{name}/{file}", columns, faults);
        return new()
        {
            Settings = ReadSettings($"{name}/process.json", faults),
            Parties = Table("parties.csv", "slug", "name", "monogram", "kind", "wikidata", "aliases", "members"),
            People = Table("people.csv", "slug", "name", "aliases", "wikidata"),
            Offices = Table("offices.csv", "person", "title", "party", "from", "to", "source"),
            Regions = Table("regions.csv", "iso", "slug", "name", "name_uk", "code", "row", "column", "kind"),
            Publishers = Table("publishers.csv", "slug", "name", "kind", "grade", "reason"),
            Sources = Table("sources.csv", "number", "publisher", "title", "title_described", "author", "date", "url", "archive_url", "language", "kind", "grade", "derived_from", "notes"),
            Proposals = Table("proposals.csv", "slug", "record", "title", "date", "proponents", "provenance", "addressees", "addressees_reason", "summary", "sources"),
            Lineage = Table("lineage.csv", "proposal", "from", "kind", "source", "note"),
            Events = Table("events.csv", "slug", "record", "title", "date", "kind", "place", "summary", "sources", "parties"),
            Figures = Table("figures.csv", "record", "regions", "held_by", "share_low", "share_high", "as_of", "attributed_to", "statement", "source", "paragraph", "note"),
            Discrepancies = Table("discrepancies.csv", "code", "kind", "title", "text", "sources"),
            Statements = Table(
                "statements.csv", "number", "record", "parties", "speaker", "office", "attributed_to", "made_on", "channel", "summary", "quote", "quote_language",
                "quote_translation", "grade", "confidence", "flags", "proposal", "clause", "topic", "responds_to", "responds_to_clause", "response", "plover", "event", "notes", "published_at"),
            Citations = Table("citations.csv", "statement", "source", "paragraph", "note"),
            Codings = Table("codings.csv", "record", "statement", "party", "issue", "region", "step_from", "step_to", "state", "condition", "reason", "special_status"),
            Quantities = Table("quantities.csv", "statement", "record", "measure", "low", "high", "unit", "note"),
            SaidAbout = Table("said-about.csv", "statement", "proposal"),
            ClauseDifferences = Table("clause-differences.csv", "base", "other", "label", "note"),
        };
    }

    private ProcessSettings? ReadSettings(string file, List<SeedFault> faults)
    {
        const string expected = "a JSON object with slug, title, summary, principalPair, oldAfterDays, lastSearched, defaultParties, notApplicable, licence";
        try
        {
            if (JsonSerializer.Deserialize<ProcessSettings>(File.ReadAllText(Path.Combine(root, file)), SettingsOptions) is { } settings)
                return settings;
            faults.Add(new(file, 1, "", "null", expected));
        }
        catch (JsonException error)
        {
            faults.Add(new(file, (int)(error.LineNumber ?? 0) + 1, error.Path ?? "", error.Message, expected));
        }
        catch (IOException error)
        {
            faults.Add(new(file, 0, "", error.Message, expected));
        }

        return null;
    }

    internal sealed class ProcessFolder
    {
        public required ProcessSettings? Settings { get; init; }

        public required SeedTable Parties { get; init; }

        public required SeedTable People { get; init; }

        public required SeedTable Offices { get; init; }

        public required SeedTable Regions { get; init; }

        public required SeedTable Publishers { get; init; }

        public required SeedTable Sources { get; init; }

        public required SeedTable Proposals { get; init; }

        public required SeedTable Lineage { get; init; }

        public required SeedTable Events { get; init; }

        public required SeedTable Figures { get; init; }

        public required SeedTable Discrepancies { get; init; }

        public required SeedTable Statements { get; init; }

        public required SeedTable Citations { get; init; }

        public required SeedTable Codings { get; init; }

        public required SeedTable Quantities { get; init; }

        public required SeedTable SaidAbout { get; init; }

        public required SeedTable ClauseDifferences { get; init; }
    }

    internal sealed record ProcessSettings(
        string Slug, string Title, string Summary, List<string> PrincipalPair, int OldAfterDays, string LastSearched, List<string> DefaultParties, List<NoSeatSetting> NotApplicable, LicenceSetting Licence);

    internal sealed record NoSeatSetting(string Party, string Issue, string Reason);

    internal sealed record LicenceSetting(string Name, string Url);
}
