using PeaceTracker.Domain.Sources;

namespace PeaceTracker.Domain.Tests.Sources;

public class OriginsTests
{
    [Fact]
    public void A_source_that_derives_from_nothing_is_its_own_origin() => Check([1], [], roots: [1], copied: 0);

    [Fact]
    public void A_rewrite_of_a_translation_leads_to_the_original() => Check([3], [(3, [2]), (2, [1])], roots: [1], copied: 2);

    [Fact]
    public void A_source_with_several_parents_has_all_their_origins_and_the_shortest_way() =>
        Check([5], [(5, [4, 1]), (4, [3]), (3, [2])], roots: [1, 2], copied: 1);

    [Fact]
    public void Two_ways_to_one_origin_count_it_once() => Check([4], [(4, [2, 3]), (2, [1]), (3, [1])], roots: [1], copied: 2);

    [Fact]
    public void Citing_the_original_beside_its_copies_is_citing_the_original() => Check([3, 1], [(3, [2]), (2, [1])], roots: [1], copied: 0);

    [Fact]
    public void Citing_copies_of_two_originals_takes_both_origins_and_the_closest() => Check([3, 9], [(3, [2]), (2, [1]), (9, [8])], roots: [1, 8], copied: 1);

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(4)]
    public void A_circle_is_refused(int cited)
    {
        var error = Assert.Throws<ArgumentException>(() => Origins.Of([cited], Map([(1, [2]), (2, [3]), (3, [1]), (4, [1])])));
        Assert.Contains("derives from itself", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_source_that_derives_from_itself_is_refused() =>
        Assert.Throws<ArgumentException>(() => Origins.Of([1], Map([(1, [1])])));

    [Fact]
    public void A_merged_source_is_the_one_it_was_merged_into_at_no_distance()
    {
        var merged = new Dictionary<int, int> { [5] = 4, [4] = 2 };
        Same([2], 0, Origins.Of([5], Map([]), merged));
        Same([2], 0, Origins.Of([5, 2], Map([]), merged));
        // What it derived from itself counts no longer; what the kept one derives from does.
        Same([1], 1, Origins.Of([5], Map([(5, [9]), (2, [1])]), merged));
        // Who copies the merged one copies the kept one.
        Same([1], 2, Origins.Of([7], Map([(7, [5]), (2, [1])]), merged));
        Assert.Throws<ArgumentException>(() => Origins.Of([5], Map([(2, [5])]), merged));

        static void Same(int[] roots, int copied, (IReadOnlySet<int> Roots, int Copied) found)
        {
            Assert.Equal(roots, found.Roots.Order());
            Assert.Equal(copied, found.Copied);
        }
    }

    private static void Check(int[] cited, (int Source, int[] Parents)[] derivations, int[] roots, int copied)
    {
        var (found, distance) = Origins.Of(cited, Map(derivations));
        Assert.Equal(roots, found.Order());
        Assert.Equal(copied, distance);
    }

    private static Dictionary<int, IReadOnlyList<int>> Map((int Source, int[] Parents)[] derivations) =>
        derivations.ToDictionary(pair => pair.Source, pair => (IReadOnlyList<int>)pair.Parents);

    [Fact]
    public void A_circle_is_told_with_its_way()
    {
        // 1 would derive from 3, which derives from 2, which derives from 1.
        var others = new Dictionary<int, IReadOnlyList<int>> { [3] = [5, 2], [2] = [1], [5] = [] };
        Assert.Equal([1, 3, 2, 1], Origins.Circle(1, [4, 3], others));
        Assert.Equal([1, 1], Origins.Circle(1, [1], others));
        Assert.Null(Origins.Circle(1, [5], others));
        Assert.Null(Origins.Circle(9, [3, 2], others));
    }

    [Fact]
    public void The_copies_of_a_source_are_those_of_its_copies_too()
    {
        var derived = new Dictionary<int, IReadOnlyList<int>> { [2] = [1], [3] = [2, 7], [4] = [3], [5] = [6] };
        Assert.Equal([1, 2, 3, 4], Origins.WithCopies([1], derived).Order());
        Assert.Equal([5], Origins.WithCopies([5], derived));
    }
}
