using CsCheck;
using PeaceTracker.Domain.Codebook;

namespace PeaceTracker.Domain.Tests.Codebook;

public sealed class CoderAgreementTests
{
    /// <summary>Examples of Krippendorff (2011): A with two coders and two codes, B with two coders and five, C with four coders and gaps.</summary>
    private static readonly string[] ExampleA = ["0100000010", "1110010000"];
    private static readonly string[] ExampleB = ["112243335441", "212223335444"];
    private static readonly string[] ExampleC = ["123321412---", "1233224125-3", "-3332342251-", "12332441251-"];

    private static readonly Gen<int?[][]> Units = Gen.SelectMany(Gen.Int[2, 5], coders =>
        Gen.Int[0, 4].Select(code => code == 0 ? (int?)null : code).Array[coders].Array[1, 12]);

    [Fact]
    public void Two_coders_and_two_codes_give_the_nominal_alpha_of_the_literature() =>
        Assert.Equal(0.0952, Value(CoderAgreement.Alpha(Of(ExampleA), Metric.Nominal)), 0.00005);

    [Fact]
    public void Two_coders_and_five_codes_give_the_nominal_alpha_of_the_literature() =>
        Assert.Equal(0.692, Value(CoderAgreement.Alpha(Of(ExampleB), Metric.Nominal)), 0.0005);

    [Theory]
    [InlineData(Metric.Nominal, 0.743, "0.743")]
    [InlineData(Metric.Ordinal, 0.815, "0.815")]
    [InlineData(Metric.Interval, 0.849, "0.849")]
    public void Four_coders_with_gaps_give_the_alphas_of_the_literature(Metric metric, double value, string words)
    {
        var agreement = Assert.IsType<Agreement.Computed>(CoderAgreement.Alpha(Of(ExampleC), metric));
        Assert.Equal(value, agreement.Value, 0.0005);
        Assert.Equal(words, agreement.ToWords());
        // The last of the 12 has one coding and is no part.
        Assert.Equal(11, agreement.Units);
        Assert.Null(agreement.Explanation);
    }

    [Fact]
    public void Pairs_are_counted_in_units_that_two_coded()
    {
        // Codings a unit of example C, by hand: 3 4 4 4 4 4 4 4 4 3 2 1 gives 3+6*8+3+1 pairs.
        Assert.Equal(55, Assert.IsType<Agreement.Computed>(CoderAgreement.Alpha(Of(ExampleC), Metric.Nominal)).Pairs);
    }

    [Theory]
    // Tables of two coders and two codes in Smeeton (1985) as retold widely: both yes, first only, second only, both no.
    [InlineData(20, 5, 10, 15, 0.4, 70)]
    [InlineData(45, 15, 25, 15, 0.1304, 60)]
    [InlineData(25, 35, 5, 35, 0.2593, 60)]
    public void Kappa_takes_off_what_chance_would_give(int bothYes, int first, int second, int bothNo, double kappa, double perCent)
    {
        int?[][] units =
        [
            .. Enumerable.Repeat<int?[]>([1, 1], bothYes), .. Enumerable.Repeat<int?[]>([1, 2], first),
            .. Enumerable.Repeat<int?[]>([2, 1], second), .. Enumerable.Repeat<int?[]>([2, 2], bothNo),
        ];
        var agreement = Assert.IsType<Agreement.Computed>(CoderAgreement.Kappa(units));
        Assert.Equal(kappa, agreement.Value, 0.00005);
        Assert.Equal(perCent, agreement.PerCent, 1e-9);
        Assert.Equal(perCent, CoderAgreement.PerCent(units)!.Value, 1e-9);
    }

    [Fact]
    public void Kappa_counts_only_units_that_both_coded()
    {
        int?[][] units = [[1, 1], [2, 2], [1, null], [null, 2]];
        Assert.Equal(2, Assert.IsType<Agreement.Computed>(CoderAgreement.Kappa(units)).Units);
    }

    [Fact]
    public void Kappa_is_for_two_coders() => Assert.Throws<ArgumentException>(() => CoderAgreement.Kappa([[1, 2, 3]]));

    [Fact]
    public void Coders_who_share_no_unit_do_not_agree_perfectly()
    {
        int?[][] units = [[1, null], [null, 2]];
        foreach (var agreement in AllOf(units))
        {
            Assert.IsType<Agreement.NotComputable>(agreement);
            Assert.Equal("not computable: no statement was coded by two people", agreement.ToWords());
        }

        Assert.Null(CoderAgreement.PerCent(units));
    }

