using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using PeaceTracker.Data.History;
using PeaceTracker.Domain.History;
using PeaceTracker.Domain.Parties;

namespace PeaceTracker.Data.Tests;

/// <summary>The first change people make of a record of the seeds: how it read before stands in the log.</summary>
public sealed class BaselineTests : IAsyncLifetime
{
    private static readonly Actor Admin = new(7, "a7");

    private Store store = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>Kind of record, and a property with other words for it.</summary>
    public static TheoryData<string, string> Kinds => new()
    {
        { "party", nameof(Party.Name) }, { "person", nameof(Person.Name) }, { "region", "Name" }, { "publisher", "Reason" }, { "source", "Title" }, { "proposal", "Title" },
        { "event", "Title" }, { "discrepancy", "Title" }, { "process", "Title" }, { "issue", "Title" }, { "difference", "Note" },
    };

    public async ValueTask InitializeAsync() => store = await Store.WithRealSeedsAsync();

    public ValueTask DisposeAsync()
    {
        store.Dispose();
        return ValueTask.CompletedTask;
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task The_first_change_of_a_record_is_written_after_how_it_read_before_and_the_second_is_not(string kind, string property)
    {
        await RenameAsync(kind, property, "Other words", saveFirst: false);
        await RenameAsync(kind, property, "Yet other words", saveFirst: false);
        var entries = await EntriesAsync(kind);
        Assert.Equal([("seeds", Revision.Seeds), ("change", "a7"), ("change", "a7")], entries.Select(entry => (entry.Action, entry.Actor)));
        var texts = entries.Select(entry => JsonDocument.Parse(entry.Snapshot).RootElement.GetProperty(property).GetString()!).ToList();
        Assert.Equal(["Other words", "Yet other words"], texts.Skip(1));
        Assert.NotEqual("Other words", texts[0]);
        Assert.NotEmpty(texts[0]);
        // Nothing else differs than what was changed, and the count of changes.
        Assert.Equal(kind == "discrepancy" ? [property] : [property, "Version"], Differing(entries[0].Snapshot, entries[1].Snapshot).OrderBy(name => name == "Version"));
        Assert.Empty(await store.Service<RevisionLog>().VerifyAsync(Cancellation));
    }

    /// <summary>A form that was opened at a version can be put beside how the record read then, whatever has become of it.</summary>
    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task A_record_is_read_again_as_it_was_at_each_of_its_versions(string kind, string property)
    {
        await RenameAsync(kind, property, "Other words", saveFirst: false);
        await RenameAsync(kind, property, "Yet other words", saveFirst: false);
        if (await RowAsync(store.Db, kind) is not IVersioned now)
        {
            Assert.Equal("discrepancy", kind);
            return;
        }

        var entries = await EntriesAsync(kind);
        for (var version = 1; version <= 3; version++)
            Assert.Equal(entries[version - 1].Snapshot, Snapshots.Of((await store.Db.AtVersionAsync(now, "ukraine", version, Cancellation))!));
        Assert.Null(await store.Db.AtVersionAsync(now, "ukraine", 4, Cancellation));
        if (kind is not ("issue" or "process"))
            Assert.Null(await store.Db.AtVersionAsync(now, "elsewhere", 1, Cancellation));
    }

    [Fact]
    public async Task Of_two_records_under_one_key_the_version_of_neither_is_taken_for_that_of_the_other()
    {
        Person person = null!;
        foreach (var name in new[] { "First", "Second" })
        {
            await store.Service<Ledger>().WriteAsync(Admin, null, changes =>
            {
                store.Db.Add(person = new() { ProcessId = 1, Slug = "rudolf", Name = name });
                changes.Note(person, "add", "ukraine");
                return Task.FromResult("/");
            }, Cancellation);
            var then = await store.Db.AtVersionAsync(person, "ukraine", 1, Cancellation);
            Assert.Equal(name == "First" ? "First" : null, then?.Name);
            await store.Service<Ledger>().WriteAsync(Admin, null, async changes =>
            {
                var row = await store.Db.People.SingleAsync(one => one.Slug == "rudolf", Cancellation);
                store.Db.Remove(row);
                changes.Note(row, "remove", "ukraine");
                return "/";
            }, Cancellation);
        }
    }

    [Fact]
    public async Task What_was_saved_before_it_was_noted_is_written_as_it_read_before_too()
    {
        await RenameAsync("party", nameof(Party.Name), "Other words", saveFirst: true);
        var entries = await EntriesAsync("party");
        Assert.Equal(["seeds", "change"], entries.Select(entry => entry.Action));
        Assert.Equal([nameof(Party.Name), "Version"], Differing(entries[0].Snapshot, entries[1].Snapshot).OrderBy(name => name == "Version"));
    }

    [Fact]
    public async Task The_parts_of_a_record_stand_in_it_as_they_were()
    {
        await store.Service<Ledger>().WriteAsync(Admin, null, async changes =>
        {
            var person = await store.Db.People.Include(row => row.Offices).SingleAsync(row => row.Slug == "vladimir-putin", Cancellation);
            person.Offices.Clear();
            changes.Note(person, "change", "ukraine");
            return "/";
        }, Cancellation);
        var entries = await EntriesAsync("person");
        Assert.Contains("President of Russia", entries[0].Snapshot, StringComparison.Ordinal);
        Assert.DoesNotContain("President of Russia", entries[1].Snapshot, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_removed_has_its_last_words_in_the_log()
    {
        await store.Service<Ledger>().WriteAsync(Admin, null, async changes =>
        {
            var publisher = new Domain.Sources.Publisher { ProcessId = 1, Slug = "gazette", Name = "Gazette", Kind = "newspaper", Grade = 'C', Reason = "New." };
            store.Db.Add(publisher);
            await store.Db.SaveChangesAsync(Cancellation);
            return "/";
        }, Cancellation);
        await store.Service<Ledger>().WriteAsync(Admin, null, async changes =>
        {
            var publisher = await store.Db.Publishers.IgnoreQueryFilters().SingleAsync(row => row.Slug == "gazette", Cancellation);
            store.Db.Remove(publisher);
            changes.Note(publisher, "remove", "ukraine");
            return "/";
        }, Cancellation);
        var entries = await EntriesAsync("publisher");
        Assert.Equal(["seeds", "remove"], entries.Select(entry => entry.Action));
        Assert.Contains("Gazette", entries[0].Snapshot, StringComparison.Ordinal);
        Assert.Empty(entries[1].Snapshot);
    }

    [Fact]
    public async Task What_people_added_has_no_earlier_state()
    {
        await store.Service<Ledger>().WriteAsync(Admin, null, changes =>
        {
            var person = new Person { ProcessId = 1, Slug = "rudolf", Name = "Rudolf" };
            store.Db.Add(person);
            changes.Note(person, "add", "ukraine");
            return Task.FromResult("/");
        }, Cancellation);
        Assert.Equal(["add"], (await EntriesAsync("person")).Select(entry => entry.Action));
    }

    private Task<Written> RenameAsync(string kind, string property, string text, bool saveFirst) => store.Service<Ledger>().WriteAsync(Admin, null, async changes =>
    {
        var row = await RowAsync(store.Db, kind);
        store.Db.Entry(row).Property(property).CurrentValue = text;
        if (saveFirst)
            await store.Db.SaveChangesAsync(Cancellation);
        changes.Note(row, "change", "ukraine");
        return "/";
    }, Cancellation);

    private static async Task<object> RowAsync(PeaceTrackerDbContext db, string kind) => kind switch
    {
        "party" => await db.Parties.OrderBy(one => one.Id).FirstAsync(Cancellation),
        "person" => await db.People.Include(one => one.Offices).OrderBy(one => one.Id).FirstAsync(Cancellation),
        "region" => await db.Regions.OrderBy(one => one.Id).FirstAsync(Cancellation),
        "publisher" => await db.Publishers.OrderBy(one => one.Id).FirstAsync(Cancellation),
        "source" => await db.Sources.OrderBy(one => one.Id).FirstAsync(Cancellation),
        "proposal" => await db.Proposals.Include(one => one.Lineage).OrderBy(one => one.Id).FirstAsync(Cancellation),
        "event" => await db.Events.OrderBy(one => one.Id).FirstAsync(Cancellation),
        "discrepancy" => await db.Discrepancies.OrderBy(one => one.Id).FirstAsync(Cancellation),
        "process" => await db.Processes.Include(one => one.NoSeats).OrderBy(one => one.Id).FirstAsync(Cancellation),
        "issue" => await db.Issues.OrderBy(one => one.Id).FirstAsync(Cancellation),
        "difference" => await db.ClauseDifferences.OrderBy(one => one.Id).FirstAsync(Cancellation),
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, null),
    };

    private Task<List<Revision>> EntriesAsync(string kind) => store.Db.Revisions.AsNoTracking().Where(row => row.Kind == kind).OrderBy(row => row.Number).ToListAsync(Cancellation);

    private static IEnumerable<string> Differing(string one, string other)
    {
        var (before, after) = (JsonDocument.Parse(one).RootElement, JsonDocument.Parse(other).RootElement);
        Assert.Equal(before.EnumerateObject().Select(part => part.Name), after.EnumerateObject().Select(part => part.Name));
        return before.EnumerateObject().Where(part => part.Value.GetRawText() != after.GetProperty(part.Name).GetRawText()).Select(part => part.Name);
    }
}
