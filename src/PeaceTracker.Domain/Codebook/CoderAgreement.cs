using System.Globalization;
using static System.FormattableString;

namespace PeaceTracker.Domain.Codebook;

/// <summary>How far apart two codes are.</summary>
public enum Metric
{
    /// <summary>Equal or not: for kinds, such as the state of a coding.</summary>
    Nominal,

    /// <summary>By how many codings lie between them: for ranks, such as the steps of a scale.</summary>
    Ordinal,

    /// <summary>By their difference: for measured figures only, since the steps of a scale are ranks.</summary>
    Interval,
}

/// <summary>What is known of the agreement of coders: a coefficient, or why there is none.</summary>
public abstract record Agreement
{
    private Agreement()
    {
    }

    /// <summary>"0.815"; "not computable: no statement was coded by two people"; "no variation: all 40 codings chose the same; agreement 100 %".</summary>
    public abstract string ToWords();

    /// <param name="Value">1 when all agree, 0 when they agree as often as chance would, below 0 when less often.</param>
    /// <param name="Units">Units that two or more people coded; the others count for nothing.</param>
    /// <param name="Pairs">Pairs of codings of one unit.</param>
    /// <param name="PerCent">Pairs that chose the same, in per cent.</param>
    /// <param name="Explanation">Why a coefficient of 0 or below came out; null above 0.</param>
    public sealed record Computed(double Value, int Units, long Pairs, double PerCent, string? Explanation) : Agreement
    {
        /// <inheritdoc/>
        // What is not quite 1 is not rounded to it. Adding 0 makes the 0 of a small negative number one without a sign.
        public override string ToWords() => Value is < 1 and >= 0.9995
            ? "above 0.999"
            : (Math.Round(Value, 3) + 0.0).ToString("0.000", CultureInfo.InvariantCulture);
    }

    /// <summary>No unit was coded by two people.</summary>
    public sealed record NotComputable : Agreement
    {
        /// <inheritdoc/>
        public override string ToWords() => "not computable: no statement was coded by two people";
    }

    /// <summary>Everybody chose the same code: nothing can be said of how well they tell codes apart.</summary>
    /// <param name="Codings">Codings of units that two or more people coded.</param>
    public sealed record NoVariation(int Codings) : Agreement
    {
        /// <inheritdoc/>
        public override string ToWords() => Invariant($"no variation: all {Codings} codings chose the same; agreement 100 %");
    }
}

/// <summary>
/// Whether people who code the same units by themselves choose the same codes. A unit is a list with the code of each coder, null where a
/// coder did not code it; the coders stand in the same order in each. Codes are ranks from 1, or any numbers where only their being equal counts.
/// Work and memory grow with the number of codings, however many coders there are.
/// </summary>
public static class CoderAgreement
{
    /// <summary>From this share of pairs on, a coefficient of 0 or below comes from a lack of variation and not of agreement.</summary>
    private const double MostlyAgreed = 75;

    /// <summary>
    /// Krippendorff's alpha, for any number of coders and with codes missing: 1 less the ratio of observed to expected disagreement, both
    /// summed over the coincidence matrix of the units that two or more coded.
    /// </summary>
    /// <remarks>
    /// Source: Krippendorff, K. (2011), Computing Krippendorff's Alpha-Reliability, University of Pennsylvania, sections C to E. The squared
    /// difference of two ranks c and k is there (sum of n_g for g from c to k, less (n_c + n_k) / 2) squared, n_g being how often g was coded.
    /// </remarks>
    public static Agreement Alpha(IReadOnlyList<IReadOnlyList<int?>> units, Metric metric)
    {
        var counted = units.Select(Count).Where(unit => unit.Codings > 1).ToList();
        if (counted.Count == 0)
            return new Agreement.NotComputable();
        var marginals = new SortedDictionary<int, long>();
        foreach (var (code, times) in counted.SelectMany(unit => unit.Codes))
            marginals[code] = marginals.GetValueOrDefault(code) + times;
        var all = marginals.Values.Sum();
        if (marginals.Count == 1)
            return new Agreement.NoVariation((int)all);

        var places = Places(marginals);
        // o_ck is n_uc * n_uk / (m_u - 1) summed over units; pairs of equal codes differ by 0 and are left out.
        var observed = counted.Sum(unit => Disagreement(unit.Codes) / (unit.Codings - 1));
        var expected = Disagreement([.. marginals]) / (all - 1);
        return Told(1 - observed / expected, counted, marginals);

        // Over ordered pairs, so each pair of different codes counts twice.
        double Disagreement(IReadOnlyList<KeyValuePair<int, long>> codes)
        {
            var sum = 0.0;
            for (var one = 0; one < codes.Count; one++)
            {
                for (var other = one + 1; other < codes.Count; other++)
                    sum += 2.0 * codes[one].Value * codes[other].Value * Difference(codes[one].Key, codes[other].Key);
            }

            return sum;
        }

        double Difference(int one, int other) => metric switch
        {
            Metric.Nominal => 1,
            Metric.Ordinal => Math.Pow(places[one] - places[other], 2),
            _ => Math.Pow((double)one - other, 2),
        };
    }

