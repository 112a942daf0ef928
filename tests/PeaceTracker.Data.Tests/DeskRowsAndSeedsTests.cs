using Microsoft.EntityFrameworkCore;
using PeaceTracker.Data.Desk;
using PeaceTracker.Data.History;
using PeaceTracker.Data.Seeding;
using PeaceTracker.Domain.Issues;
using PeaceTracker.Domain.Statements;

namespace PeaceTracker.Data.Tests;

/// <summary>A later edition of the seeds meets what people changed at the desk.</summary>
public sealed class DeskRowsAndSeedsTests : IDisposable
{
    private static readonly Actor Admin = new(7, "a7");

    private readonly SeedCopy seeds = new();
    private readonly Store store;

    public DeskRowsAndSeedsTests() => store = Store.Empty(seeds.Folder);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        store.Dispose();
        seeds.Dispose();
    }

    [Fact]
    public async Task What_people_changed_stays_with_its_parts_and_what_they_removed_stays_away()
    {
        await store.SetUpAsync();
        await store.Service<Ledger>().WriteAsync(Admin, null, async changes =>
        {
            var person = await store.Db.People.Include(row => row.Offices).SingleAsync(row => row.Slug == "vladimir-putin", Cancellation);
            person.Offices.Add(new() { Title = "Chair of the Security Council", Party = "russia" });
            store.Db.Entry(person).Property(row => row.Name).IsModified = true;
            changes.Note(person, "change", "ukraine");
            var process = await store.Db.Processes.Include(row => row.NoSeats).SingleAsync(Cancellation);
            process.NoSeats.RemoveAt(0);
            store.Db.Entry(process).Property(row => row.Title).CurrentValue = "Talks";
            changes.Note(process, "change", "ukraine");
            var unused = await store.Db.Events.SingleAsync(row => row.Slug == "reuters-publishes-papers-2025-04", Cancellation);
            store.Db.Remove(unused);
            changes.Note(unused, "remove", "ukraine");
            return "/";
        }, Cancellation);
        var (offices, seats, events) = await CountsAsync();
        seeds.Set("ukraine/parties.csv", 2, "aliases", "Another alias");
        await store.SetUpAsync();
        Assert.Equal("Another alias", (await store.Db.Parties.AsNoTracking().SingleAsync(row => row.Slug == "ukraine", Cancellation)).Aliases.Single());
        Assert.Equal((offices, seats, events), await CountsAsync());
    }

    [Fact]
    public async Task A_row_of_the_seeds_that_needs_what_people_removed_is_named()
    {
        await store.SetUpAsync();
        await store.Service<Ledger>().WriteAsync(Admin, null, async changes =>
        {
            var publisher = new Domain.Sources.Publisher { ProcessId = await store.Db.Processes.Select(row => row.Id).SingleAsync(Cancellation), Slug = "gazette", Name = "Gazette", Kind = "newspaper", Grade = 'C', Reason = "New." };
            store.Db.Add(publisher);
            await store.Db.SaveChangesAsync(Cancellation);
            store.Db.Remove(publisher);
            changes.Note(publisher, "remove", "ukraine");
            return "/";
        }, Cancellation);
        File.AppendAllText(seeds.PathOf("ukraine/publishers.csv"), "gazette,Gazette,newspaper,C,New.\n");
        var last = seeds.Cell("ukraine/sources.csv", 2, "number");
        seeds.Set("ukraine/sources.csv", 2, "publisher", "gazette");
        var fault = Assert.Single((await Assert.ThrowsAsync<SeedException>(store.SetUpAsync)).Faults);
        Assert.Equal(("ukraine/sources.csv", last), (fault.File, fault.Found));
        Assert.Contains("publisher gazette", fault.Expected, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_issue_has_its_scale_of_the_first_version_of_the_codebook_and_every_coding_its_number()
    {
        await store.SetUpAsync();
        var issues = await store.Db.Issues.AsNoTracking().ToDictionaryAsync(row => row.Slug, Cancellation);
        var scales = await store.Db.ScaleVersions.AsNoTracking().ToListAsync(Cancellation);
        Assert.Equal(issues.Keys.Order(), scales.Select(row => row.Issue).Order());
        Assert.All(scales, row => Assert.Equal(1, row.Codebook));
        Assert.All(scales, row => Assert.Equal(issues[row.Issue].Scale.Steps, row.Scale.Steps));
        Assert.All(await store.Db.Set<Coding>().AsNoTracking().ToListAsync(Cancellation), coding => Assert.Equal(1, coding.Codebook));
    }

    [Fact]
    public async Task A_scale_the_seeds_change_needs_a_new_version_and_keeps_the_old_reading()
    {
        await store.SetUpAsync();
        seeds.Set("codebook/steps.csv", 2, "label", "Another label");
        var error = await Assert.ThrowsAsync<SeedException>(store.SetUpAsync);
        Assert.Contains("codebook/versions.csv", Assert.Single(error.Faults).Expected, StringComparison.Ordinal);

        File.AppendAllText(seeds.PathOf("codebook/versions.csv"), "2,2026-11-26,A label says more.\n");
        store.Db.ChangeTracker.Clear();
        await store.SetUpAsync();
        var scales = await store.Db.ScaleVersions.AsNoTracking().Where(row => row.Issue == "territory").OrderBy(row => row.Codebook).ToListAsync(Cancellation);
        Assert.Equal([(1, "Ukraine's control restored"), (2, "Another label")], scales.Select(row => (row.Codebook, row.Scale[1].Label)));
        // What was published before keeps its number, also when the seeds are read again.
        Assert.All(await store.Db.Set<Coding>().AsNoTracking().ToListAsync(Cancellation), coding => Assert.Equal(1, coding.Codebook));
    }

    [Fact]
    public async Task A_version_of_the_seeds_does_not_take_the_number_of_one_made_at_the_desk()
    {
        await store.SetUpAsync();
        await ChangeScaleAsync("Said at the desk.");
        File.AppendAllText(seeds.PathOf("codebook/versions.csv"), "2,2026-11-26,A label says more.\n");
        var error = await Assert.ThrowsAsync<SeedException>(store.SetUpAsync);
        Assert.Equal(("codebook/versions.csv", "2"), (Assert.Single(error.Faults).File, error.Faults[0].Found));
        Assert.Equal("Said at the desk.", (await store.Db.CodebookVersions.AsNoTracking().SingleAsync(row => row.Number == 2, Cancellation)).Note);
    }

    [Fact]
    public async Task New_codings_get_the_version_in_force_and_a_copied_one_keeps_its_own()
    {
        await store.SetUpAsync();
        Assert.Equal(1, await store.Db.CurrentCodebookAsync(Cancellation));
        await ChangeScaleAsync("Said at the desk.");
        Assert.Equal(2, await store.Db.CurrentCodebookAsync(Cancellation));
        var desk = store.Service<DeskStatements>();
        var process = await store.Db.Processes.Select(row => row.Id).SingleAsync(Cancellation);
        await store.Service<Ledger>().WriteAsync(Admin, null, async changes =>
        {
            var published = (await desk.RevisionsAsync(process, 2, Cancellation))[0];
            var amendment = published.Amendment(2, 7, "A word.");
            amendment.Codings.Add(new() { ProcessId = process, Party = "russia", Issue = "neutrality", StepFrom = 1, StepTo = 1, State = CodingState.Stated });
            desk.Add(amendment);
            changes.Note(amendment, "amend", "ukraine");
            return "/";
        }, Cancellation);
        var open = (await desk.OpenAsync(process, 2, Cancellation))!;
        Assert.All(open.Codings.Where(coding => coding.Issue != "neutrality"), coding => Assert.Equal(1, coding.Codebook));
        Assert.Equal(2, open.Codings.Last(coding => coding.Issue == "neutrality").Codebook);
    }

    private Task<Written> ChangeScaleAsync(string note) => store.Service<Ledger>().WriteAsync(Admin, null, async changes =>
    {
        var issue = await store.Db.Issues.SingleAsync(row => row.Slug == "territory", Cancellation);
        store.Db.Entry(issue).Property(row => row.Scale).CurrentValue = new Scale(issue.Scale.Steps.Select(step => step with { Label = step.Label + "!" }));
        changes.Note(await store.Db.AddCodebookVersionAsync(changes.At, note, issue, Cancellation), "add", "");
        changes.Note(issue, "change", "");
        return "/";
    }, Cancellation);

    private async Task<(int Offices, int Seats, int Events)> CountsAsync() => (
        await store.Db.People.Where(row => row.Slug == "vladimir-putin").SelectMany(row => row.Offices).CountAsync(Cancellation),
        await store.Db.Processes.SelectMany(row => row.NoSeats).CountAsync(Cancellation),
        await store.Db.Events.CountAsync(Cancellation));
}
