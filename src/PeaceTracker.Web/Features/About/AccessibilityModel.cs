using PeaceTracker.Web.Files;
using PeaceTracker.Web.Reading;

namespace PeaceTracker.Web.Features.About;

/// <summary>The keys that do something, and where.</summary>
public sealed record AccessibilityModel(View View) : ITables
{
    public IReadOnlyList<(string Place, string Key, string Effect)> Keys { get; } =
    [
        ("every page", "Tab, Shift+Tab", "Next or previous link, field or button; the first one skips to the content."),
        ("every page", "Enter", "Follows a link; sends a form."),
        ("every page", "G, then P or S", "Positions; statements. At the desk also D for the desk and R for review."),
        ("every page", "/", "The field for words to look for."),
        ("every page", "?", "The keys of the page, and the switch for those that are single letters."),
        ("form above a view", "Space", "Ticks a box; opens a list of parties or issues."),
        ("wide table with the focus", "arrow keys", "Scroll it."),
        ("cell of the matrix", "arrow keys", "The cell beside, above or below."),
        ("tile of a region", "arrow keys", "The nearest tile on that side."),
        ("paragraph of a source at the desk", "left, right", "Selects the sentence or quotation before or after."),
        ("mark of a chart", "left, right", "The mark before or after in the same lane."),
        ("mark of a chart", "up, down", "The nearest mark in the lane above or below."),
        ("mark of a chart", "Home, End", "The first or last mark of the lane."),
    ];

    private static readonly Schema KeysTable = new("keys", ["place", "key", "effect"]);

    public static IReadOnlyList<Schema> Tables => [KeysTable];

    public TakeAway TakeAway => new(KeysTable, Keys.Select(row => (IReadOnlyList<object?>)[row.Place, row.Key, row.Effect]));
}
