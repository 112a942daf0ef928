using System.ComponentModel;
using System.Runtime.InteropServices;

namespace PeaceTracker.Data;

/// <summary>What is written is on the disk before anybody is told so.</summary>
internal static partial class DurableFiles
{
    /// <summary>A file, or which names a folder has: .NET flushes no folders, and a file that was renamed can have its old name after a power cut.</summary>
    public static void Flush(string path)
    {
        // Windows keeps names in a journal, and opens no folders.
        if (OperatingSystem.IsWindows())
        {
            if (File.Exists(path))
            {
                using var file = new FileStream(path, FileMode.Open, FileAccess.ReadWrite);
                file.Flush(flushToDisk: true);
            }

            return;
        }

        var opened = Open(path, 0);
        if (opened < 0)
            throw new IOException($"{path} cannot be opened: {new Win32Exception(Marshal.GetLastPInvokeError()).Message}");
        try
        {
            if (Sync(opened) != 0)
                throw new IOException($"{path} could not be written to the disk: {new Win32Exception(Marshal.GetLastPInvokeError()).Message}");
        }
        finally
        {
            _ = Close(opened);
        }
    }

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    private static partial int Sync(int descriptor);

    [LibraryImport("libc", EntryPoint = "close")]
    private static partial int Close(int descriptor);
}
