namespace PeaceTracker.Web.Reading;

/// <summary>The beginning of a text that is too long for its place.</summary>
public static class Extract
{
    /// <summary>Cut between words where there are any, and never inside a character.</summary>
    /// <param name="longest">Letters (UTF-16) it may have; the mark comes on top.</param>
    /// <param name="mark">Says that it goes on.</param>
    public static string Of(string text, int longest, string mark = "…")
    {
        if (text.Length <= longest)
            return text;
        var end = text.LastIndexOf(' ', longest);
        if (end <= 0)
            end = char.IsHighSurrogate(text[longest - 1]) ? longest - 1 : longest;
        return string.Concat(text.AsSpan(0, end).TrimEnd(), mark);
    }
}
