using System.Globalization;
using System.Text.RegularExpressions;
using static System.FormattableString;

namespace PeaceTracker.Domain.Time;

/// <summary>One date of an <see cref="EdtfDate"/>: its days, and the .NET date format that says its first day in words.</summary>
internal sealed record EdtfPart(string Format, DateOnly First, DateOnly Last, bool Uncertain, bool Approximate)
{
    // Years keep four digits in words too, so that the year 0012 is never read as a day.
    public const string Day = "d MMMM yyyy";
    public const string Month = "MMMM yyyy";
    public const string Year = "yyyy";

    public string Words(string month) =>
        (Approximate ? "about " : "") + Say(Format, month) + (Uncertain ? " (uncertain)" : "");

    /// <summary>The words as the start of an interval: what the end says anyway is left out.</summary>
    public string WordsBefore(EdtfPart end, string month)
    {
        var qualified = Uncertain || Approximate || end.Uncertain || end.Approximate;
        if (qualified || Format != end.Format || Format == Year || First.Year != end.First.Year)
            return Words(month);
        if (Format == Month)
            return Say("MMMM", month);
        return Say(First.Month == end.First.Month ? "%d" : "d MMMM", month);
    }

    private string Say(string format, string month) =>
        First.ToString(format.Replace("MMMM", month, StringComparison.Ordinal), CultureInfo.InvariantCulture);
}

/// <summary>Reads EDTF level 0 and 1, and explains what is wrong with anything else.</summary>
internal static partial class EdtfParser
{
    // The longest valid text is an interval of two qualified days (23); up to this length mistakes are explained.
    private const int MaxLength = 64;
    private const string IsoDay = "yyyy-MM-dd";
    private const string Forms =
        "Expected a date such as 2025, 2025-08 or 2025-08-20, or an interval such as 2025-08-20/2025-09-10.";
    private static readonly string[] Seasons = ["spring", "summer", "autumn", "winter"];

