using System.Globalization;
using CsCheck;
using PeaceTracker.Domain.Time;

namespace PeaceTracker.Domain.Tests.Time;

public sealed class DateInputTests
{
    private static readonly Gen<string> Days = Gen.Int[0, DateOnly.MaxValue.DayNumber].Select(number => DateOnly.FromDayNumber(number).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));

    private static readonly Gen<string> DaysMonthsYears = Gen.Select(Days, Gen.OneOf(4, 7, 10), Gen.OneOf("", "?", "~", "%")).Select((day, length, qualifier) => day[..length] + qualifier);

    // Without the first decade and century (they hold the year 0000) and the last winter (it ends in 10000).
    private static readonly Gen<string> Vague = Gen.Int[100, 9998].SelectMany(year => Gen.OneOf(
        $"{year:0000}-21", $"{year:0000}-22", $"{year:0000}-23", $"{year:0000}-24", $"{year:0000}-XX", $"{year:0000}-XX-XX", $"{year:0000}-02-XX",
        $"{year / 10:000}X", $"{year / 100:00}XX", $"{year:0000}-12-30/..", $"../{year:0000}", $"{year:0000}-05~/", $"/{year:0000}-05-01?"));

    [Theory]
    [InlineData("2025-08-20", "2025-08-20")]
    [InlineData("2025-08?", "2025-08?")]
    [InlineData("2022-03-17/2022-04-15", "2022-03-17/2022-04-15")]
    [InlineData("../2025-08", "../2025-08")]
    [InlineData("2025-08-XX%", "2025-08-XX%")]
    [InlineData("  2025-08-20\r\n", "2025-08-20")]
    [InlineData("\u200E2025-08-20", "2025-08-20")]
    [InlineData("20 Aug 2025", "2025-08-20")]
    [InlineData("20 August 2025", "2025-08-20")]
    [InlineData("20 aug. 2025", "2025-08-20")]
    [InlineData("20 August, 2025", "2025-08-20")]
    [InlineData("20th of August 2025", "2025-08-20")]
    [InlineData("20-Aug-2025", "2025-08-20")]
    [InlineData("20\u00A0Aug\t2025", "2025-08-20")]
    [InlineData("August 20, 2025", "2025-08-20")]
    [InlineData("Aug 20 2025", "2025-08-20")]
    [InlineData("Sept. 1st, 2025", "2025-09-01")]
    [InlineData("Aug 2025", "2025-08")]
    [InlineData("August of 2025", "2025-08")]
    [InlineData("2025", "2025")]
    [InlineData("20-22 Aug 2025", "2025-08-20/2025-08-22")]
    [InlineData("20–22 Aug 2025", "2025-08-20/2025-08-22")]
    [InlineData("20 to 22 August 2025", "2025-08-20/2025-08-22")]
    [InlineData("from 20 to 22 August 2025", "2025-08-20/2025-08-22")]
    [InlineData("August 20-22, 2025", "2025-08-20/2025-08-22")]
    [InlineData("August 20 – September 2, 2025", "2025-08-20/2025-09-02")]
    [InlineData("30 Aug - 2 Sep 2025", "2025-08-30/2025-09-02")]
    [InlineData("30 Dec 2024 - 2 Jan 2025", "2024-12-30/2025-01-02")]
    [InlineData("January to March 2025", "2025-01/2025-03")]
    [InlineData("Dec 2024 – Jan 2025", "2024-12/2025-01")]
    [InlineData("2024-2025", "2024/2025")]
    [InlineData("2024 – 2025", "2024/2025")]
    [InlineData("2025-08-20 to 2025-08-22", "2025-08-20/2025-08-22")]
    [InlineData("20.08.2025 - 22.08.2025", "2025-08-20/2025-08-22")]
    [InlineData("about 20 Aug 2025", "2025-08-20~")]
    [InlineData("c. 20 Aug 2025", "2025-08-20~")]
    [InlineData("ca. 2025", "2025~")]
    [InlineData("circa March 2022", "2022-03~")]
    [InlineData("~2022", "2022~")]
    [InlineData("20 Aug 2025?", "2025-08-20?")]
    [InlineData("20 Aug 2025 (uncertain)", "2025-08-20?")]
    [InlineData("Aug 2025 (?)", "2025-08?")]
    [InlineData("about Aug 2025?", "2025-08%")]
    [InlineData("about 20-22 Aug 2025", "2025-08-20~/2025-08-22~")]
    [InlineData("20-22 Aug 2025?", "2025-08-20?/2025-08-22?")]
    [InlineData("20 Aug 2025? - 22 Aug 2025", "2025-08-20?/2025-08-22")]
    [InlineData("spring 2022", "2022-21")]
    [InlineData("Summer 2022", "2022-22")]
    [InlineData("autumn 2022", "2022-23")]
    [InlineData("fall of 2022", "2022-23")]
    [InlineData("winter 2022/2023", "2022-24")]
    [InlineData("winter 2022-23", "2022-24")]
    [InlineData("about spring 2022", "2022-21~")]
    [InlineData("some day in August 2025", "2025-08-XX")]
    [InlineData("01.03.2018", "2018-03-01")]
    [InlineData("1.3.2018", "2018-03-01")]
    [InlineData("1. 3. 2018", "2018-03-01")]
    [InlineData("20/08/2025", "2025-08-20")]
    [InlineData("08/20/2025", "2025-08-20")]
    [InlineData("20-08-2025", "2025-08-20")]
    public void What_editors_type_becomes_EDTF(string typed, string edtf)
    {
        var input = DateInput.Read(typed);
        Assert.Null(input.Error);
        Assert.Equal(edtf, input.Date!.Text);
    }

    [Theory]
    [InlineData("29 березня 2022", "2022-03-29")]
    [InlineData("29 БЕРЕЗНЯ 2022 р.", "2022-03-29")]
    [InlineData("березень 2022 року", "2022-03")]
    [InlineData("29 марта 2022", "2022-03-29")]
    [InlineData("29 марта 2022 г.", "2022-03-29")]
    [InlineData("март 2022", "2022-03")]
    [InlineData("9 мая 2022 года", "2022-05-09")]
    [InlineData("9 маи\u0306 2022", "2022-05-09")]
    [InlineData("29 mars 2022", "2022-03-29")]
    [InlineData("1er août 2022", "2022-08-01")]
    [InlineData("1er aout 2022", "2022-08-01")]
    [InlineData("15 aou\u0302t 2022", "2022-08-15")]
    [InlineData("29. März 2022", "2022-03-29")]
    [InlineData("29. Maerz 2022", "2022-03-29")]
    [InlineData("Mai 2022", "2022-05")]
    [InlineData("20–22 серпня 2025", "2025-08-20/2025-08-22")]
    public void Months_have_their_names_in_five_languages(string typed, string edtf) => Assert.Equal(edtf, DateInput.Read(typed).Date?.Text);

    /// <summary>Names as calendars print them: nominative and, where dates take it, genitive.</summary>
    [Theory]
    [InlineData("January February March April May June July August September October November December")]
    [InlineData("Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec")]
    [InlineData("січень лютий березень квітень травень червень липень серпень вересень жовтень листопад грудень")]
    [InlineData("січня лютого березня квітня травня червня липня серпня вересня жовтня листопада грудня")]
    [InlineData("январь февраль март апрель май июнь июль август сентябрь октябрь ноябрь декабрь")]
    [InlineData("января февраля марта апреля мая июня июля августа сентября октября ноября декабря")]
    [InlineData("janvier février mars avril mai juin juillet août septembre octobre novembre décembre")]
    [InlineData("Januar Februar März April Mai Juni Juli August September Oktober November Dezember")]
    public void All_twelve_months_are_known(string names)
    {
        foreach (var (name, month) in names.Split(' ').Select((name, index) => (name, index + 1)))
        {
            Assert.Equal(FormattableString.Invariant($"2022-{month:00}-09"), DateInput.Read($"9 {name} 2022").Date?.Text);
            Assert.Equal(FormattableString.Invariant($"2022-{month:00}"), DateInput.Read($"{name.ToUpperInvariant()} 2022").Date?.Text);
        }
    }

    [Theory]
    // typed, then each piece of the error
    [InlineData("03/04/25", "two digits", "2025-04-03", "2025-03-04", "2003-04-25")]
    [InlineData("11/8/2020", "both figures may be the month", "2020-08-11 (day, month, year)", "2020-11-08 (month, day, year)")]
    [InlineData("03-04-2025", "both figures may be the month", "2025-04-03", "2025-03-04")]
    [InlineData("05/05/2025", "both figures may be the month", "Write 2025-05-05")]
    [InlineData("01.03.18", "two digits", "2018-03-01")]
    [InlineData("13/04/98", "two digits", "1998-04-13")]
    [InlineData("20 Aug 25", "two digits", "20 Aug 2025")]
    [InlineData("August 20, '25", "two digits", "20 Aug 2025")]
    [InlineData("13/14/2025", "no order of these figures makes a date")]
    [InlineData("01.25.2018", "no month 25", "day.month.year")]
    [InlineData("31 Feb 2025", "Found '31 Feb 2025'", "February 2025 has no day 31", "01 to 28")]
    [InlineData("29 лютого 2025", "Found '29 лютого 2025'", "February 2025 has no day 29")]
    [InlineData("31.02.2025", "Found '31.02.2025'", "February 2025 has no day 31")]
    [InlineData("20-32 Aug 2025", "Found '20-32 Aug 2025'", "August 2025 has no day 32")]
    [InlineData("0 Aug 2025", "August 2025 has no day 00")]
    [InlineData("22-20 Aug 2025", "end is before the start")]
    [InlineData("30 Dec - 2 Jan 2025", "end is before the start")]
    [InlineData("winter 2022", "2021-24", "2022-24")]
    [InlineData("winter 2022/2024", "only a winter has two years")]
    [InlineData("summer 2022/2023", "only a winter has two years")]
    [InlineData("spring 2022 - autumn 2022", "no seasons inside an interval")]
    [InlineData("about 2021-22", "a season or two years", "2021/2022")]
    [InlineData("until August 2025", "../2025-08", "/2025-08")]
    [InlineData("since 20 Aug 2025", "2025-08-20/..", "2025-08-20/")]
    [InlineData("20 August", "year is missing", "20 Aug 2025")]
    [InlineData("Aug", "year is missing")]
    [InlineData("20-22 Aug", "year is missing")]
    [InlineData("20 Aug 2025 - 22 Aug", "do not fit together")]
    [InlineData("20 - Aug 2025", "do not fit together")]
    [InlineData("20 Foo 2025", "'Foo' is no month", "Ukrainian")]
    [InlineData("20 maj 2025", "'maj' is no month")]
    [InlineData("early 2022", "'early' is no month")]
    [InlineData("circa 17th century", "'century' is no month")]
    [InlineData("today", "Found 'today'", "20 Aug 2025")]
    [InlineData("yesterday", "20 Aug 2025")]
    [InlineData("Author", "20 Aug 2025")]
    [InlineData("01.03.2018 - Author - Source - TYPE.txt", "20 Aug 2025")]
    [InlineData("20 Aug 2025 10:00", "time of day")]
    [InlineData("2025-08-20T10:00", "time of day")]
    [InlineData("+2023-00-00", "Found '+2023-00-00'")]
    [InlineData("2025-8-20", "one digit")]
    [InlineData("2025-13", "no month 13")]
    [InlineData("2025/08/20", "hyphens")]
    [InlineData("25", "year is missing")]
    [InlineData("٢٠٢٥", "not ASCII")]
    [InlineData("2025–08–20", "Found '2025 - 08 - 20'")]
    [InlineData("", "no date", "20 Aug 2025")]
    [InlineData(null, "no date")]
    [InlineData(" \u200B\n", "no date")]
    public void What_is_unclear_or_impossible_is_refused_with_a_way_to_mend_it(string? typed, params string[] parts)
    {
        var input = DateInput.Read(typed);
        Assert.Null(input.Date);
        Assert.Null(input.Echo);
        Assert.StartsWith("Found ", input.Error, StringComparison.Ordinal);
        Assert.Contains("Expected ", input.Error, StringComparison.Ordinal);
        foreach (var part in parts)
            Assert.Contains(part, input.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_long_text_is_refused_without_repeating_it()
    {
        var input = DateInput.Read(new string('a', 100_000));
        Assert.Contains("100000 characters", input.Error, StringComparison.Ordinal);
        Assert.True(input.Error!.Length < 300);
    }

    [Theory]
    [InlineData("20 Aug 2025", "= 20 August 2025, certain")]
    [InlineData("Aug 2025", "= some day in August 2025")]
    [InlineData("2025-08-XX", "= some day in August 2025")]
    [InlineData("2025", "= some day in 2025")]
    [InlineData("2025-XX-XX", "= some day in 2025")]
    [InlineData("2025-XX", "= a month of 2025")]
    [InlineData("202X", "= a year of the 2020s")]
    [InlineData("spring 2022", "= some day in spring 2022")]
    [InlineData("2021-22", "= some day in summer 2021")]
    [InlineData("about 20 Aug 2025", "= about 20 August 2025")]
    [InlineData("20 Aug 2025?", "= 20 August 2025 (uncertain)")]
    [InlineData("about Aug 2025?", "= about August 2025 (uncertain)")]
    [InlineData("20-22 Aug 2025", "= 20 to 22 August 2025")]
    [InlineData("2025-08-20/2025-08-20", "= 20 August 2025, certain")]
    [InlineData("2025-08-20/..", "= from 20 August 2025, end open")]
    public void The_echo_says_what_was_understood(string typed, string echo) => Assert.Equal(echo, DateInput.Read(typed).Echo);

    [Fact]
    public void The_words_of_a_day_a_month_or_a_year_give_it_back() =>
        DaysMonthsYears.Select(EdtfDate.Parse).Sample(date => DateInput.Read(date.ToWords()).Date!.Text == date.Text && DateInput.Read(date.ToShortWords()).Date!.Text == date.Text);

    [Fact]
    public void The_words_of_any_other_date_give_a_date_in_the_same_words() =>
        Gen.OneOf<string>(Vague, Gen.Select(DaysMonthsYears, DaysMonthsYears).Where((a, b) => a[..4] != b[..4]).Select((a, b) => string.CompareOrdinal(a, b) < 0 ? $"{a}/{b}" : $"{b}/{a}"))
            .Select(EdtfDate.Parse).Sample(date => DateInput.Read(date.ToWords()).Date?.ToWords() == date.ToWords());

    [Fact]
    public void Days_of_one_year_and_of_one_month_are_read_back_from_their_short_interval() =>
        Gen.Select(Gen.Int[0, 3_600_000], Gen.Int[1, 300]).Sample((first, length) =>
        {
            var date = EdtfDate.Parse($"{EdtfDate.On(DateOnly.FromDayNumber(first))}/{EdtfDate.On(DateOnly.FromDayNumber(first + length))}");
            return DateInput.Read(date.ToWords()).Date?.Text == date.Text;
        });

    [Fact]
    public void All_that_is_EDTF_is_taken_as_it_is() => Gen.OneOf<string>(DaysMonthsYears, Vague).Sample(text => DateInput.Read(text).Date!.Text == text);

    [Fact]
    public void Any_text_gets_a_date_or_an_error_and_never_both() =>
        Gen.OneOf<string>(Gen.String, Gen.OneOf("20", "Aug", "2025", "-", " ", "to", "about", "?", "/", ".", "winter", "from", "until", "березня", "a day in", "2022-21", ",").Array[0, 8].Select(string.Concat), Gen.OneOf("20", "Aug", "2025", "-", "to", "about", "?", "from", "until", "winter", "a day in", "2022-21").Array[0, 6].Select(parts => string.Join(' ', parts)))
            .Sample(text =>
            {
                var input = DateInput.Read(text);
                return input.Date is null
                    ? input.Error!.StartsWith("Found ", StringComparison.Ordinal) && input.Error.Contains("Expected ", StringComparison.Ordinal)
                    : input.Error is null && input.Echo!.StartsWith("= ", StringComparison.Ordinal);
            });

    [Fact]
    public void The_language_of_the_machine_changes_nothing()
    {
        // The runtime has no cultures here, so one is made: other names of months, other order, other signs.
        var culture = (CultureInfo)CultureInfo.InvariantCulture.Clone();
        culture.DateTimeFormat.MonthNames = ["May", "April", "March", "February", "January", "December", "November", "October", "September", "August", "July", "June", ""];
        culture.DateTimeFormat.MonthGenitiveNames = culture.DateTimeFormat.MonthNames;
        culture.DateTimeFormat.DateSeparator = ".";
        culture.NumberFormat.NegativeSign = "~";
        var before = Thread.CurrentThread.CurrentCulture;
        Thread.CurrentThread.CurrentCulture = culture;
        try
        {
            foreach (var (typed, edtf) in new[] { ("29 березня 2022", "2022-03-29"), ("29 марта 2022", "2022-03-29"), ("29 mars 2022", "2022-03-29"), ("May 2022", "2022-05"), ("01.03.2018", "2018-03-01") })
                Assert.Equal(edtf, DateInput.Read(typed).Date?.Text);
            Assert.Equal("= 20 August 2025, certain", DateInput.Read("20 Aug 2025").Echo);
        }
        finally
        {
            Thread.CurrentThread.CurrentCulture = before;
        }
    }
}
