using System.Globalization;
using PeaceTracker.Domain.Positions;
using PeaceTracker.Web.Files;
using PeaceTracker.Web.Reading;

namespace PeaceTracker.Web.Features.Changes;

/// <summary>
/// The feed of changes: an entry a change, a day of publication and a withdrawal, by the instant they became known. An entry has the
/// same id whatever the address asked for, so that no reader sees it twice.
/// </summary>
internal static class ChangesFeed
{
    public static AtomFile Of(ChangesModel model)
    {
        var view = model.View;
        return new(
            $"PeaceTracker: changes, {view.Contents.Process.Title}{Filters(view)}",
            "Positions that moved and statements that were published or withdrawn. Every change leads to its working and its statements.",
            model.Feed, view.With(), new(view.Since!.Value.ToDateTime(TimeOnly.MinValue), TimeSpan.Zero),
            [
                .. model.Moved.Concat(model.Published.SelectMany(item => item.MadeKnown))
                    .OrderByDescending(change => change.KnownFrom).ThenByDescending(change => change.Day).ThenBy(change => change.Key, StringComparer.Ordinal)
                    .Take(ChangesModel.Most)
                    .Select(change => new AtomEntry(
                        // Without the word, a reader of what is new would take an old move for one of these days.
                        Id(change), (change.Day > view.Since ? "" : "Newly known: ") + change.Sentence + ".", change.KnownFrom, Page(view, change),
                        string.Join(" ", new[] { change.Events.Count == 0 ? null : $"Near in time: {string.Join(", ", change.Events.Select(item => item.Title))}.", $"{change.Issue.Question} Known to PeaceTracker from {View.Instant(change.KnownFrom)}." }.OfType<string>()),
                        [change.Party.Slug, change.Issue.Slug]))
                    .Concat(model.Published.Take(ChangesModel.MostDays).Select(item => new AtomEntry(
                        FormattableString.Invariant($"published/{View.Iso(item.Day)}"), item.InWords + ".", item.Latest, view.With(("date", null), ("since", View.Iso(item.Day.AddDays(-1)))),
                        FormattableString.Invariant($"Changes of position before {View.Words(view.Since!.Value.AddDays(1))} that they made known: {item.MadeKnown.Count}."), [])))
                    .Concat(model.Withdrawn.Take(ChangesModel.Most).Select(item => new AtomEntry(
                        FormattableString.Invariant($"withdrawn/{item.Number}/{item.Revision}"), item.InWords + ".", item.At, view.Link(FormattableString.Invariant($"statements/{item.Number}/history"), ("date", null), ("since", null)), item.Reason, [])))
                    .OrderByDescending(entry => entry.Updated),
            ]);
    }

    /// <summary>
    /// What makes the change this one and no other: who, on what, when, from what to what, by which statements. Regions are those for which
    /// all of this is the same, so they add nothing.
    /// </summary>
    private static string Id(DatedChange change) => string.Join(
        '/',
        change.Party.Slug, change.Issue.Slug, View.Iso(change.Day), $"{Stand(change.From)}-to-{Stand(change.To)}",
        string.Join('-', change.Statements.Select(number => number.ToString(CultureInfo.InvariantCulture))));

    private static string Stand(Position position) => position.State == PositionState.Disputed
        ? "disputed-" + string.Join('-', position.Readings.Select(reading => Stand(reading.State, reading.Steps)))
        : Stand(position.State, position.Steps);

    private static string Stand(PositionState state, Domain.Issues.StepRange? steps) =>
        steps is { } range ? FormattableString.Invariant($"{Clauses.Of(state).Slug}-{range.From}{(range.IsOneStep ? "" : FormattableString.Invariant($"..{range.To}"))}") : Clauses.Of(state).Slug;

    /// <summary>The working on the day of the change, the same whatever the feed asks for.</summary>
    private static string Page(View view, DatedChange change) => view.Link(
        $"positions/{change.Party.Slug}/{change.Issue.Slug}",
        [("date", View.Iso(change.Day)), ("since", null), .. change.Issue.Regional && change.Regions is [var only] ? [("region", only.RegionKey)] : Array.Empty<(string, string?)>()]);

    private static string Filters(View view)
    {
        var words = new[]
        {
            view.IsGiven("parties") ? string.Join(", ", view.Parties.Select(party => party.Name)) : null,
            view.IsGiven("issues") ? string.Join(", ", view.Issues.Select(issue => issue.Title)) : null,
            view.EvidenceInWords,
        }.OfType<string>().ToList();
        return words.Count == 0 ? "" : $" ({string.Join("; ", words)})";
    }
}
