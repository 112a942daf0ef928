using System.Collections.Frozen;
using System.Globalization;
using System.Text;

namespace PeaceTracker.Domain.Text;

/// <summary>Letters in small, without marks: "É", "é" and "e" with an accent behind it are all "e"; "Й" is "и". Only for comparing, never for showing.</summary>
/// <remarks>
/// string.Normalize would take letters and marks apart, but where the runtime is built without cultures (InvariantGlobalization, as here) it
/// gives back every text unchanged. The table has the Latin, Greek and Cyrillic letters that Unicode (15.0, NFKD) takes apart into one letter and marks.
/// </remarks>
public static class PlainLetters
{
    /// <summary>The first letter of each row stands for all of it.</summary>
    private static readonly FrozenDictionary<char, char> Bases = new[]
    {
        "aàáâãäåāăąǎǟǡǻȁȃȧḁạảấầẩẫậắằẳẵặ",
        "bḃḅḇ",
        "cçćĉċčḉ",
        "dďḋḍḏḑḓ",
        "eèéêëēĕėęěȅȇȩḕḗḙḛḝẹẻẽếềểễệ",
        "fḟ",
        "gĝğġģǧǵḡ",
        "hĥȟḣḥḧḩḫẖ",
        "iìíîïĩīĭįǐȉȋḭḯỉịİ",
        "jĵǰ",
        "kķǩḱḳḵ",
        "lĺļľḷḹḻḽ",
        "mḿṁṃ",
        "nñńņňǹṅṇṉṋ",
        "oòóôõöōŏőơǒǫǭȍȏȫȭȯȱṍṏṑṓọỏốồổỗộớờởỡợ",
        "pṕṗ",
        "rŕŗřȑȓṙṛṝṟ",
        "sśŝşšſșṡṣṥṧṩẛ",
        "tţťțṫṭṯṱẗ",
        "uùúûüũūŭůűųưǔǖǘǚǜȕȗṳṵṷṹṻụủứừửữự",
        "vṽṿ",
        "wŵẁẃẅẇẉẘ",
        "xẋẍ",
        "yýÿŷȳẏẙỳỵỷỹ",
        "zźżžẑẓẕ",
        "αά",
        "εέ",
        "ηή",
        "ιΐίϊ",
        "οό",
        "υΰϋύ",
        "ωώ",
        "аӑӓ",
        "гѓ",
        "еѐёӗ",
        "жӂӝ",
        "зӟ",
        "ийѝӣӥ",
        "кќ",
        "оӧ",
        "уўӯӱӳ",
        "чӵ",
        "ыӹ",
        "эӭ",
        "ії",
        "ѵѷ",
        "әӛ",
        "өӫ",
    }.SelectMany(row => row.Skip(1).Select(letter => (Letter: letter, Base: row[0]))).ToFrozenDictionary(pair => pair.Letter, pair => pair.Base);

    /// <summary>The text in small letters without marks; what is no letter stays as it is. It may be shorter, since marks that stand by themselves are left out.</summary>
    public static string Of(string text)
    {
        // Most texts have no mark at all.
        if (Ascii.IsValid(text))
            return text.ToLowerInvariant();
        var plain = new StringBuilder(text.Length);
        foreach (var given in text)
        {
            var letter = char.ToLowerInvariant(given);
            if (char.GetUnicodeCategory(letter) != UnicodeCategory.NonSpacingMark)
                plain.Append(Bases.GetValueOrDefault(letter, letter));
        }

        return plain.ToString();
    }
}
