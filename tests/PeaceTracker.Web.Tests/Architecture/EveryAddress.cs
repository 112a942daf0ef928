using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc.Controllers;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using PeaceTracker.Testing;
using PeaceTracker.Web.Files;
using PeaceTracker.Web.Reading;

namespace PeaceTracker.Web.Tests.Architecture;

/// <summary>The addresses a reader can ask, found from the routes: nobody has to remember a new one.</summary>
internal static partial class EveryAddress
{
    /// <summary>A word that nothing published has.</summary>
    public const string Unpublished = "zqcanary";

    /// <summary>Values for each parameter of a route: some that are public, some of unpublished records.</summary>
    private static readonly Dictionary<string, string[]> RouteValues = new()
    {
        ["process"] = ["ukraine"],
        ["party"] = ["russia"],
        ["issue"] = ["nato-membership", "territory"],
        ["number"] = ["1", "36", "901", "10001", "10002", "10003"],
        ["proposal"] = ["russian-terms-august-2025", "us-28-points-november-2025", Unpublished + "-plan"],
        ["region"] = ["donetsk"],
        ["talksEvent"] = ["alaska-summit"],
        ["topic"] = ["method"],
    };

    /// <summary>Values for each name a query takes.</summary>
    private static readonly Dictionary<string, string[]> QueryValues = new()
    {
        ["q"] = [Unpublished, "NATO"],
        ["party"] = ["russia"],
        ["issue"] = ["nato-membership"],
        ["region"] = ["UA-14"],
        ["regions"] = ["all"],
        ["minEvidence"] = ["1", "5"],
        ["channel"] = ["on-record"],
        ["grade"] = ["A", "2"],
        ["year"] = ["2025", "2026"],
        ["proposal"] = ["us-28-points-november-2025", Unpublished + "-plan"],
        ["with"] = ["us-paper-april-2025", Unpublished + "-plan"],
        ["response"] = ["rejected"],
        ["flag"] = ["contradicted"],
        ["kind"] = ["article", Unpublished + "-kind"],
        ["language"] = ["uk", "zq"],
        ["statements"] = ["with"],
        ["limit"] = ["1000"],
        ["after"] = [Unpublished],
        ["p"] = ["us-28-points-november-2025,russian-terms-august-2025", "us-28-points-november-2025," + Unpublished + "-plan"],
        ["base"] = ["us-28-points-november-2025"],
        ["show"] = ["all"],
        ["order"] = ["text", "relevance"],
        ["words"] = ["summaries"],
        ["a"] = ["russia"],
        ["b"] = ["ukraine"],
        ["sort"] = ["gap"],
        ["from"] = ["2025-01-01"],
        ["to"] = ["2026-01-01"],
        ["return"] = ["/ukraine"],
        ["token"] = [Unpublished],
    };

    /// <summary>What every address of a process takes.</summary>
    private static readonly string[] Shared =
    [
        "date=2026-11-25&since=2024-06-30&known=2026-11-25T12:00:00Z", "date=2025-12-31&parties=russia,ukraine&issues=nato-membership,territory", "state=stated", "state=no-answer", "evidence=source-C,on-record",
    ];

    /// <summary>Every address a reader can ask, in every format, with every parameter it takes.</summary>
    public static List<string> Of(PeaceTrackerApp app)
    {
        var addresses = new List<string> { "/nowhere/at/all", $"/ukraine/{Unpublished}", "/ukraine/sources/10001", "/ukraine/statements/10001/history" };
        foreach (var endpoint in app.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Where(endpoint => endpoint.Metadata.GetMetadata<ControllerActionDescriptor>() is not null && endpoint.Metadata.GetMetadata<IAllowAnonymous>() is not null)
            .Where(endpoint => endpoint.Metadata.GetMetadata<HttpMethodMetadata>()!.HttpMethods.Contains("GET")))
        {
            var template = "/" + endpoint.RoutePattern.RawText!.TrimStart('/');
            var takes = endpoint.Metadata.OfType<TakesAttribute>().SelectMany(attribute => attribute.Names).ToList();
            var filled = Fill(template).ToList();
            addresses.AddRange(filled);
            if (!template.StartsWith("/{process}", StringComparison.Ordinal))
                continue;
            // A file is made of the model of its page: one look at what the page does with parameters is enough.
            addresses.AddRange(template.Contains("{format", StringComparison.Ordinal) ? [$"{filled[0]}?{Shared[0]}"] : Shared.Select(query => $"{filled[0]}?{query}"));
            foreach (var name in takes)
            {
                Assert.True(QueryValues.ContainsKey(name), $"{template}: add a value for {name}.");
                if (!template.Contains("{format", StringComparison.Ordinal))
                    addresses.AddRange(QueryValues[name].Select(value => $"{filled[0]}?{name}={Uri.EscapeDataString(value)}"));
            }
        }

        return [.. addresses.Distinct()];

        static IEnumerable<string> Fill(string template)
        {
            if (Parameter().Match(template) is not { Success: true } match)
                return [template];
            var name = match.Groups[1].Value;
            Assert.True(name == "format" || RouteValues.ContainsKey(name), $"{template}: add a value for {name}.");
            var values = name == "format" ? FileFormats.Of("." + match.Value) : RouteValues[name];
            return values.SelectMany(value => Fill(template.Remove(match.Index, match.Length).Insert(match.Index, value)));
        }
    }

    [GeneratedRegex(@"\{(\w+)(?:[^{}]|\{[^{}]*\})*\}")]
    private static partial Regex Parameter();
}
