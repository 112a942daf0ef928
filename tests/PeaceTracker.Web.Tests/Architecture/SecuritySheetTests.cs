using System.Globalization;
using System.Text.RegularExpressions;
using CsvHelper;
using PeaceTracker.Testing;

namespace PeaceTracker.Web.Tests.Architecture;

/// <summary>The sheet of docs/asvs.csv answers every requirement of levels 1 and 2 of OWASP ASVS 5.0.0; what it and docs/security.md name as proof is there.</summary>
public sealed partial class SecuritySheetTests
{
    private static readonly string[] Answers = ["test", "not applicable", "design", "open"];

    [Fact]
    public void Every_requirement_of_levels_1_and_2_is_answered_once_and_in_order()
    {
        var rows = Sheet();
        Assert.All(rows, row => Assert.Matches(Requirement(), row.Requirement));
        var places = rows.ConvertAll(row => Array.ConvertAll(row.Requirement.Split('.'), part => int.Parse(part, CultureInfo.InvariantCulture))).ConvertAll(parts => (parts[0], parts[1], parts[2]));
        Assert.Equal(places.Distinct().Order(), places);
        // As many as the standard has.
        Assert.Equal((70, 183), (rows.Count(row => row.Level == "1"), rows.Count(row => row.Level == "2")));
        Assert.All(rows, row => Assert.True(row.Level is "1" or "2" or "3", $"{row.Requirement}: level {row.Level}"));
    }

    [Fact]
    public void Every_answer_is_one_of_four_and_says_why()
    {
        Assert.All(Sheet(), row =>
        {
            Assert.Contains(row.Answer, Answers);
            Assert.False(string.IsNullOrWhiteSpace(row.About), row.Requirement);
            Assert.False(string.IsNullOrWhiteSpace(row.Evidence), row.Requirement);
            Assert.Equal((row.Requirement, row.Answer == "not applicable"), (row.Requirement, row.Evidence.StartsWith("because ", StringComparison.Ordinal)));
        });
    }

    [Fact]
    public void Every_test_that_is_named_is_there()
    {
        var tests = Tests();
        Assert.Contains($"{nameof(SecuritySheetTests)}.{nameof(Every_test_that_is_named_is_there)}", tests);
        var proofs = Sheet().Where(row => row.Answer == "test").SelectMany(row => row.Evidence.Split("; "));
        var told = Named().Matches(Text("asvs.csv") + Text("security.md")).Select(match => match.Value);
        var named = proofs.Concat(told).Distinct().Order(StringComparer.Ordinal).ToList();
        Assert.True(named.Count > 90, $"Only {named.Count} tests are named.");
        Assert.Empty(named.Except(tests));
    }

    [Fact]
    public void The_counts_in_the_document_are_those_of_the_sheet()
    {
        var (asked, more) = (Sheet().Where(row => row.Level != "3").ToList(), Sheet().Where(row => row.Level == "3").ToList());
        Assert.Contains($"Of {asked.Count} requirements of levels 1 and 2: {Counted(asked)}. Of {more.Count} of level 3 besides: {Counted(more)}.", Text("security.md"), StringComparison.Ordinal);

        static string Counted(List<Row> rows)
        {
            var counts = Array.ConvertAll(Answers, answer => rows.Count(row => row.Answer == answer));
            return $"{counts[0]} by a test, {counts[1]} not applicable, {counts[2]} by design, {counts[3]} open";
        }
    }

    private static List<Row> Sheet()
    {
        var text = Text("asvs.csv");
        // Line ends and marks of one system would differ from the others in every row.
        Assert.DoesNotContain('\r', text);
        using var csv = new CsvParser(new StringReader(text), CultureInfo.InvariantCulture);
        Assert.True(csv.Read());
        Assert.Equal(["requirement", "level", "about", "answer", "evidence"], csv.Record!);
        var rows = new List<Row>();
        while (csv.Read())
        {
            Assert.True(csv.Record!.Length == 5, csv.RawRecord);
            rows.Add(new(csv.Record[0], csv.Record[1], csv.Record[2], csv.Record[3], csv.Record[4]));
        }

        return rows;
    }

    /// <summary>All that the sources of the tests mark as a test: those of browsers and of several instances are in other programs than this.</summary>
    private static HashSet<string> Tests()
    {
        var folder = Path.Combine(Repository.Root, "tests");
        var tests = new HashSet<string>();
        var files = Directory.EnumerateDirectories(folder, "*Tests")
            .SelectMany(project => Directory.EnumerateFiles(project, "*.cs", SearchOption.AllDirectories))
            .Where(file => !Path.GetRelativePath(folder, file).Split(Path.DirectorySeparatorChar).Any(part => part is "bin" or "obj" or "node_modules"));
        foreach (var file in files)
        {
            var (type, marked) = ("", false);
            foreach (var line in File.ReadLines(file))
            {
                if (Type().Match(line) is { Success: true } begun)
                    type = begun.Groups[1].Value;
                else if (Mark().IsMatch(line))
                    marked = true;
                else if (line.Length == 0)
                    marked = false;
                else if (marked && Method().Match(line) is { Success: true } method)
                    marked = !tests.Add($"{type}.{method.Groups[1].Value}");
            }
        }

        return tests;
    }

    private static string Text(string name) => File.ReadAllText(Path.Combine(Repository.Root, "docs", name));

    private sealed record Row(string Requirement, string Level, string About, string Answer, string Evidence);

    [GeneratedRegex(@"^[1-9][0-9]?\.[1-9][0-9]?\.[1-9][0-9]?\z")]
    private static partial Regex Requirement();

    [GeneratedRegex(@"\b[A-Z]\w*Tests\.[A-Z]\w*")]
    private static partial Regex Named();

    [GeneratedRegex(@"^(?:public|internal) (?:[a-z]+ )*class (\w+)")]
    private static partial Regex Type();

    [GeneratedRegex(@"^ +\[(?:Fact|Theory)\b")]
    private static partial Regex Mark();

    [GeneratedRegex(@"^ +public (?:static )?(?:async )?[\w<>]+ (\w+)\(")]
    private static partial Regex Method();
}
