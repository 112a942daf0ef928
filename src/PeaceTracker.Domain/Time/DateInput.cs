using System.Collections.Frozen;
using System.Globalization;
using System.Text.RegularExpressions;
using PeaceTracker.Domain.Text;
using static System.FormattableString;

namespace PeaceTracker.Domain.Time;

/// <summary>
/// A date as an editor types it into one box: EDTF, or words such as "20 Aug 2025", "20-22 Aug 2025", "about Aug 2025?", "29 березня 2022".
/// Reads the same everywhere, whatever the language of the machine, and refuses what can be read in two ways; it never takes today's date or
/// century for what is missing.
/// </summary>
/// <param name="Date">Null when the text is refused.</param>
/// <param name="Error">What was found, what is expected and how to mend it, with the readings as EDTF when there are several; null when the text is good.</param>
public sealed partial record DateInput(EdtfDate? Date, string? Error)
{
    // Longer texts are not dates; the longest words of an interval of qualified days have some 80 characters.
    private const int MaxLength = 120;

    private const string Forms = "Expected a date such as 20 Aug 2025, Aug 2025, 2025, 20-22 Aug 2025, about 20 Aug 2025 or 2025-08-20.";

    private static readonly string[] Seasons = ["spring", "summer", "autumn", "winter"];

    /// <summary>Names by <see cref="PlainLetters"/>: English, Ukrainian, Russian, French and German, in the forms that stand in dates.</summary>
    private static readonly FrozenDictionary<string, int> Months = new[]
    {
        "january jan січень січня січ январь января янв janvier janv januar janner",
        "february feb лютий лютого лют февраль февраля февр фев fevrier fevr fev februar feber",
        "march mar березень березня бер март марта мар mars marz maerz mrz",
        "april apr квітень квітня квіт кві апрель апреля апр avril avr",
        "may травень травня трав тра май мая mai",
        "june jun червень червня черв чер июнь июня июн juin juni",
        "july jul липень липня лип июль июля июл juillet juil juli",
        "august aug серпень серпня серп сер август августа авг aout",
        "september sept sep вересень вересня вер сентябрь сентября сент сен septembre",
        "october oct жовтень жовтня жовт жов октябрь октября окт octobre oktober okt",
        "november nov листопад листопада лист лис ноябрь ноября нояб ноя novembre",
        "december dec грудень грудня груд гру декабрь декабря дек decembre dezember dez",
    }.SelectMany((names, index) => names.Split(' ').Select(name => (Name: PlainLetters.Of(name), Month: index + 1))).ToFrozenDictionary(pair => pair.Name, pair => pair.Month);

    /// <summary>What the date was understood as, to be shown under the box: "= 20 August 2025, certain", "= some day in August 2025", "= about 20 August 2025". Null when the text is refused.</summary>
    public string? Echo
    {
        get
        {
            if (Date is not { } date)
                return null;
            var words = date.ToWords();
            if (date.IsExact)
                return $"= {words}, certain";
            if (date.IsInterval || date.IsUncertain || date.IsApproximate)
                return $"= {words}";
            // "a day in August 2025" for 2025-08-XX; "a month of 2025", "a year of the 2020s" say enough.
            return words.StartsWith("a day ", StringComparison.Ordinal) ? $"= some{words[1..]}"
                : words.StartsWith("a ", StringComparison.Ordinal) ? $"= {words}"
                : $"= some day in {words}";
        }
    }

    /// <summary>Reads what was typed; never throws. White space around it and unseen characters count for nothing.</summary>
    public static DateInput Read(string? text)
    {
        var typed = Tidy(text ?? "");
        if (typed.Length == 0)
            return Refuse($"Found no date. {Forms} Give the date, as far as it is known.");
        if (typed.Length > MaxLength)
            return Refuse(Invariant($"Found a text of {typed.Length} characters. {Forms} Write the date alone, without other words."));
        if (EdtfDate.TryParse(typed, out var date, out var edtfError))
            return new(date, null);

        var (edtf, error) = ToEdtf(typed);
        if (edtf is not null)
            return EdtfDate.TryParse(edtf, out date, out var problem) ? new(date, null) : Refuse(Found(typed, problem[(problem.IndexOf("': ", StringComparison.Ordinal) + 3)..]));
        // Where no words were meant, the reader of EDTF knows best what is wrong.
        return Refuse(error ?? (NoWords().IsMatch(typed) || Time().IsMatch(typed) ? edtfError : Found(typed, $"this is not a date that can be read. {Forms} Write it in one of these ways.")));
    }

