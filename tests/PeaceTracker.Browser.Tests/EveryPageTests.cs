using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc.Controllers;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Template;
using Microsoft.Extensions.DependencyInjection;

namespace PeaceTracker.Browser.Tests;

/// <summary>What must be true of every page, whatever it shows.</summary>
public sealed class EveryPageTests(Site site)
{
    [Fact]
    public void No_page_is_missing_from_the_list()
    {
        var missing = site.App.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Where(endpoint => endpoint.Metadata.GetMetadata<ControllerActionDescriptor>() is not null)
            // What only those who are signed in can open has tests of its own.
            .Where(endpoint => endpoint.Metadata.GetMetadata<IAllowAnonymous>() is not null)
            .Where(endpoint => endpoint.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods.Contains("GET") ?? true)
            // An address with a format is the file of a page, as is one of the API; one without a process only leads on while there is one process.
            .Where(endpoint => endpoint.RoutePattern.GetParameter("format") is null && endpoint.RoutePattern.GetParameter("process") is not null)
            .Select(endpoint => endpoint.RoutePattern.RawText!)
            .Where(route => !route.StartsWith("api/", StringComparison.Ordinal))
            .Distinct()
            .Where(route => !Pages.Addresses.Any(address => Leads(address, route)))
            .ToList();
        Assert.True(missing.Count == 0, "Routes no page of the list leads to: " + string.Join(", ", missing));

        static bool Leads(string address, string route) =>
            new TemplateMatcher(TemplateParser.Parse(route.TrimStart('/')), []).TryMatch(address.Split('?')[0], []);
    }

    [Theory]
    [MemberData(nameof(Pages.All), MemberType = typeof(Pages))]
    public async Task The_browser_has_nothing_to_complain_about(string address, int status)
    {
        var page = await site.OpenAsync();
        var complaints = new List<string>();
        page.Console += (_, message) =>
        {
            // Chromium itself reports the expected status of a page of words about a fault.
            if (message.Type is "error" or "warning" && !(status >= 400 && message.Location.Contains(address.Split('?')[0], StringComparison.Ordinal)))
                complaints.Add($"{message.Type}: {message.Text}");
        };
        page.PageError += (_, error) => complaints.Add($"script: {error}");
        page.RequestFailed += (_, request) => complaints.Add($"failed: {request.Url} {request.Failure}");
        page.Request += (_, request) =>
        {
            if (!request.Url.StartsWith(site.App.Address + "/", StringComparison.Ordinal) && !request.Url.StartsWith("data:", StringComparison.Ordinal))
                complaints.Add($"other host: {request.Url}");
        };
        page.Response += (_, response) =>
        {
            if (response.Status >= 400 && !response.Request.IsNavigationRequest)
                complaints.Add($"{response.Status}: {response.Url}");
        };
        await page.AddInitScriptAsync("window.refused = []; addEventListener('securitypolicyviolation', event => refused.push(event.violatedDirective + ' ' + event.blockedURI));");
        var answer = await page.GotoAsync(address);
        await Site.ReadyAsync(page);
        complaints.AddRange((await page.EvaluateAsync<string[]>("refused")).Select(refused => $"policy: {refused}"));

        Assert.Equal(status, answer!.Status);
        Assert.Contains("default-src 'none'", answer.Headers["content-security-policy"], StringComparison.Ordinal);
        Assert.DoesNotContain("unsafe", answer.Headers["content-security-policy"], StringComparison.Ordinal);
        // The style sheet, the script and the font must have arrived, not just have been asked for.
        Assert.True(await page.EvaluateAsync<bool>("document.styleSheets.length === 1 && document.styleSheets[0].cssRules.length > 5"), "The style sheet is empty.");
        // In the page of another site nothing runs.
        if (address.StartsWith("/embed/", StringComparison.Ordinal))
            Assert.True(await page.EvaluateAsync<bool>("!document.querySelector('script')"), "There is a script.");
        else
            Assert.True(await page.EvaluateAsync<bool>("'htmx' in window && !document.querySelector('[data-theme-switch]').hidden"), "The scripts did not run.");
        Assert.True(await page.EvaluateAsync<bool>("document.fonts.check('1rem \"Source Sans 3\"')"), "The font did not arrive.");
        await page.Context.CloseAsync();
        Assert.True(complaints.Count == 0, string.Join('\n', complaints));
    }

    [Theory]
    [MemberData(nameof(Pages.All), MemberType = typeof(Pages))]
    public async Task It_reads_without_scripts(string address, int status)
    {
        var page = await site.OpenAsync(script: false);
        var answer = await page.GotoAsync(address);
        Assert.Equal(status, answer!.Status);
        Assert.True(await page.Locator("main h1").IsVisibleAsync());
        Assert.True((await page.Locator("main").InnerTextAsync()).Length > 80, "There is hardly a word on the page.");
        Assert.Equal(1, await page.Locator("h1").CountAsync());
        await page.Context.CloseAsync();
    }
}
