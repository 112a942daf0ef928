using System.Globalization;
using Microsoft.EntityFrameworkCore;
using PeaceTracker.Domain.Issues;
using PeaceTracker.Domain.Parties;
using PeaceTracker.Domain.Processes;
using PeaceTracker.Domain.Proposals;
using PeaceTracker.Domain.Reference;
using PeaceTracker.Domain.Sources;
using PeaceTracker.Domain.Statements;

namespace PeaceTracker.Data.Desk;

/// <summary>
/// The one place that knows which columns name reference rows, in whatever way: as a foreign key, in a list, or as a word among others.
/// What something hangs on is not removed, and its slug stays.
/// </summary>
public static class References
{
    /// <summary>A column whose values name rows of another kind.</summary>
    /// <param name="To">Class of the rows that are named.</param>
    /// <param name="In">Class of the rows that name them.</param>
    /// <param name="Column">Property that names them.</param>
    /// <param name="Kind">What the rows are called where they are counted.</param>
    /// <param name="Keys">The record that each such row stands in.</param>
    public sealed record Reference(Type To, Type In, string Column, string Kind, Func<PeaceTrackerDbContext, Named, IQueryable<string>> Keys);

    /// <summary>The row that is named.</summary>
    /// <param name="Process">Id of the process; 0 for an issue, which belongs to all.</param>
    /// <param name="Id">Its key in the store.</param>
    /// <param name="Slug">What names it: slug, ISO code or number.</param>
    public sealed record Named(int Process, int Id, string Slug)
    {
        public int Number => int.TryParse(Slug, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;
    }

