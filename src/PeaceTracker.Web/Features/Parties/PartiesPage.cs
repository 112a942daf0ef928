using Microsoft.EntityFrameworkCore;
using PeaceTracker.Data;
using PeaceTracker.Domain.Parties;
using PeaceTracker.Web.Files;
using PeaceTracker.Web.Reading;

namespace PeaceTracker.Web.Features.Parties;

/// <summary>How much a party said, and when last.</summary>
/// <param name="Last">The day from which the newest counts.</param>
/// <param name="Said">When those that count from that day were made.</param>
public sealed record PartyCount(int Statements, DateOnly Last, SaidDates Said)
{
    /// <summary>First day that one of these dates allows.</summary>
    public DateOnly? Earliest => Said.All.Min(date => date.Earliest);
}

/// <summary>All parties in alphabetical order, with how much each said.</summary>
public sealed class PartiesPage(CellReader cells, PeaceTrackerDbContext db, WordFinder finder)
{
    public async Task<PartiesModel> LoadAsync(View view, CancellationToken cancellation)
    {
        // Grouped by the whole list of parties first: the store has few such lists, and only they are taken apart here.
        var lists = await db.Said(view)
            .GroupBy(row => row.Parties)
            .Select(group => new { Parties = group.Key, Statements = group.Count(), Last = group.Max(row => row.Day) })
            .ToListAsync(cancellation);
        var counts = lists
            .SelectMany(row => row.Parties, (row, party) => (Party: party, row.Statements, row.Last))
            .GroupBy(row => row.Party)
            .ToDictionary(group => group.Key, group => (Statements: group.Sum(row => row.Statements), Last: group.Max(row => row.Last)));
        var days = counts.Values.Select(count => count.Last).Distinct().ToList();
        var newest = await db.Said(view).Where(row => days.Contains(row.Day)).OrderBy(row => row.Number).Select(row => new { row.Parties, row.Day, row.MadeOn }).ToListAsync(cancellation);
        var parties = view.IsGiven("parties") ? view.Parties : view.Contents.Parties;
        if (await finder.ReadAsync(view, cancellation) is { } words)
            parties = [.. parties.Where(party => words.Finds([party.Name, party.Monogram, .. party.Aliases, .. party.Members.Select(view.Contents.PartyName)]))];
        if (view.State is { } state)
        {
            var held = await cells.RowsAsync(view, view.Issues, parties, cancellation);
            var inState = held.SelectMany(row => row.Cells).Where(cell => cell.Is(state)).Select(cell => cell.Party).ToHashSet();
            parties = [.. parties.Where(inState.Contains)];
        }

        return new(view, parties, counts.ToDictionary(pair => pair.Key, pair => new PartyCount(
            pair.Value.Statements, pair.Value.Last, new([.. newest.Where(row => row.Day == pair.Value.Last && row.Parties.Contains(pair.Key)).Select(row => row.MadeOn)]))));
    }
}

/// <param name="Counts">By slug; a party that said nothing is missing.</param>
public sealed record PartiesModel(View View, IReadOnlyList<Party> Parties, IReadOnlyDictionary<string, PartyCount> Counts) : ITables
{
    public static IReadOnlyList<Schema> Tables => [Table];

    public TakeAway TakeAway => new(Table, Parties.Select(party => Row(party, Counts.GetValueOrDefault(party.Slug))));

    /// <summary>The columns of a party in every file.</summary>
    public static readonly Schema Table = new("parties", ["party", "name", "monogram", "kind", "wikidata", "aliases: texts", "members: texts", "statements: whole", "last_statement: day", "last_statement_edtf: texts", "last_statement_earliest: day"]);

    public static IReadOnlyList<object?> Row(Party party, PartyCount? count) =>
        [party.Slug, party.Name, party.Monogram, party.Kind, party.Wikidata, party.Aliases, party.Members, count?.Statements ?? 0, count?.Last, count?.Said.Edtf, count?.Earliest];
}
