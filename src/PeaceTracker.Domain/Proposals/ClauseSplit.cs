using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.RegularExpressions;
using PeaceTracker.Domain.Sources;
using static System.FormattableString;

namespace PeaceTracker.Domain.Proposals;

/// <summary>A clause as the numbering of a pasted text sets it apart.</summary>
/// <param name="Number">Its label, whole and in the form <see cref="ClausePlace"/> reads: "7", "7.1", "21a", "7(iv)", "art. 2", "section I, point 1". Letters of other scripts are written in Latin ones, as addresses have no others.</param>
/// <param name="Depth">0 for a clause under no other.</param>
/// <param name="Text">Its words without the number, line by line as pasted; empty when only those under it have words.</param>
/// <param name="FirstLine">Line of the pasted text, from 1, in which its words begin; that of its number when it has none.</param>
/// <param name="Marker">The number as it stands in the text ("(a)", "Article 2."); empty when it has none there.</param>
public sealed record SplitClause(string Number, int Depth, string Text, int FirstLine, string Marker = "");

/// <summary>Something about a split text that a person should look at.</summary>
/// <param name="Line">From 1.</param>
/// <param name="Text">A sentence or two, which begin with the line.</param>
public sealed record SplitWarning(int Line, string Text);

/// <summary>
/// Takes the text of a proposal apart by its numbering: "1.", "1)", "(1)", "1.1", "a)", "(a)", "I.", "(iv)", "Article 1", "Section 2", "Point 3", also in
/// Ukrainian and Russian. Lines without a number belong to the clause above. What looks like a number is taken as one and no number is
/// corrected: odd ones are reported, and whoever sees the list merges and splits.
/// </summary>
/// <param name="Preamble">What stands before the first number; null when nothing does. It is no clause.</param>
/// <param name="Clauses">In the order of the text.</param>
/// <param name="Warnings">By line.</param>
public sealed partial record ClauseSplit(string? Preamble, IReadOnlyList<SplitClause> Clauses, IReadOnlyList<SplitWarning> Warnings)
{
    private const string Cyrillic = "абвгґдеёєжзиіїйклмнопрстуфхцчшщъыьэюя";

    // Left out in lists, by custom or since one of the two languages does not have them.
    private const string Skipped = "ґёєиіїйъыь";

    private static readonly string[] Latin =
        ["a", "b", "v", "h", "g", "d", "e", "yo", "ie", "zh", "z", "y", "i", "yi", "j", "k", "l", "m", "n", "o", "p", "r", "s", "t", "u", "f", "kh", "ts", "ch", "sh", "shch", "hard", "yy", "soft", "eh", "yu", "ya"];

    /// <summary>Ways of numbering; those of one way are siblings. Those behind Number are only for parts of a clause where there are others.</summary>
    private enum Way
    {
        Section,
        Article,
        Point,
        UpperRoman,
        Number,
        Bracket,
        Brackets,
        Letter,
        CyrillicLetter,
        LowerRoman,
    }

    /// <param name="Steps">1, 1 of "1.1"; one number of all others.</param>
    /// <param name="Name">As it goes into the label: "1.1", "a", "iv".</param>
    private sealed record Found(Way Way, int[] Steps, string Name, string Marker, string Rest);

    private sealed record Level(Way Way, int[] Steps, string Label);

