namespace PeaceTracker.Web.Features.Sources;

/// <summary>English names of language tags. Written out, because the site runs without culture data and answers alike on every machine.</summary>
public static class Languages
{
    private static readonly Dictionary<string, string> Names = new(StringComparer.OrdinalIgnoreCase)
    {
        ["ar"] = "Arabic",
        ["be"] = "Belarusian",
        ["bg"] = "Bulgarian",
        ["cs"] = "Czech",
        ["de"] = "German",
        ["el"] = "Greek",
        ["en"] = "English",
        ["es"] = "Spanish",
        ["et"] = "Estonian",
        ["fi"] = "Finnish",
        ["fr"] = "French",
        ["hu"] = "Hungarian",
        ["id"] = "Indonesian",
        ["it"] = "Italian",
        ["ja"] = "Japanese",
        ["lt"] = "Lithuanian",
        ["lv"] = "Latvian",
        ["mk"] = "Macedonian",
        ["nl"] = "Dutch",
        ["pl"] = "Polish",
        ["pt"] = "Portuguese",
        ["ro"] = "Romanian",
        ["ru"] = "Russian",
        ["sk"] = "Slovak",
        ["sr"] = "Serbian",
        ["sv"] = "Swedish",
        ["tr"] = "Turkish",
        ["uk"] = "Ukrainian",
        ["zh"] = "Chinese",
    };

    /// <summary>"Ukrainian" for "uk"; a tag that is not in the list stands for itself.</summary>
    public static string Name(string tag) => Names.GetValueOrDefault(tag, tag);
}