    private static DateInput Refuse(string error) => new(null, error);

    private static string Found(string typed, string problem) => $"Found '{typed}': {problem}";

    /// <summary>One space for each run of white space, a hyphen for its look-alikes, a hyphen between spaces for dashes; no unseen characters.</summary>
    private static string Tidy(string text)
    {
        var seen = string.Concat(text.Where(c => char.IsWhiteSpace(c) || char.GetUnicodeCategory(c) is not (UnicodeCategory.Control or UnicodeCategory.Format)));
        return Spaces().Replace(Dash().Replace(HyphenLike().Replace(seen, "-"), " - "), " ").Trim();
    }

    /// <summary>The text as EDTF, which may still be impossible; or the error; or neither when it is no date in words.</summary>
    private static (string? Edtf, string? Error) ToEdtf(string typed)
    {
        if (Numeric().Match(typed) is { Success: true } numeric)
            return FromNumbers(typed, numeric);
        if (OneSided().Match(typed) is { Success: true } oneSided)
        {
            var isFromTo = oneSided.Groups["from"].Success && !oneSided.Groups["how"].Success && ReadSide(oneSided.Groups["side"].Value).Side is null;
            return isFromTo && Sides(oneSided.Groups["side"].Value) is { } both ? Interval(typed, both.First, both.Last) : FromOneSide(typed, oneSided);
        }

        var (whole, error) = ReadSide(typed);
        if (whole is not null)
            return whole.Edtf is { } edtf ? (edtf, null) : (null, Found(typed, "the year is missing. Expected a year of four digits. Add it, for example 20 Aug 2025."));
        return error is null && Sides(typed) is { } sides ? Interval(typed, sides.First, sides.Last) : (null, error);
    }

    /// <summary>Null when nothing, or more than one thing, separates two sides.</summary>
    private static (string First, string Last)? Sides(string text)
    {
        var sides = Spaced().Split(text);
        if (sides.Length == 1 && HyphenBetween().IsMatch(text))
            sides = text.Split('-');
        return sides.Length == 2 ? (sides[0], sides[1]) : null;
    }

    private static (string? Edtf, string? Error) Interval(string typed, string first, string last)
    {
        var (left, leftError) = ReadSide(first);
        var (right, rightError) = ReadSide(last);
        if (left is null || right is null)
            return (null, leftError ?? rightError);
        if (left.Edtf is not null && right.Edtf is not null)
            return ($"{left.Edtf}/{right.Edtf}", null);

        // "20-22 Aug 2025", "30 Aug - 2 Sep 2025", "August 20-22, 2025": each side has what the other says for both.
        if (left.Edtf is null && right.Year is null && right.Code is null)
            return (null, Found(typed, "the year is missing. Expected a year of four digits. Add it at the end, for example 20-22 Aug 2025."));
        // What is said in one breath is doubted in one breath.
        var (about, unsure) = (left.About || right.About, left.Unsure || right.Unsure);
        var start = left with { Month = left.Month ?? (left.Day is null ? null : right.Month), Year = left.Year ?? right.Year, About = about, Unsure = unsure };
        var end = right with { Month = right.Month ?? (right.Day is null ? null : left.Month), About = about, Unsure = unsure };
        return start.Edtf is null || end.Edtf is null || start.Day is null != end.Day is null || start.Month is null != end.Month is null
            ? (null, Found(typed, $"the two sides do not fit together. {Forms} Write both dates in full."))
            : ($"{start.Edtf}/{end.Edtf}", null);
    }

    /// <summary>"from 20 August 2025, end open", as <see cref="EdtfDate.ToWords"/> says it.</summary>
    private static (string? Edtf, string? Error) FromOneSide(string typed, Match match)
    {
        var (side, error) = ReadSide(match.Groups["side"].Value);
        if (side?.Edtf is not { } edtf)
            return (null, error);
        var isStart = match.Groups["from"].Success;
        if (!match.Groups["how"].Success)
        {
            return (null, isStart
                ? Found(typed, $"it may have gone on without an end, or have ended on a day that is not known. Expected one of the two. Write {edtf}/.. if it goes on, or {edtf}/ if the end is not known.")
                : Found(typed, $"it may have had no beginning, or one that is not known. Expected one of the two. Write ../{edtf} if there was none, or /{edtf} if it is not known."));
        }

        var other = match.Groups["how"].Value.Equals("open", StringComparison.OrdinalIgnoreCase) ? ".." : "";
        return (isStart ? $"{edtf}/{other}" : $"{other}/{edtf}", null);
    }

