using System.Security.Cryptography;
using System.Text;
using PeaceTracker.Data;
using PeaceTracker.Web.Accounts;

namespace PeaceTracker.Web.Hosting;

/// <summary>
/// Passwords that are known from breaches of other sites, in a file as Have I Been Pwned offers it: a line for each, in the order of their SHA-1 in capital
/// hexadecimal letters, with ":" and how often it was seen. So they are looked for on this machine, and nobody learns even a part of their hash. The file
/// has tens of gigabytes, of which some forty lines are read.
/// </summary>
public sealed class BreachedPasswords
{
    private const int HashLength = 2 * SHA1.HashSizeInBytes;

    /// <summary>Bytes that any line is shorter than.</summary>
    private const int LongestLine = HashLength + 20;

    private readonly string? file;

    /// <exception cref="DatabaseOptionsException">The setting names no such file.</exception>
    public BreachedPasswords(AccountOptions options)
    {
        if (options.BreachedPasswords.Length == 0)
            return;
        file = options.BreachedPasswords;
        try
        {
            using var list = File.OpenRead(file);
            if (LineFrom(list, 0) is not { } first || first.Hash.Length != HashLength || !first.Hash.All(char.IsAsciiHexDigitUpper))
                throw new DatabaseOptionsException($"The setting Accounts:BreachedPasswords names {file}, whose first line is no SHA-1 of {HashLength} capital hexadecimal digits. It has to be the list of Have I Been Pwned that is ordered by hash.");
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new DatabaseOptionsException($"The setting Accounts:BreachedPasswords names {file}, which cannot be read: {error.Message}");
        }
    }

    /// <summary>False also where the settings name no list.</summary>
    /// <exception cref="IOException">The list was there at the start and cannot be read any more.</exception>
    public bool Has(string password)
    {
        if (file is null)
            return false;
#pragma warning disable CA5350 // The order of the list; nothing is kept safe by it.
        var wanted = Convert.ToHexString(SHA1.HashData(Encoding.UTF8.GetBytes(password)));
#pragma warning restore CA5350
        using var list = File.OpenRead(file);
        // The line that is looked for begins at the first or before the second, if anywhere.
        var (low, high) = (0L, list.Length);
        while (low < high)
        {
            var middle = low + ((high - low) / 2);
            if (LineFrom(list, middle) is not { } line || string.CompareOrdinal(line.Hash, wanted) > 0)
                high = middle;
            else if (line.Hash == wanted)
                return true;
            else
                low = line.End;
        }

        return false;
    }

    /// <summary>The first line that begins at a place or after it, and where the next begins; null behind the last.</summary>
    private static (string Hash, long End)? LineFrom(FileStream list, long at)
    {
        // From the byte before, so that a line that begins just there is not passed over.
        list.Position = Math.Max(0, at - 1);
        Span<byte> bytes = stackalloc byte[2 * LongestLine];
        var read = list.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
        var text = bytes[..read];
        var start = at == 0 ? 0 : text.IndexOf((byte)'\n') + 1;
        if ((at > 0 && start == 0) || start == read)
            return null;
        var line = text[start..];
        var end = line.IndexOf((byte)'\n') is var found and >= 0 ? found + 1 : line.Length;
        var hash = Encoding.ASCII.GetString(line[..end]).Split(':', '\r', '\n')[0];
        return (hash, Math.Max(0, at - 1) + start + end);
    }
}
