using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.EntityFrameworkCore;
using PeaceTracker.Data;
using PeaceTracker.Data.Desk;
using PeaceTracker.Domain.Statements;
using PeaceTracker.Web.Accounts;
using PeaceTracker.Web.Reading;

namespace PeaceTracker.Web.Features.Review;

/// <summary>What of the queue is shown; the next item after a decision is one of these as well.</summary>
/// <param name="Editor">Id of the account.</param>
/// <param name="Show">"warnings", "held" or "amendments"; null for all.</param>
/// <param name="Words">What is looked for in it; null for nothing.</param>
public sealed record QueueFilter(string? Party, string? Issue, int? Editor, string? Show, string? Words)
{
    public static readonly QueueFilter All = new(null, null, null, null, null);

    public static readonly IReadOnlyList<(string Slug, string Label)> Shows = [("warnings", "with warnings"), ("held", "put on hold"), ("amendments", "amendments of published statements")];

    public bool IsAll => this == All;

    /// <summary>The filter as the query of an address, without the question mark; "" for all.</summary>
    public string Query => QueryHelpers.AddQueryString("", Pairs.ToDictionary()).TrimStart('?');

    /// <summary>The address with this filter in its query.</summary>
    public string With(string address, params (string Name, string? Value)[] more) =>
        QueryHelpers.AddQueryString(address, Pairs.Concat(more.Where(pair => pair.Value is not null).Select(pair => KeyValuePair.Create(pair.Name, pair.Value))));

    private IEnumerable<KeyValuePair<string, string?>> Pairs => new (string Name, string? Value)[]
    {
        ("party", Party), ("issue", Issue), ("editor", Editor?.ToString(CultureInfo.InvariantCulture)), ("show", Show), ("q", Words),
    }.Where(pair => pair.Value is not null).Select(pair => KeyValuePair.Create(pair.Name, pair.Value));

    /// <summary>What an address or a form names; what it names wrongly is left out, and <see cref="Check"/> says so.</summary>
    public static QueueFilter Of(string? query) => Of(new QueryCollection(QueryHelpers.ParseQuery(query ?? "")));

    public static QueueFilter Of(IQueryCollection query) => new(
        Text("party", query), Text("issue", query),
        int.TryParse(Text("editor", query), NumberStyles.None, CultureInfo.InvariantCulture, out var editor) ? editor : null,
        Shows.FirstOrDefault(show => show.Slug == Text("show", query)).Slug, Text("q", query)?.Trim());

    private static string? Text(string name, IQueryCollection query) => query[name].ToString() is { Length: > 0 } text ? text : null;

    /// <summary>Null when the address names parties, issues, editors and choices that there are.</summary>
    public static Fault? Check(ProcessContents contents, IQueryCollection query)
    {
        var parts = new List<FaultPart>();
        Expect("party", text => contents.Parties.Any(party => party.Slug == text), "the slug of a party");
        Expect("issue", text => contents.Issues.Any(issue => issue.Slug == text), "the slug of an issue");
        Expect("editor", text => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out _), "the number of an account");
        Expect("show", text => Shows.Any(show => show.Slug == text), string.Join(", ", Shows.Select(show => show.Slug)));
        if (WordFinder.Wrong(query["q"]) is { } wrong)
            parts.Add(wrong);
        return parts.Count == 0 ? null : new(400, "The queue cannot be narrowed that way", "Nothing was guessed in its place.")
        {
            Parts = parts,
            Suggestions = [new("The whole queue", $"/{contents.Process.Slug}/review")],
        };

        void Expect(string name, Func<string, bool> good, string expected)
        {
            if (Text(name, query) is { } text && !good(text))
                parts.Add(new(name, text, expected));
        }
    }
}

/// <summary>A statement in the queue.</summary>
/// <param name="EditorName">Null for the researched record and for accounts that are gone.</param>
/// <param name="Own">The one who looks wrote of it, so that somebody else publishes it.</param>
/// <param name="Changed">Names of the fields that differ from what is published; null for a new statement.</param>
public sealed record QueueRow(Statement Statement, string? EditorName, bool Own, IReadOnlyList<string>? Changed, string Age, IReadOnlyList<string> Warnings);

/// <summary>Statements that can be approved together: one source, one editor.</summary>
public sealed record Batch(int Source, string SourceTitle, int Editor, string EditorName, int Count);

/// <summary>How the queue does: bounded looks into rows and log.</summary>
/// <param name="Median">From sending to decision, of the newest decisions; null when there is none.</param>
/// <param name="Returns">Share of decisions that sent back, by reason.</param>
public sealed record QueueHealth(int Waiting, string? Oldest, string? Median, int Decisions, int Returned, IReadOnlyList<(string Reason, int Count)> Returns);

