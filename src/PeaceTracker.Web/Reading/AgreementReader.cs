using PeaceTracker.Data.Desk;
using PeaceTracker.Domain.Codebook;
using PeaceTracker.Domain.Issues;

namespace PeaceTracker.Web.Reading;

/// <summary>Two people who coded the same units of an issue; null is the researched record. In public they have no names.</summary>
/// <param name="Kappa">Cohen's, nominal.</param>
public sealed record CoderPair(int? First, int Second, Agreement Kappa, int Units);

/// <summary>How far two people who coded the same agree on one issue.</summary>
/// <param name="Alpha">Krippendorff's alpha of all coders, ordinal: steps are ranks.</param>
/// <param name="Pairs">Each two coders.</param>
/// <param name="Units">Units coded twice, with a step or without.</param>
/// <param name="OneStepOnly">Units on which one of the two found no step: no rank, so that alpha leaves them out.</param>
public sealed record IssueAgreement(Issue Issue, Agreement Alpha, double? PerCent, IReadOnlyList<CoderPair> Pairs, int Units, int OneStepOnly);

/// <param name="Channel">Krippendorff's alpha of the channel, nominal, over statements.</param>
public sealed record CodersAgreement(IReadOnlyList<IssueAgreement> Issues, Agreement Channel, double? ChannelPerCent, int Statements)
{
    public bool Any => Issues.Count > 0;
}

/// <summary>Computes the agreement of coders from the samples that were coded twice.</summary>
public sealed class AgreementReader(CodingSamples samples)
{
    public async Task<CodersAgreement> ReadAsync(ProcessContents contents, DateTimeOffset known, CancellationToken cancellation) =>
        Of(contents, await samples.ClosedAsync(contents.Process.Id, known, cancellation));

    public static CodersAgreement Of(ProcessContents contents, IReadOnlyList<DoubleCoded> units)
    {
        // A statement has one channel however many units it gives.
        var statements = units.DistinctBy(unit => (unit.Statement, unit.Second)).ToList();
        var channels = Table(statements, unit => (int)unit.FirstChannel, unit => (int?)unit.SecondChannel);
        return new(
            [
                .. contents.Issues
                    .Select(issue => (Issue: issue, Units: units.Where(unit => unit.Issue == issue.Slug).ToList()))
                    .Where(group => group.Units.Count > 0)
                    .Select(group =>
                    {
                        var table = Table(group.Units, unit => unit.FirstRank, unit => unit.SecondRank);
                        return new IssueAgreement(
                            group.Issue,
                            CoderAgreement.Alpha(table, Metric.Ordinal),
                            CoderAgreement.PerCent(table),
                            [
                                .. group.Units.GroupBy(unit => (unit.First, unit.Second)).OrderBy(pair => pair.Key.First ?? 0).ThenBy(pair => pair.Key.Second)
                                    .Select(pair => new CoderPair(
                                        pair.Key.First, pair.Key.Second,
                                        CoderAgreement.Kappa([.. pair.Select(unit => (IReadOnlyList<int?>)[unit.FirstRank, unit.SecondRank])]), pair.Count())),
                            ],
                            group.Units.Count,
                            group.Units.Count(unit => unit.FirstRank is null != unit.SecondRank is null));
                    }),
            ],
            CoderAgreement.Alpha(channels, Metric.Nominal),
            CoderAgreement.PerCent(channels),
            statements.Count);
    }

    /// <summary>A row a unit and a column a coder, null where a coder did not code it. The researched record is a coder too.</summary>
    private static List<IReadOnlyList<int?>> Table(IReadOnlyList<DoubleCoded> units, Func<DoubleCoded, int?> first, Func<DoubleCoded, int?> second)
    {
        var coders = units.SelectMany(unit => new[] { unit.First ?? 0, unit.Second }).Distinct().Order().Select((coder, index) => (coder, index)).ToDictionary(pair => pair.coder, pair => pair.index);
        return
        [
            .. units.Select(unit =>
            {
                var row = new int?[coders.Count];
                row[coders[unit.First ?? 0]] = first(unit);
                row[coders[unit.Second]] = second(unit);
                return row;
            }),
        ];
    }
}
