namespace PeaceTracker.Data;

/// <summary>A lock on a file, which the system takes away with the program that holds it, however that ends. The file stays: who removed it could let in two.</summary>
internal sealed class FileLock : IDisposable
{
    private readonly FileStream held;

    private FileLock(FileStream held) => this.held = held;

    /// <returns>Null while another program, or another part of this one, holds it.</returns>
    public static FileLock? TryTake(string file)
    {
        try
        {
            return new(new(file, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
        }
        catch (IOException) when (File.Exists(file))
        {
            return null;
        }
    }

    public void Dispose() => held.Dispose();
}
