using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Mvc.Infrastructure;
using Microsoft.Extensions.DependencyInjection;
using PeaceTracker.Domain.Positions;
using PeaceTracker.Domain.Statements;
using PeaceTracker.Testing;
using PeaceTracker.Web.Files;

namespace PeaceTracker.Web.Tests.Architecture;

/// <summary>The documents name what the code has: an address, a setting, a column or a clause that is not written down fails here.</summary>
public sealed partial class DocsTests(PeaceTrackerApp app) : IClassFixture<PeaceTrackerApp>
{
    /// <summary>A value for each parameter of a route that makes an answer with rows.</summary>
    private static readonly Dictionary<string, string> Samples = new()
    {
        ["process"] = "ukraine",
        ["party"] = "russia",
        ["issue"] = "nato-membership",
        ["number"] = "1",
        ["statement"] = "1",
        ["source"] = "1",
        ["proposal"] = "russian-terms-august-2025",
        ["region"] = "donetsk",
        ["slug"] = "alaska-summit",
        ["event"] = "alaska-summit",
        ["talksEvent"] = "alaska-summit",
    };

    /// <summary>What an address needs in its query to make an answer with rows.</summary>
    private static readonly Dictionary<string, string> Queries = new()
    {
        ["/ukraine/compare.json"] = "&p=russian-terms-june-2024,russian-terms-august-2025",
    };

    [Fact]
    public void Every_address_is_in_the_api_document()
    {
        var text = Doc("api.md");
        // In the API and in frames a page has the same address behind a prefix, which the document says once.
        Assert.All(Templates().Select(template => TwinOf().Replace(Suffix().Replace(template, ""), "/{")).Distinct(), address => Assert.Contains($"`{address}`", text, StringComparison.Ordinal));
    }

    [Fact]
    public void Every_column_that_is_brought_in_is_in_the_api_document_with_what_it_takes() =>
        Assert.All(Web.Writing.Importing.ImportField.All, field => Assert.Contains($"| `{field.Name}` | {(field.Required ? "yes" : "")} | {field.Expected} |", Doc("api.md"), StringComparison.Ordinal));

    [Fact]
    public async Task Every_schema_and_column_is_in_the_api_document()
    {
        var text = Doc("api.md");
        using var client = app.Visitor();
        using var auditor = await app.SignInAsync("Auditor");
        var missing = new List<string>();
        foreach (var template in Templates().Where(template => FileFormats.Of(template).Contains("json")))
        {
            var address = Parameter().Replace(Suffix().Replace(template, ".json"), match =>
                Samples.TryGetValue(match.Groups[1].Value, out var sample) ? sample : throw new InvalidOperationException($"{template}: add a sample value for {match.Value}."));
            using var answer = JsonDocument.Parse(await (address.StartsWith("/audit", StringComparison.Ordinal) ? auditor : client).GetStringAsync(new Uri($"{address}?date=2025-08-31&since=2024-06-30{Queries.GetValueOrDefault(address)}", UriKind.Relative), TestContext.Current.CancellationToken));
            foreach (var property in answer.RootElement.EnumerateObject())
            {
                if (property.Value.ValueKind != JsonValueKind.Array)
                {
                    Name(property.Name, address);
                    continue;
                }

                var section = Section(text, property.Name);
                if (section.Length == 0)
                    missing.Add($"{address}: schema {property.Name}");
                else if (property.Value.EnumerateArray().FirstOrDefault() is { ValueKind: JsonValueKind.Object } row)
                    missing.AddRange(row.EnumerateObject().Select(column => column.Name).Where(column => !section.Contains($"`{column}`", StringComparison.Ordinal)).Select(column => $"{address}: column {column} of {property.Name}"));
            }
        }

        Assert.Empty(missing.Distinct());

        void Name(string name, string address)
        {
            if (!text.Contains($"`{name}`", StringComparison.Ordinal))
                missing.Add($"{address}: {name}");
        }
    }

    [Fact]
    public void Every_shared_parameter_is_in_the_api_document() =>
        Assert.All(Web.Reading.ViewBinder.Parameters, pair => Assert.Contains($"| `{pair.Key}` | {pair.Value} |", Doc("api.md"), StringComparison.Ordinal));

