using Microsoft.EntityFrameworkCore;
using PeaceTracker.Domain.Issues;
using PeaceTracker.Domain.Statements;

namespace PeaceTracker.Data.Desk;

/// <summary>How the codebook is changed: by numbered versions, each with a note and with the scales it changed.</summary>
public static class Codebook
{
    /// <summary>The use of each step of an issue, the first pole first.</summary>
    public static async Task<IReadOnlyList<StepUse>> UseOfStepsAsync(this PeaceTrackerDbContext db, Issue issue, CancellationToken cancellation)
    {
        var codings = await db.Statements
            .SelectMany(row => row.Codings, (row, coding) => new { row.Number, coding.Issue, coding.StepFrom, coding.StepTo })
            .Where(coding => coding.Issue == issue.Slug && coding.StepFrom != null)
            .ToListAsync(cancellation);
        // A second coding is a coding: its step stays too.
        codings.AddRange(await db.CodingSamples.SelectMany(sample => sample.Units)
            .Join(db.Set<Coding>(), unit => unit.CodingId, coding => coding.Id, (unit, coding) => new { unit.StatementId, coding.Issue, unit.StepFrom, unit.StepTo })
            .Join(db.Statements, unit => unit.StatementId, statement => statement.Id, (unit, statement) => new { statement.Number, unit.Issue, unit.StepFrom, unit.StepTo })
            .Where(coding => coding.Issue == issue.Slug && coding.StepFrom != null)
            .ToListAsync(cancellation));
        return
        [
            .. issue.Scale.Steps.Select(step =>
            {
                var own = codings.Where(coding => coding.StepFrom <= step.Rank && step.Rank <= coding.StepTo).ToList();
                return new StepUse(own.Count, [.. own.Select(coding => coding.Number).Distinct().Order()]);
            }),
        ];
    }

    /// <summary>True when a coding of the issue names a region.</summary>
    public static Task<bool> IsCodedByRegionAsync(this PeaceTrackerDbContext db, Issue issue, CancellationToken cancellation) =>
        db.Statements.AnyAsync(row => row.Codings.Any(coding => coding.Issue == issue.Slug && coding.Region != null), cancellation);

    /// <summary>Adds the next version of the codebook; codings stored from now on carry its number.</summary>
    /// <param name="changed">The issue whose scale the version changes or brings; null when it takes one out.</param>
    public static async Task<CodebookVersion> AddCodebookVersionAsync(this PeaceTrackerDbContext db, DateTimeOffset at, string note, Issue? changed, CancellationToken cancellation)
    {
        var version = new CodebookVersion(await db.CurrentCodebookAsync(cancellation) + 1, DateOnly.FromDateTime(at.UtcDateTime), note);
        db.Add(version);
        if (changed is not null)
            db.Add(new ScaleVersion(changed.Slug, version.Number, changed.Scale));
        return version;
    }
}
