namespace PeaceTracker.Data;

/// <summary>What the file of the store takes on its disk and what is left there, in bytes; null where a server keeps the store.</summary>
public sealed class StoreRoom(DatabaseOptions options)
{
    public long? Free => options.IsFile ? new DriveInfo(Path.GetDirectoryName(options.File)!).AvailableFreeSpace : null;

    public long? File => Length("");

    /// <summary>Of the write-ahead log, which holds what is not yet moved into the file.</summary>
    public long? Log => Length("-wal");

    private long? Length(string ending) => options.IsFile ? new FileInfo(options.File + ending) is { Exists: true } file ? file.Length : 0 : null;
}