    /// <summary>Cohen's kappa of two coders, nominal: agreement beyond what their own habits would give by chance.</summary>
    /// <remarks>Source: Cohen, J. (1960), A coefficient of agreement for nominal scales, Educational and Psychological Measurement 20, 37-46.</remarks>
    /// <exception cref="ArgumentException">A unit has not two places.</exception>
    public static Agreement Kappa(IReadOnlyList<IReadOnlyList<int?>> units)
    {
        if (units.Any(unit => unit.Count != 2))
            throw new ArgumentException("Kappa compares two coders: each unit needs two places.", nameof(units));
        var both = units.Where(unit => unit[0] is not null && unit[1] is not null).ToList();
        if (both.Count == 0)
            return new Agreement.NotComputable();
        var (first, second) = (Habits(0), Habits(1));
        // Summed as whole numbers: over the squared count of units this is the agreement expected by chance.
        var chance = first.Sum(habit => habit.Value * second.GetValueOrDefault(habit.Key));
        double possible = (long)both.Count * both.Count;
        if (chance == possible)
            return new Agreement.NoVariation(2 * both.Count);

        var counted = both.ConvertAll(Count);
        var marginals = new SortedDictionary<int, long>(counted.SelectMany(unit => unit.Codes).GroupBy(code => code.Key).ToDictionary(code => code.Key, code => code.Sum(pair => pair.Value)));
        var agreed = (double)both.Count * both.Count(unit => unit[0] == unit[1]);
        return Told((agreed - chance) / (possible - chance), counted, marginals);

        Dictionary<int, long> Habits(int coder) => both.GroupBy(unit => unit[coder]!.Value).ToDictionary(code => code.Key, code => code.LongCount());
    }

    /// <summary>Pairs of codings of one unit that chose the same, in per cent of all such pairs; null when no unit was coded by two people.</summary>
    /// <remarks>It is no coefficient: where nearly all units have one code, coders who never look agree nearly always.</remarks>
    public static double? PerCent(IReadOnlyList<IReadOnlyList<int?>> units) => PerCent([.. units.Select(Count)]);

    private static double? PerCent(List<Unit> units)
    {
        var pairs = units.Sum(unit => unit.Pairs);
        return pairs == 0 ? null : 100.0 * units.Sum(unit => unit.Codes.Sum(code => code.Value * (code.Value - 1) / 2)) / pairs;
    }

    private static Agreement.Computed Told(double value, List<Unit> units, SortedDictionary<int, long> marginals)
    {
        var perCent = PerCent(units)!.Value;
        return new(value, units.Count, units.Sum(unit => unit.Pairs), perCent, value > 0 ? null : Explain(perCent, marginals.Values.Sum(), marginals.Values.Max()));
    }

    private static string Explain(double perCent, long all, long commonest)
    {
        if (perCent < MostlyAgreed)
            return Invariant($"The coders agree in {perCent:0.0} % of pairs, no more often than chance would make them.");
        var others = all - commonest;
        return Invariant($"The coders agree in {perCent:0.0} % of pairs, but {commonest} of {all} codings are one and the same code and ") +
            (others == 1 ? "only 1 differs" : Invariant($"only {others} differ")) +
            ". With so little variation chance alone would give as much agreement: the coefficient is no proof of bad coding, nor of good. " +
            "Have statements coded on which other codes are to be expected.";
    }

    /// <summary>Mid-ranks: the difference of two of them is the sum of the formula of <see cref="Alpha"/>, with half of both ends.</summary>
    private static Dictionary<int, double> Places(SortedDictionary<int, long> marginals)
    {
        var places = new Dictionary<int, double>();
        long before = 0;
        foreach (var (code, times) in marginals)
        {
            places[code] = before + times / 2.0;
            before += times;
        }

        return places;
    }

    private static Unit Count(IReadOnlyList<int?> unit)
    {
        var codes = new SortedDictionary<int, long>();
        foreach (var code in unit)
        {
            if (code is { } known)
                codes[known] = codes.GetValueOrDefault(known) + 1;
        }

        return new([.. codes], codes.Values.Sum());
    }

    /// <param name="Codes">Code and how many chose it.</param>
    private sealed record Unit(IReadOnlyList<KeyValuePair<int, long>> Codes, long Codings)
    {
        public long Pairs => Codings * (Codings - 1) / 2;
    }
}
