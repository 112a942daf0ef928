namespace PeaceTracker.Data;

/// <summary>
/// A file beside the store that closes it to changes for as long as it is there; it holds the reason, in a line. Every connection that is opened meanwhile
/// is forbidden to write by the store itself; a change that had begun is finished.
/// </summary>
public sealed class ReadOnlyMark(DatabaseOptions options)
{
    public const string FileName = "read-only";

    /// <summary>Characters of a reason.</summary>
    public const int LongestReason = 300;

    private string Path => System.IO.Path.Combine(System.IO.Path.GetDirectoryName(options.File)!, FileName);

    private bool lifted;

    public bool IsSet => !lifted && File.Exists(Path);

    /// <summary>Why nothing can be changed; empty where nobody said, null where changes are taken.</summary>
    public string? Reason
    {
        get
        {
            if (!IsSet)
                return null;
            try
            {
                using var file = File.OpenText(Path);
                var line = file.ReadLine()?.Trim() ?? "";
                return line.Length > LongestReason ? line[..LongestReason] : line;
            }
            // Removed in this moment.
            catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException)
            {
                return null;
            }
        }
    }

    /// <exception cref="IOException">The file cannot be written.</exception>
    public void Set(string reason)
    {
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(Path)!);
        File.WriteAllText(Path, reason + "\n");
    }

    /// <exception cref="IOException">The file cannot be removed.</exception>
    public void Remove() => File.Delete(Path);

    /// <summary>It does not count for this program, which makes a store that nobody uses yet.</summary>
    public void Lift() => lifted = true;

    /// <exception cref="DatabaseOptionsException">The store is closed to changes; the message says how to open it.</exception>
    public void Demand()
    {
        if (Reason is { } reason)
            throw new DatabaseOptionsException($"The store is closed to changes{(reason.Length > 0 ? $" ({reason})" : "")}. The command read-only --off opens it.");
    }
}
