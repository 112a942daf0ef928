using System.Globalization;
using PeaceTracker.Domain.Time;

namespace PeaceTracker.Domain.Tests.Time;

// Expected values are written by hand from https://www.loc.gov/standards/datetime/; most texts are its examples.
public class EdtfDateTests
{
    [Theory]
    [InlineData("1985-04-12", "1985-04-12", "1985-04-12")]
    [InlineData("1985-04", "1985-04-01", "1985-04-30")]
    [InlineData("1985", "1985-01-01", "1985-12-31")]
    [InlineData("0001", "0001-01-01", "0001-12-31")]
    [InlineData("9999-12-31", "9999-12-31", "9999-12-31")]
    [InlineData("2024-02", "2024-02-01", "2024-02-29")]
    [InlineData("2025-02", "2025-02-01", "2025-02-28")]
    [InlineData("2000-02-29", "2000-02-29", "2000-02-29")]
    [InlineData("1964/2008", "1964-01-01", "2008-12-31")]
    [InlineData("2004-06/2006-08", "2004-06-01", "2006-08-31")]
    [InlineData("2004-02-01/2005-02-08", "2004-02-01", "2005-02-08")]
    [InlineData("2004-02-01/2005-02", "2004-02-01", "2005-02-28")]
    [InlineData("2004-02-01/2005", "2004-02-01", "2005-12-31")]
    [InlineData("2005/2006-02", "2005-01-01", "2006-02-28")]
    [InlineData("2005/2005-06", "2005-01-01", "2005-06-30")]
    [InlineData("2005-06-15/2005", "2005-06-15", "2005-12-31")]
    [InlineData("2005-06-15/2005-06-15", "2005-06-15", "2005-06-15")]
    public void Level_0_has_the_days_of_the_specification(string text, string earliest, string latest) =>
        AssertBounds(text, earliest, latest);

    [Theory]
    [InlineData("1984?", "1984-01-01", "1984-12-31")]
    [InlineData("2004-06~", "2004-06-01", "2004-06-30")]
    [InlineData("2004-06-11%", "2004-06-11", "2004-06-11")]
    [InlineData("201X", "2010-01-01", "2019-12-31")]
    [InlineData("20XX", "2000-01-01", "2099-12-31")]
    [InlineData("99XX", "9900-01-01", "9999-12-31")]
    [InlineData("2004-XX", "2004-01-01", "2004-12-31")]
    [InlineData("1985-04-XX", "1985-04-01", "1985-04-30")]
    [InlineData("2024-02-XX", "2024-02-01", "2024-02-29")]
    [InlineData("1985-XX-XX", "1985-01-01", "1985-12-31")]
    [InlineData("201X~", "2010-01-01", "2019-12-31")]
    [InlineData("2001-21", "2001-03-01", "2001-05-31")]
    [InlineData("2001-22", "2001-06-01", "2001-08-31")]
    [InlineData("2001-23", "2001-09-01", "2001-11-30")]
    [InlineData("2001-24", "2001-12-01", "2002-02-28")]
    [InlineData("2003-24", "2003-12-01", "2004-02-29")]
    [InlineData("2001-21?", "2001-03-01", "2001-05-31")]
    [InlineData("1985-04-12/..", "1985-04-12", null)]
    [InlineData("1985-04/..", "1985-04-01", null)]
    [InlineData("1985/..", "1985-01-01", null)]
    [InlineData("../1985-04-12", null, "1985-04-12")]
    [InlineData("../1985-04", null, "1985-04-30")]
    [InlineData("../1985", null, "1985-12-31")]
    [InlineData("1985-04-12/", "1985-04-12", null)]
    [InlineData("1985-04/", "1985-04-01", null)]
    [InlineData("1985/", "1985-01-01", null)]
    [InlineData("/1985-04-12", null, "1985-04-12")]
    [InlineData("/1985-04", null, "1985-04-30")]
    [InlineData("/1985", null, "1985-12-31")]
    [InlineData("1984~/2004-06", "1984-01-01", "2004-06-30")]
    [InlineData("1984/2004-06~", "1984-01-01", "2004-06-30")]
    [InlineData("1984?/2004%", "1984-01-01", "2004-12-31")]
    [InlineData("1984-06-02?/2004-08-08~", "1984-06-02", "2004-08-08")]
    public void Level_1_has_the_days_of_the_specification(string text, string? earliest, string? latest) =>
        AssertBounds(text, earliest, latest);

