namespace PeaceTracker.Web.Features.Admin;

/// <summary>Where records that hang on others are looked at.</summary>
public static class Places
{
    /// <param name="kind">As <see cref="Domain.Reference.Hanging.Kind"/> names it.</param>
    public static string Of(string process, string kind, string key) => kind switch
    {
        "statement" or "coding" => $"/{process}/statements/{key}",
        "office" => $"/{process}/admin/people/{key}",
        "coalition" => $"/{process}/admin/parties/{key}",
        "principal pair" or "default party" or "missing seat" => $"/{process}/admin/settings",
        "proposal" => $"/{process}/proposals/{key}",
        "event" => $"/{process}/admin/events/{key}",
        "source" or "merge" => $"/{process}/sources/{key}",
        "control figure" => $"/{process}/figures",
        "discrepancy" => $"/{process}/about/data",
        _ => $"/{process}/admin",
    };
}