    /// <summary>Takes a text apart. Never fails: a text without numbers gives a clause for each paragraph, a blank one none.</summary>
    /// <param name="text">With any ends of lines.</param>
    public static ClauseSplit Of(string text)
    {
        var lines = SourceText.LinesOf(text);
        var preamble = new List<string>();
        var open = new List<(string Label, int Depth, int Line, string Marker, List<string> Lines)>();
        var warnings = new List<SplitWarning>();
        var levels = new List<Level>();
        var last = new Dictionary<(string Scope, Way Way), (int[] Steps, string Marker)>();
        var lastOfWay = new Dictionary<Way, int[]>();
        for (var index = 0; index < lines.Count; index++)
        {
            var (rest, taken) = (lines[index].TrimEnd(), false);
            while (Read(rest, taken, levels) is { } found)
            {
                Place(found, index + 1);
                (rest, taken) = (found.Rest, true);
            }

            if (open.Count == 0)
                preamble.Add(rest);
            else
                open[^1].Lines.Add(rest);
        }

        if (open.Count == 0)
            return Unnumbered(text, lines);

        var clauses = open.ConvertAll(clause =>
        {
            var words = clause.Lines.FindIndex(line => !SourceText.IsBlank(line));
            return new SplitClause(clause.Label, clause.Depth, Joined(clause.Lines), clause.Line + Math.Max(0, words), clause.Marker);
        });
        for (var index = 0; index < clauses.Count; index++)
        {
            if (clauses[index].Text.Length == 0 && (index + 1 == clauses.Count || clauses[index + 1].Depth <= clauses[index].Depth))
                Warn(clauses[index].FirstLine, $"{clauses[index].Marker} has no words and nothing under it. Merge it with the clause above, or add its words.");
        }

        var before = Joined(preamble);
        return new(before.Length == 0 ? null : before, clauses, [.. warnings.OrderBy(warning => warning.Line)]);

        void Warn(int line, string problem) => warnings.Add(new(line, Invariant($"Line {line}: {problem}")));

        void Place(Found found, int line)
        {
            var outer = found.Way switch
            {
                Way.Section => 0,
                Way.Article => levels.FindIndex(level => level.Way != Way.Section),
                _ => levels.FindIndex(level => level.Way == found.Way && !IsUnder(found.Steps, level.Steps)),
            };
            if (outer >= 0)
                levels.RemoveRange(outer, levels.Count - outer);

            // Numbers such as 1, 1.1, 2 are one sequence within what is above all of them; others within what they stand under.
            var scope = levels.FindLast(level => found.Way != Way.Number || level.Way != Way.Number)?.Label ?? "";
            if (last.TryGetValue((scope, found.Way), out var previous))
            {
                if (!Follows(found.Way, previous.Steps, found.Steps))
                    Warn(line, $"{found.Marker} comes after {previous.Marker}: the numbering {(Compare(found.Steps, previous.Steps) <= 0 ? "repeats or goes back" : "jumps")}. The number is kept; if it is none, merge the clause with the one above.");
            }
            else if (found.Steps.Any(step => step != 1) && !(lastOfWay.TryGetValue(found.Way, out var earlier) && Follows(found.Way, earlier, found.Steps)))
            {
                Warn(line, $"the numbering starts with {found.Marker}. The number is kept; if it is none, merge the clause with the one above.");
            }

            last[(scope, found.Way)] = (found.Steps, found.Marker);
            lastOfWay[found.Way] = found.Steps;
            var label = Label(found, levels);
            open.Add((label, levels.Count, line, found.Marker, []));
            levels.Add(new(found.Way, found.Steps, label));
        }
    }

