using System.Collections.Concurrent;
using System.Collections.Frozen;
using System.Globalization;
using System.Text;
using PeaceTracker.Domain.Text;

namespace PeaceTracker.Domain.Search;

/// <summary>
/// A word of a text, and the key it is found by. Words that are spellings or forms of one another have one key: "Zelenskyy", "Zelensky",
/// "Зеленський", "Зеленского"; "guarantee" and "guarantees"; "O'Brien" and "O’Brien".
/// </summary>
/// <param name="Start">Where it begins in the text, in UTF-16 units.</param>
/// <param name="Length">UTF-16 units.</param>
/// <param name="Key">Small letters and digits only; Cyrillic is written in Latin letters.</param>
public readonly record struct SearchWord(int Start, int Length, string Key)
{
    /// <summary>Apostrophes inside a word are no part of its key, whichever of them is typed.</summary>
    private const string Apostrophes = "'’‘ʼʹ`´′＇";

    /// <summary>Names and titles of a record are asked for with every search: so many are kept, none longer than that.</summary>
    private const int MostKept = 10_000, LongestKept = 300;

    private static readonly ConcurrentDictionary<string, IReadOnlyList<string>> Kept = new(StringComparer.Ordinal);

    // Letters that Unicode does not take apart into a plain letter and marks.
    private static readonly FrozenDictionary<char, string> Others = new Dictionary<char, string>
    {
        ['ß'] = "ss",
        ['æ'] = "ae",
        ['œ'] = "oe",
        ['ø'] = "o",
        ['ł'] = "l",
        ['đ'] = "d",
        ['ð'] = "d",
        ['þ'] = "th",
        ['ı'] = "i",
        ['ħ'] = "h",
    }.ToFrozenDictionary();

    // Where Ukrainian and Russian name one sound by two letters (и and і, и and ы, г and ґ), both get the same Latin letter: one name, one key.
    private static readonly FrozenDictionary<char, string> Latin = new Dictionary<char, string>
    {
        ['а'] = "a",
        ['б'] = "b",
        ['в'] = "v",
        ['г'] = "g",
        ['ґ'] = "g",
        ['д'] = "d",
        ['е'] = "e",
        ['є'] = "ie",
        ['ж'] = "zh",
        ['з'] = "z",
        ['и'] = "i",
        ['і'] = "i",
        ['й'] = "i",
        ['к'] = "k",
        ['л'] = "l",
        ['м'] = "m",
        ['н'] = "n",
        ['о'] = "o",
        ['п'] = "p",
        ['р'] = "r",
        ['с'] = "s",
        ['т'] = "t",
        ['у'] = "u",
        ['ў'] = "u",
        ['ф'] = "f",
        ['х'] = "kh",
        ['ц'] = "ts",
        ['ч'] = "ch",
        ['ш'] = "sh",
        ['щ'] = "shch",
        ['ъ'] = "",
        ['ы'] = "i",
        ['ь'] = "",
        ['э'] = "e",
        ['ю'] = "iu",
        ['я'] = "ia",
        ['ђ'] = "d",
        ['ј'] = "i",
        ['љ'] = "l",
        ['њ'] = "n",
        ['ћ'] = "c",
        ['џ'] = "dzh",
        ['ѕ'] = "z",
    }.ToFrozenDictionary();

    // Endings of nouns and adjectives in Ukrainian and Russian, as light stemmers take them off (J. Savoy, "Light stemming approaches for the
    // French, Portuguese, German and Hungarian languages", 2006, describes the way); letters as PlainLetters leaves them: й is и, ї is і. Not -ов
    // and -ев, of which many family names are made.
    private static readonly string[] Endings = new[]
    {
        "ями", "ами", "ого", "ому", "его", "ему", "ими", "ыми", "іми", "ьою", "ією",
        "ах", "ях", "ои", "еи", "ии", "ыи", "ая", "яя", "ое", "ее", "ые", "ие", "ою", "ею", "ую", "юю", "ом", "ем", "ам", "ям", "им", "ым", "ім",
        "их", "ых", "іх", "оі", "іі", "іи", "ія", "ия", "іє", "ію", "ию", "ье", "ья", "ью",
        "а", "е", "и", "о", "у", "ы", "ь", "ю", "я", "є", "і",
    };

    private const int ShortestStem = 3, ShortestWithEnding = 5, ShortWithEnding = 4, ShortestFamilyName = 6;

    /// <summary>The words of a text, in order; none for null.</summary>
    public static IEnumerable<SearchWord> In(string? text)
    {
        for (var at = 0; at < (text?.Length ?? 0);)
        {
            var start = at;
            if (!IsOfWord(text!, at, out var units))
            {
                at += units;
                continue;
            }

            if (IsWordByItself(text![at]))
            {
                yield return new(at, 1, text[at].ToString());
                at++;
                continue;
            }

            while (at < text.Length && !IsWordByItself(text[at]) && (IsOfWord(text, at, out units) || IsJoining(text, at)))
                at += units;
            if (Fold(text.AsSpan(start, at - start)) is { Length: > 0 } key)
                yield return new(start, at - start, key);
        }
    }

    /// <summary>The keys of the words of a name or title, in their order.</summary>
    public static IReadOnlyList<string> KeysIn(string text)
    {
        if (Kept.TryGetValue(text, out var kept))
            return kept;
        string[] keys = [.. In(text).Select(word => word.Key)];
        if (text.Length <= LongestKept)
        {
            if (Kept.Count >= MostKept)
                Kept.Clear();
            Kept[text] = keys;
        }

        return keys;
    }

    /// <summary>The keys of a text, one after another with a space between: what is kept to find it by; "" for null.</summary>
    public static string Keys(string? text) => string.Join(' ', In(text).Select(word => word.Key));

    /// <summary>The beginning of a key: of a word that is only begun, nothing is taken off.</summary>
    public static string KeyOfBeginning(string word) => Folded(PlainLetters.Of(Joined(word)), whole: false);

    /// <summary>
    /// Keys under which the same name stands where it is written in the other script: of "Дмитро" an ending is taken off and of "Dmytro" none, of
    /// "Donbas" an s and of "Донбас" none, and г is g in Russian names and h in Ukrainian ones.
    /// </summary>
    public static IEnumerable<string> OtherKeys(string word)
    {
        var plain = PlainLetters.Of(Joined(word));
        var key = Folded(plain, whole: true);
        if (plain.Length < ShortestWithEnding || plain.Any(char.IsAsciiDigit))
            yield break;
        if (IsCyrillic(plain))
        {
            var latin = Folded(Folded(plain, whole: false), whole: true);
            foreach (var other in new[] { latin, key.Replace('g', 'h'), latin.Replace('g', 'h') }.Where(other => other != key).Distinct())
                yield return other;
            yield break;
        }

        var (unended, whole) = (key is [.., 'i', 'a'] ? key[..^2] : key is [.., 'a' or 'o'] ? key[..^1] : key, Folded(plain, whole: false));
        foreach (var other in new[] { unended, whole, Hard(key), Hard(unended), Hard(whole) }.Where(other => other != key).Distinct())
            yield return other;
    }

    /// <summary>With g for each h that stands for a sound of its own.</summary>
    private static string Hard(string key) => string.Concat(key.Select((letter, at) => letter == 'h' && at > 0 && !"ckpstwz".Contains(key[at - 1], StringComparison.Ordinal) ? 'g' : letter));

    private static bool IsCyrillic(string plain) => plain.Any(letter => letter is >= 'а' and <= 'џ' or 'ґ');

    private static bool IsOfWord(string text, int at, out int units)
    {
        units = char.IsHighSurrogate(text[at]) && at + 1 < text.Length && char.IsLowSurrogate(text[at + 1]) ? 2 : 1;
        return units == 2
            ? Rune.IsLetterOrDigit(new Rune(text[at], text[at + 1]))
            : char.IsLetterOrDigit(text[at]) || char.GetUnicodeCategory(text[at]) is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark;
    }

    /// <summary>An apostrophe between two letters.</summary>
    private static bool IsJoining(string text, int at) =>
        Apostrophes.Contains(text[at], StringComparison.Ordinal) && at > 0 && char.IsLetter(text[at - 1]) && at + 1 < text.Length && char.IsLetter(text[at + 1]);

    /// <summary>Chinese and Japanese are written without spaces: each sign is a word, and what belongs together is found as a phrase.</summary>
    private static bool IsWordByItself(char sign) => sign is >= '\u3040' and <= '\u30ff' or >= '\u3400' and <= '\u9fff' or >= '\uf900' and <= '\ufaff';

    private static string Fold(ReadOnlySpan<char> word) => Folded(PlainLetters.Of(Joined(word.ToString())), whole: true);

    private static string Joined(string word) => string.Concat(word.Where(letter => !Apostrophes.Contains(letter, StringComparison.Ordinal)));

    private static string Folded(string plain, bool whole)
    {
        var cyrillic = IsCyrillic(plain);
        if (whole)
            plain = cyrillic ? WithoutEnding(plain) : WithoutPlural(plain);
        var key = new StringBuilder(plain.Length);
        foreach (var letter in plain)
        {
            var latin = Latin.GetValueOrDefault(letter) ?? Others.GetValueOrDefault(letter) ?? (letter == 'y' ? "i" : null);
            foreach (var one in latin ?? letter.ToString())
            {
                // "yy", "iy" and "yi" at the end of names are one sound, written as anybody likes.
                if (one != 'i' || key.Length == 0 || key[^1] != 'i')
                    key.Append(one);
            }
        }

        // Names in -skyy and -sky have in Cyrillic an ending that is taken off above.
        if (whole && !cyrillic && key.Length >= ShortestFamilyName && key is [.., 's' or 'z', 'k', 'i'])
            key.Length--;
        return key.ToString();
    }

    private static string WithoutEnding(string word)
    {
        if (word.Length < ShortWithEnding)
            return word;
        if (word.Length < ShortestWithEnding)
            return word[^1] is 'а' or 'у' or 'ы' or 'и' or 'і' or 'ю' or 'я' ? word[..^1] : word;
        var ending = Endings.FirstOrDefault(ending => word.Length - ending.Length >= ShortestStem && word.EndsWith(ending, StringComparison.Ordinal)) ?? "";
        return word[..^ending.Length].TrimEnd('ь');
    }

    /// <summary>The S-stemmer of D. Harman, "How effective is suffixing?", JASIS 42 (1991): English plurals only.</summary>
    private static string WithoutPlural(string word)
    {
        const int longEnough = 4;
        if (word.Length < longEnough || !word.EndsWith('s'))
            return word;
        if (word.EndsWith("ies", StringComparison.Ordinal) && word[^4] is not ('e' or 'a'))
            return word[..^3] + "y";
        if (word.EndsWith("es", StringComparison.Ordinal) && word[^3] is not ('a' or 'e' or 'o'))
            return word[..^1];
        return word[^2] is 'u' or 's' ? word : word[..^1];
    }
}
