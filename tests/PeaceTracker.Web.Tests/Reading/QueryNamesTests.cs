using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc.Infrastructure;
using Microsoft.Extensions.DependencyInjection;
using PeaceTracker.Testing;
using PeaceTracker.Web.Features.Statements;
using PeaceTracker.Web.Files;
using PeaceTracker.Web.Reading;

namespace PeaceTracker.Web.Tests.Reading;

/// <summary>A misspelt parameter must never look like a filter that found everything.</summary>
public sealed partial class QueryNamesTests(PeaceTrackerApp app) : IClassFixture<PeaceTrackerApp>
{
    private static readonly Dictionary<string, string> Samples = new()
    {
        ["process"] = "ukraine",
        ["party"] = "russia",
        ["issue"] = "nato-membership",
        ["number"] = "1",
        ["proposal"] = "russian-terms-august-2025",
        ["region"] = "donetsk",
        ["talksEvent"] = "alaska-summit",
        ["topic"] = "method",
    };

    [Fact]
    public async Task Every_page_and_file_refuses_a_name_it_does_not_take()
    {
        using var client = app.Visitor();
        var addresses = Addresses().ToList();
        Assert.True(addresses.Count > 40);
        foreach (var address in addresses)
        {
            using var answer = await GetAsync(client, $"{address}?zzzz=1");
            Assert.True(answer.StatusCode == HttpStatusCode.BadRequest, $"{address}: {(int)answer.StatusCode}");
            Assert.Equal(address.Contains('.', StringComparison.Ordinal) || address.StartsWith("/api/", StringComparison.Ordinal) ? "application/problem+json" : "text/html", answer.Content.Headers.ContentType!.MediaType);
        }
    }

    [Fact]
    public async Task Every_page_and_file_takes_every_shared_name()
    {
        using var client = app.Visitor();
        foreach (var address in Addresses())
        {
            using var answer = await GetAsync(client, $"{address}?date=2025-08-31&since=2024-06-30&known=2026-11-25&parties=russia,ukraine&issues=nato-membership&state=ambiguous&evidence=report");
            Assert.True((int)answer.StatusCode < 400, $"{address}: {(int)answer.StatusCode}");
        }
    }

    [Theory]
    [InlineData("/ukraine/positions?party=ukraine&date=2025-08-31", "Did you mean parties?", "/ukraine/positions?parties=ukraine&date=2025-08-31")]
    [InlineData("/ukraine/positions?partys=ukraine,russia", "Did you mean parties?", "/ukraine/positions?parties=ukraine,russia")]
    [InlineData("/ukraine/statements?from=2025-01-01&to=2025-08-31&party=russia", "Did you mean since and date?", "/ukraine/statements?since=2025-01-01&date=2025-08-31&party=russia")]
    [InlineData("/ukraine/statements?page=2&q=east", "Did you mean after?", "/ukraine/statements?q=east")]
    [InlineData("/ukraine/events?after=zz&parties=russia", "Did you mean since?", "/ukraine/events?parties=russia")]
    [InlineData("/ukraine/events/alaska-summit?isues=territory", "Did you mean issues?", "/ukraine/events/alaska-summit?issues=territory")]
    [InlineData("/ukraine/sources?xyzxyz=1&kind=copy", "Nothing was guessed", "/ukraine/sources?kind=copy")]
    [InlineData("/ukraine?partys=russia", "Did you mean parties?", "/ukraine?parties=russia")]
    [InlineData("/?partys=russia", "Did you mean parties?", "/?parties=russia")]
    public async Task The_nearest_name_is_offered_and_the_rest_of_the_query_stays(string address, string words, string offer)
    {
        using var client = app.Visitor();
        using var page = await client.GetPageAsync(address, 400);
        Assert.Contains(words, page.QuerySelector("main")!.Words(), StringComparison.Ordinal);
        Assert.Contains(page.QuerySelectorAll("main li a"), link => link.GetAttribute("href") == offer);
        using var answer = await GetAsync(client, offer);
        Assert.True((int)answer.StatusCode < 400, offer);
    }

