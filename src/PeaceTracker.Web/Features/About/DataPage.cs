using Microsoft.AspNetCore.Mvc.Infrastructure;
using Microsoft.EntityFrameworkCore;
using PeaceTracker.Data;
using PeaceTracker.Domain.Issues;
using PeaceTracker.Domain.Processes;
using PeaceTracker.Domain.Statements;
using PeaceTracker.Web.Files;
using PeaceTracker.Web.Reading;

namespace PeaceTracker.Web.Features.About;

/// <summary>What the data hold, where they end, and how they are taken away and cited.</summary>
public sealed class DataPage(PeaceTrackerDbContext db, IActionDescriptorCollectionProvider actions)
{
    // Of this process's record; they move to the process settings when a second process has limits of its own.
    private static readonly Dictionary<string, string[]> LimitsOf = new()
    {
        ["ukraine"] =
        [
            "Pages were read as excerpts, never whole. Where a list was cut off in what could be read, the statement says so or the point is missing.",
            "Most original reports of news agencies and newspapers could not be had. They are known through copies, translations and retellings, which are traced to their origin where it is known and then count once.",
            "March to May 2026 is not covered: searches returned nothing from those months. Nothing is recorded after June 2026.",
            "Covered thinly: the Italian and Indonesian plans, five of ten African points seen, two Chinese-Brazilian points known from a summary, the secret annexes of the victory plan, the first sections only of the Paris declaration, and the talks at Geneva and Abu Dhabi in 2026, whose texts are not public.",
            "Not searched or not found: ideas of single public figures, the Vatican and Mexico, the Saudi talks of August 2023, the Minsk agreements, the Budapest Memorandum, the bilateral security agreements of 2024, and parliaments and oppositions. An empty cell there may mean that nobody has looked.",
            "Words of Russia come partly from Russian state media, which are good for what Moscow says and not for facts.",
            "Grades are a judgement of the editors on the kind of publisher, not on the truth of what a speaker said.",
        ],
    };

    public async Task<DataModel> LoadAsync(View view, CancellationToken cancellation)
    {
        var process = view.Contents.Process.Id;
        var statements = db.Published(process, view.Known).Where(row => row.Day <= view.Date);
        var codings = await db.ShownCodings(process, view.Known, view.Date)
            .GroupBy(row => row.Issue)
            .Select(group => new { Issue = group.Key, WithStep = group.Count(row => row.StepFrom != null), WithoutStep = group.Count(row => row.StepFrom == null) })
            .ToListAsync(cancellation);
        var coded = await db.ShownCodings(process, view.Known, view.Date)
            .GroupBy(row => new { row.Issue, row.StatementId })
            .Select(group => new { group.Key.Issue, Steps = group.Count(row => row.StepFrom != null) })
            .GroupBy(row => row.Issue)
            .Select(group => new { Issue = group.Key, WithStep = group.Count(row => row.Steps > 0), WithoutStep = group.Count(row => row.Steps == 0) })
            .ToListAsync(cancellation);
        var speaking = await statements.Where(row => row.Topic != null).GroupBy(row => row.Topic!).Select(group => new { Topic = group.Key, Count = group.Count() }).ToListAsync(cancellation);
        var days = await statements.GroupBy(_ => 1)
            .Select(group => new { First = group.Min(row => row.Day), Last = group.Max(row => row.Day) })
            .SingleOrDefaultAsync(cancellation);
        var issues = view.Issues.Select(issue => new IssueCount(
            issue,
            codings.FirstOrDefault(row => row.Issue == issue.Slug)?.WithStep ?? 0,
            codings.FirstOrDefault(row => row.Issue == issue.Slug)?.WithoutStep ?? 0,
            coded.FirstOrDefault(row => row.Issue == issue.Slug)?.WithStep ?? 0,
            (coded.FirstOrDefault(row => row.Issue == issue.Slug)?.WithoutStep ?? 0)
                + speaking.Where(row => row.Topic.Split(Statement.TopicSeparator).Contains(issue.Slug)).Sum(row => row.Count))).ToList();
        IReadOnlyList<(string, int)> counts =
        [
            ("statements", await statements.CountAsync(cancellation)),
            ("statements without a coding", await statements.CountAsync(row => row.Codings.Count == 0, cancellation)),
            ("statements without a coding that speak of an issue", await statements.SpeakingOf([.. view.Contents.Issues.Select(issue => issue.Slug)]).CountAsync(row => row.Codings.Count == 0, cancellation)),
            ("codings", codings.Sum(row => row.WithStep + row.WithoutStep)),
            ("sources", await db.Sources.CountAsync(row => row.ProcessId == process, cancellation)),
            ("publishers", await db.Publishers.CountAsync(row => row.ProcessId == process, cancellation)),
            ("proposals", await db.Proposals.CountAsync(row => row.ProcessId == process && row.Latest <= view.Date, cancellation)),
            ("events", await db.Events.CountAsync(row => row.ProcessId == process && row.Latest <= view.Date, cancellation)),
            ("control figures", await db.Figures.CountAsync(row => row.ProcessId == process, cancellation)),
            ("parties", view.Contents.Parties.Count),
        ];
        var discrepancies = await db.Discrepancies.AsNoTracking().Where(row => row.ProcessId == process).ToListAsync(cancellation);
        return new(view, counts, issues, days?.First, days?.Last, Files(), LimitsOf.GetValueOrDefault(view.Slug, []),
            [.. discrepancies.OrderBy(row => row.Kind, StringComparer.Ordinal).ThenBy(row => row.Code.Length).ThenBy(row => row.Code, StringComparer.Ordinal)]);
    }

