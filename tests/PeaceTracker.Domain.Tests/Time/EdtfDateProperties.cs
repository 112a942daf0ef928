using System.Globalization;
using System.Text.RegularExpressions;
using CsCheck;
using PeaceTracker.Domain.Time;

namespace PeaceTracker.Domain.Tests.Time;

public class EdtfDateProperties
{
    private static readonly Gen<DateOnly> Days =
        Gen.Int[0, DateOnly.MaxValue.DayNumber].Select(DateOnly.FromDayNumber);

    private static readonly Gen<string> Qualifiers = Gen.OneOf("", "?", "~", "%");

    private static readonly Gen<string> DayTexts = Days.Select(day => Format(day, "yyyy-MM-dd"));

    private static readonly Gen<string> DaylessTexts = Days.SelectMany(day => Gen.OneOf(
        Format(day, "yyyy"), Format(day, "yyyy-MM")));

    // Without the first decade and century (they hold the year 0000) and the last winter (it ends in 10000).
    private static readonly Gen<string> SingleOnlyTexts = Gen.Int[100, 9998].SelectMany(year => Gen.OneOf(
        $"{year:0000}-21", $"{year:0000}-22", $"{year:0000}-23", $"{year:0000}-24",
        $"{year:0000}-XX", $"{year:0000}-XX-XX", $"{year:0000}-02-XX", $"{year:0000}-12-XX",
        $"{year / 10:000}X", $"{year / 100:00}XX"));

    private static readonly Gen<string> Dayless = Valid(DaylessTexts, SingleOnlyTexts);

    private static readonly Gen<string> ValidTexts = Valid(Gen.OneOf<string>(DayTexts, DaylessTexts), Gen.OneOf<string>(DayTexts, SingleOnlyTexts));

    [Fact]
    public void A_valid_text_comes_back_unchanged() =>
        ValidTexts.Sample(text => EdtfDate.Parse(text).Text == text && EdtfDate.Parse(text).ToString() == text);

    [Fact]
    public void The_earliest_day_is_not_after_the_latest() =>
        ValidTexts.Select(EdtfDate.Parse).Sample(date =>
            (date.Earliest is not null || date.Latest is not null) && !(date.Earliest > date.Latest));

    [Fact]
    public void A_month_runs_from_its_first_to_its_last_day() =>
        Days.Sample(day =>
        {
            var month = EdtfDate.Parse(Format(day, "yyyy-MM"));
            // The last day is the one before the next month's first: not the way the parser counts.
            var isLast = month.Latest == DateOnly.MaxValue || month.Latest!.Value.AddDays(1).Day == 1;
            return month.Earliest == new DateOnly(day.Year, day.Month, 1) && isLast
                && month.Earliest <= day && day <= month.Latest && month.Latest.Value.Month == day.Month;
        });

    [Fact]
    public void A_day_is_said_with_its_number_and_year() =>
        Days.Sample(day => EdtfDate.On(day).ToWords().StartsWith(
                day.Day.ToString(CultureInfo.InvariantCulture) + " ", StringComparison.Ordinal)
            && EdtfDate.On(day).ToWords().EndsWith(Format(day, "yyyy"), StringComparison.Ordinal));

    [Fact]
    public void Words_never_have_a_day_that_the_text_does_not_have() =>
        Dayless.Sample(text => !Regex.IsMatch(
            EdtfDate.Parse(text).ToWords() + " | " + EdtfDate.Parse(text).ToShortWords(), @"\b[0-9]{1,2}\b"));

    [Fact]
    public void Words_say_every_qualifier() =>
        ValidTexts.Select(EdtfDate.Parse).Sample(date =>
            date.IsUncertain == date.ToWords().Contains("(uncertain)", StringComparison.Ordinal)
            && date.IsApproximate == date.ToWords().Contains("about ", StringComparison.Ordinal));

    [Fact]
    public void Random_text_never_throws_and_always_gets_an_answer() =>
        Gen.OneOf<string>(Gen.String, Gen.String[Gen.Char["0123456789-/.?~%XxuTYE [],"], 0, 30]).Sample(HasAnswer);

    [Fact]
    public void A_valid_text_with_one_changed_character_gets_an_answer() =>
        Gen.Select(ValidTexts, Gen.Int[0, 22], Gen.Char).Sample((text, at, c) =>
            HasAnswer(text.Remove(at % text.Length, 1).Insert(at % text.Length, c.ToString())));

    [Fact]
    public void The_order_is_total_and_agrees_with_equality() =>
        Gen.Select(ValidTexts, ValidTexts, ValidTexts).Sample((a, b, c) =>
        {
            EdtfDate x = EdtfDate.Parse(a), y = EdtfDate.Parse(b), z = EdtfDate.Parse(c);
            return Math.Sign(x.CompareTo(y)) == -Math.Sign(y.CompareTo(x))
                && (x.CompareTo(y) == 0) == x.Equals(y)
                && !(x.CompareTo(y) <= 0 && y.CompareTo(z) <= 0 && x.CompareTo(z) > 0);
        });

    private static bool HasAnswer(string text) =>
        EdtfDate.TryParse(text, out var date, out var error)
            ? date.Text == text && error is null && date.ToWords() != ""
            : date is null && error.StartsWith("Found ", StringComparison.Ordinal)
                && error.Contains("Expected ", StringComparison.Ordinal);

    private static Gen<string> Valid(Gen<string> sides, Gen<string> singles)
    {
        var side = Gen.Select(sides, Qualifiers, (date, qualifier) => date + qualifier);
        var single = Gen.Select(Gen.OneOf<string>(sides, singles), Qualifiers, (date, qualifier) => date + qualifier);
        // Ordinal order is the order in time where the texts differ in the year, so those pairs are surely valid.
        var closed = Gen.Select(side, side)
            .Where((a, b) => a[..4] != b[..4])
            .Select((a, b) => string.CompareOrdinal(a, b) < 0 ? $"{a}/{b}" : $"{b}/{a}");
        var half = Gen.Select(side, Gen.OneOf("", ".."), Gen.Bool, (date, none, isStart) =>
            isStart ? $"{date}/{none}" : $"{none}/{date}");
        return Gen.OneOf<string>(single, closed, half);
    }

    private static string Format(DateOnly day, string format) => day.ToString(format, CultureInfo.InvariantCulture);
}