    [Fact]
    public void Every_setting_is_in_the_operations_document()
    {
        using var settings = JsonDocument.Parse(File.ReadAllText(Path.Combine(Repository.Root, "src", "PeaceTracker.Web", "appsettings.json")));
        var text = Doc("operations.md");
        Assert.All(Leaves(settings.RootElement, ""), name => Assert.Contains($"`{name}`", text, StringComparison.Ordinal));

        static IEnumerable<string> Leaves(JsonElement element, string prefix) => element.ValueKind == JsonValueKind.Object
            ? element.EnumerateObject().SelectMany(property => Leaves(property.Value, prefix.Length == 0 ? property.Name : $"{prefix}:{property.Name}"))
            : [prefix];
    }

    [Fact]
    public void Every_clause_state_channel_and_response_is_in_the_codebook()
    {
        var text = Doc("codebook.md");
        Assert.Contains(PositionChange.MayBeUnchangedRule, text, StringComparison.Ordinal);
        Assert.Contains(PositionChange.DisputedRule, text, StringComparison.Ordinal);
        Assert.All(Clauses.InOrder, clause => Assert.Contains($"**{Clauses.Name(clause)}**: {Clauses.Text(clause)}", text, StringComparison.Ordinal));
        Assert.All(Enum.GetValues<PositionState>().Select(Clauses.Of), state => Assert.Contains($"| `{state.Slug}` | {state.Meaning} |", text, StringComparison.Ordinal));
        Assert.All(Enum.GetValues<Channel>().Select(Words.Of), term => Assert.Contains($"`{term.Slug}`", text, StringComparison.Ordinal));
        Assert.All(Enum.GetValues<ResponseKind>().Select(Words.Of), term => Assert.Contains($"`{term.Slug}`", text, StringComparison.Ordinal));
    }

    [Fact]
    public void Every_seed_file_is_in_the_seeds_document()
    {
        var seeds = Path.Combine(Repository.Root, "seeds");
        var text = File.ReadAllText(Path.Combine(seeds, "README.md"));
        foreach (var file in Directory.EnumerateFiles(seeds, "*.csv", SearchOption.AllDirectories))
        {
            Assert.Contains($"`{Path.GetFileName(file)}`", text, StringComparison.Ordinal);
            Assert.All(File.ReadLines(file).First().Split(','), column => Assert.Contains($"`{column}`", text, StringComparison.Ordinal));
        }
    }

    [Fact]
    public void Links_between_documents_lead_somewhere()
    {
        var documents = Directory.EnumerateFiles(Path.Combine(Repository.Root, "docs"), "*.md", SearchOption.AllDirectories)
            .Append(Path.Combine(Repository.Root, "README.md"))
            .Append(Path.Combine(Repository.Root, "seeds", "README.md"));
        Assert.All(documents, document => Assert.All(
            MarkdownLink().Matches(File.ReadAllText(document)).Select(match => match.Groups[1].Value).Where(target => !target.Contains("://", StringComparison.Ordinal)),
            target => Assert.True(Path.Exists(Path.Combine(Path.GetDirectoryName(document)!, target)), $"{document}: {target}")));
    }

    private List<string> Templates() =>
        [.. app.Services.GetRequiredService<IActionDescriptorCollectionProvider>().ActionDescriptors.Items
            .Select(action => "/" + action.AttributeRouteInfo!.Template)
            .Distinct()
            .Order(StringComparer.Ordinal)];

    private static string Doc(string name) => File.ReadAllText(Path.Combine(Repository.Root, "docs", name));

    /// <summary>The text from the heading that names a schema to the next heading; "" when there is none.</summary>
    private static string Section(string text, string schema)
    {
        var start = text.IndexOf($"### `{schema}`", StringComparison.Ordinal);
        if (start < 0)
            return "";
        var end = text.IndexOf("\n#", start, StringComparison.Ordinal);
        return end < 0 ? text[start..] : text[start..end];
    }

    [GeneratedRegex(@"^/(api/v1|embed)/\{(?!process\}/desk/)")]
    private static partial Regex TwinOf();

    [GeneratedRegex(@"\.\{format:[^/]*\}$")]
    private static partial Regex Suffix();

    [GeneratedRegex(@"\{(\w+)[^}]*\}")]
    private static partial Regex Parameter();

    [GeneratedRegex(@"\]\(([^)#\s]+)(?:#[^)]*)?\)")]
    private static partial Regex MarkdownLink();
}
