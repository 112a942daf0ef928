using Microsoft.EntityFrameworkCore;
using PeaceTracker.Domain.Positions;
using PeaceTracker.Domain.Sources;
using PeaceTracker.Domain.Statements;

namespace PeaceTracker.Data.Tests;

/// <summary>Reading a few newest rows of a cell gives the position that the rule derives from all its evidence.</summary>
public class PositionReaderTests
{
    private static readonly EvidenceFilter[] Filters =
    [
        EvidenceFilter.All,
        new(Channel.OnRecord),
        new(Channel.Report, LowestSource: 'C'),
        new(LowestInformation: 3),
    ];

    private static readonly DateTimeOffset SeedsPublished = new(2026, 11, 25, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task The_real_seeds_read_in_part_give_the_positions_of_all_evidence()
    {
        using var store = await Store.WithRealSeedsAsync();
        DateOnly[] dates = [new(2019, 2, 7), new(2022, 3, 29), new(2022, 9, 30), new(2024, 6, 30), new(2025, 4, 30), new(2025, 6, 2), new(2025, 8, 30), new(2025, 8, 31), new(2025, 12, 24), new(2026, 11, 25)];
        await CompareAsync(store, dates, [SeedsPublished.AddTicks(-1), SeedsPublished], await store.Db.Parties.Select(row => row.Slug).ToListAsync(TestContext.Current.CancellationToken), null);
    }

    [Fact]
    public async Task Crowded_cells_full_of_copies_with_vague_dates_read_in_part_give_the_positions_of_all_evidence()
    {
        var cancellation = TestContext.Current.CancellationToken;
        using var store = await Store.WithRealSeedsAsync();
        var random = new Random(20250821);
        var process = await store.Db.Processes.SingleAsync(cancellation);
        var publisher = await store.Db.Publishers.Select(row => row.Id).FirstAsync(cancellation);
        for (var number = 9000; number < 9040; number++)
        {
            store.Db.Add(new Source
            {
                ProcessId = process.Id,
                Number = number,
                PublisherId = publisher,
                Title = "A source of the tests",
                Kind = "report",
                Grade = "ABCF"[random.Next(4)],
                // Few originals, so that copies of copies of one origin are common.
                DerivedFrom = number < 9003 ? [] : [random.Next(9000, number)],
            });
        }

        for (var number = 10_000; number < 12_000; number++)
        {
            var day = new DateOnly(2026, 1, 1).AddDays(random.Next(60));
            var made = random.Next(3) == 0
                ? FormattableString.Invariant($"{day.AddDays(-1 - random.Next(12)):yyyy-MM-dd}/{day:yyyy-MM-dd}")
                : FormattableString.Invariant($"{day:yyyy-MM-dd}");
            var published = SeedsPublished.AddHours(random.Next(3));
            var territory = random.Next(3) > 0;
            var stated = random.Next(5) > 0;
            var step = 1 + random.Next(4);
            store.Add(
                process, number, made, (Channel)random.Next(8), 1 + random.Next(6), StatementStatus.Published, published,
                [random.Next(9000, 9040)], new Coding
                {
                    ProcessId = process.Id,
                    Party = random.Next(2) == 0 ? "russia" : "ukraine",
                    Issue = territory ? "territory" : "neutrality",
                    Region = !territory ? null : random.Next(4) switch { 0 => "UA-14", 1 => "UA-65", _ => null },
                    StepFrom = stated ? step : null,
                    StepTo = stated ? step : null,
                    State = stated ? CodingState.Stated : CodingState.Silent,
                    RecordedFrom = published,
                    RecordedTo = random.Next(6) == 0 ? published.AddHours(1) : null,
                });
        }

        await store.Db.SaveChangesAsync(cancellation);
        await Projection.RebuildAsync(store.Db, cancellation);
        var dates = Enumerable.Range(0, 22).Select(week => new DateOnly(2026, 1, 1).AddDays(week * 3)).ToArray();
        await CompareAsync(store, dates, [SeedsPublished, SeedsPublished.AddHours(1), SeedsPublished.AddHours(3)], ["russia", "ukraine"], ["territory", "neutrality"]);
    }

    private static async Task CompareAsync(Store store, DateOnly[] dates, DateTimeOffset[] instants, List<string> parties, string[]? only)
    {
        var cancellation = TestContext.Current.CancellationToken;
        var issues = (await store.Db.Issues.AsNoTracking().ToListAsync(cancellation)).Where(row => only is null || only.Contains(row.Slug)).ToList();
        var partyIds = await store.Db.Parties.Where(row => parties.Contains(row.Slug)).Select(row => row.Id).ToListAsync(cancellation);
        var iso = await store.Db.Regions.AsNoTracking().ToDictionaryAsync(row => row.Id, row => row.Iso, cancellation);
        var cells = (from party in partyIds
                     from issue in issues
                     from region in issue.Regional ? iso.Keys.Select(id => (int?)id).Prepend(null) : [null]
                     select new CellKey(party, issue.Id, region)).ToList();
        var answers = new HashSet<PositionState>();
        foreach (var date in dates)
        {
            foreach (var known in instants)
            {
                var evidence = new Dictionary<int, Dictionary<int, List<Evidence>>>();
                foreach (var issue in issues)
                    evidence[issue.Id] = await store.Reader.EvidenceAsync(partyIds, issue.Id, date, known, iso, cancellation);
                foreach (var filter in Filters)
                {
                    var read = await store.Reader.PositionsAsync(cells, date, known, filter, 180, iso, cancellation);
                    Assert.Equal(cells.Count, read.Count);
                    foreach (var cell in cells)
                    {
                        var question = new PositionQuestion(date, known, filter, cell.Region is { } region ? iso[region] : null);
                        var derived = PositionRule.Derive(question, evidence[cell.Issue][cell.Party], 180);
                        answers.Add(derived.State);
                        Assert.True(Text(derived) == Text(read[cell]), $"{cell} on {date:O}, known {known:O}, {filter}: all evidence gives {Text(derived)}, the newest rows give {Text(read[cell])}");
                    }
                }
            }
        }

        // The comparison would be empty if nothing had been said.
        Assert.True(answers.Count > 3, string.Join(", ", answers));
    }

    private static string Text(Position position) => FormattableString.Invariant(
        $"{position.State} {position.Steps} {position.StatedOn:O} reported {position.Reported} old {position.Old} origins {position.Origins} by {position.DecidedBy}: ")
        + string.Join(" / ", position.Readings.Select(reading => $"{reading.State} {reading.Steps} of {string.Join(',', reading.Evidence.Select(item => item.CodingId))}"))
        + $" possibly later {string.Join(',', position.PossiblyLater.Select(item => item.CodingId))}";
}
