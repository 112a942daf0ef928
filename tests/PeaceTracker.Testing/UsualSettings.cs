namespace PeaceTracker.Testing;

/// <summary>Settings every site of the tests starts with, in this process or its own, unless a test gives others.</summary>
public static class UsualSettings
{
    public static IReadOnlyDictionary<string, string> All { get; } = new Dictionary<string, string>
    {
        // Most tests are about what comes after signing in.
        ["Accounts:SecondFactor"] = "Admins",
        // All visitors come from one address.
        ["Limits:EachVisitor"] = "1000",
        ["Limits:Waiting"] = "4000",
    };

    /// <summary>Also for those that many sign in to from one address. The benchmarks measure the limit as it comes.</summary>
    public static IReadOnlyDictionary<string, string> ManySignIns { get; } = new Dictionary<string, string>(All) { ["Accounts:TriesPerAddress"] = "100000" };
}