    [Theory]
    [InlineData("2025-08-20", "20 August 2025", "20 Aug 2025")]
    [InlineData("2025-09", "September 2025", "Sep 2025")]
    [InlineData("2025", "2025", "2025")]
    [InlineData("0985-04", "April 0985", "Apr 0985")]
    [InlineData("2025-08-20?", "20 August 2025 (uncertain)", "20 Aug 2025 (uncertain)")]
    [InlineData("2025-08-20~", "about 20 August 2025", "about 20 Aug 2025")]
    [InlineData("2025-08%", "about August 2025 (uncertain)", "about Aug 2025 (uncertain)")]
    [InlineData("2022-03-XX", "a day in March 2022", "a day in Mar 2022")]
    [InlineData("2022-XX-XX", "a day in 2022", "a day in 2022")]
    [InlineData("2022-XX", "a month of 2022", "a month of 2022")]
    [InlineData("202X", "a year of the 2020s", "a year of the 2020s")]
    [InlineData("20XX", "a year from 2000 to 2099", "a year from 2000 to 2099")]
    [InlineData("2022-21", "spring 2022", "spring 2022")]
    [InlineData("2022-22~", "about summer 2022", "about summer 2022")]
    [InlineData("2022-23", "autumn 2022", "autumn 2022")]
    [InlineData("2022-24", "winter 2022/2023", "winter 2022/2023")]
    [InlineData("2025-08-20/2025-09-10", "20 August to 10 September 2025", "20 Aug to 10 Sep 2025")]
    [InlineData("2022-03-17/2022-04-15", "17 March to 15 April 2022", "17 Mar to 15 Apr 2022")]
    [InlineData("2025-08-20/2025-08-25", "20 to 25 August 2025", "20 to 25 Aug 2025")]
    [InlineData("2024-12-30/2025-01-02", "30 December 2024 to 2 January 2025", "30 Dec 2024 to 2 Jan 2025")]
    [InlineData("2024-12/2025-01", "December 2024 to January 2025", "Dec 2024 to Jan 2025")]
    [InlineData("2025-01/2025-03", "January to March 2025", "Jan to Mar 2025")]
    [InlineData("2024/2025", "2024 to 2025", "2024 to 2025")]
    [InlineData("2004-02-01/2004-06", "1 February 2004 to June 2004", "1 Feb 2004 to Jun 2004")]
    [InlineData("2025-08/2025-08", "August 2025", "Aug 2025")]
    [InlineData("2025-08-20?/2025-09-10~", "20 August 2025 (uncertain) to about 10 September 2025", "20 Aug 2025 (uncertain) to about 10 Sep 2025")]
    [InlineData("2025-08-20/..", "from 20 August 2025, end open", "from 20 Aug 2025, end open")]
    [InlineData("2025-08-20/", "from 20 August 2025, end unknown", "from 20 Aug 2025, end unknown")]
    [InlineData("../2025-08", "until August 2025, start open", "until Aug 2025, start open")]
    [InlineData("/2025-08?", "until August 2025 (uncertain), start unknown", "until Aug 2025 (uncertain), start unknown")]
    public void Words_are_plain_English(string text, string words, string shortWords)
    {
        var date = EdtfDate.Parse(text);
        Assert.Equal(words, date.ToWords());
        Assert.Equal(shortWords, date.ToShortWords());
    }

    [Theory]
    // text, uncertain, approximate, interval, day, exact
    [InlineData("2025-08-20", false, false, false, true, true)]
    [InlineData("2025-08-20?", true, false, false, true, false)]
    [InlineData("2025-08-20~", false, true, false, true, false)]
    [InlineData("2025-08-20%", true, true, false, true, false)]
    [InlineData("2025-08", false, false, false, false, false)]
    [InlineData("2025-08-XX", false, false, false, false, false)]
    [InlineData("2025-08-20/2025-08-20", false, false, true, true, true)]
    [InlineData("2025-08-20?/2025-08-21", true, false, true, false, false)]
    [InlineData("2025-08-20/2025-08-21~", false, true, true, false, false)]
    [InlineData("2025-08-20?/2025-08-21~", true, true, true, false, false)]
    [InlineData("2025-08-20/..", false, false, true, false, false)]
    [InlineData("/2025-08-20%", true, true, true, false, false)]
    public void Flags_tell_what_the_text_claims(
        string text, bool uncertain, bool approximate, bool interval, bool day, bool exact)
    {
        var date = EdtfDate.Parse(text);
        Assert.Equal(
            (uncertain, approximate, interval, day, exact),
            (date.IsUncertain, date.IsApproximate, date.IsInterval, date.IsDay, date.IsExact));
    }