    /// <summary>Returns null when the text is valid, else the error; an open or unknown side is a null part.</summary>
    public static string? Read(string? text, out EdtfPart? start, out EdtfPart? end)
    {
        start = end = null;
        if (string.IsNullOrEmpty(text))
            return $"Found no text. {Forms} Give the date, as far as it is known.";
        // Nearly every date is one certain day, and lists of answers read ten thousand at a time.
        if (text.Length == IsoDay.Length && DateOnly.TryParseExact(text, IsoDay, CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
        {
            start = end = new(EdtfPart.Day, day, day, false, false);
            return null;
        }

        if (text.Length > MaxLength)
            return Invariant($"Found a text of {text.Length} characters. {Forms} Write the date alone, without other words.");

        var sides = text.Split('/');
        if (sides.Length == 1)
        {
            var problem = ReadPart(text, text, out start);
            end = start;
            return problem;
        }
        if (sides.Length > 2)
            return Diagnose(text);
        if (sides.All(side => side is "" or ".."))
            return Error(text,
                "an interval without any date. Expected a date on at least one side. Write for example 2025-08-20/.. or " +
                "../2025-08-20.");
        var error = ReadSide(sides[0], text, out start) ?? ReadSide(sides[1], text, out end);
        if (error is null && end?.Last < start?.First)
            error = Error(text,
                "the end is before the start. Expected the earlier date first. Swap the two dates or correct one of them.");
        return error;
    }

    private static string? ReadSide(string side, string text, out EdtfPart? part)
    {
        part = null;
        if (side is "" or "..")
            return null;
        var error = ReadPart(side, text, out part);
        if (error is not null || part!.Format is EdtfPart.Day or EdtfPart.Month or EdtfPart.Year)
            return error;
        return side.Contains('X')
            ? Error(side,
                "unspecified digits inside an interval are EDTF level 2. Expected level 1. Leave out the part that is not " +
                "known, for example 2025-08 for 2025-08-XX.")
            : Error(side,
                "EDTF has no seasons inside an interval. Expected a year, a month or a day on each side. Write the months, " +
                "for example 2025-03/2025-11.");
    }

    private static string? ReadPart(string found, string text, out EdtfPart? part)
    {
        part = null;
        var match = PartForm().Match(found);
        if (!match.Success)
            return Diagnose(text);
        string year = match.Groups["year"].Value, month = match.Groups["month"].Value, day = match.Groups["day"].Value;
        string qualifier = match.Groups["qualifier"].Value;

        int firstYear = Number(year.Replace('X', '0')), lastYear = Number(year.Replace('X', '9'));
        if (firstYear == 0)
            return Error(found, "the year 0000 is out of range. Expected years from 0001 to 9999. Correct the year.");
        if (firstYear != lastYear && month != "" || month == "XX" && day is not ("" or "XX"))
            return Error(found,
                "a known part after an unspecified one is EDTF level 2. Expected X only from the right, as in 2025-08-XX, " +
                "2025-XX-XX, 2025-XX, 202X or 20XX. Put X for every part after the first unknown one.");
        if (firstYear != lastYear)
        {
            // "The 2000s" would be 200X as well as 20XX, so a century is said with its first and last year.
            var format = lastYear - firstYear > 9 ? Invariant($"'a year from 'yyyy' to {lastYear:0000}'") : "'a year of the 'yyyy's'";
            return Make(format, new DateOnly(firstYear, 1, 1), new DateOnly(lastYear, 12, 31), qualifier, out part);
        }
        if (month is "" or "XX")
        {
            var format = day == "XX" ? "'a day in 'yyyy" : month == "XX" ? "'a month of 'yyyy" : EdtfPart.Year;
            return Make(format, new DateOnly(firstYear, 1, 1), new DateOnly(firstYear, 12, 31), qualifier, out part);
        }

        var number = Number(month);
        if (number is >= 21 and <= 24 && day == "")
            return ReadSeason(found, firstYear, number - 21, qualifier, out part);
        if (number is < 1 or > 12)
            return Error(found,
                $"there is no month {month} here (25 to 41 are EDTF level 2). Expected a month from 01 to 12, " +
                "or a season without a day from 21 to 24. Correct the month; write an interval of years as 2025/2026.");
        var first = new DateOnly(firstYear, number, 1);
        var days = DateTime.DaysInMonth(firstYear, number);
        if (day is "" or "XX")
            return Make(day == "" ? EdtfPart.Month : "'a day in 'MMMM yyyy", first, first.AddDays(days - 1), qualifier, out part);
        if (Number(day) < 1 || Number(day) > days)
            return Error(found,
                Invariant($"{first:MMMM yyyy} has no day {day}. Expected a day from 01 to {days}. ") +
                Invariant($"Correct the day, or write {first:yyyy-MM}-XX if it is not known."));
        first = first.AddDays(Number(day) - 1);
        return Make(EdtfPart.Day, first, first, qualifier, out part);
    }

    private static string? ReadSeason(string found, int year, int season, string qualifier, out EdtfPart? part)
    {
        part = null;
        var winter = season == 3;
        if (winter && year == 9999)
            return Error(found,
                "this winter ends in the year 10000, out of range. Expected years from 0001 to 9999. Correct the year.");
        var first = new DateOnly(year, 3 + 3 * season, 1);
        // A winter has two years; only one of them would read as the January before.
        var format = $"'{Seasons[season]} 'yyyy" + (winter ? Invariant($"'/{year + 1:0000}'") : "");
        return Make(format, first, first.AddMonths(3).AddDays(-1), qualifier, out part);
    }

    private static string? Make(string format, DateOnly first, DateOnly last, string qualifier, out EdtfPart? part)
    {
        part = new EdtfPart(format, first, last, qualifier is "?" or "%", qualifier is "~" or "%");
        return null;
    }

    private static string Diagnose(string text) =>
        Error(text, Mistakes.FirstOrDefault(mistake => mistake.Form.IsMatch(text)).Advice ??
            $"this is not an EDTF date. {Forms} Write four digits for the year and two each for month and day.");

    // The text goes to logs and pages, so it is shown without control characters or look-alikes of ASCII.
    private static string Error(string found, string problem) =>
        $"Found '{string.Concat(found.Select(Visible))}': {problem}";

    private static string Visible(char c) => c is >= ' ' and <= '~' ? c.ToString() : Invariant($"\\u{(int)c:X4}");

    private static int Number(string digits) => int.Parse(digits, NumberStyles.None, CultureInfo.InvariantCulture);

    // [0-9] and \z, because \d takes digits of every script and $ lets a line break pass.
    [GeneratedRegex(
        @"^(?<year>[0-9]{2}([0-9]{2}|[0-9]X|XX))(-(?<month>[0-9]{2}|XX)(-(?<day>[0-9]{2}|XX))?)?(?<qualifier>[?~%])?\z",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex PartForm();

    // Known wrong forms, tried on the whole text in this order: the more telling one first.
    private static readonly (Regex Form, string Advice)[] Mistakes =
    [
        Mistake(@"[0-9][Tt]([0-9]|\z)|[0-9]:[0-9]",
            "a time of day. Expected a date; days are the finest unit here. Leave out the time, for example 2025-08-20."),
        Mistake(@"(?i)\bopen\b",
            "the word 'open' is from the 2012 draft. Expected two dots for an open side. Write '..' instead, for example " +
            "2025-08-20/.."),
        Mistake(@"(?i)\bunknown\b",
            "the word 'unknown' is from the 2012 draft. Expected an empty side. Write nothing on that side, for example " +
            "2025-08-20/"),
        Mistake(@"(?i)(^|[0-9/-])u+([0-9/?~-]|\z)",
            "the digit 'u' is from the 2012 draft. Expected X for an unspecified digit. Write X instead, for example " +
            "2025-08-XX or 202X."),
        Mistake(@"(^|[0-9X/-])x+([0-9X/?~%-]|\z)",
            "a small 'x'. Expected a capital X for an unspecified digit. Write X, for example 2025-08-XX or 202X."),
        Mistake(@"[?~%]{2}",
            "two qualifiers together. Expected one of ? (uncertain), ~ (approximate) or % (both). Write % instead of ?~."),
        Mistake(@"[\[\]{}]|[0-9]\.\.|\.\.[0-9]",
            "a set of dates is EDTF level 2. Expected one date or one interval. Write an interval with '/', for example " +
            "2025-08-20/2025-09-10, or separate dates."),
        Mistake(@"[()]|[?~%][^/]|(^|/)[?~%]",
            "a qualifier or bracket inside a date is EDTF level 2 or the 2012 draft. Expected ?, ~ or % at the end, for the " +
            "whole date. Move it to the end, for example 2025-08-20?"),
        Mistake(@"[0-9][EeSsPp]-?[0-9]",
            "exponents and significant digits are EDTF level 2. Expected a year of four digits. Write it out, or write X for " +
            "unspecified digits, for example 19XX."),
        Mistake(@"(^|/)[Yy]-?[0-9]",
            "a year with the letter Y is out of range. Expected years from 0001 to 9999. Write four digits without Y."),
        Mistake(@"(^|/)-[0-9]",
            "a negative year is out of range. Expected years from 0001 to 9999. Write four digits without the sign."),
        Mistake(@"(^|/)\+?[0-9]{5,7}(-|/|\z)",
            "a year of more than four digits is out of range. Expected years from 0001 to 9999. Write four digits; a month " +
            "as 2025-08."),
        Mistake(@"[0-9]-?W[0-9]",
            "a week. Expected days. Write the week as an interval, for example 2025-08-18/2025-08-24."),
        Mistake(@"(^|[0-9/-])X",
            "X where EDTF level 1 has none. Expected X only for whole parts from the right, as in 2025-08-XX, 2025-XX-XX, " +
            "2025-XX, 202X or 20XX. Put X for the whole day, or leave the part out."),
        Mistake(@"\p{L}{3}",
            "words. Expected digits in the order year, month, day. Write for example 2025-08-20 for 20 Aug 2025."),
        Mistake(@"^[0-9]{1,2}[./-][0-9]{1,2}[./-][0-9]{2,4}\z|^[0-9]{1,2}[./-][0-9]{4}\z",
            "a local form that may be read in two ways. Expected the order year, month, day with hyphens. Write for example " +
            "2025-08-20 for 20 August 2025."),
        Mistake(@"^[0-9]{4}[./][0-9]{1,2}([./][0-9]{1,2})?\z",
            "a separator that EDTF does not use in a date. Expected hyphens; '/' is for intervals. Write for example " +
            "2025-08-20, or 2025/2026 for an interval of years."),
        Mistake(@"\s",
            "a space or line break. Expected none, also at the ends. Remove it; write an interval with '/' alone, for " +
            "example 2025-08-20/2025-09-10."),
        Mistake(@"[^ -~]",
            "a character that is not ASCII, shown as \\u and its code. Expected the digits 0 to 9, the hyphen - and the " +
            "signs / . X ? ~ %. Type the date anew, for example 2025-08-20."),
        Mistake(@"^[0-9]{8}\z",
            "a date without hyphens. Expected hyphens between year, month and day. Write for example 2025-08-20 for 20250820."),
        Mistake(@"/.*/",
            "more than one '/'. Expected one between start and end. Write for example 2025-08-20/2025-09-10."),
        Mistake(@"(^|/)[0-9]{4}-([0-9]{1,2}-)?[0-9](-|/|\z)",
            "one digit for a month or day. Expected two. Put 0 in front, for example 2025-08-05 for 2025-8-5."),
    ];

    private static (Regex Form, string Advice) Mistake(string form, string advice) =>
        (new Regex(form, RegexOptions.CultureInvariant), advice);
}
