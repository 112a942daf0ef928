using PeaceTracker.Data;
using PeaceTracker.Domain.Statements;

namespace PeaceTracker.Web.Reading;

/// <summary>The published statements a view may look at.</summary>
internal static class SaidStatements
{
    private const string Letters = "ABCDE";

    /// <summary>
    /// Said by the view's date (a statement counts from the latest day its own date allows), published by the instant known, and inside the
    /// evidence filter. The filter is the one <see cref="Domain.Positions.EvidenceFilter.Admits"/> applies, as a query.
    /// </summary>
    public static IQueryable<Statement> Said(this PeaceTrackerDbContext db, View view) => Narrow(db, view, db.Published(view.Contents.Process.Id, view.Known));

    /// <summary>
    /// The same, and with a coding on the issues and in the state the view asks for; null asks for none. What is asked must hold for one
    /// and the same coding, as in the list of statements. What only speaks of an issue fits when no state is asked for.
    /// </summary>
    /// <param name="parties">The coding is of one of these, or without a question about codings the statement is theirs; null for any.</param>
    public static IQueryable<Statement> SaidAsAsked(this PeaceTrackerDbContext db, View view, IReadOnlyList<string>? parties = null)
    {
        var said = db.Said(view);
        var states = CodedState.Of(view.State);
        if (!view.AsksForCodings)
            return parties is null ? said : said.Where(row => row.Parties.Any(party => parties.Contains(party)));
        var codings = db.ShownCodings(view.Contents.Process.Id, view.Known, view.Date);
        if (parties is not null)
            codings = codings.Where(coding => parties.Contains(coding.Party));
        if (states.Count > 0)
            codings = codings.Where(coding => states.Contains(coding.State));
        if (!view.IsGiven("issues"))
            return said.Where(row => codings.Any(coding => coding.StatementId == row.Id));
        var issues = view.Issues.Select(issue => issue.Slug).ToList();
        codings = codings.Where(coding => issues.Contains(coding.Issue));
        if (states.Count > 0)
            return said.Where(row => codings.Any(coding => coding.StatementId == row.Id));
        var speaking = db.Published(view.Contents.Process.Id, view.Known).SpeakingOf(issues);
        if (parties is not null)
            speaking = speaking.Where(row => row.Parties.Any(party => parties.Contains(party)));
        return said.Where(row => codings.Any(coding => coding.StatementId == row.Id) || speaking.Any(other => other.Id == row.Id));
    }

    /// <summary>What was withdrawn of that by the instant known, asked by the codings each had when it went.</summary>
    public static IQueryable<Statement> WithdrawnAsAsked(this PeaceTrackerDbContext db, View view, IReadOnlyList<string>? parties = null)
    {
        var withdrawn = Narrow(db, view, db.Withdrawn(view.Contents.Process.Id, view.Known));
        if (!view.IsGiven("issues"))
            return parties is null ? withdrawn : withdrawn.Where(row => row.Parties.Any(party => parties.Contains(party)));
        var issues = view.Issues.Select(issue => issue.Slug).ToList();
        var speaking = db.Withdrawn(view.Contents.Process.Id, view.Known).SpeakingOf(issues);
        if (parties is null)
            return withdrawn.Where(row => row.Codings.Any(coding => coding.RecordedTo == row.PublishedTo && issues.Contains(coding.Issue)) || speaking.Any(other => other.Id == row.Id));
        speaking = speaking.Where(row => row.Parties.Any(party => parties.Contains(party)));
        return withdrawn.Where(row =>
            row.Codings.Any(coding => coding.RecordedTo == row.PublishedTo && issues.Contains(coding.Issue) && parties.Contains(coding.Party)) || speaking.Any(other => other.Id == row.Id));
    }

    private static IQueryable<Statement> Narrow(PeaceTrackerDbContext db, View view, IQueryable<Statement> statements)
    {
        statements = statements.Where(row => row.Day <= view.Date);
        if (view.Evidence.WeakestChannel != Channel.Analyst)
        {
            // Channels are stored by name, so that "or stronger" has to be spelled out.
            var channels = Enum.GetValues<Channel>().Where(channel => channel <= view.Evidence.WeakestChannel).ToList();
            statements = statements.Where(row => channels.Contains(row.Channel));
        }

        if (view.Evidence.LowestInformation is { } digit)
            statements = statements.Where(row => row.Information <= digit && row.Information != Grade.InformationNotJudged);
        if (view.Evidence.LowestSource is { } letter)
        {
            var letters = Letters.Where(one => one <= letter).ToList();
            statements = statements.Where(row => row.Citations.Any(citation =>
                db.Sources.Any(source => source.ProcessId == row.ProcessId && source.Number == citation.Source && letters.Contains(source.Grade))));
        }

        return statements;
    }
}
