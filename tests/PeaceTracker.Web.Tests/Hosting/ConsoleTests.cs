using System.Globalization;
using System.Text.RegularExpressions;
using PeaceTracker.Testing;

namespace PeaceTracker.Web.Tests.Hosting;

/// <summary>What the site writes on its console, as whoever runs it sees it.</summary>
public sealed partial class ConsoleTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_line_break_in_an_address_makes_no_line_and_each_line_has_a_time_in_UTC()
    {
        var folder = Directory.CreateTempSubdirectory("peacetracker-test-").FullName;
        try
        {
            SeededRecord.CopyTo(Path.Combine(folder, "site.db"));
            await using var site = await SiteProcess.StartAsync(Path.Combine(folder, "site.db"));
            using (await site.Client.GetAsync("/ukraine/nothing%0D%0A%5B2026-01-01%2000:00:00.000Z%20INF%5D%20forged%1B%5B31m", Cancellation))
            {
            }

            for (var look = 0; look < 500 && !site.Said.Contains("forged", StringComparison.Ordinal); look++)
                await Task.Delay(10, Cancellation);
            var lines = site.Said.Split('\n');
            var line = Assert.Single(lines, line => line.Contains("forged", StringComparison.Ordinal));
            Assert.Contains("GET /ukraine/nothing%0D%0A%5B2026-01-01%2000:00:00.000Z%20INF%5D%20forged%1B%5B31m responded 404", line, StringComparison.Ordinal);
            var time = Time().Match(line).Groups[1].Value;
#pragma warning disable RS0030 // The site runs by the machine's clock here.
            Assert.InRange(DateTimeOffset.Parse(time, CultureInfo.InvariantCulture), DateTimeOffset.UtcNow.AddMinutes(-5), DateTimeOffset.UtcNow);
#pragma warning restore RS0030
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [GeneratedRegex(@"^\[([0-9-]{10} [0-9:]{8}\.[0-9]{3}Z) INF\]")]
    private static partial Regex Time();
}
