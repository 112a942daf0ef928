using System.Globalization;
using Microsoft.EntityFrameworkCore;
using PeaceTracker.Data;
using PeaceTracker.Domain.Parties;
using PeaceTracker.Domain.Positions;
using PeaceTracker.Domain.Statements;
using PeaceTracker.Web.Files;
using PeaceTracker.Web.Reading;

namespace PeaceTracker.Web.Features.Parties;

/// <summary>One party on every issue, with who speaks for it.</summary>
public sealed class PartyPage(CellReader cells, PositionReader positions, PeaceTrackerDbContext db)
{
    public async Task<(PartyModel? Model, Fault? Fault)> LoadAsync(View view, string slug, CancellationToken cancellation)
    {
        var contents = view.Contents;
        var party = contents.Parties.FirstOrDefault(row => row.Slug == slug);
        if (party is null)
            return (null, Fault.NotFound("party", slug, contents.NearestParties(slug).Select(near => new Suggestion(near.Name, view.Link($"parties/{near.Slug}")))
                .Append(new("All parties", view.Link("parties")))));

        var rows = await cells.RowsAsync(view, view.Issues, [party], cancellation);
        if (view.State is not null)
            rows = [.. rows.Where(row => row.Cells[0].Is(view.State))];
        var began = await positions.BeginningsAsync(
            [.. rows.Where(row => row.Cells[0].Now.State != PositionState.NotApplicable).Select(Key)], view.Date, view.Known, view.Evidence,
            contents.Process.OldAfterDays, contents.RegionIso, cancellation);
        var when = await db.WhenAsync(view, [.. began.Values.SelectMany(held => held.Position.Readings).SelectMany(reading => reading.Evidence).Select(item => item.Statement).Distinct()], cancellation);
        var stands = rows.Select(row => PartyStand.Of(row, began.GetValueOrDefault(Key(row)), when)).ToList();

        var said = db.Said(view).Where(row => row.Parties.Contains(slug));
        var statements = await said.CountAsync(cancellation);
        var newest = await said.OrderByDescending(row => row.Day).ThenByDescending(row => row.Number).FirstOrDefaultAsync(cancellation);
        var count = newest is null ? null : new PartyCount(
            statements, newest.Day, new(await said.Where(row => row.Day == newest.Day).OrderBy(row => row.Number).Select(row => row.MadeOn).ToListAsync(cancellation)));
        var people = await db.People.AsNoTracking()
            .Include(row => row.Offices.Where(office => office.Party == slug))
            .Where(row => row.ProcessId == contents.Process.Id && row.Offices.Any(office => office.Party == slug))
            .OrderBy(row => row.Name)
            .ToListAsync(cancellation);
        var named = said.Where(row => row.Speaker != null && row.Office != null);
        var spans = await named
            .GroupBy(row => new { row.Speaker, row.Office })
            .Select(group => new { group.Key.Speaker, group.Key.Office, Count = group.Count(), First = group.Min(row => row.Earliest), Last = group.Max(row => row.Day) })
            .ToListAsync(cancellation);
        // The dates of the first and the last as their sources give them, not the days these allow.
        var (firsts, lasts) = (spans.Select(span => span.First).ToList(), spans.Select(span => span.Last).ToList());
        var ends = (await named
            .Where(row => firsts.Contains(row.Earliest) || lasts.Contains(row.Day))
            .Select(row => new { row.Number, row.Speaker, row.Office, row.Earliest, row.Day, row.MadeOn })
            .ToListAsync(cancellation))
            .OrderBy(row => row.Number)
            .ToLookup(row => (row.Speaker, row.Office));
        var spoken = spans.ToDictionary(span => (span.Speaker!, span.Office!), span =>
        {
            var own = ends[(span.Speaker, span.Office)].ToList();
            return new PartyVoice(
                span.Count, span.First, span.Last,
                new([.. own.Where(row => row.Earliest == span.First).Select(row => row.MadeOn)]),
                new([.. own.Where(row => row.Day == span.Last).Select(row => row.MadeOn)]));
        });
        return (new(
            view, party, stands, count, newest, people, spoken,
            [.. contents.Parties.Where(row => party.Members.Contains(row.Slug))],
            [.. contents.Parties.Where(row => row.Members.Contains(slug))]), null);

        CellKey Key(CellRow row) => CellReader.Key(party, row.Issue, row.Region);
    }
}