/// <summary>A withdrawal that nobody else has agreed to yet.</summary>
public sealed record UnconfirmedWithdrawal(Statement Statement, string By, bool Own, bool Wrote);

public sealed record QueueModel(
    ProcessContents Contents, QueueFilter Filter, IReadOnlyList<QueueRow> Rows, int Count, string? After, QueueHealth Health, IReadOnlyList<Batch> Batches,
    IReadOnlyList<(int Id, string Name)> Editors, IReadOnlyList<UnconfirmedWithdrawal> Withdrawn, Done? Done)
{
    /// <summary>Pairs of clauses that wait as well.</summary>
    public int Differences { get; init; }

    public string Slug => Contents.Process.Slug;
}

/// <summary>What waits for review, and in what order.</summary>
public sealed class QueuePage(PeaceTrackerDbContext db, DeskStatements desk, DeskDifferences differences, AccountNames names, DoneReader done, WordFinder finder, TimeProvider clock)
{
    private const int PageSize = 50;
    private const int MostWithdrawn = 50;
    private const int MostDecisions = 500;
    private const int MostEntries = 5000;
    private const int MostForBatches = 200;

    public async Task<QueueModel> LoadAsync(ProcessContents contents, QueueFilter filter, string? after, string? doneNumbers, int account, CancellationToken cancellation)
    {
        var process = contents.Process.Id;
        var now = clock.GetUtcNow();
        var queue = await InQueueAsync(contents, filter, cancellation);
        var count = await queue.CountAsync(cancellation);
        if (Mark(after) is { } mark)
            queue = queue.Where(row => row.SubmittedAt > mark.At || (row.SubmittedAt == mark.At && row.Id > mark.Id));
        var statements = await DeskStatements.WithDetails(Ordered(queue)).AsNoTracking().Take(PageSize + 1).ToListAsync(cancellation);
        var next = statements.Count > PageSize ? FormattableString.Invariant($"{statements[PageSize - 1].SubmittedAt!.Value.UtcTicks}.{statements[PageSize - 1].Id}") : null;
        statements = [.. statements.Take(PageSize)];

        var numbers = statements.Where(row => row.Revision > 1).Select(row => row.Number).ToList();
        var published = await DeskStatements.WithDetails(desk.All(process)).AsNoTracking()
            .Where(row => numbers.Contains(row.Number) && row.Status == StatementStatus.Published).ToDictionaryAsync(row => row.Number, cancellation);
        var all = desk.All(process).Where(row => row.Status == StatementStatus.InReview);
        var editors = await all.Where(row => row.Editor != null).Select(row => row.Editor).Distinct().ToListAsync(cancellation);
        var withdrawn = await desk.WithdrawnUnconfirmed(process).AsNoTracking().Take(MostWithdrawn).ToListAsync(cancellation);
        var name = await names.ByIdAsync(editors.Concat(withdrawn.Select(row => row.WithdrawnBy)), cancellation);
        return new(
            contents, filter,
            [.. statements.Select(row => new QueueRow(
                row, Name(row.Editor), row.IsBy(account),
                published.TryGetValue(row.Number, out var before) ? [.. StatementFields.Between(contents, before, row).Select(change => change.Label)] : row.Revision > 1 ? [] : null,
                Ages.InWords(now - row.SubmittedAt!.Value), ReviewWarnings.Of(row)))],
            count, next, await HealthAsync(contents, now, cancellation), await BatchesAsync(process, account, cancellation),
            [.. editors.OfType<int>().Select(id => (id, Name(id) ?? "")).OrderBy(pair => pair.Item2, StringComparer.Ordinal)],
            [.. withdrawn.Select(row => new UnconfirmedWithdrawal(row, Name(row.WithdrawnBy) ?? "somebody", row.WithdrawnBy == account, row.IsBy(account)))],
            await done.OfAsync(contents, doneNumbers, cancellation))
        {
            Differences = await differences.InReview(process).CountAsync(cancellation),
        };

        string? Name(int? id) => id is { } one ? name.GetValueOrDefault(one) : null;
    }

    /// <summary>Those of the filter, in no order.</summary>
    private async Task<IQueryable<Statement>> InQueueAsync(ProcessContents contents, QueueFilter filter, CancellationToken cancellation)
    {
        var queue = InQueue(contents.Process.Id, filter);
        if (await finder.ReadAsync(contents, filter.Words, cancellation) is not { } words)
            return queue;
        var found = await WordFinder.AtDeskAsync(contents, words, Ordered(queue), cancellation);
        return queue.Where(row => found.Contains(row.Id));
    }