    /// <summary>
    /// Figures only. With dots the day comes first in every language that writes so; with slashes and hyphens that depends on the country, so
    /// they are read only when one of the two figures cannot be a month.
    /// </summary>
    private static (string? Edtf, string? Error) FromNumbers(string typed, Match match)
    {
        var (first, second, year) = (match.Groups["first"].Value, match.Groups["second"].Value, match.Groups["year"].Value);
        int one = Number(first), other = Number(second);
        var dots = match.Groups["separator"].Value == ".";
        if (year.Length == 4 && dots)
        {
            return IsMonth(other)
                ? (Ymd(year, other, one), null)
                : (null, Found(typed, $"there is no month {second}: with dots a date reads day.month.year. Expected a month from 1 to 12. Correct it, or write the month as a word."));
        }

        if (year.Length == 4 && IsMonth(other) && one > 12)
            return (Ymd(year, other, one), null);
        if (year.Length == 4 && IsMonth(one) && other > 12)
            return (Ymd(year, one, other), null);

        var readings = new List<(string Edtf, string Order)>();
        Add(Full(year), second, first, "day, month, year");
        if (!dots)
            Add(Full(year), first, second, "month, day, year");
        if (year.Length == 2 && first.Length == 2)
            Add(Full(first), second, year, "year, month, day");
        var distinct = readings.DistinctBy(reading => reading.Edtf).ToList();
        var unclear = year.Length == 2 ? "the year has two digits" : "both figures may be the month";
        return (null, Found(typed, distinct.Count switch
        {
            0 => "no order of these figures makes a date. Expected a day from 1 to 31 and a month from 1 to 12. Write for example 20 Aug 2025 or 2025-08-20.",
            1 => $"{unclear}. Expected a date that can be read in one way. Write {distinct[0].Edtf} if that is meant.",
            _ => $"{unclear}: it may be {string.Join(" or ", distinct.Select(reading => $"{reading.Edtf} ({reading.Order})"))}. Expected a date that can be read in one way. Write the one that is meant.",
        }));

        static bool IsMonth(int number) => number is >= 1 and <= 12;

        // Only to show a reading: what is read has four digits.
        static string Full(string year) => year.Length == 4 ? year : (Number(year) < 50 ? "20" : "19") + year;

        void Add(string year, string month, string day, string order)
        {
            var edtf = Ymd(year, Number(month), Number(day));
            if (EdtfDate.TryParse(edtf, out _, out _))
                readings.Add((edtf, order));
        }
    }

    /// <summary>One date in words, whole or with only the part that the other side of an interval does not say.</summary>
    private static (Side? Side, string? Error) ReadSide(string text)
    {
        var (core, about, unsure) = TakeQualifiers(text);
        if (Season().Match(core) is { Success: true } season)
            return ReadSeason(text, season, about, unsure);
        if (Inside().Match(core) is { Success: true } inside)
        {
            var (within, error) = ReadSide(inside.Groups["of"].Value);
            if (within is not { Day: null, Year: not null, About: false, Unsure: false })
                return (null, error);
            var code = (inside.Groups["day"].Success, within.Month) switch
            {
                (true, null) => $"{within.Year}-XX-XX",
                (true, _) => $"{within.Edtf}-XX",
                (false, null) => $"{within.Year}-XX",
                _ => null,
            };
            return (code is null ? null : new(null, null, null, code, about, unsure), null);
        }

        if (Decade().Match(core) is { Success: true } decade)
            return (new(null, null, null, decade.Groups["decade"].Value + "X", about, unsure), null);
        if (Century().Match(core) is { Success: true } century)
            return (new(null, null, null, century.Groups["century"].Value + "XX", about, unsure), null);
        if (Dotted().Match(core) is { Success: true } dotted && Number(dotted.Groups["month"].Value) is >= 1 and <= 12)
            return (new(Number(dotted.Groups["day"].Value), Number(dotted.Groups["month"].Value), dotted.Groups["year"].Value, null, about, unsure), null);

        var match = Orders.Select(order => order.Match(core)).FirstOrDefault(match => match.Success);
        if (match is null)
        {
            // Alone it is EDTF; among words it may as well be a range of years.
            if (SeasonCode().IsMatch(core))
                return (null, Found(text, "it may be a season or two years. Expected one of the two. Write for example summer 2021, or 2021/2022."));
            if (EdtfDate.TryParse(core, out var date, out _) && !date.IsInterval)
                return (new(null, null, null, core, about, unsure), null);
            return (null, TwoDigitYear().IsMatch(core) ? Found(text, "the year has two digits. Expected four. Write it out, for example 20 Aug 2025.") : null);
        }

        int? named = null;
        if (match.Groups["month"].Value is { Length: > 0 } name)
        {
            if (!Months.TryGetValue(PlainLetters.Of(name), out var known))
            {
                return (null, match.Groups["day"].Success || match.Groups["year"].Success
                    ? Found(text, $"'{name}' is no month. Expected the name of a month in English, Ukrainian, Russian, French or German. Correct it, or write figures, for example 2025-08-20.")
                    : null);
            }

            named = known;
        }

        return (new(
            match.Groups["day"].Success ? Number(match.Groups["day"].Value) : null,
            named,
            match.Groups["year"].Success ? match.Groups["year"].Value : null,
            null, about, unsure), null);
    }