    /// <summary>Every column there is, but those of the parts of a row itself.</summary>
    public static IReadOnlyList<Reference> All { get; } =
    [
        new(typeof(Party), typeof(Statement), nameof(Statement.Parties), "statement", (db, to) => Statements(db, to).Where(row => row.Parties.Contains(to.Slug)).Select(row => row.Number.ToString())),
        new(typeof(Party), typeof(Coding), nameof(Coding.Party), "coding", (db, to) => Codings(db, db.Set<Coding>().Where(row => row.ProcessId == to.Process && row.Party == to.Slug))),
        new(typeof(Party), typeof(Office), nameof(Office.Party), "office", (db, to) => Offices(db, to).Where(pair => pair.Office.Party == to.Slug).Select(pair => pair.Person)),
        new(typeof(Party), typeof(Party), nameof(Party.Members), "coalition", (db, to) => db.Parties.Where(row => row.ProcessId == to.Process && row.Members.Contains(to.Slug)).Select(row => row.Slug)),
        new(typeof(Party), typeof(PeaceProcess), nameof(PeaceProcess.PrincipalPair), "principal pair", (db, to) => Processes(db, to).Where(row => row.PrincipalPair.Contains(to.Slug)).Select(row => row.Slug)),
        new(typeof(Party), typeof(PeaceProcess), nameof(PeaceProcess.DefaultParties), "default party", (db, to) => Processes(db, to).Where(row => row.DefaultParties.Contains(to.Slug)).Select(row => row.Slug)),
        new(typeof(Party), typeof(NoSeat), nameof(NoSeat.Party), "missing seat", (db, to) => Processes(db, to).SelectMany(row => row.NoSeats, (row, seat) => new { row.Slug, Seat = seat }).Where(pair => pair.Seat.Party == to.Slug).Select(pair => pair.Slug)),
        new(typeof(Party), typeof(Proposal), nameof(Proposal.Proponents), "proposal", (db, to) => Proposals(db, to).Where(row => row.Proponents.Contains(to.Slug)).Select(row => row.Slug)),
        new(typeof(Party), typeof(Proposal), nameof(Proposal.Addressees), "proposal", (db, to) => Proposals(db, to).Where(row => row.Addressees.Contains(to.Slug)).Select(row => row.Slug)),
        new(typeof(Party), typeof(TalksEvent), nameof(TalksEvent.Parties), "event", (db, to) => db.Events.Where(row => row.ProcessId == to.Process && row.Parties.Contains(to.Slug)).Select(row => row.Slug)),
        new(typeof(Party), typeof(ControlFigure), nameof(ControlFigure.HeldBy), "control figure", (db, to) => Figures(db, to).Where(row => row.HeldBy == to.Slug).Select(row => row.Record)),
        new(typeof(Person), typeof(Statement), nameof(Statement.Speaker), "statement", (db, to) => Statements(db, to).Where(row => row.Speaker == to.Slug).Select(row => row.Number.ToString())),
        new(typeof(Issue), typeof(Coding), nameof(Coding.Issue), "coding", (db, to) => Codings(db, db.Set<Coding>().Where(row => row.Issue == to.Slug))),
        new(typeof(Issue), typeof(Statement), nameof(Statement.Topic), "statement", (db, to) => db.Statements.SpeakingOf(new[] { to.Slug }).Select(row => row.Number.ToString())),
        new(typeof(Issue), typeof(NoSeat), nameof(NoSeat.Issue), "missing seat", (db, to) => db.Processes.SelectMany(row => row.NoSeats, (row, seat) => new { row.Slug, Seat = seat }).Where(pair => pair.Seat.Issue == to.Slug).Select(pair => pair.Slug)),
        new(typeof(Region), typeof(Coding), nameof(Coding.Region), "coding", (db, to) => Codings(db, db.Set<Coding>().Where(row => row.Region == to.Slug))),
        new(typeof(Region), typeof(ControlFigure), nameof(ControlFigure.Regions), "control figure", (db, to) => Figures(db, to).Where(row => row.Regions.Contains(to.Slug)).Select(row => row.Record)),
        new(typeof(TalksEvent), typeof(Statement), nameof(Statement.Event), "statement", (db, to) => Statements(db, to).Where(row => row.Event == to.Slug).Select(row => row.Number.ToString())),
        new(typeof(Publisher), typeof(Source), nameof(Source.PublisherId), "source", (db, to) => Sources(db, to).Where(row => row.PublisherId == to.Id).Select(row => row.Number.ToString())),
        new(typeof(Source), typeof(Citation), nameof(Citation.Source), "statement", (db, to) => db.Statements.Where(row => row.ProcessId == to.Process && row.Citations.Any(citation => citation.Source == to.Number)).Select(row => row.Number.ToString())),
        new(typeof(Source), typeof(Source), nameof(Source.DerivedFrom), "source", (db, to) => Sources(db, to).Where(row => row.DerivedFrom.Contains(to.Number)).Select(row => row.Number.ToString())),
        new(typeof(Source), typeof(Source), nameof(Source.MergedInto), "source", (db, to) => Sources(db, to).Where(row => row.MergedInto == to.Number).Select(row => row.Number.ToString())),
        new(typeof(Source), typeof(Office), nameof(Office.Source), "office", (db, to) => Offices(db, to).Where(pair => pair.Office.Source == to.Number).Select(pair => pair.Person)),
        new(typeof(Source), typeof(Proposal), nameof(Proposal.Sources), "proposal", (db, to) => Proposals(db, to).Where(row => row.Sources.Contains(to.Number)).Select(row => row.Slug)),
        new(typeof(Source), typeof(ProposalLink), nameof(ProposalLink.Source), "proposal", (db, to) => Proposals(db, to).Where(row => row.Lineage.Any(link => link.Source == to.Number)).Select(row => row.Slug)),
        new(typeof(Source), typeof(TalksEvent), nameof(TalksEvent.Sources), "event", (db, to) => db.Events.Where(row => row.ProcessId == to.Process && row.Sources.Contains(to.Number)).Select(row => row.Slug)),
        new(typeof(Source), typeof(ControlFigure), nameof(ControlFigure.Source), "control figure", (db, to) => Figures(db, to).Where(row => row.Source == to.Number).Select(row => row.Record)),
        new(typeof(Source), typeof(Discrepancy), nameof(Discrepancy.Sources), "discrepancy", (db, to) => db.Discrepancies.Where(row => row.ProcessId == to.Process && row.Sources.Contains(to.Number)).Select(row => row.Code)),
        new(typeof(Source), typeof(SourceText), nameof(SourceText.Source), "text", (db, to) => db.SourceTexts.Where(row => row.ProcessId == to.Process && row.Source == to.Number).Select(row => row.Number.ToString())),
        new(typeof(Source), typeof(SourceMerge), nameof(SourceMerge.Merged), "merge", (db, to) => db.SourceMerges.Where(row => row.ProcessId == to.Process && row.Merged == to.Number).Select(row => row.Kept.ToString())),
        new(typeof(Source), typeof(SourceMerge), nameof(SourceMerge.Kept), "merge", (db, to) => db.SourceMerges.Where(row => row.ProcessId == to.Process && row.Kept == to.Number).Select(row => row.Merged.ToString())),
    ];