/// <summary>What a person said for the party in one office: when that was held is known from this alone where no span is recorded.</summary>
/// <param name="First">First day the date of the earliest allows.</param>
/// <param name="Last">Last day the date of the latest allows.</param>
/// <param name="FirstSaid">When the earliest were made, as their sources give it.</param>
/// <param name="LastSaid">When the latest were made.</param>
public sealed record PartyVoice(int Statements, DateOnly First, DateOnly Last, SaidDates FirstSaid, SaidDates LastSaid)
{
    /// <summary>"1 statement, 20 Aug 2025"; "3 statements, first Aug 2025 (uncertain), last 5 Jun 2026".</summary>
    public string ToWords()
    {
        var (first, last) = (FirstSaid.ToListWords(), LastSaid.ToListWords());
        return string.Create(CultureInfo.InvariantCulture, $"{Statements} statement{(Statements == 1 ? "" : "s")}, ") + (first == last ? first : $"first {first}, last {last}");
    }
}

/// <summary>Where the party stands in one row of positions, and when that last changed.</summary>
/// <param name="HeldSince">First day of the unbroken stretch with this position; null when there is none.</param>
/// <param name="Said">When the statements were made that began it; null when there is none.</param>
/// <param name="HeldEarliest">First day that their dates allow.</param>
/// <param name="Before">What the position was before that day; null when it is the first on record.</param>
public sealed record PartyStand(CellRow Row, DateOnly? HeldSince, SaidDates? Said, DateOnly? HeldEarliest, Position? Before)
{
    public Cell Cell => Row.Cells[0];

    public string? BeforeInWords => Before is null ? null : Before.Steps is { } steps && Before.State != PositionState.Disputed ? Row.Issue.Scale.Label(steps) : Clauses.Of(Before.State).Label.ToLowerInvariant();

    /// <param name="held">The stretch in which the position holds; null when there is none.</param>
    /// <param name="when">When the statements that began it were made, by number.</param>
    public static PartyStand Of(CellRow row, Stretch? held, IReadOnlyDictionary<int, SaidWhen> when) => held is null
        ? new(row, null, null, null, null)
        : new(row, held.From, SaidDates.Of(held.Position, item => when[item.Statement].MadeOn), SaidDates.EarliestOf(held.Position), held.Before);
}

/// <param name="Count">Null when no statement of the party is on record.</param>
/// <param name="Newest">The newest statement; null when there is none.</param>
/// <param name="MemberOf">Parties this one belongs to.</param>
public sealed record PartyModel(
    View View, Party Party, IReadOnlyList<PartyStand> Stands, PartyCount? Count, Statement? Newest, IReadOnlyList<Person> People,
    IReadOnlyDictionary<(string Person, string Office), PartyVoice> Spoken, IReadOnlyList<Party> Members, IReadOnlyList<Party> MemberOf) : ITables, ICited
{
    public string CitedAs => $"Positions of {Party.Name}";

    /// <summary>Who speaks for it in which office, who spoke last first; what nobody had said by the date is left out.</summary>
    public IEnumerable<(Person Person, Office Office, PartyVoice Voice)> Voices =>
        from person in People
        from office in person.Offices
        where Spoken.ContainsKey((person.Slug, office.Title))
        let voice = Spoken[(person.Slug, office.Title)]
        orderby voice.Last descending, person.Name
        select (person, office, voice);

    public IEnumerable<PartyStand> WithStep => Stands.Where(stand => !stand.Cell.NoAnswer);

    /// <summary>Rows without a step, one group for each kind of absence.</summary>
    public IEnumerable<IGrouping<(PositionState State, bool NotCollected), PartyStand>> WithoutStep =>
        Stands.Where(stand => stand.Cell.NoAnswer).GroupBy(stand => (stand.Cell.Now.State, stand.Cell.NotCollected)).OrderBy(group => group.Key);

    private static readonly Schema HeldTable = new("held_since", ["issue", "region", "held_since: day", "before", "held_since_edtf: texts", "held_since_earliest: day"]);

    private static readonly Schema PeopleTable = new("people", ["person", "name", "office", "from", "to", "source: whole", "statements: whole", "first_said: day", "last_said: day"]);

    public static IReadOnlyList<Schema> Tables => [CellReader.Positions, PartiesModel.Table with { Name = "party" }, HeldTable, PeopleTable];

    public TakeAway TakeAway => CellReader.TakeAway([.. Stands.Select(stand => stand.Row)]) with
    {
        More =
        [
            new(PartiesModel.Table with { Name = "party" }, [PartiesModel.Row(Party, Count)]),
            new(
                HeldTable,
                Stands.Select(stand => (IReadOnlyList<object?>)[stand.Row.Issue.Slug, stand.Row.RegionKey, stand.HeldSince, stand.BeforeInWords, stand.Said?.Edtf, stand.HeldEarliest])),
            new(
                PeopleTable,
                Voices.Select(row => (IReadOnlyList<object?>)[row.Person.Slug, row.Person.Name, row.Office.Title, row.Office.From?.Text, row.Office.To?.Text, row.Office.Source, row.Voice.Statements, row.Voice.First, row.Voice.Last])),
        ],
    };
}