    [Theory]
    // text, what the error says was wrong, and what it says to write
    [InlineData(null, "no text", "2025-08-20")]
    [InlineData("", "no text", "2025-08-20")]
    [InlineData("2025-08-20T10:00:00Z", "time of day", "Leave out the time")]
    [InlineData("2025-08-20T10:00:00+02:00", "time of day", "Leave out the time")]
    [InlineData("2025-08-20 10:00", "time of day", "Leave out the time")]
    [InlineData("199u", "2012 draft", "Write X")]
    [InlineData("1999-uu-uu", "2012 draft", "Write X")]
    [InlineData("2004-01-01/open", "2012 draft", "Write '..'")]
    [InlineData("unknown/2006", "2012 draft", "Write nothing on that side")]
    [InlineData("1984?~", "two qualifiers", "Write %")]
    [InlineData("2004-06~?", "two qualifiers", "Write %")]
    [InlineData("2025-08-xx", "small 'x'", "Write X")]
    [InlineData("2004?-06-11", "level 2", "to the end")]
    [InlineData("2004-06-~11", "level 2", "to the end")]
    [InlineData("?2004-06", "level 2", "to the end")]
    [InlineData("2011-(06-04)~", "2012 draft", "to the end")]
    [InlineData("[1667,1668,1670..1672]", "level 2", "separate dates")]
    [InlineData("{1960,1961-12}", "level 2", "separate dates")]
    [InlineData("[..1760-12-03]", "level 2", "separate dates")]
    [InlineData("Y-17E7", "level 2", "Write it out")]
    [InlineData("1950S2", "level 2", "Write it out")]
    [InlineData("Y170000002", "out of range", "0001 to 9999")]
    [InlineData("-1985", "out of range", "0001 to 9999")]
    [InlineData("-1985/2000", "out of range", "0001 to 9999")]
    [InlineData("0000", "out of range", "0001 to 9999")]
    [InlineData("000X", "out of range", "0001 to 9999")]
    [InlineData("12025", "out of range", "0001 to 9999")]
    [InlineData("9999-24", "out of range", "0001 to 9999")]
    [InlineData("156X-12-25", "level 2", "X for every part")]
    [InlineData("1560-XX-25", "level 2", "X for every part")]
    [InlineData("XXXX-12-XX", "level 1 has none", "2025-08-XX")]
    [InlineData("2025-08-1X", "level 1 has none", "2025-08-XX")]
    [InlineData("2X25", "level 1 has none", "202X")]
    [InlineData("2004-06-XX/2004-07-03", "level 2", "2025-08 for 2025-08-XX")]
    [InlineData("202X/2030", "level 2", "Leave out")]
    [InlineData("2001-21/2001-23", "seasons inside an interval", "Write the months")]
    [InlineData("2001-25", "level 2", "from 21 to 24")]
    [InlineData("2001-21-05", "no month 21", "without a day")]
    [InlineData("2025-13", "no month 13", "01 to 12")]
    [InlineData("2025-00-10", "no month 00", "01 to 12")]
    [InlineData("2025-02-30", "February 2025 has no day 30", "01 to 28")]
    [InlineData("2025-02-29", "February 2025 has no day 29", "2025-02-XX")]
    [InlineData("1900-02-29", "February 1900 has no day 29", "01 to 28")]
    [InlineData("2024-02-30", "February 2024 has no day 30", "01 to 29")]
    [InlineData("2025-04-00", "April 2025 has no day 00", "01 to 30")]
    [InlineData("2025-08-20/2025-02-30", "February 2025 has no day 30", "01 to 28")]
    [InlineData("2025-09-10/2025-08-20", "end is before the start", "Swap")]
    [InlineData("2005-06/2005-05-31", "end is before the start", "Swap")]
    [InlineData("/", "without any date", "2025-08-20/..")]
    [InlineData("../..", "without any date", "2025-08-20/..")]
    [InlineData("../", "without any date", "2025-08-20/..")]
    [InlineData("2020/2021/2022", "more than one '/'", "2025-08-20/2025-09-10")]
    [InlineData("20/08/2025", "local form", "2025-08-20")]
    [InlineData("20.8.2025", "local form", "2025-08-20")]
    [InlineData("08/2025", "local form", "2025-08-20")]
    [InlineData("2025/08/20", "separator", "2025-08-20")]
    [InlineData("2025/08", "separator", "2025-08-20")]
    [InlineData("20 Aug 2025", "words", "2025-08-20")]
    [InlineData("August 2025", "words", "2025-08-20")]
    [InlineData("20 août 2025", "words", "2025-08-20")]
    [InlineData("20250820", "without hyphens", "2025-08-20")]
    [InlineData("2025-8-20", "one digit", "2025-08-05")]
    [InlineData("2025-08-5", "one digit", "2025-08-05")]
    [InlineData("2025-W34", "a week", "2025-08-18/2025-08-24")]
    [InlineData(" 2025-08-20", "space", "Remove it")]
    [InlineData("2025-08-20\n", "\\u000A", "Remove it")]
    [InlineData("2025 / 2026", "space", "Remove it")]
    [InlineData("   ", "space", "Remove it")]
    [InlineData("2025–2026", "\\u2013", "Type the date anew")]
    [InlineData("２０２５", "\\uFF12", "Type the date anew")]
    [InlineData("٢٠٢٥", "\\u0662", "Type the date anew")]
    [InlineData("2025-08-2٠", "\\u0660", "Type the date anew")]
    [InlineData("2025-0٨", "\\u0668", "Type the date anew")]
    [InlineData("202٥", "\\u0665", "Type the date anew")]
    [InlineData("25", "not an EDTF date", "four digits")]
    [InlineData("2025-08-", "not an EDTF date", "four digits")]
    public void Other_texts_are_refused_with_a_way_to_mend_them(string? text, string found, string mend)
    {
        Assert.False(EdtfDate.TryParse(text, out var date, out var error));
        Assert.Null(date);
        Assert.StartsWith("Found ", error, StringComparison.Ordinal);
        Assert.Contains("Expected ", error, StringComparison.Ordinal);
        Assert.Contains(found, error, StringComparison.Ordinal);
        Assert.Contains(mend, error, StringComparison.Ordinal);
        Assert.Equal(error, Assert.Throws<FormatException>(() => EdtfDate.Parse(text!)).Message);
    }

