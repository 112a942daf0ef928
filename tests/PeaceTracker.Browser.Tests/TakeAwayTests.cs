using System.Text.Json.Nodes;
using PeaceTracker.Web.Files;

namespace PeaceTracker.Browser.Tests;

/// <summary>What is taken away, read by libraries that are not ours.</summary>
public sealed class TakeAwayTests(Site site)
{
    private const string When = "date=2025-08-31&known=2026-11-25T12:00:00Z";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("/ukraine/positions", "Positions")]
    [InlineData("/ukraine/positions/russia/nato-membership", "Position of Russia on NATO membership")]
    [InlineData("/ukraine/issues/nato-membership", "NATO membership over time")]
    [InlineData("/ukraine/distance", "Steps between Russia and Ukraine")]
    [InlineData("/ukraine/compare?p=russian-terms-june-2024,russian-terms-august-2025", "Comparison of ")]
    [InlineData("/ukraine/statements/36", "Statement 36: ")]
    [InlineData("/ukraine/statements?q=neutrality", "Statements, ")]
    public async Task A_page_is_cited_in_every_format_with_its_day_and_what_was_known(string address, string title)
    {
        var (path, query) = address.Split('?') is [var before, var after] ? (before, after + "&" + When) : (address, When);
        var permanent = string.Join('&', query.Split('&').Order(StringComparer.Ordinal));
        foreach (var format in new[] { "bib", "ris", "csl" })
        {
            var item = (await ReadAsync(format, await GetAsync($"{path}.{format}?{query}")))!.AsArray().Single()!;
            Assert.StartsWith(title, (string?)item["title"], StringComparison.Ordinal);
            Assert.Equal($"{site.App.Address}{path}?{permanent}", (string?)item["URL"]);
            Assert.Equal("PeaceTracker", (string?)item["author"]![0]!["literal"] ?? (string?)item["author"]![0]!["family"]);
            // BibTeX knows no day.
            Assert.Equal(format == "bib" ? "2026-11" : "2026-11-25", string.Join('-', item["issued"]!["date-parts"]![0]!.AsArray().Select(part => part!.ToString())));
            Assert.Contains("as known on 25 November 2026 at 12:00 UTC", (string?)item["note"] ?? (string?)item["annote"], StringComparison.Ordinal);
        }

        foreach (var format in new[] { "txt", "md" })
        {
            var text = await GetAsync($"{path}.{format}?{query}");
            Assert.Contains($"{site.App.Address}{path}?{permanent}", text, StringComparison.Ordinal);
            Assert.Contains("looked at 31 August 2025, as known on 25 November 2026 at 12:00 UTC", text, StringComparison.Ordinal);
            Assert.Contains("CC BY 4.0", text, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("Who said \"100 %\" & why: {x}_y #1 $5 ~ ^ \\ end")]
    [InlineData("Слова Зеленського про Донбас")]
    [InlineData("Line one\r\nline two\tER  - ")]
    public async Task A_title_is_read_as_it_was_written(string title)
    {
        var footnote = new Footnote(title, "Ukraine & others", new(2025, 8, 31), new(2026, 11, 25, 12, 0, 0, TimeSpan.Zero), new(2026, 11, 28), "https://example.org/ukraine/positions?date=2025-08-31&known=2026-11-25T12:00:00Z", "CC BY 4.0", "https://creativecommons.org/licenses/by/4.0/", "uk");
        foreach (var format in new[] { "bib", "ris", "csl" })
        {
            var item = (await ReadAsync(format, footnote.In(format)!.Value.Text))!.AsArray().Single()!;
            Assert.Equal(format == "csl" ? title : string.Join(' ', title.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)), (string?)item["title"]);
            Assert.Equal(footnote.Address, (string?)item["URL"]);
        }
    }

    [Theory]
    [InlineData("/ukraine/statements/36.jsonld", 1)]
    [InlineData("/ukraine/statements.jsonld?party=ukraine&year=2025", null)]
    public async Task Statements_are_linked_data_in_which_nothing_is_without_meaning(string address, int? count)
    {
        var full = address + (address.Contains('?', StringComparison.Ordinal) ? "&" : "?") + When;
        var triples = (await ReadAsync("jsonld", await GetAsync(full)))!.AsArray().Select(triple => (Subject: (string)triple!["subject"]!["value"]!, Predicate: (string)triple["predicate"]!["value"]!, Object: (string)triple["object"]!["value"]!, Language: (string?)triple["object"]!["language"])).ToList();
        var rows = JsonNode.Parse(await GetAsync(full.Replace(".jsonld?", ".json?", StringComparison.Ordinal)))!.AsObject();
        var statements = rows["statements"]!.AsArray();
        Assert.Equal(count ?? statements.Count, statements.Count);
        Assert.NotEmpty(statements);
        const string type = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type";
        Assert.Equal(
            statements.Select(row => $"{site.App.Address}/ukraine/statements/{row!["statement"]}").Order(StringComparer.Ordinal),
            triples.Where(triple => triple.Predicate == type && triple.Object == "https://schema.org/Claim").Select(triple => triple.Subject).Order(StringComparer.Ordinal));
        // Every quotation word for word in its language, and where the source has that language also as what is looked for in it.
        foreach (var row in statements.Where(row => row!["quote"] is not null))
            Assert.Contains(triples, triple => triple.Predicate == "https://schema.org/text" && triple.Object == (string)row!["quote"]! && triple.Language == (string)row["quote_language"]!);
        Assert.All(triples.Where(triple => triple.Predicate == "http://www.w3.org/ns/oa#exact"), exact => Assert.Contains(statements, row => (string?)row!["quote"] == exact.Object));
        Assert.Equal(rows["codings"]!.AsArray().Count, triples.Count(triple => triple.Object == "http://www.w3.org/ns/oa#classifying"));
        Assert.Equal(rows["citations"]!.AsArray().Count, triples.Count(triple => triple.Object == "http://www.w3.org/ns/oa#identifying"));
    }

    [Fact]
    public async Task The_matrix_is_a_network_of_parties_and_issues()
    {
        var graph = (await ReadAsync("graphml", await GetAsync($"/ukraine/positions.graphml?{When}&parties=russia,ukraine&issues=nato-membership,neutrality")))!;
        Assert.Equal(["issue/nato-membership", "issue/neutrality", "party/russia", "party/ukraine"], graph["nodes"]!.AsArray().Select(node => (string)node!["key"]!).Order(StringComparer.Ordinal));
        Assert.Equal(["NATO membership", "Neutrality", "Russia", "Ukraine"], graph["nodes"]!.AsArray().Select(node => (string)node!["attributes"]!["label"]!).Order(StringComparer.Ordinal));
        var rows = JsonNode.Parse(await GetAsync($"/ukraine/positions.json?{When}&parties=russia,ukraine&issues=nato-membership,neutrality"))!["positions"]!.AsArray();
        Assert.Equal(
            rows.Where(row => (string)row!["state"]! != "no-statement").Select(row => $"party/{row!["party"]} issue/{row["issue"]} {row["state"]} {row["step_from"]} {row["step_to"]}").Order(StringComparer.Ordinal),
            graph["edges"]!.AsArray().Select(edge => $"{edge!["source"]} {edge["target"]} {edge["attributes"]!["state"]} {edge["attributes"]!["step_from"]} {edge["attributes"]!["step_to"]}").Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task The_distance_is_a_network_of_who_agrees_on_how_many_issues()
    {
        const string parties = "parties=russia,ukraine,united-states";
        var graph = (await ReadAsync("graphml", await GetAsync($"/ukraine/distance.graphml?{When}&{parties}")))!;
        Assert.Equal(["Russia", "Ukraine", "United States"], graph["nodes"]!.AsArray().Select(node => (string)node!["attributes"]!["label"]!).Order(StringComparer.Ordinal));
        // Counted again from the gaps of the table: an issue is the same only where every region compared has no gap.
        var rows = JsonNode.Parse(await GetAsync($"/ukraine/distance.json?{When}&{parties}"))!["distance"]!.AsArray().Where(row => row!["gap_most"] is not null).ToList();
        var expected = rows.GroupBy(row => $"party/{row!["a"]} party/{row["b"]}").Select(pair =>
        {
            var issues = pair.GroupBy(row => (string)row!["issue"]!).ToList();
            var same = issues.Count(issue => issue.All(row => (int)row!["gap_most"]! == 0));
            var apart = issues.Count(issue => issue.Any(row => (int)row!["gap_least"]! > 0));
            return $"{pair.Key} {same} {apart} {issues.Count}";
        });
        Assert.Equal(expected.Order(StringComparer.Ordinal), graph["edges"]!.AsArray().Select(edge => $"{edge!["source"]} {edge["target"]} {edge["attributes"]!["issues_same"]} {edge["attributes"]!["issues_apart"]} {edge["attributes"]!["issues_compared"]}").Order(StringComparer.Ordinal));
        Assert.All(graph["edges"]!.AsArray(), edge => Assert.Equal((double)edge!["attributes"]!["issues_same"]! / (double)edge["attributes"]!["issues_compared"]!, (double)edge["attributes"]!["weight"]!, 4));
    }

    [Fact]
    public async Task A_saved_search_is_followed_as_a_feed()
    {
        const string address = "/ukraine/statements.atom?issue=nato-membership&party=russia&q=membership";
        var feed = (await ReadAsync("atom", await GetAsync(address)))!;
        Assert.Equal("atom", (string)feed["format"]!);
        Assert.Equal(site.App.Address + "/ukraine/statements.atom?issue=nato-membership&party=russia&q=membership", (string)feed["self"]!);
        var items = feed["items"]!.AsArray();
        var rows = JsonNode.Parse(await GetAsync(address.Replace(".atom", ".json", StringComparison.Ordinal)))!["statements"]!.AsArray();
        Assert.NotEmpty(items);
        Assert.Equal(
            rows.OrderByDescending(row => (string)row!["published_at"]!, StringComparer.Ordinal).Select(row => DateTimeOffset.Parse((string)row!["published_at"]!, System.Globalization.CultureInfo.InvariantCulture)).Take(50),
            items.Select(item => DateTimeOffset.Parse((string)item!["updated"]!, System.Globalization.CultureInfo.InvariantCulture)));
        Assert.All(items, item => Assert.Contains(rows, row => ((string)item!["link"]!).EndsWith($"/ukraine/statements/{row!["statement"]}", StringComparison.Ordinal) && (string)item["summary"]! == (string)row["summary"]!));
        Assert.Equal(items.Count, items.Select(item => (string)item!["id"]!).Distinct().Count());
        Assert.All(items, item => Assert.StartsWith("urn:uuid:", (string)item!["id"]!, StringComparison.Ordinal));
    }

    private async Task<string> GetAsync(string address)
    {
        using var client = new HttpClient();
        return await client.GetStringAsync(new Uri(site.App.Address + address), Cancellation);
    }

    private static async Task<JsonNode?> ReadAsync(string kind, string text)
    {
        var file = Path.GetTempFileName();
        await File.WriteAllTextAsync(file, text, Cancellation);
        var (well, said) = await Node.RunAsync("read-file.mjs", kind, file);
        File.Delete(file);
        Assert.True(well, said);
        return JsonNode.Parse(said);
    }
}
