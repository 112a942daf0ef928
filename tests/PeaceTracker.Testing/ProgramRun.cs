using System.Diagnostics;

namespace PeaceTracker.Testing;

/// <summary>The program run once, as an operator does: a command, or a site that is expected to end by itself.</summary>
public static class ProgramRun
{
    /// <summary>The project of the program.</summary>
    internal static string Project { get; } = Path.Combine(Repository.Root, "src", "PeaceTracker.Web");

    // As the project builds it. What lies beside the tests has its libraries as IL alone, and compiles them at every start.
    internal static string Built { get; } = Path.Combine(Project, "bin", Path.GetFileName(Path.GetDirectoryName(AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar)))!, "net10.0", "PeaceTracker.Web.dll");

    /// <param name="settings">By their whole name.</param>
    /// <returns>The exit code, and all it wrote: its answer, then what stood beside it.</returns>
    public static async Task<(int Code, string Output)> OfAsync(IReadOnlyDictionary<string, string> settings, IEnumerable<string> arguments, CancellationToken cancellation)
    {
        using var process = Start(settings, arguments);
        var (output, error) = (process.StandardOutput.ReadToEndAsync(cancellation), process.StandardError.ReadToEndAsync(cancellation));
        try
        {
            await process.WaitForExitAsync(cancellation);
        }
        catch (OperationCanceledException)
        {
            process.Kill();
            throw;
        }

        return (process.ExitCode, await output + await error);
    }

    /// <summary>Started, for who wants to stop it.</summary>
    public static Process Start(IReadOnlyDictionary<string, string> settings, IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo("dotnet", [Built, .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var (name, value) in settings)
            start.Environment[name.Replace(":", "__", StringComparison.Ordinal)] = value;
        return Process.Start(start)!;
    }
}
