using Microsoft.Extensions.DependencyInjection;

namespace PeaceTracker.Data;

/// <summary>
/// The site that serves a file of SQLite: one at a time, since each has its own turn of writers and its own kept answers; and on a disk of this machine,
/// since over a network the locks of SQLite do not hold. Commands take part beside it.
/// </summary>
public sealed class StoreOwner : IDisposable
{
    // As the system calls them: https://man7.org/linux/man-pages/man2/statfs.2.html, in the words of .NET.
    private static readonly string[] Remote = ["nfs", "nfs4", "cifs", "smb", "smb2", "smbfs", "afs", "ceph", "coda", "ncp", "ncpfs", "lustre", "gfs", "gfs2", "ocfs2", "9p", "v9fs", "panfs", "fhgfs"];

    private readonly FileLock? held;

    private StoreOwner(FileLock? held) => this.held = held;

    /// <exception cref="DatabaseOptionsException">Another site serves the file, or it lies on another machine.</exception>
    public static StoreOwner Take(IServiceProvider services)
    {
        var options = services.GetRequiredService<DatabaseOptions>();
        if (!options.IsFile)
            return new(null);
        var folder = Path.GetDirectoryName(options.File)!;
        Directory.CreateDirectory(folder);
        if (IsRemote(new DriveInfo(folder).DriveFormat))
            throw new DatabaseOptionsException($"The folder of the store, {folder}, lies on another machine ({new DriveInfo(folder).DriveFormat}). Locks do not hold there, and the store would be damaged. Let Database:File name a file on a disk of this machine.");
        return new(FileLock.TryTake(options.File + ".lock") ?? throw new DatabaseOptionsException($"Another site serves the store {options.File}. Stop it first, or let Database:File name another file. Several sites on one record need PostgreSQL."));
    }

    internal static bool IsRemote(string format) => Remote.Contains(format, StringComparer.OrdinalIgnoreCase);

    public void Dispose() => held?.Dispose();
}
