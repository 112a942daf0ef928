using System.Diagnostics;
using PeaceTracker.Testing;

namespace PeaceTracker.Browser.Tests;

/// <summary>Tools that come as packages of npm and judge what the site sends.</summary>
internal static class Node
{
    /// <summary>Runs one in the folder of this project.</summary>
    /// <returns>Whether it ended well, and what it said.</returns>
    public static async Task<(bool Well, string Said)> RunAsync(params string[] arguments)
    {
        var start = new ProcessStartInfo("node", arguments)
        {
            WorkingDirectory = Path.Combine(Repository.Root, "tests", "PeaceTracker.Browser.Tests"),
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        var output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return (process.ExitCode == 0, output + await errors);
    }
}
