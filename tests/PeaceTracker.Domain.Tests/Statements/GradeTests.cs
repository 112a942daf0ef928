using PeaceTracker.Domain.Statements;

namespace PeaceTracker.Domain.Tests.Statements;

public class GradeTests
{
    private static readonly List<Grade> All = [.. "ABCDEF".SelectMany(letter => Enumerable.Range(1, 6).Select(digit => new Grade(letter, digit)))];

    [Theory]
    [InlineData('A', 1, 'B', 2)]
    [InlineData('A', 2, 'B', 2)]
    [InlineData('B', 1, 'B', 2)]
    public void Better_in_one_part_and_worse_in_none_is_better(char letter, int digit, char otherLetter, int otherDigit)
    {
        Assert.True(new Grade(letter, digit).IsBetterThan(new(otherLetter, otherDigit)));
        Assert.False(new Grade(otherLetter, otherDigit).IsBetterThan(new(letter, digit)));
    }

    [Fact]
    public void Better_in_one_part_and_worse_in_the_other_is_neither()
    {
        Assert.False(new Grade('B', 3).IsBetterThan(new('C', 2)));
        Assert.False(new Grade('C', 2).IsBetterThan(new('B', 3)));
    }

    [Fact]
    public void What_cannot_be_judged_is_neither_better_nor_worse_than_anything()
    {
        foreach (var grade in All)
        {
            foreach (var unknown in All.Where(other => other.Source == 'F' || other.Information == 6))
            {
                Assert.False(grade.IsBetterThan(unknown), $"{grade} {unknown}");
                Assert.False(unknown.IsBetterThan(grade), $"{unknown} {grade}");
            }
        }
    }

    [Fact]
    public void Better_is_a_strict_partial_order()
    {
        foreach (var a in All)
        {
            Assert.False(a.IsBetterThan(a));
            foreach (var b in All.Where(a.IsBetterThan))
            {
                Assert.False(b.IsBetterThan(a), $"{a} {b}");
                Assert.All(All.Where(b.IsBetterThan), c => Assert.True(a.IsBetterThan(c), $"{a} {b} {c}"));
            }
        }
    }

    [Fact]
    public void A_grade_is_written_letter_and_digit_and_in_words()
    {
        Assert.Equal("B2", new Grade('B', 2).ToString());
        Assert.Equal("usually reliable source, probably true (B2)", Words.Of(new Grade('B', 2)));
        Assert.Equal("source that cannot be judged, truth cannot be judged (F6)", Words.Of(new Grade('F', 6)));
    }
}
