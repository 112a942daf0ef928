using System.Text.Json;
using PeaceTracker.Testing;

namespace PeaceTracker.Web.Tests.Features.Positions;

/// <summary>What the issue of the first release asks of the matrix, with expected values from the researched record.</summary>
public sealed class PositionsTests(PeaceTrackerApp app) : IClassFixture<PeaceTrackerApp>
{
    [Theory]
    // Record: A002, A018-A021 (15 August 2025 terms as reported): Donbas in full, the south frozen at the front.
    [InlineData("UA-14", 5)]
    [InlineData("UA-09", 5)]
    [InlineData("UA-65", 3)]
    [InlineData("UA-23", 3)]
    public async Task Russia_on_territory_in_August_2025(string region, int step)
    {
        var cell = await CellAsync("date=2025-08-31", "russia", "territory", region);
        Assert.Equal("reported", cell.GetProperty("state").GetString());
        Assert.Equal(step, cell.GetProperty("step_from").GetInt32());
        Assert.Equal(step, cell.GetProperty("step_to").GetInt32());
    }

    [Theory]
    // Record: B136-B139 (speech of 14 June 2024): withdrawal from the four regions within their administrative borders.
    [InlineData("UA-14")]
    [InlineData("UA-09")]
    [InlineData("UA-65")]
    [InlineData("UA-23")]
    public async Task Russia_on_territory_in_June_2024(string region)
    {
        var cell = await CellAsync("date=2024-06-30", "russia", "territory", region);
        Assert.Equal("stated", cell.GetProperty("state").GetString());
        Assert.Equal(5, cell.GetProperty("step_from").GetInt32());
        Assert.Equal("2024-06-14", cell.GetProperty("stated_on").GetString());
    }

    private async Task<JsonElement> CellAsync(string query, string party, string issue, string region = "")
    {
        using var client = app.Visitor();
        using var document = JsonDocument.Parse(await client.GetStringAsync(new Uri($"/ukraine/positions.json?{query}", UriKind.Relative), TestContext.Current.CancellationToken));
        return document.RootElement.GetProperty("positions").EnumerateArray()
            .Single(cell => cell.GetProperty("party").GetString() == party && cell.GetProperty("issue").GetString() == issue && cell.GetProperty("region").GetString() == region)
            .Clone();
    }
}