    [Fact]
    public void A_very_long_text_is_refused_without_repeating_it()
    {
        Assert.False(EdtfDate.TryParse(new string('9', 1_000_000), out _, out var error));
        Assert.Contains("1000000 characters", error, StringComparison.Ordinal);
        Assert.True(error.Length < 300);
    }

    [Fact]
    public void On_is_the_exact_day()
    {
        var date = EdtfDate.On(new DateOnly(2024, 2, 29));
        Assert.Equal("2024-02-29", date.Text);
        Assert.Equal("2024-02-29", date.ToString());
        Assert.True(date.IsExact);
        Assert.Equal("0001-01-01", EdtfDate.On(DateOnly.MinValue).Text);
    }

    [Fact]
    public void Equality_is_by_text()
    {
        Assert.Equal(EdtfDate.Parse("2025-08"), EdtfDate.Parse("2025-08"));
        Assert.Equal(EdtfDate.Parse("2025-08").GetHashCode(), EdtfDate.Parse("2025-08").GetHashCode());
        Assert.NotEqual(EdtfDate.Parse("2025-08"), EdtfDate.Parse("2025-08-XX"));
        Assert.False(EdtfDate.Parse("2025").Equals(null));
    }

    [Fact]
    public void Order_is_by_latest_then_earliest_then_text()
    {
        string[] expected =
        [
            "2024", "../2025-08-20", "/2025-08-20", "2025-08/2025-08-20", "2025-08-20", "2025-08-20?",
            "2025-08", "2025-08-XX", "2025-08-31", "9999-12-31", "2024/..", "2025/", "2025/..",
        ];
        Assert.Equal(expected, expected.Reverse().Select(EdtfDate.Parse).Order().Select(date => date.Text));
        Assert.True(EdtfDate.Parse("2025").CompareTo(null) > 0);
    }

    private static void AssertBounds(string text, string? earliest, string? latest)
    {
        var date = EdtfDate.Parse(text);
        Assert.Equal(text, date.Text);
        Assert.Equal((Day(earliest), Day(latest)), (date.Earliest, date.Latest));
    }

    private static DateOnly? Day(string? text) =>
        text is null ? null : DateOnly.ParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture);
}
