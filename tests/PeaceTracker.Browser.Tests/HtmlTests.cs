using System.Globalization;

namespace PeaceTracker.Browser.Tests;

/// <summary>The HTML as sent, judged by html-validate's recommended rules.</summary>
public sealed class HtmlTests(Site site)
{
    [Fact]
    public async Task The_HTML_of_every_page_is_valid()
    {
        using var client = new HttpClient();
        var pages = new List<(string, string)>();
        foreach (var address in Pages.Addresses)
        {
            using var answer = await client.GetAsync(new Uri(site.App.Address + address), TestContext.Current.CancellationToken);
            pages.Add((address, await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)));
        }

        await CheckAsync(pages);
    }

    internal static async Task CheckAsync(IEnumerable<(string Address, string Html)> pages)
    {
        var folder = Directory.CreateTempSubdirectory("peacetracker-html-");
        var number = 0;
        foreach (var (address, html) in pages)
        {
            var name = string.Create(CultureInfo.InvariantCulture, $"{number++:00}{string.Concat(address.Select(letter => char.IsAsciiLetterOrDigit(letter) ? letter : '-'))}.html");
            await File.WriteAllTextAsync(Path.Combine(folder.FullName, name), html, TestContext.Current.CancellationToken);
        }

        var (valid, output) = await Node.RunAsync("node_modules/html-validate/bin/html-validate.mjs", "--config", "html-validate.json", "--formatter", "text", Path.Combine(folder.FullName, "*.html"));
        folder.Delete(recursive: true);
        Assert.True(valid, output.Replace(folder.FullName + "/", "", StringComparison.Ordinal));
    }
}
