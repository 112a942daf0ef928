using System.Security.Cryptography;

namespace PeaceTracker.Data.History;

/// <summary>
/// The key that seals the revision log: a file that only its owner reads, beside the store unless the settings say otherwise. Whoever gets hold of the store alone cannot
/// change the log unnoticed; whoever has both can, which is why the head of the log is worth keeping elsewhere (docs/operations.md).
/// </summary>
public sealed class RevisionKey(DatabaseOptions options)
{
    public const string FileName = "revision.key";

    private const int Length = 32;

    private byte[]? key;

    public string File => options.Key;

    /// <summary>Tells keys apart and gives nothing of them away: the first 8 bytes of a seal of a text that no entry of the log can be, in hexadecimal.</summary>
    internal string Fingerprint => Convert.ToHexStringLower(HMACSHA256.HashData(Bytes, "fingerprint of the key"u8))[..16];

    /// <exception cref="RevisionKeyException">There is no key, or none that can be one.</exception>
    internal byte[] Bytes => key ??= Read();

    /// <summary>A key of 256 bits for something else than the log, by HKDF-SHA256 (RFC 5869): neither says anything of the other.</summary>
    /// <param name="purpose">What it is for; another purpose has another key.</param>
    /// <exception cref="RevisionKeyException">There is no key, or none that can be one.</exception>
    public byte[] Derive(ReadOnlySpan<byte> purpose)
    {
        var derived = new byte[32];
        HKDF.DeriveKey(HashAlgorithmName.SHA256, Bytes, derived, salt: [], info: purpose);
        return derived;
    }

    /// <summary>Makes the key of a new store.</summary>
    /// <param name="logBegun">The store has a log already: its key must be there.</param>
    /// <exception cref="RevisionKeyException">The log has begun and its key is gone.</exception>
    internal void Ensure(bool logBegun)
    {
        if (System.IO.File.Exists(File))
        {
            key = Read();
            return;
        }

        if (logBegun)
            throw new RevisionKeyException($"{File} is missing: it seals the revision log in {options.File}. Put it back from where the store was kept; without it no change can be written.");
        Directory.CreateDirectory(Path.GetDirectoryName(File)!);
        key = RandomNumberGenerator.GetBytes(Length);
        Write(File, key);
    }

    /// <summary>Writes a key where there is none, for its owner only.</summary>
    internal static void Write(string path, byte[] key)
    {
        var access = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            access.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        using var file = new FileStream(path, access);
        file.Write(key);
        file.Flush(flushToDisk: true);
    }

    private byte[] Read()
    {
        if (!System.IO.File.Exists(File))
            throw new RevisionKeyException($"{File} is missing.");
        if (!OperatingSystem.IsWindows() && (System.IO.File.GetUnixFileMode(File) & (UnixFileMode.GroupRead | UnixFileMode.OtherRead | UnixFileMode.GroupWrite | UnixFileMode.OtherWrite)) != 0)
            throw new RevisionKeyException($"{File} can be read or written by others than its owner: set its mode to 600.");
        var bytes = System.IO.File.ReadAllBytes(File);
        return bytes.Length == Length ? bytes : throw new RevisionKeyException($"{File} has {bytes.Length} bytes where {Length} are expected.");
    }
}

/// <summary>The key of the revision log is not there or not usable. The message is for the operator.</summary>
public sealed class RevisionKeyException(string message) : Exception(message);
