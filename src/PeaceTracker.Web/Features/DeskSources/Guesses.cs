using System.Collections.Frozen;
using System.Text.RegularExpressions;
using PeaceTracker.Domain.Sources;
using PeaceTracker.Domain.Time;

namespace PeaceTracker.Web.Features.DeskSources;

/// <summary>What a program can guess of a source. Nothing of it is taken over before a person has confirmed it.</summary>
public static partial class Guesses
{
    /// <summary>Names of the fields that can hold a guess, in the order of the form.</summary>
    public static readonly IReadOnlyList<string> Names = ["title", "publisher", "author", "date", "language", "kind", "derived-from"];

    /// <summary>A first line longer than this is no title.</summary>
    private const int LongestTitle = 200;

    /// <summary>Where a page names its date, it does so near its beginning.</summary>
    private const int Head = 1_500;

    /// <summary>Frequent little words; no two languages share most of theirs.</summary>
    private static readonly (string Language, FrozenSet<string> Words)[] StopWords =
    [
        .. new (string, string)[]
        {
            ("en", "the of and to in that is was for with from by at he said has not would"),
            ("fr", "le la les des et un une du dans que qui pour sur pas au avec est ce"),
            ("de", "der die und das den von zu mit sich des auf ist nicht ein eine dem im"),
            ("it", "il di che la per un una del della non sono con gli nel alla è le"),
            ("es", "el la los de que y en un una del las por con para se no su"),
            ("pt", "o a os de que e em um uma do da não para com por dos na"),
            ("nl", "de het een van en in dat is op te zijn met voor niet die aan"),
            ("pl", "w i na z do nie się że jest o to jak po od przez dla"),
            ("tr", "ve bir bu için ile da de olarak olan daha çok gibi sonra kadar"),
            ("id", "yang dan di untuk dengan pada dari ini itu tidak dalam akan oleh"),
            ("ro", "și de la în a cu pe care nu din pentru este sau că mai"),
            ("uk", "і в у на що з не до та за це про як від для є його"),
            ("ru", "и в на что с не по к о это как от для из его но был"),
            ("bg", "и на в да се за от с че е по не са към ще като"),
            ("sr", "и у на да је се за од са не су као који би то"),
            ("mk", "и на во да се за од со дека е не ќе како што ги"),
            ("be", "і ў на што з не да па як гэта для ад яго за"),
        }.Select(pair => (pair.Item1, pair.Item2.Split(' ').ToFrozenSet())),
    ];

    /// <summary>The host of an address without what only leads to it; null for none.</summary>
    public static string? HostOf(string? address) => NormalisedAddress.Of(address, out _) is { } normal && Uri.TryCreate(normal, UriKind.Absolute, out var uri) ? uri.Host : null;

    /// <summary>Who publishes at this host: the publisher of most sources on record there; null when there is none, or no single one.</summary>
    public static string? PublisherAt(string? host, IEnumerable<(string? Address, string Publisher)> sources)
    {
        if (host is null)
            return null;
        var most = sources.Where(source => HostOf(source.Address) == host).GroupBy(source => source.Publisher).Select(group => (group.Key, Count: group.Count())).OrderByDescending(group => group.Count).Take(2).ToList();
        return most.Count == 0 || (most.Count == 2 && most[0].Count == most[1].Count) ? null : most[0].Key;
    }

    /// <summary>The first line of a text, when it looks like a title: short, and with more behind it.</summary>
    public static string? Title(string text)
    {
        var start = text.TrimStart();
        var end = start.IndexOf('\n', StringComparison.Ordinal);
        var line = end < 0 ? "" : start[..end].Trim();
        return line.Length is > 0 and <= LongestTitle ? line : null;
    }

    /// <summary>The first day named near the beginning of a text, or that the address carries; null when there is none that can be read in one way.</summary>
    public static string? Date(string? address, string text)
    {
        if (address is not null && DateInAddress().Match(address) is { Success: true } match
            && EdtfDate.TryParse($"{match.Groups[1].Value}-{match.Groups[2].Value}-{match.Groups[3].Value}", out var named, out _))
            return named.Text;
        return DateInText().Matches(text[..Math.Min(text.Length, Head)])
            .Select(found => DateInput.Read(found.Value).Date)
            .FirstOrDefault(date => date is { IsDay: true })?.Text;
    }

    /// <summary>The language of a text, by its script and its little words; null when it is not plain.</summary>
    public static string? Language(string text)
    {
        var head = text[..Math.Min(text.Length, 20_000)].ToLowerInvariant();
        var letters = head.Where(char.IsLetter).ToList();
        if (letters.Count < 40)
            return null;
        foreach (var (first, last, language) in new[] { ('\u0370', '\u03FF', "el"), ('\u0530', '\u058F', "hy"), ('\u0590', '\u05FF', "he"), ('\u0600', '\u06FF', "ar"), ('\u10A0', '\u10FF', "ka"), ('\u3040', '\u30FF', "ja"), ('\uAC00', '\uD7AF', "ko"), ('\u4E00', '\u9FFF', "zh") })
        {
            // Japanese is mixed with Chinese signs, so a tenth decides before them.
            if (letters.Count(letter => letter >= first && letter <= last) * 10 > letters.Count)
                return language;
        }

        var words = Word().Matches(head).Select(match => match.Value).ToList();
        var scores = StopWords.Select(language => (language.Language, Count: words.Count(language.Words.Contains))).OrderByDescending(score => score.Count).ToList();
        // A letter only one of the neighbours has tells more than words both have.
        if (letters.Count(letter => letter is >= '\u0400' and <= '\u04FF') * 2 > letters.Count)
        {
            if (letters.Contains('ў'))
                return "be";
            if (letters.Contains('ї') || letters.Contains('є'))
                return "uk";
            if (letters.Contains('ѓ') || letters.Contains('ќ'))
                return "mk";
            if (letters.Contains('ђ') || letters.Contains('ћ') || letters.Contains('ј'))
                return "sr";
            if (letters.Contains('ы') || letters.Contains('э'))
                return "ru";
        }

        return scores[0].Count >= 5 && scores[0].Count * 10 >= words.Count && scores[0].Count * 2 > scores[1].Count * 3 ? scores[0].Language : null;
    }

    [GeneratedRegex(@"(?<![0-9])(20[0-9]{2})[/-]([0-9]{2})[/-]([0-9]{2})(?![0-9])")]
    private static partial Regex DateInAddress();

    [GeneratedRegex(@"\b[0-9]{1,2}\.?\s+\p{L}{3,10}\.?\s+(19|20)[0-9]{2}\b|\b\p{L}{3,10}\.?\s+[0-9]{1,2},?\s+(19|20)[0-9]{2}\b|\b(19|20)[0-9]{2}-[0-9]{2}-[0-9]{2}\b|\b[0-9]{1,2}\.[0-9]{1,2}\.(19|20)[0-9]{2}\b")]
    private static partial Regex DateInText();

    [GeneratedRegex(@"\b\p{L}+\b")]
    private static partial Regex Word();
}