    [Fact]
    public async Task A_file_names_the_parameter_and_the_nearest_name()
    {
        using var client = app.Visitor();
        using var answer = await GetAsync(client, "/ukraine/positions.json?partys=russia&date=2025-08-31");
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        using var problem = JsonDocument.Parse(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        var fault = problem.RootElement.GetProperty("faults").EnumerateArray().Single();
        Assert.Equal(("partys", "russia"), (fault.GetProperty("parameter").GetString(), fault.GetProperty("found").GetString()));
        Assert.Equal("/ukraine/positions.json?parties=russia&date=2025-08-31", problem.RootElement.GetProperty("suggestions")[0].GetProperty("address").GetString());
    }

    [Theory]
    [InlineData("/ukraine/positions?date=2025-08-31&date=2024-06-30", "/ukraine/positions?date=2025-08-31")]
    [InlineData("/ukraine/statements?party=ukraine&party=russia&year=2025", "/ukraine/statements?party=russia&year=2025")]
    [InlineData("/ukraine/statements.csv?q=a&Q=b", null)]
    public async Task A_name_given_twice_is_refused_with_each_value_offered(string address, string? offer)
    {
        using var client = app.Visitor();
        if (offer is null)
        {
            using var answer = await GetAsync(client, address);
            Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
            return;
        }

        using var page = await client.GetPageAsync(address, 400);
        Assert.Contains("may be given once only", page.QuerySelector("h1")!.Words(), StringComparison.Ordinal);
        Assert.Contains(page.QuerySelectorAll("main li a"), link => link.GetAttribute("href") == offer);
    }

    [Theory]
    [InlineData("/ukraine/positions?parties=ukraine&parties=russia", 200)]
    [InlineData("/ukraine/positions?parties=,", 400)]
    [InlineData("/ukraine/positions?date=&since=&state=&evidence=", 200)]
    public async Task Boxes_of_one_name_and_fields_left_empty_are_what_a_form_sends(string address, int status)
    {
        using var client = app.Visitor();
        using var page = await client.GetPageAsync(address, status);
    }

    [Theory]
    [InlineData("/?date=2025-08-31", "/ukraine/positions?date=2025-08-31")]
    [InlineData("/ukraine?date=2025-08-31&parties=russia,ukraine", "/ukraine/positions?date=2025-08-31&parties=russia,ukraine")]
    [InlineData("/ukraine/about?date=2025-08-31", "/ukraine/about/method?date=2025-08-31")]
    [InlineData("/about", "/ukraine/about")]
    [InlineData("/about/maps?date=2025-08-31", "/ukraine/about/maps?date=2025-08-31")]
    [InlineData("/about/data.csv", "/ukraine/about/data.csv")]
    public async Task The_short_addresses_go_on_with_the_query(string address, string to)
    {
        using var client = app.Visitor();
        using var answer = await GetAsync(client, address);
        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        Assert.Equal(to, answer.Headers.Location!.OriginalString);
    }

    [Fact]
    public void The_list_of_statements_explains_what_each_of_its_parameters_takes() =>
        Assert.Equal(
            typeof(StatementsController).GetMethod(nameof(StatementsController.Index))!.GetCustomAttributes(typeof(TakesAttribute), false).Cast<TakesAttribute>().Single().Names.Order(StringComparer.Ordinal),
            StatementFilter.Parameters.Keys.Order(StringComparer.Ordinal));

    [Fact]
    public void The_api_document_lists_the_names_each_address_takes()
    {
        var lines = File.ReadAllLines(Path.Combine(Repository.Root, "docs", "api.md"));
        // What is read and what is sent at one address share a row, and so does the same in the API and in frames.
        foreach (var actions in app.Services.GetRequiredService<IActionDescriptorCollectionProvider>().ActionDescriptors.Items.GroupBy(action => TwinOf().Replace("/" + FileFormats.Page(action.AttributeRouteInfo!.Template!), "/{")))
        {
            var row = lines.First(line => line.StartsWith($"| `{actions.Key}` |", StringComparison.Ordinal));
            var named = Name().Matches(row.Split('|')[3]).Select(match => match.Groups[1].Value);
            Assert.Equal(actions.SelectMany(action => action.EndpointMetadata.OfType<TakesAttribute>()).SelectMany(takes => takes.Names).Distinct().Order(StringComparer.Ordinal), named.Order(StringComparer.Ordinal));
        }
    }

    [Theory]
    [InlineData("/ukraine/statements/36?state=stated", "state has no effect on this page")]
    [InlineData("/ukraine/sources/1?parties=russia&state=stated", "parties and state have no effect on this page")]
    [InlineData("/ukraine/positions/russia/neutrality?issues=territory", "issues has no effect on this page")]
    public async Task A_shared_parameter_that_can_change_nothing_is_said_to(string address, string words)
    {
        using var client = app.Visitor();
        using var page = await client.GetPageAsync(address);
        Assert.Contains(words, page.QuerySelector("main")!.Words(), StringComparison.Ordinal);
    }

    [Theory]
    // Record: Russia's draft of 15 June 2022 and the terms of August 2025 leave neutrality ambiguous; the list holds whoever has such a cell, and no one else.
    [InlineData("/ukraine/parties.json?date=2025-08-31&issues=neutrality&state=ambiguous", "parties", "party", "russia", "ukraine")]
    [InlineData("/ukraine/issues.json?date=2025-08-31&parties=russia&state=ambiguous", "issues", "issue", "neutrality", "nato-membership")]
    public async Task State_keeps_what_has_such_a_position(string address, string schema, string column, string kept, string left)
    {
        using var client = app.Visitor();
        using var file = await JsonAsync(client, address);
        var values = file.RootElement.GetProperty(schema).EnumerateArray().Select(row => row.GetProperty(column).GetString()).ToList();
        Assert.Contains(kept, values);
        Assert.DoesNotContain(left, values);
    }

    [Theory]
    [InlineData("sources", "sources", "number")]
    [InlineData("events", "events", "event")]
    public async Task State_on_what_was_said_follows_the_list_of_statements(string list, string schema, string column)
    {
        using var client = app.Visitor();
        using var statements = await JsonAsync(client, "/ukraine/statements.json?state=conditional");
        var name = list == "sources" ? "sources" : "event";
        var expected = statements.RootElement.GetProperty("statements").EnumerateArray()
            .SelectMany(row => row.GetProperty(name) is { ValueKind: JsonValueKind.Array } several ? several.EnumerateArray().Select(one => one.ToString()) : [row.GetProperty(name).ToString()])
            .Where(value => value.Length > 0)
            .ToHashSet();
        Assert.NotEmpty(expected);
        using var file = await JsonAsync(client, $"/ukraine/{list}.json?state=conditional");
        Assert.Equal(expected.Order(StringComparer.Ordinal), file.RootElement.GetProperty(schema).EnumerateArray().Select(row => row.GetProperty(column).ToString()).Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("/ukraine/events?state=disputed")]
    [InlineData("/ukraine/sources?state=disputed")]
    [InlineData("/ukraine/figures?state=not-applicable")]
    public async Task A_state_no_statement_can_have_is_refused_where_statements_are_listed(string address)
    {
        using var client = app.Visitor();
        using var page = await client.GetPageAsync(address, 400);
        Assert.Contains("a state that one statement can have", page.QuerySelector("main")!.Words(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/ukraine/parties/moscow", 404, "/ukraine/parties/russia")]
    [InlineData("/ukraine/parties/kiev", 404, "/ukraine/parties/ukraine")]
    [InlineData("/ukraine/parties/Россия", 404, "/ukraine/parties/russia")]
    [InlineData("/ukraine/positions/moscow/neutrality", 404, "/ukraine/positions/russia/neutrality")]
    [InlineData("/ukraine/positions?parties=ukraine,kremlin", 400, "/ukraine/positions?parties=ukraine,russia")]
    [InlineData("/ukraine/statements?party=Київ", 400, "/ukraine/statements?party=ukraine")]
    [InlineData("/ukraine/positions/russia/territory?region=DON", 400, "/ukraine/positions/russia/territory?region=UA-14")]
    [InlineData("/ukraine/positions/russia/territory?region=65", 400, "/ukraine/positions/russia/territory?region=UA-65")]
    [InlineData("/ukraine/issues/territory?region=ua-14", 400, "/ukraine/issues/territory?region=UA-14")]
    [InlineData("/ukraine/statements?region=Херсонська%20область", 400, "/ukraine/statements?region=UA-65")]
    public async Task A_thing_is_found_by_its_other_names(string address, int status, string offer)
    {
        using var client = app.Visitor();
        using var page = await client.GetPageAsync(address, status);
        Assert.Equal(offer, page.QuerySelectorAll("main li a")[0].GetAttribute("href"));
    }

    [Theory]
    [InlineData("/ukraine/positions?date=1900-01-01")]
    [InlineData("/ukraine/positions?date=1900-06-01")]
    [InlineData("/ukraine/issues/territory?date=1900-01-01")]
    [InlineData("/ukraine/parties/russia?date=1900-01-01")]
    public async Task No_page_offers_a_day_that_cannot_be_asked_for(string address)
    {
        using var client = app.Visitor();
        using var page = await client.GetPageAsync(address);
        foreach (var href in page.QuerySelectorAll("main .quick a").Select(link => link.GetAttribute("href")!))
        {
            using var answer = await GetAsync(client, href);
            Assert.True(answer.IsSuccessStatusCode, href);
        }
    }

    [Theory]
    [InlineData("/ukraine/positions?date=1900-01-01&since=1900-01-01")]
    [InlineData("/ukraine/positions?date=1900-01-01&state=changed")]
    [InlineData("/ukraine/issues/territory?date=1900-01-01&from=nonsense")]
    public async Task No_fault_offers_a_day_that_cannot_be_asked_for(string address)
    {
        using var client = app.Visitor();
        using var page = await client.GetPageAsync(address, 400);
        var links = page.QuerySelectorAll("main li a").Select(link => link.GetAttribute("href")!).ToList();
        Assert.NotEmpty(links);
        foreach (var href in links)
        {
            using var answer = await GetAsync(client, href);
            Assert.True(answer.IsSuccessStatusCode, href);
        }
    }

    /// <summary>Every address for readers, as a page and as each file it answers.</summary>
    private IEnumerable<string> Addresses() =>
        app.Services.GetRequiredService<IActionDescriptorCollectionProvider>().ActionDescriptors.Items
            .Where(action => action.EndpointMetadata.OfType<IAllowAnonymous>().Any() && !OfAccounts().IsMatch("/" + action.AttributeRouteInfo!.Template))
            .Select(action => "/" + action.AttributeRouteInfo!.Template)
            .SelectMany(template => FileFormats.Of(template) is { Count: > 0 } formats ? formats.Select(format => $"{FileFormats.Page(template)}.{format}") : [template])
            .Select(template => Parameter().Replace(template, match => Samples[match.Groups[1].Value]))
            .Distinct();

    private static Task<HttpResponseMessage> GetAsync(HttpClient client, string address) =>
        client.GetAsync(new Uri(address, UriKind.Relative), TestContext.Current.CancellationToken);

    private static async Task<JsonDocument> JsonAsync(HttpClient client, string address) =>
        JsonDocument.Parse(await client.GetStringAsync(new Uri(address, UriKind.Relative), TestContext.Current.CancellationToken));

    [GeneratedRegex(@"^/(account|setup)\b")]
    private static partial Regex OfAccounts();

    [GeneratedRegex(@"\{(\w+)[^}]*\}")]
    private static partial Regex Parameter();

    [GeneratedRegex(@"^/(api/v1|embed)/\{(?!process\}/desk/)")]
    private static partial Regex TwinOf();

    [GeneratedRegex(@"`(\w+)`")]
    private static partial Regex Name();
}