    /// <summary>The reading addresses that answer as a file, from the routes themselves.</summary>
    private List<FileAddress> Files() =>
        [.. actions.ActionDescriptors.Items
            .Select(action => action.AttributeRouteInfo?.Template ?? "")
            .Where(template => template.StartsWith("{process}/", StringComparison.Ordinal) && FileFormats.Of(template).Count > 0)
            .Select(template => new FileAddress("/" + FileFormats.Page(template), FileFormats.Of(template)))
            .GroupBy(file => file.Address)
            .Select(group => new FileAddress(group.Key, [.. group.SelectMany(file => file.Formats).Distinct().Order(StringComparer.Ordinal)]))
            .OrderBy(file => file.Address, StringComparer.Ordinal)];
}

/// <summary>Codings of one issue with a step and without, and the statements that take a step on it or speak of it without one.</summary>
public sealed record IssueCount(Issue Issue, int WithStep, int WithoutStep, int StatementsWithStep, int StatementsWithoutStep);

/// <param name="Address">Template, for example <c>/{process}/positions</c>.</param>
public sealed record FileAddress(string Address, IReadOnlyList<string> Formats);

/// <param name="Discrepancies">Conflicts between sources first, then oddities of one source, by number.</param>
/// <param name="FirstDay">Day of the oldest statement; null when there is none.</param>
public sealed record DataModel(
    View View, IReadOnlyList<(string What, int Count)> Counts, IReadOnlyList<IssueCount> Issues, DateOnly? FirstDay, DateOnly? LastDay,
    IReadOnlyList<FileAddress> Files, IReadOnlyList<string> Limits, IReadOnlyList<Discrepancy> Discrepancies) : ITables
{
    private static readonly Schema CountsTable = new("counts", ["what", "count: whole"]);

    private static readonly Schema CodingsByIssue = new("codings_by_issue", ["issue", "with_step: whole", "without_step: whole", "statements_with_step: whole", "statements_without_step: whole"]);

    private static readonly Schema FilesTable = new("files", ["address", "formats: texts"]);

    private static readonly Schema LimitsTable = new("limits", ["text"]);

    private static readonly Schema DiscrepanciesTable = new("discrepancies", ["code", "kind", "title", "text", "sources: wholes"]);

    public static IReadOnlyList<Schema> Tables => [CountsTable, CodingsByIssue, FilesTable, LimitsTable, DiscrepanciesTable];

    public TakeAway TakeAway => new(CountsTable, Counts.Select(pair => (IReadOnlyList<object?>)[pair.What, pair.Count]))
    {
        More =
        [
            new(CodingsByIssue,
                Issues.Select(row => (IReadOnlyList<object?>)[row.Issue.Slug, row.WithStep, row.WithoutStep, row.StatementsWithStep, row.StatementsWithoutStep])),
            new(FilesTable, Files.Select(file => (IReadOnlyList<object?>)[file.Address, file.Formats])),
            new(LimitsTable, Limits.Select(text => (IReadOnlyList<object?>)[text])),
            new(DiscrepanciesTable, Discrepancies.Select(row => (IReadOnlyList<object?>)[row.Code, row.Kind, row.Title, row.Text, row.Sources])),
        ],
    };
}