    private static (Side? Side, string? Error) ReadSeason(string text, Match match, bool about, bool unsure)
    {
        var name = match.Groups["season"].Value.ToLowerInvariant();
        var index = name == "fall" ? 2 : Array.IndexOf(Seasons, name);
        var year = Number(match.Groups["year"].Value);
        if (match.Groups["next"].Value is { Length: > 0 } next)
        {
            if (index != 3 || Number(next) != (next.Length == 4 ? year + 1 : (year + 1) % 100))
                return (null, Found(text, "only a winter has two years, one behind the other. Expected for example summer 2022 or winter 2022/2023. Correct the years."));
        }
        else if (index == 3)
        {
            return (null, Found(text, Invariant($"a winter has two years: it may be {year - 1:0000}-24 (winter {year - 1}/{year}) or {year:0000}-24 (winter {year}/{year + 1}). Expected both years. Write the one that is meant.")));
        }

        return (new(null, null, null, Invariant($"{year:0000}-{21 + index}"), about, unsure), null);
    }

    private static (string Core, bool About, bool Unsure) TakeQualifiers(string text)
    {
        var (core, about, unsure) = (text, false, false);
        if (AboutFirst().Match(core) is { Success: true } first)
            (core, about) = (core[first.Length..], true);
        if (DoubtLast().Match(core) is { Success: true } last)
        {
            core = core[..last.Index];
            about |= last.Value.AsSpan().ContainsAny('~', '%');
            unsure = !last.Value.Contains('~');
        }

        return (core.Trim(), about, unsure);
    }

    private static string Ymd(string year, int month, int day) => Invariant($"{year}-{month:00}-{day:00}");

    private static int Number(string digits) => int.Parse(digits, NumberStyles.None, CultureInfo.InvariantCulture);

    /// <param name="Code">EDTF of what has no parts: a season, a date with unspecified digits.</param>
    private sealed record Side(int? Day, int? Month, string? Year, string? Code, bool About, bool Unsure)
    {
        /// <summary>Null while a part is missing.</summary>
        public string? Edtf => (Code ?? (Year, Month, Day) switch
        {
            (null, _, _) or (_, null, not null) => null,
            ({ } year, null, null) => year,
            ({ } year, { } month, null) => Invariant($"{year}-{month:00}"),
            ({ } year, { } month, { } day) => Ymd(year, month, day),
        }) is { } date ? date + ((About, Unsure) switch { (true, true) => "%", (true, _) => "~", (_, true) => "?", _ => "" }) : null;
    }

    private const RegexOptions Words = RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture;

    // [0-9] and \z, because \d takes digits of every script and $ lets a line break pass.
    [GeneratedRegex(@"^(?<first>[0-9]{1,2})(?<separator>[./-]) ?(?<second>[0-9]{1,2})\k<separator> ?(?<year>[0-9]{2}|[0-9]{4})\z", Words)]
    private static partial Regex Numeric();

    [GeneratedRegex(@"^(?<day>[0-9]{1,2})\. ?(?<month>[0-9]{1,2})\. ?(?<year>[0-9]{4})\z", Words)]
    private static partial Regex Dotted();