    /// <summary>Everything that hangs on a row, counted by kind, whatever its status; empty when the row may go.</summary>
    /// <param name="row">A party, person, issue, region, event, publisher or source.</param>
    public static async Task<IReadOnlyList<Hanging>> HangingOnAsync(this PeaceTrackerDbContext db, object row, CancellationToken cancellation)
    {
        var named = row switch
        {
            Party party => new Named(party.ProcessId, party.Id, party.Slug),
            Person person => new(person.ProcessId, person.Id, person.Slug),
            Issue issue => new(0, issue.Id, issue.Slug),
            Region region => new(region.ProcessId, region.Id, region.Iso),
            TalksEvent talksEvent => new(talksEvent.ProcessId, talksEvent.Id, talksEvent.Slug),
            Publisher publisher => new(publisher.ProcessId, publisher.Id, publisher.Slug),
            Source source => new(source.ProcessId, source.Id, source.Number.ToString(CultureInfo.InvariantCulture)),
            _ => throw new ArgumentException($"Nothing hangs on a {row.GetType().Name}.", nameof(row)),
        };
        var found = new List<(string Kind, string Key)>();
        foreach (var reference in All.Where(reference => reference.To == row.GetType()))
            found.AddRange((await reference.Keys(db, named).ToListAsync(cancellation)).Select(key => (reference.Kind, key)));
        return
        [
            .. found.GroupBy(pair => pair.Kind, pair => pair.Key).Select(group => new Hanging(
                group.Key,
                // Revisions of a statement are one statement; a coding or an office counts each time.
                group.Key is "coding" or "office" or "missing seat" ? group.Count() : group.Distinct().Count(),
                [.. group.Distinct().OrderBy(key => key.Length).ThenBy(key => key, StringComparer.Ordinal)])),
        ];
    }

    private static IQueryable<Statement> Statements(PeaceTrackerDbContext db, Named to) => db.Statements.Where(row => row.ProcessId == to.Process);

    private static IQueryable<string> Codings(PeaceTrackerDbContext db, IQueryable<Coding> codings) =>
        codings.Join(db.Statements, coding => coding.StatementId, statement => statement.Id, (coding, statement) => statement.Number.ToString());

    private static IQueryable<OfPerson> Offices(PeaceTrackerDbContext db, Named to) =>
        db.People.Where(row => row.ProcessId == to.Process).SelectMany(row => row.Offices, (row, office) => new OfPerson { Person = row.Slug, Office = office });

    private static IQueryable<PeaceProcess> Processes(PeaceTrackerDbContext db, Named to) => db.Processes.Where(row => row.Id == to.Process);

    private static IQueryable<Source> Sources(PeaceTrackerDbContext db, Named to) => db.Sources.IgnoreQueryFilters().Where(row => row.ProcessId == to.Process);

    private static IQueryable<Proposal> Proposals(PeaceTrackerDbContext db, Named to) => db.Proposals.IgnoreQueryFilters().Where(row => row.ProcessId == to.Process);

    private static IQueryable<ControlFigure> Figures(PeaceTrackerDbContext db, Named to) => db.Figures.Where(row => row.ProcessId == to.Process);

    private sealed class OfPerson
    {
        public required string Person { get; init; }

        public required Office Office { get; init; }
    }
}
