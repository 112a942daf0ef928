using System.Diagnostics;

namespace PeaceTracker.FaultTests;

/// <summary>A library of our own in C that a site is started with (LD_PRELOAD), between it and its files.</summary>
internal static class Shim
{
    /// <returns>The library.</returns>
    public static async Task<string> CompileAsync(string name, string folder, CancellationToken cancellation)
    {
        var shim = Path.Combine(folder, name + ".so");
        using var compiler = Process.Start(new ProcessStartInfo("cc", ["-shared", "-fPIC", "-O1", "-Wall", "-Werror", "-o", shim, Path.Combine(AppContext.BaseDirectory, name + ".c"), "-ldl"]) { RedirectStandardError = true })!;
        var said = await compiler.StandardError.ReadToEndAsync(cancellation);
        await compiler.WaitForExitAsync(cancellation);
        Assert.Equal((0, ""), (compiler.ExitCode, said));
        return shim;
    }
}
