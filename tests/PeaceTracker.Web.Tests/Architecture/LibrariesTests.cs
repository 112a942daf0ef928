using System.Globalization;
using System.Text.Json.Nodes;
using CsvHelper;
using PeaceTracker.Testing;

namespace PeaceTracker.Web.Tests.Architecture;

/// <summary>No library of the program is older than docs/minimum-versions.csv allows, whoever brought it in.</summary>
public sealed class LibrariesTests
{
    private const string Runtime = "Microsoft.AspNetCore.App";

    [Fact]
    public void No_library_is_older_than_an_advisory_allows()
    {
        var used = Directory.GetFiles(Path.Combine(Repository.Root, "src"), "packages.lock.json", SearchOption.AllDirectories)
            .Where(file => !file.Contains($"{Path.DirectorySeparatorChar}bin{Path.DirectorySeparatorChar}", StringComparison.Ordinal))
            .SelectMany(file => JsonNode.Parse(File.ReadAllText(file))!["dependencies"]!.AsObject())
            .SelectMany(framework => framework.Value!.AsObject())
            .Where(library => library.Value!["resolved"] is not null)
            .Select(library => (Name: library.Key, Version: Parsed((string)library.Value!["resolved"]!)))
            .Append((Name: Runtime, Version: Environment.Version))
            .ToLookup(library => library.Name, library => library.Version);
        Assert.True(used.Count > 50, $"Only {used.Count} libraries are known.");
        using var csv = new CsvParser(new StreamReader(Path.Combine(Repository.Root, "docs", "minimum-versions.csv")), CultureInfo.InvariantCulture);
        Assert.True(csv.Read());
        Assert.Equal(["library", "at least", "why"], csv.Record!);
        var wrong = new List<string>();
        var listed = new List<string>();
        while (csv.Read())
        {
            var (name, least) = (csv.Record![0], Parsed(csv.Record[1]));
            listed.Add(name);
            Assert.False(string.IsNullOrWhiteSpace(csv.Record[2]), name);
            // One that is not used any more need not be watched.
            if (!used.Contains(name))
                wrong.Add($"{name} is not used");
            wrong.AddRange(used[name].Where(version => version < least).Select(version => $"{name} {version} is older than {least}: {csv.Record[2]}"));
        }

        Assert.Empty(wrong);
        Assert.Equal(listed.Distinct().Order(StringComparer.Ordinal), listed);
    }

    private static Version Parsed(string version) => Version.Parse(version.Split('-')[0]);
}