    /// <summary>Those of the filter but for its words, in no order.</summary>
    private IQueryable<Statement> InQueue(int process, QueueFilter filter)
    {
        var queue = desk.All(process).Where(row => row.Status == StatementStatus.InReview);
        if (filter.Party is { } party)
            queue = queue.Where(row => row.Parties.Contains(party) || row.Codings.Any(coding => coding.Party == party));
        if (filter.Issue is { } issue)
            queue = queue.Where(row => row.Codings.Any(coding => coding.Issue == issue));
        if (filter.Editor is { } editor)
            queue = queue.Where(row => row.Editor == editor);
        return filter.Show switch
        {
            "held" => queue.Where(row => row.HoldReason != null),
            "amendments" => queue.Where(row => row.Revision > 1),
            "warnings" => queue.Where(ReviewWarnings.Any),
            _ => queue,
        };
    }

    private static IOrderedQueryable<Statement> Ordered(IQueryable<Statement> queue) => queue.OrderBy(row => row.SubmittedAt).ThenBy(row => row.Id);

    /// <summary>What may be decided next to a statement: nothing of one's own, nothing on hold unless that is asked for.</summary>
    /// <param name="at">The statement looked at, by when it was sent and its id.</param>
    public async Task<(int? Before, int? After)> NeighboursAsync(ProcessContents contents, QueueFilter filter, (DateTimeOffset At, int Id) at, int account, CancellationToken cancellation)
    {
        var others = (await InQueueAsync(contents, filter, cancellation)).Where(row => row.Editor != account && !row.Codings.Any(coding => coding.Coder == account) && row.Id != at.Id);
        if (filter.Show != "held")
            others = others.Where(row => row.HoldReason == null);
        var after = await Ordered(others.Where(row => row.SubmittedAt > at.At || (row.SubmittedAt == at.At && row.Id > at.Id))).Select(row => (int?)row.Number).FirstOrDefaultAsync(cancellation);
        var before = await others.Where(row => row.SubmittedAt < at.At || (row.SubmittedAt == at.At && row.Id < at.Id))
            .OrderByDescending(row => row.SubmittedAt).ThenByDescending(row => row.Id).Select(row => (int?)row.Number).FirstOrDefaultAsync(cancellation);
        return (before, after);
    }

    /// <summary>Address of what comes next after a decision: the item after it, else the oldest, else the queue.</summary>
    public async Task<string> NextAsync(ProcessContents contents, QueueFilter filter, Statement decided, string doneNumbers, int account, CancellationToken cancellation)
    {
        var (before, after) = await NeighboursAsync(contents, filter, (decided.SubmittedAt ?? DateTimeOffset.MinValue, decided.Id), account, cancellation);
        if (after is null && before is not null)
            (_, after) = await NeighboursAsync(contents, filter, (DateTimeOffset.MinValue, decided.Id), account, cancellation);
        return after is { } number
            ? filter.With(FormattableString.Invariant($"/{contents.Process.Slug}/review/{number}"), ("done", doneNumbers)) + "#item"
            : filter.With($"/{contents.Process.Slug}/review", ("done", doneNumbers)) + "#item";
    }