    [GeneratedRegex(@"^((?<from>from|since) (?<side>.+?)(, end (?<how>open|unknown))?|(until|till) (?<side>.+?)(, start (?<how>open|unknown))?)\z", Words)]
    private static partial Regex OneSided();

    [GeneratedRegex(@"^((about|around|approximately|circa|ca|c) |(approx|circa|ca|c)\. ?|~ ?)", Words)]
    private static partial Regex AboutFirst();

    [GeneratedRegex(@",? ?([?~%]|\((uncertain|\?)\)|\buncertain)\z", Words)]
    private static partial Regex DoubtLast();

    [GeneratedRegex(@"^(?<season>spring|summer|autumn|fall|winter),?( of)? (?<year>[0-9]{4})([/-](?<next>[0-9]{4}|[0-9]{2}))?\z", Words)]
    private static partial Regex Season();

    [GeneratedRegex(@"^((?<day>(a|some) day (in|of))|(a|some) month (in|of)) (?<of>.+)\z", Words)]
    private static partial Regex Inside();

    [GeneratedRegex(@"^((a|some) year (of|in) )?the (?<decade>[0-9]{3})0s\z", Words)]
    private static partial Regex Decade();

    [GeneratedRegex(@"^(a|some) year from (?<century>[0-9]{2})00 to \k<century>99\z", Words)]
    private static partial Regex Century();

    // "20 Aug 2025", "29. März 2022", "1er mars 2022", "20th of August, 2025", "29 березня 2022 року", "20-Aug-2025"; without the year.
    [GeneratedRegex(@"^(?<day>[0-9]{1,2})(st|nd|rd|th|er|\.)?( of)?[ -]?(?<month>\p{L}[\p{L}\p{M}]{1,11})\.?((,? |-)(?<year>[0-9]{4})( ?(року|р\.?|года|г\.?))?)?\z", Words)]
    private static partial Regex DayMonthYear();

    // "August 20, 2025"; without the year.
    [GeneratedRegex(@"^(?<month>\p{L}[\p{L}\p{M}]{1,11})\.? (?<day>[0-9]{1,2})(st|nd|rd|th)?((, ?| )(?<year>[0-9]{4}))?\z", Words)]
    private static partial Regex MonthDayYear();

    // "Aug 2025"; without the year.
    [GeneratedRegex(@"^(?<month>\p{L}[\p{L}\p{M}]{1,11})\.?((,? (of )?|-)(?<year>[0-9]{4})( ?(року|р\.?|года|г\.?))?)?\z", Words)]
    private static partial Regex MonthYear();

    // One side of "20-22 Aug 2025" or "August 20-22, 2025".
    [GeneratedRegex(@"^(?<day>[0-9]{1,2})(st|nd|rd|th|er|\.)?(, ?(?<year>[0-9]{4}))?\z", Words)]
    private static partial Regex DayAlone();

    [GeneratedRegex(@"^(?<year>[0-9]{4})( ?(року|р\.?|года|г\.?))?\z", Words)]
    private static partial Regex YearAlone();

    private static readonly Regex[] Orders = [DayMonthYear(), MonthDayYear(), MonthYear(), DayAlone(), YearAlone()];

    [GeneratedRegex(@"^([0-9]{1,2}\.? )?\p{L}[\p{L}\p{M}]+\.?( [0-9]{1,2},)? '?[0-9]{2}\z", Words)]
    private static partial Regex TwoDigitYear();

    [GeneratedRegex(@" (to|until|till|through) | ?- | -", Words)]
    private static partial Regex Spaced();

    // Digits and hyphens alone are EDTF, right or wrong, but for two years.
    [GeneratedRegex(@"[\p{L}.]|^[0-9]{4}-[0-9]{4}\z", Words)]
    private static partial Regex HyphenBetween();

    [GeneratedRegex(@"^[0-9]{4}-2[1-4]\z", Words)]
    private static partial Regex SeasonCode();

    [GeneratedRegex(@"^[^\p{L}]*\z|^[0-9XYW/?~%.+-]*\z")]
    private static partial Regex NoWords();

    [GeneratedRegex(@"[0-9]:[0-9]")]
    private static partial Regex Time();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Spaces();

    [GeneratedRegex(@"[\u2010\u2011\u2212]")]
    private static partial Regex HyphenLike();

    [GeneratedRegex(@"[\u2012-\u2015]")]
    private static partial Regex Dash();
}
