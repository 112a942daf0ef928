namespace PeaceTracker.Data;

/// <summary>A store holds drafts, names and hashes of passwords: its file is for its owner alone. What SQLite puts beside it gets the rights of the file.</summary>
internal static class PrivateFile
{
    public static void Make(string path)
    {
        if (!OperatingSystem.IsWindows() && File.Exists(path))
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
    }
}