    private static (DateTimeOffset At, int Id)? Mark(string? after) =>
        after?.Split('.') is [var ticks, var id] && long.TryParse(ticks, NumberStyles.None, CultureInfo.InvariantCulture, out var at) && at <= DateTimeOffset.MaxValue.Ticks && int.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out var row)
            ? (new(at, TimeSpan.Zero), row) : null;

    private async Task<QueueHealth> HealthAsync(ProcessContents contents, DateTimeOffset now, CancellationToken cancellation)
    {
        var all = desk.All(contents.Process.Id).Where(row => row.Status == StatementStatus.InReview);
        var oldest = await all.MinAsync(row => row.SubmittedAt, cancellation);
        var end = await db.Revisions.MaxAsync(row => (long?)row.Number, cancellation) ?? 0;
        var prefix = contents.Process.Slug + "/";
        var decisions = await db.Revisions.AsNoTracking()
            .Where(row => row.Number > end - MostEntries && row.Kind == "statement" && row.Key.StartsWith(prefix) && row.Actor != Domain.History.Revision.Seeds && (row.Action == DeskStatements.Publication || row.Action == ReturnReasons.Action))
            .OrderByDescending(row => row.Number).Take(MostDecisions)
            .Select(row => new { row.At, row.Action, row.Reason, row.Snapshot })
            .ToListAsync(cancellation);
        var times = decisions.Select(row => Sent(row.Snapshot) is { } sent ? row.At - sent : (TimeSpan?)null).OfType<TimeSpan>().Order().ToList();
        var returned = decisions.Where(row => row.Action == ReturnReasons.Action).ToList();
        return new(
            await all.CountAsync(cancellation),
            oldest is { } since ? Ages.InWords(now - since) : null,
            times.Count == 0 ? null : Ages.InWords(times.Count % 2 == 1 ? times[times.Count / 2] : (times[(times.Count / 2) - 1] + times[times.Count / 2]) / 2),
            decisions.Count, returned.Count,
            [.. returned.GroupBy(row => ReturnReasons.Of(row.Reason)).Select(group => (group.Key, group.Count())).OrderByDescending(pair => pair.Item2).ThenBy(pair => pair.Key, StringComparer.Ordinal)]);

        static DateTimeOffset? Sent(string snapshot)
        {
            using var json = JsonDocument.Parse(snapshot);
            return json.RootElement.TryGetProperty(nameof(Statement.SubmittedAt), out var at) && at.ValueKind == JsonValueKind.String ? at.GetDateTimeOffset() : null;
        }
    }

    /// <summary>Those of one source and one editor that could be approved together.</summary>
    private async Task<IReadOnlyList<Batch>> BatchesAsync(int process, int account, CancellationToken cancellation)
    {
        var rows = await Ordered(Approvable(process, account)).Take(MostForBatches)
            .Select(row => new { row.Editor, Sources = row.Citations.OrderBy(citation => citation.Order).Select(citation => citation.Source).Take(1).ToList() })
            .ToListAsync(cancellation);
        var groups = rows.Where(row => row.Editor is not null && row.Sources.Count > 0).GroupBy(row => (Source: row.Sources[0], Editor: row.Editor!.Value)).Where(group => group.Count() > 1).ToList();
        var numbers = groups.Select(group => group.Key.Source).ToList();
        var titles = await db.Sources.IgnoreQueryFilters().AsNoTracking().Where(row => row.ProcessId == process && numbers.Contains(row.Number)).ToDictionaryAsync(row => row.Number, row => row.Title, cancellation);
        var name = await names.ByIdAsync(groups.Select(group => (int?)group.Key.Editor), cancellation);
        return [.. groups.Select(group => new Batch(group.Key.Source, titles[group.Key.Source], group.Key.Editor, name.GetValueOrDefault(group.Key.Editor, ""), group.Count()))];
    }

    /// <summary>What waits, is not on hold, and is not by this account.</summary>
    private IQueryable<Statement> Approvable(int process, int account) => InQueue(process, QueueFilter.All)
        .Where(row => row.HoldReason == null && row.Editor != account && !row.Codings.Any(coding => coding.Coder == account));

    /// <summary>The statements of a batch with their details, oldest first.</summary>
    public async Task<List<Statement>> BatchAsync(int process, int source, int editor, int account, CancellationToken cancellation)
    {
        var rows = await DeskStatements.WithDetails(Ordered(Approvable(process, account).Where(row => row.Editor == editor && row.Citations.Any(citation => citation.Source == source))))
            .Take(PageSize).ToListAsync(cancellation);
        return [.. rows.Where(row => row.Citations[0].Source == source)];
    }
}

/// <summary>Spans of time as people say them.</summary>
public static class Ages
{
    /// <summary>"less than a minute", "12 minutes", "3 hours", "2 days", "5 weeks": whole units, rounded down.</summary>
    public static string InWords(TimeSpan age) => age switch
    {
        { TotalMinutes: < 1 } => "less than a minute",
        { TotalHours: < 1 } => Of((int)age.TotalMinutes, "minute"),
        { TotalDays: < 1 } => Of((int)age.TotalHours, "hour"),
        { TotalDays: < 14 } => Of((int)age.TotalDays, "day"),
        _ => Of((int)(age.TotalDays / 7), "week"),
    };

    private static string Of(int count, string unit) => FormattableString.Invariant($"{count} {unit}{(count == 1 ? "" : "s")}");
}

/// <summary>Why a statement goes back to its editor: one of a list, so that it can be counted, and words of one's own.</summary>
public static class ReturnReasons
{
    /// <summary>What the log calls it.</summary>
    public const string Action = "return";

    /// <summary>The reason that says nothing by itself: it wants words.</summary>
    public const string Other = "other";

    public static readonly IReadOnlyList<(string Slug, string Label)> All =
    [
        ("step", "The words do not carry the step"),
        ("quote", "Quotation or translation is not exact"),
        ("who", "Party, speaker or date is wrong"),
        ("source", "The source is missing, weak or graded wrongly"),
        ("summary", "The summary says more or less than the source"),
        ("duplicate", "It is there already"),
        (Other, "Something else"),
    ];

    /// <summary>What the editor reads: "The words do not carry the step: she spoke of observers only."</summary>
    public static string InWords(string slug, string? text)
    {
        var label = All.First(reason => reason.Slug == slug).Label;
        return string.IsNullOrWhiteSpace(text) ? label : $"{label}: {text.Trim()}";
    }

    /// <summary>The label a reason begins with.</summary>
    public static string Of(string? reason) => All.FirstOrDefault(one => reason?.StartsWith(one.Label, StringComparison.Ordinal) == true).Label ?? All[^1].Label;
}
