using Microsoft.EntityFrameworkCore;
using PeaceTracker.Data;
using PeaceTracker.Domain.Issues;
using PeaceTracker.Web.Files;
using PeaceTracker.Web.Reading;

namespace PeaceTracker.Web.Features.About;

/// <summary>Every scale with its definitions, and how many codings name each step.</summary>
public sealed class ScalesPage(PeaceTrackerDbContext db)
{
    public async Task<ScalesModel> LoadAsync(View view, CancellationToken cancellation)
    {
        var counts = await db.ShownCodings(view.Contents.Process.Id, view.Known, view.Date)
            .GroupBy(row => new { row.Issue, row.StepFrom, row.StepTo })
            .Select(group => new { group.Key.Issue, group.Key.StepFrom, group.Key.StepTo, Count = group.Count() })
            .ToListAsync(cancellation);
        var versions = await db.CodebookVersions.AsNoTracking().OrderBy(row => row.Number).ToListAsync(cancellation);
        var scales = (await db.ScaleVersions.AsNoTracking().OrderBy(row => row.Codebook).ToListAsync(cancellation)).ToLookup(row => row.Issue);
        return new(
            view,
            versions,
            [.. view.Issues.Select(issue =>
            {
                var own = counts.Where(row => row.Issue == issue.Slug).ToList();
                return new ScaleCount(
                    issue,
                    [.. issue.Scale.Steps.Select(step => new StepCount(step, own.Where(row => row.StepFrom == step.Rank && row.StepTo == step.Rank).Sum(row => row.Count)))],
                    own.Where(row => row.StepFrom != row.StepTo).Sum(row => row.Count),
                    own.Where(row => row.StepFrom is null).Sum(row => row.Count),
                    [.. scales[issue.Slug].SkipLast(1).Reverse()]);
            })]);
    }
}

/// <param name="Codings">Codings that name this step alone.</param>
public sealed record StepCount(Step Step, int Codings);

/// <param name="Ranges">Codings whose wording allows several steps.</param>
/// <param name="NoStep">Codings of silence or of a refusal to answer.</param>
/// <param name="Earlier">How it read before, the newest first, each with the codebook version from which it held.</param>
public sealed record ScaleCount(Issue Issue, IReadOnlyList<StepCount> Steps, int Ranges, int NoStep, IReadOnlyList<ScaleVersion> Earlier);

public sealed record ScalesModel(View View, IReadOnlyList<CodebookVersion> Versions, IReadOnlyList<ScaleCount> Scales) : ITables
{
    private static readonly Schema Steps = new("steps", ["issue", "issue_title", "group", "regional: yes/no", "question", "rank: whole", "label", "definition", "codings: whole"]);

    private static readonly Schema VersionsTable = new("codebook_versions", ["number: whole", "published_on: day", "note"]);

    private static readonly Schema Earlier = new("earlier_steps", ["issue", "codebook_version: whole", "rank: whole", "label", "definition"]);

    public static IReadOnlyList<Schema> Tables => [Steps, VersionsTable, Earlier];

    public TakeAway TakeAway => new(
        Steps,
        Scales.SelectMany(scale => scale.Steps.Select(step => (IReadOnlyList<object?>)
        [
            scale.Issue.Slug, scale.Issue.Title, scale.Issue.Group, scale.Issue.Regional, scale.Issue.Question, step.Step.Rank, step.Step.Label, step.Step.Definition, step.Codings,
        ])))
    {
        More =
        [
            new(VersionsTable, Versions.Select(version => (IReadOnlyList<object?>)[version.Number, version.PublishedOn, version.Note])),
            new(
                Earlier,
                Scales.SelectMany(scale => scale.Earlier.SelectMany(earlier => earlier.Scale.Steps.Select(step => (IReadOnlyList<object?>)[earlier.Issue, earlier.Codebook, step.Rank, step.Label, step.Definition])))),
        ],
    };
}
