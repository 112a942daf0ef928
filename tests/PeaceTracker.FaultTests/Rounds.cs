using System.Globalization;

namespace PeaceTracker.FaultTests;

/// <summary>How often each fault happens: few times with every change, many by <c>bash tests/faults.sh --rounds N</c>.</summary>
internal static class Rounds
{
    public const string Variable = "PEACETRACKER_FAULT_ROUNDS";

    public static int Wanted { get; } = int.TryParse(Environment.GetEnvironmentVariable(Variable), NumberStyles.None, CultureInfo.InvariantCulture, out var rounds) && rounds > 0 ? rounds : 6;
}
