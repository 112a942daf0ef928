namespace PeaceTracker.Browser.Tests;

/// <summary>Every page a reader can open: the one list all tests of this project walk through.</summary>
public static class Pages
{
    public const string Matrix = "/ukraine/positions?date=2025-08-31&since=2024-06-30";
    public const string Tiles = "/ukraine/territory?proposal=us-28-points-november-2025";
    public const string Chart = "/ukraine/issues/nato-membership";

    public static TheoryData<string, int> All { get; } = new()
    {
        { "/ukraine", 200 },
        { "/ukraine/about", 200 },
        { "/ukraine/positions", 200 },
        { Matrix, 200 },
        { "/ukraine/positions?date=2025-08-31&since=2024-06-30&state=changed", 200 },
        { "/ukraine/positions?date=2025-08-31&regions=all", 200 },
        { "/ukraine/positions?date=2025-08-31&evidence=on-record", 200 },
        { "/ukraine/positions?date=2021-12-31&state=conditional", 200 },
        { "/ukraine/positions?date=2025-13&evidence=hearsay", 400 },
        { "/ukraine/positions/russia/territory?region=UA-65&date=2025-08-31&since=2024-06-30", 200 },
        { "/ukraine/positions/ukraine/territory?region=UA-14&date=2025-12-31&since=2025-11-30", 200 },
        { "/ukraine/positions/russia/territory?date=2025-08-31", 200 },
        { "/ukraine/positions?party=ukraine", 400 },
        { "/ukraine/sources?state=conditional&parties=russia", 200 },
        { "/ukraine/statements/36?state=stated", 200 },
        { "/ukraine/positions/ukraine/nato-membership?date=2025-08-31", 200 },
        { "/ukraine/positions/atlantis/territory", 404 },
        { "/ukraine/proposals", 200 },
        { "/ukraine/proposals?date=2025-12-31&since=2025-11-20&state=changed&parties=russia", 200 },
        { "/ukraine/proposals?date=2000-01-01", 200 },
        { "/ukraine/proposals/us-28-points-november-2025?date=2025-12-31&since=2025-11-30", 200 },
        { "/ukraine/proposals/russian-memorandum-june-2025", 200 },
        { "/ukraine/proposals/us-29-points", 404 },
        { "/ukraine/responses", 200 },
        { "/ukraine/responses?proposal=russian-terms-august-2025&state=no-answer&date=2025-08-31", 200 },
        { "/ukraine/responses?state=disputed", 400 },
        { "/ukraine/statements/1364", 200 },
        { "/ukraine/issues", 200 },
        { "/ukraine/issues/territory", 200 },
        { Chart, 200 },
        { "/ukraine/parties", 200 },
        { "/ukraine/parties/ukraine", 200 },
        { "/ukraine/statements", 200 },
        { "/ukraine/statements/36", 200 },
        { "/ukraine/sources", 200 },
        { "/ukraine/sources/1", 200 },
        { "/ukraine/events", 200 },
        { "/ukraine/events/alaska-summit", 200 },
        { "/ukraine/distance", 200 },
        { "/ukraine/distance?a=russia&b=ukraine&date=2025-08-31&since=2024-06-30&sort=group", 200 },
        { "/ukraine/distance?parties=european-states,france,nato,russia,ukraine,united-states&date=2025-08-31", 200 },
        { "/ukraine/distance?a=russia&b=russia", 400 },
        { "/ukraine/distance?parties=ukraine", 400 },
        { "/ukraine/distance?a=france", 200 },
        { "/ukraine/issues/territory?region=UA-32&date=2025-12-31&since=2024-06-30", 200 },
        { "/ukraine/issues/elections?parties=nato", 200 },
        { "/ukraine/territory?proposal=us-28-points-november-2025&with=us-28-points-november-2025", 400 },
        { "/ukraine/changes", 200 },
        { "/ukraine/changes?date=2025-08-31&since=2024-06-30", 200 },
        { "/ukraine/figures", 200 },
        { "/ukraine/territory", 200 },
        { Tiles, 200 },
        { "/ukraine/territory?proposal=us-28-points-november-2025,us-paper-april-2025", 200 },
        { "/ukraine/territory?proposal=us-28-points", 404 },
        { "/ukraine/territory/donetsk", 200 },
        { "/ukraine/about/maps", 200 },
        { "/ukraine/about/method", 200 },
        { "/ukraine/about/scales", 200 },
        { "/ukraine/about/data", 200 },
        { "/ukraine/about/accessibility", 200 },
        { "/ukraine/compare", 200 },
        { "/ukraine/compare?p=us-28-points-november-2025,e3-counter-draft-november-2025&words=summaries", 200 },
        { "/ukraine/compare?p=us-paper-april-2025,ukrainian-european-paper-april-2025,russian-terms-june-2024,russian-terms-august-2025&show=all", 200 },
        { "/ukraine/compare?p=us-paper-april-2025", 400 },
        { "/nowhere/at/all", 404 },
    };

    /// <summary>The list without the answers expected.</summary>
    public static IEnumerable<string> Addresses => All.Select(row => row.Data.Item1);
}
