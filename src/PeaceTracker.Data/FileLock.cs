namespace PeaceTracker.Data;

/// <summary>A lock on a file, which the system takes away with the program that holds it, however that ends. The file stays: who removed it could let in two.</summary>
internal sealed class FileLock : IDisposable
{
    // What .NET makes of a lock that somebody holds: EWOULDBLOCK of Linux and of macOS, ERROR_SHARING_VIOLATION of Windows. Anything else is no lock, and waiting would not end.
    private static readonly int[] Held = [11, 35, unchecked((int)0x80070020)];

    private readonly FileStream held;

    private FileLock(FileStream held) => this.held = held;

    /// <returns>Null while another program, or another part of this one, holds it.</returns>
    public static FileLock? TryTake(string file)
    {
        try
        {
            return new(new(file, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
        }
        catch (IOException error) when (Held.Contains(error.HResult))
        {
            return null;
        }
    }

    public void Dispose() => held.Dispose();
}