    [Fact]
    public void No_unit_at_all_is_not_computable() => Assert.IsType<Agreement.NotComputable>(CoderAgreement.Alpha([], Metric.Ordinal));

    [Fact]
    public void Everybody_choosing_the_same_is_no_variation_and_no_number()
    {
        // The third unit has a code of its own, but only one coder: it does not count.
        int?[][] units = [[3, 3], [3, 3], [1, null]];
        foreach (var agreement in AllOf(units))
        {
            Assert.Equal(new Agreement.NoVariation(4), agreement);
            Assert.Equal("no variation: all 4 codings chose the same; agreement 100 %", agreement.ToWords());
        }

        Assert.Equal(100, CoderAgreement.PerCent(units));
    }

    [Theory]
    [InlineData(2, 20)]
    [InlineData(4, 50)]
    public void One_dissent_among_many_equal_codes_is_0_and_is_explained(int coders, int units)
    {
        var codes = Enumerable.Range(0, units).Select(_ => Enumerable.Repeat<int?>(1, coders).ToArray()).ToArray();
        codes[7][1] = 2;
        foreach (var metric in Enum.GetValues<Metric>())
        {
            var agreement = Assert.IsType<Agreement.Computed>(CoderAgreement.Alpha(codes, metric));
            Assert.Equal(0, agreement.Value, 1e-12);
            Assert.Equal("0.000", agreement.ToWords());
            Assert.Contains(FormattableString.Invariant($"{coders * units - 1} of {coders * units} codings are one and the same code and only 1 differs"), agreement.Explanation, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Coders_who_disagree_are_told_so_and_not_that_variation_is_missing()
    {
        var agreement = Assert.IsType<Agreement.Computed>(CoderAgreement.Alpha([[1, 2], [2, 1], [1, 2]], Metric.Nominal));
        Assert.True(agreement.Value < 0);
        Assert.StartsWith("-", agreement.ToWords(), StringComparison.Ordinal);
        Assert.Contains("agree in 0.0 % of pairs", agreement.Explanation, StringComparison.Ordinal);
        Assert.DoesNotContain("variation", agreement.Explanation, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1, "1.000")]
    [InlineData(0.99951, "above 0.999")]
    [InlineData(0.9994, "0.999")]
    [InlineData(-0.0001, "0.000")]
    [InlineData(-0.25, "-0.250")]
    public void The_number_is_never_rounded_up_to_perfect_agreement(double value, string words) =>
        Assert.Equal(words, new Agreement.Computed(value, 1, 1, 50, null).ToWords());

    [Fact]
    public void Neighbouring_ranks_disagree_less_than_far_ones()
    {
        int?[][] near = [[1, 1], [2, 2], [3, 3], [4, 4], [5, 5], [1, 2]];
        int?[][] far = [[1, 1], [2, 2], [3, 3], [4, 4], [5, 5], [1, 5]];
        Assert.True(Value(CoderAgreement.Alpha(near, Metric.Ordinal)) > Value(CoderAgreement.Alpha(far, Metric.Ordinal)));
    }

    [Fact]
    public void Alpha_is_that_of_the_coincidence_matrix_written_out() =>
        Gen.Select(Units, Gen.Enum<Metric>()).Sample((units, metric) =>
            CoderAgreement.Alpha(units, metric) is not Agreement.Computed computed || Math.Abs(computed.Value - ByMatrix(units, metric)) < 1e-9);

    [Fact]
    public void The_order_of_coders_changes_nothing() =>
        Gen.Select(Units, Gen.Enum<Metric>()).Sample((units, metric) =>
            Same(CoderAgreement.Alpha(units, metric), CoderAgreement.Alpha([.. units.Select(unit => unit.Reverse().ToArray())], metric)));

    [Fact]
    public void The_order_of_units_changes_nothing() =>
        Gen.Select(Units.SelectMany(units => Gen.Shuffle(units).Select(shuffled => (units, shuffled))), Gen.Enum<Metric>()).Sample((pair, metric) =>
            Same(CoderAgreement.Alpha(pair.units, metric), CoderAgreement.Alpha(pair.shuffled, metric)));

    [Fact]
    public void Exchanging_two_coders_leaves_kappa() =>
        Gen.Int[1, 3].Select(code => (int?)code).Array[2].Array[1, 12].Sample(units =>
            Same(CoderAgreement.Kappa(units), CoderAgreement.Kappa([.. units.Select(unit => unit.Reverse().ToArray())])));

    [Fact]
    public void Other_names_for_the_codes_leave_the_nominal_alpha() =>
        Gen.Select(Units, Gen.Shuffle(new[] { 70, -3, 0, 12 })).Sample((units, names) =>
            Same(CoderAgreement.Alpha(units, Metric.Nominal), CoderAgreement.Alpha([.. units.Select(unit => unit.Select(code => code is { } known ? names[known - 1] : (int?)null).ToArray())], Metric.Nominal)));

    [Fact]
    public void Ranks_count_by_their_order_and_not_by_their_size() =>
        Units.Sample(units => Same(CoderAgreement.Alpha(units, Metric.Ordinal), CoderAgreement.Alpha([.. units.Select(unit => unit.Select(code => code * code * 10).ToArray())], Metric.Ordinal)));

    [Fact]
    public void Perfect_agreement_with_variation_is_1() =>
        Gen.Select(Gen.Int[1, 5].Array[2, 12].Where(codes => codes.Distinct().Count() > 1), Gen.Int[2, 6]).Sample((codes, coders) =>
            AllOf([.. codes.Select(code => Enumerable.Repeat<int?>(code, coders).ToArray())]).All(agreement => agreement is Agreement.Computed { Value: 1, PerCent: 100, Explanation: null }));

    [Fact]
    public void Fifty_coders_of_ten_thousand_units_are_worked_out()
    {
        // Every coder follows the unit, but the last is always one step off: pairs that agree are 49 * 48 / 2 of 50 * 49 / 2.
        var units = Enumerable.Range(0, 10_000).Select(unit => Enumerable.Range(0, 50).Select(coder => (int?)(coder == 49 ? (unit + 1) % 5 : unit % 5)).ToArray()).ToArray();
        var agreement = Assert.IsType<Agreement.Computed>(CoderAgreement.Alpha(units, Metric.Nominal));
        Assert.Equal(10_000L * 1225, agreement.Pairs);
        Assert.Equal(96, agreement.PerCent, 1e-9);
        // Five codes equally often: expected disagreement 0.8 * n / (n - 1) with n = 500,000, observed 0.04.
        Assert.Equal(1 - 0.04 / (0.8 * 500_000 / 499_999), agreement.Value, 1e-12);
    }

    private static int?[][] Of(string[] coders) =>
        [.. Enumerable.Range(0, coders[0].Length).Select(unit => coders.Select(codes => codes[unit] == '-' ? (int?)null : codes[unit] - '0').ToArray())];

    private static double Value(Agreement agreement) => Assert.IsType<Agreement.Computed>(agreement).Value;

    private static IEnumerable<Agreement> AllOf(int?[][] units)
    {
        foreach (var metric in Enum.GetValues<Metric>())
            yield return CoderAgreement.Alpha(units, metric);
        if (units.All(unit => unit.Length == 2))
            yield return CoderAgreement.Kappa(units);
    }

    private static bool Same(Agreement one, Agreement other) => (one, other) is (Agreement.Computed a, Agreement.Computed b)
        ? Math.Abs(a.Value - b.Value) < 1e-9 && a with { Value = 0, Explanation = null } == b with { Value = 0, Explanation = null }
        : one == other;

    /// <summary>The formula as Krippendorff writes it: coincidences of each pair of codings, their sums, and the metric from the sums.</summary>
    private static double ByMatrix(int?[][] units, Metric metric)
    {
        var coincidences = new double[5, 5];
        foreach (var unit in units)
        {
            var codes = unit.Where(code => code is not null).Select(code => code!.Value).ToList();
            for (var i = 0; i < codes.Count; i++)
            {
                for (var j = 0; j < codes.Count; j++)
                {
                    if (i != j)
                        coincidences[codes[i], codes[j]] += 1.0 / (codes.Count - 1);
                }
            }
        }

        var sums = Enumerable.Range(0, 5).Select(c => Enumerable.Range(0, 5).Sum(k => coincidences[c, k])).ToArray();
        double observed = 0, expected = 0;
        for (var c = 0; c < 5; c++)
        {
            for (var k = 0; k < 5; k++)
            {
                var difference = metric switch
                {
                    Metric.Nominal => c == k ? 0 : 1,
                    Metric.Ordinal => Math.Pow(Enumerable.Range(Math.Min(c, k), Math.Abs(c - k) + 1).Sum(g => sums[g]) - (sums[c] + sums[k]) / 2, 2),
                    _ => Math.Pow(c - k, 2),
                };
                observed += coincidences[c, k] * difference;
                expected += sums[c] * sums[k] * difference;
            }
        }

        return 1 - (sums.Sum() - 1) * observed / expected;
    }
}
