namespace PeaceTracker.Domain.Statements;

/// <summary>
/// The Admiralty grade: a letter for the source (A completely reliable ... E unreliable, F cannot be judged) and a digit for the
/// information (1 confirmed ... 5 improbable, 6 cannot be judged). F and 6 mean "unknown", never "worst".
/// </summary>
/// <param name="Source">A to F.</param>
/// <param name="Information">1 to 6.</param>
public readonly record struct Grade(char Source, int Information)
{
    public const char SourceNotJudged = 'F';
    public const int InformationNotJudged = 6;

    public static bool IsSource(char letter) => letter is >= 'A' and <= 'F';

    public static bool IsInformation(int digit) => digit is >= 1 and <= 6;

    /// <summary>
    /// True when this grade is better in one part and worse in neither, with both parts of both grades judged. Letter and digit
    /// measure different things, so there is no rate of exchange between them: B3 and C2 are neither better nor worse.
    /// </summary>
    public bool IsBetterThan(Grade other) =>
        IsJudged && other.IsJudged && Source <= other.Source && Information <= other.Information && this != other;

    private bool IsJudged => Source != SourceNotJudged && Information != InformationNotJudged;

    /// <summary>"B2".</summary>
    public override string ToString() => FormattableString.Invariant($"{Source}{Information}");
}