    /// <summary>Puts a clause and the one behind it together, with the number of the first. The number of the second stays in the text, and what stood under it now stands under the first.</summary>
    /// <param name="index">Of the first of the two.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such clause, or none behind it.</exception>
    public static IReadOnlyList<SplitClause> MergeWithNext(IReadOnlyList<SplitClause> clauses, int index)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, clauses.Count - 1);
        var (first, second) = (clauses[index], clauses[index + 1]);
        var words = second.Marker.Length > 0 && second.Text.Length > 0 ? $"{second.Marker} {second.Text}" : second.Marker + second.Text;
        var merged = first with
        {
            Text = first.Text.Length > 0 && words.Length > 0 ? $"{first.Text}\n{words}" : first.Text + words,
            FirstLine = first.Text.Length > 0 ? first.FirstLine : second.FirstLine,
        };
        var up = Math.Max(0, second.Depth - first.Depth);
        var under = clauses.Skip(index + 2).TakeWhile(clause => clause.Depth > second.Depth).Select(clause => clause with { Depth = clause.Depth - up }).ToList();
        return [.. clauses.Take(index), merged, .. under, .. clauses.Skip(index + 2 + under.Count)];
    }

    /// <summary>
    /// Makes two clauses of one. The second takes the number it begins with, if it begins with a new one; else the two become parts, as "7a" and "7b" of
    /// "7", with the next letters that are free.
    /// </summary>
    /// <param name="at">Place in its text where the second begins.</param>
    /// <param name="split">Null when it cannot be split there.</param>
    /// <param name="error">Why and what to do; null when it was split.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such clause.</exception>
    public static bool TrySplitAt(IReadOnlyList<SplitClause> clauses, int index, int at, [NotNullWhen(true)] out IReadOnlyList<SplitClause>? split, [NotNullWhen(false)] out string? error)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, clauses.Count);
        var clause = clauses[index];
        if (at < 0 || at > clause.Text.Length || SourceText.IsBlank(clause.Text[..at]) || SourceText.IsBlank(clause.Text[at..]) || char.IsLowSurrogate(clause.Text[at]))
        {
            split = null;
            error = $"Clause {clause.Number} cannot be split there: both parts need words. Choose a place between two words.";
            return false;
        }

        error = null;
        var (head, tail) = (clause.Text[..at].TrimEnd(), clause.Text[at..].TrimStart());
        var line = clause.FirstLine + clause.Text[..(clause.Text.Length - tail.Length)].Count(c => c == '\n');
        var taken = clauses.Select(other => other.Number).ToHashSet(StringComparer.OrdinalIgnoreCase);
        var (one, other) = (clause with { Text = head }, clause with { Text = tail, FirstLine = line, Marker = "" });
        var part = LetteredPart().Match(clause.Number);
        if (Read(tail, false, []) is { } found && taken.Add(Own(found)))
        {
            other = other with { Number = Own(found), Depth = clause.Depth + (IsBelow(found) ? 1 : 0), Text = found.Rest, Marker = found.Marker };
        }
        else if (part.Success)
        {
            other = other with { Number = Free(part.Groups["whole"].Value, part.Groups["letter"].Value[0]) };
        }
        else
        {
            var whole = char.IsAsciiDigit(clause.Number.LastOrDefault()) ? clause.Number : clause.Number + ".";
            one = one with { Number = Free(whole, '`') };
            other = other with { Number = Free(whole, one.Number[^1]) };
        }

        split = [.. clauses.Take(index), one, other, .. clauses.Skip(index + 1)];
        return true;

        // "(b)" behind "7a" is 7b, and behind "7" a part of it; "8." is a clause like "7".
        bool IsBelow(Found found) => found.Way > Way.Number && !(found.Way == Way.Letter && part.Success);

        string Own(Found found) => found.Way == Way.Letter && part.Success ? part.Groups["whole"].Value + found.Name
            : Label(found, IsBelow(found) ? [new(clause.Number.StartsWith("section ", StringComparison.Ordinal) ? Way.Section : Way.Point, [], clause.Number)] : []);

        string Free(string whole, char after)
        {
            for (var letter = (char)(after + 1); letter <= 'z'; letter++)
            {
                if (taken.Add($"{whole}{letter}"))
                    return $"{whole}{letter}";
            }

            for (var number = 2; ; number++)
            {
                if (taken.Add(Invariant($"{whole}z{number}")))
                    return Invariant($"{whole}z{number}");
            }
        }
    }

    private static ClauseSplit Unnumbered(string text, IReadOnlyList<string> lines)
    {
        // The same lines with one kind of end, so that a place tells its line.
        var even = string.Join('\n', lines);
        var clauses = Paragraphs.Of(even)
            .Select(paragraph => new SplitClause(Invariant($"{paragraph.Number}"), 0, Joined(paragraph.In(even).Split('\n')), 1 + even.AsSpan(0, paragraph.Start).Count('\n')))
            .ToList();
        return new(null, clauses, SourceText.IsBlank(text) ? [] :
            [new(clauses[0].FirstLine, Invariant($"Line {clauses[0].FirstLine}: found no numbering. Each paragraph was made a clause, and the numbers are not from the text. Correct them where the text is cited by others."))]);
    }

    private static string Joined(IEnumerable<string> lines) => string.Join('\n', lines.Select(line => line.TrimEnd())).Trim();

    private static bool IsUnder(int[] steps, int[] above) => above.Length < steps.Length && steps.AsSpan().StartsWith(above);

    /// <summary>1 is followed by 2 and by 1.1, and 1.3 by 1.4, 1.3.1 and 2.</summary>
    private static bool Follows(Way way, int[] previous, int[] next)
    {
        if (way == Way.CyrillicLetter)
            return next[0] > previous[0] && Cyrillic[previous[0]..(next[0] - 1)].All(letter => Skipped.Contains(letter));
        var same = previous.AsSpan().CommonPrefixLength(next);
        if (same == next.Length)
            return false;
        var raised = same == previous.Length ? 1 : previous[same] + 1;
        return next[same] == raised && next.Skip(same + 1).All(step => step == 1);
    }

    private static int Compare(int[] one, int[] other) => one.AsSpan().SequenceCompareTo(other);

    private static string Label(Found found, List<Level> levels)
    {
        var above = levels.Count == 0 ? null : levels[^1];
        var under = above?.Label;
        switch (found.Way)
        {
            case Way.Section:
                return $"section {found.Name}";
            case Way.Article:
                return under is null ? $"art. {found.Name}" : $"{under}, art. {found.Name}";
            case Way.Number when above is { Way: not Way.Section } && IsUnder(found.Steps, above.Steps):
                // "1.1" under 1, wherever that stands: only the last figures are new.
                return $"{under}.{string.Join('.', found.Steps.Skip(above.Steps.Length))}";
        }

        if (under is null)
            return found.Name;
        if (above!.Way == Way.Section)
            return $"{under}, point {found.Name}";
        return found.Way switch
        {
            Way.LowerRoman => $"{under}({found.Name})",
            Way.Letter or Way.CyrillicLetter when char.IsAsciiDigit(under[^1]) => under + found.Name,
            _ => $"{under}.{found.Name}",
        };
    }

    /// <summary>The number at the beginning of a line; null when there is none.</summary>
    /// <param name="again">A number was taken from the line already: then only one in brackets is another.</param>
    private static Found? Read(string line, bool again, List<Level> levels)
    {
        if (!again && Heading().Match(line) is { Success: true } heading)
        {
            var way = heading.Groups["article"].Success ? Way.Article : heading.Groups["section"].Success ? Way.Section : Way.Point;
            var name = heading.Groups["name"].Value;
            return Roman(name) is { } roman ? Make(way, [roman], name.ToUpperInvariant(), heading)
                : char.IsAsciiDigit(name[0]) ? Make(way, [Number(name)], name, heading)
                : null;
        }

        if (!again && Numbered().Match(line) is { Success: true } numbered)
        {
            var name = numbered.Groups["name"].Value;
            var steps = name.Split('.').Select(Number).ToArray();
            return Make(steps.Length == 1 && numbered.Value.TrimEnd().EndsWith(')') ? Way.Bracket : Way.Number, steps, name, numbered);
        }

        if (!again && UpperRoman().Match(line) is { Success: true } upper && Roman(upper.Groups["name"].Value) is { } value)
            return Make(Way.UpperRoman, [value], upper.Groups["name"].Value, upper);

        var bracketed = Bracketed().Match(line);
        if (!bracketed.Success || again && line.TrimStart()[0] != '(')
            return null;
        var written = bracketed.Groups["name"].Value;
        var small = written.ToLowerInvariant();
        if (char.IsAsciiDigit(written[0]))
            return Make(Way.Brackets, [Number(written)], written, bracketed);
        var isLatin = small.Length == 1 && char.IsAsciiLetter(small[0]);
        // (i) behind (h) is a letter; elsewhere it is one.
        if (Roman(small) is { } number && (!isLatin || small[0] is 'i' or 'v' or 'x' && !levels.Exists(level => level.Way == Way.Letter && level.Steps[0] == small[0] - 'a')))
            return Make(Way.LowerRoman, [number], small, bracketed);
        if (isLatin)
            return Make(Way.Letter, [small[0] - 'a' + 1], small, bracketed);
        return small.Length == 1 && Cyrillic.IndexOf(small[0], StringComparison.Ordinal) is >= 0 and var place
            ? Make(Way.CyrillicLetter, [place + 1], Latin[place], bracketed)
            : null;

        Found Make(Way way, int[] steps, string name, Match match) => new(way, steps, name, match.Value.Trim(), line[match.Length..].TrimStart());
    }

    private static int Number(string digits) => int.Parse(digits, NumberStyles.None, CultureInfo.InvariantCulture);

    /// <summary>The value of a Roman number up to 89 in its usual form; null of anything else.</summary>
    private static int? Roman(string text)
    {
        if (RomanForm().Match(text) is not { Success: true } form || text.Length == 0)
            return null;
        var (tens, ones) = (form.Groups["tens"].Value.ToUpperInvariant(), form.Groups["ones"].Value.ToUpperInvariant());
        return 10 * Digit(tens, 'X', 'L') + Digit(ones, 'I', 'V');

        static int Digit(string letters, char one, char five) =>
            letters == $"{one}X" ? 9
            : letters == $"{one}{five}" ? 4
            : letters.Count(c => c == one) + 5 * letters.Count(c => c == five);
    }

    private const RegexOptions Words = RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture;

    // "Article 5 of the treaty" at the beginning of a line goes on a sentence: behind the number of a heading stands a sign, a capital or nothing.
    [GeneratedRegex(@"^\s*((?<article>article|art\.?|стаття|статья|ст\.)|(?<section>section|розділ|раздел)|point|clause|пункт|п\.) ?(?<name>[1-9][0-9]{0,2}|[IVXL]{1,7})([.:)]+(?=\s|\z)|(?=\s*\z|\s+(?-i:[^\p{Ll}\s])))", Words)]
    private static partial Regex Heading();

    // No zero in front, so that dates (29.03.2022) and thousands (1.000) are none.
    [GeneratedRegex(@"^\s*(?<name>[1-9][0-9]{0,2})[.)](?![0-9.)])|^\s*(?<name>[1-9][0-9]{0,2}(\.[1-9][0-9]{0,2})+)([.)]?(?=\s|\z))", Words)]
    private static partial Regex Numbered();

    [GeneratedRegex(@"^\s*(?<name>[IVXL]{1,7})[.)](?=\s|\z)", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex UpperRoman();

    [GeneratedRegex(@"^\s*\((?<name>[1-9][0-9]{0,2}|\p{L}|[ivxl]{2,7})\)|^\s*(?<name>\p{L}|[ivxl]{2,7})\)", Words)]
    private static partial Regex Bracketed();

    [GeneratedRegex(@"^(?<tens>XL|L?X{0,3})(?<ones>IX|IV|V?I{0,3})\z", Words)]
    private static partial Regex RomanForm();

    [GeneratedRegex(@"^(?<whole>(.*[0-9.])?)(?<letter>[a-y])\z")]
    private static partial Regex LetteredPart();
}
