namespace PeaceTracker.Domain.Text;

/// <summary>Line breaks as systems write them become one kind. A line separator (U+2028) is a character of the words, and stays.</summary>
public static class LineBreaks
{
    public static string Plain(string text) => text.Replace("\r\n", "\n", StringComparison.Ordinal).Replace('\r', '\n');
}
