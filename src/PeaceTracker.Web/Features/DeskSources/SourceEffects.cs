using PeaceTracker.Data;
using PeaceTracker.Data.Desk;
using PeaceTracker.Domain.Issues;
using PeaceTracker.Domain.Positions;
using PeaceTracker.Domain.Sources;
using PeaceTracker.Web.Reading;

namespace PeaceTracker.Web.Features.DeskSources;

/// <summary>A position of today that a change of a source would make another.</summary>
public sealed record PositionEffect(string Cell, string Before, string After);

/// <summary>What a change of a source would do to what readers see.</summary>
/// <param name="Statements">Numbers of the public statements that rest on it or its copies, and whose evidence would be another.</param>
/// <param name="Positions">Positions of today that would read otherwise.</param>
/// <param name="Shown">Numbers of sources that would become public with it.</param>
public sealed record Effects(IReadOnlyList<int> Statements, IReadOnlyList<PositionEffect> Positions, IReadOnlyList<int> Shown)
{
    public bool None => Statements.Count == 0 && Shown.Count == 0;
}

/// <summary>Says beforehand what a change of a source would do, by the rule itself.</summary>
public sealed class SourceEffects(SourceDesk sources, PositionReader positions, TimeProvider clock)
{
    /// <param name="instead">The source as it would be.</param>
    /// <param name="isPublic">It is public: then so is what it derives from.</param>
    /// <param name="hidden">Numbers of sources that are not public.</param>
    public async Task<Effects> OfAsync(ProcessContents contents, Source instead, bool isPublic, IReadOnlySet<int> hidden, CancellationToken cancellation)
    {
        var changes = await sources.EffectAsync(instead, cancellation);
        var changed = changes.ToDictionary(change => (long)change.Coding);
        var now = clock.GetUtcNow();
        var today = DateOnly.FromDateTime(now.UtcDateTime);
        var found = new List<PositionEffect>();
        foreach (var group in changes.GroupBy(change => change.Issue))
        {
            var issue = contents.Issues.First(row => row.Id == group.Key);
            var evidence = await positions.EvidenceAsync([.. group.Select(change => change.Party).Distinct()], issue.Id, today, now, contents.RegionIso, cancellation);
            foreach (var (id, before) in evidence)
            {
                var party = contents.Parties.First(row => row.Id == id);
                if (contents.NoSeat(party.Slug, issue.Slug) is not null)
                    continue;
                var after = before.ConvertAll(item => changed.TryGetValue(item.CodingId, out var change)
                    ? item with { Grade = item.Grade with { Source = change.SourceGrade }, Origins = change.Origins, Copied = change.Copied }
                    : item);
                foreach (var region in issue.Regional ? contents.Regions.Where(region => before.Exists(item => item.Region == region.Iso)).Append(null) : [null])
                {
                    var question = new PositionQuestion(today, now, EvidenceFilter.All, region?.Iso);
                    var (was, becomes) = (Words(issue, PositionRule.Derive(question, before, contents.Process.OldAfterDays)), Words(issue, PositionRule.Derive(question, after, contents.Process.OldAfterDays)));
                    if (was != becomes)
                        found.Add(new($"{party.Name} on {new CellRow(issue, region, []).Title}", was, becomes));
                }
            }
        }

        return new([.. changes.Select(change => change.Statement).Distinct().Order()], found, isPublic ? [.. instead.DerivedFrom.Where(hidden.Contains)] : []);

        static string Words(Issue issue, Position position)
        {
            var label = Clauses.Of(position.State).Label;
            return position.Steps is { } steps
                ? FormattableString.Invariant($"{issue.Scale.Label(steps)} (step {steps}), {label}, {position.Origins} independent origin{(position.Origins == 1 ? "" : "s")}")
                : label;
        }
    }
}
