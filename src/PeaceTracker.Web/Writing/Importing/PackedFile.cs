using System.IO.Compression;

namespace PeaceTracker.Web.Writing.Importing;

/// <summary>A file that is packed (zip): a workbook or a coded project. Its parts are counted while they are unpacked, and nothing is written to a disk.</summary>
internal static class PackedFile
{
    /// <summary>Parts, bytes they may have together, and how many times their packed size that may be.</summary>
    internal const int MostParts = 1_000, MostBytes = 200 << 20, MostRatio = 100;

    /// <summary>Less than this may be packed as tightly as it will: a sheet of equal rows is.</summary>
    internal const int Few = 8 << 20;

    public static bool IsOne(ReadOnlySpan<byte> content) => content.StartsWith("PK\u0003\u0004"u8) || content.StartsWith("PK\u0005\u0006"u8) || content.StartsWith((ReadOnlySpan<byte>)[0xD0, 0xCF, 0x11, 0xE0]);

    /// <summary>The table in it.</summary>
    /// <param name="problem">What is wrong and how to mend it, when null is given back.</param>
    public static TableText? Read(byte[] content, out string? problem)
    {
        if (content[0] == 0xD0)
        {
            problem = "This is a workbook of the old kind (.xls), or one with a password. Save it as \"Excel workbook (.xlsx)\" without a password, and choose that file";
            return null;
        }

        try
        {
            using var parts = new ZipArchive(new MemoryStream(content, writable: false), ZipArchiveMode.Read);
            problem = TooLarge(parts, content.Length);
            if (problem is not null)
                return null;
            if (parts.GetEntry("xl/workbook.xml") is not null)
                return Workbook.Read(content, parts, out problem);
            if (parts.Entries.FirstOrDefault(part => part.FullName.Equals("project.qde", StringComparison.OrdinalIgnoreCase)) is { } project)
            {
                var texts = parts.Entries.Where(part => part != project).GroupBy(part => part.FullName, StringComparer.OrdinalIgnoreCase).ToDictionary(group => group.Key, group => group.First(), StringComparer.OrdinalIgnoreCase);
                return CodedProject.Read(TextOf(project), name => texts.TryGetValue(name, out var part) ? TextOf(part) : null, out problem) is { } coded ? new("", "", true) { Table = coded.Table, About = coded.About } : null;
            }

            problem = "This is a packed file, and neither an Excel workbook (.xlsx) nor a coded project (.qdpx). Unpack it, and choose the table in it";
            return null;
        }
        catch (InvalidDataException)
        {
            problem = "The file is damaged: it cannot be unpacked. Save it anew, and choose that file";
            return null;
        }
    }

    /// <summary>Unpacks every part once, counting what comes out and not what the file says of itself.</summary>
    private static string? TooLarge(ZipArchive parts, int packed)
    {
        if (parts.Entries.Count > MostParts)
            return FormattableString.Invariant($"The file has {parts.Entries.Count} parts, and {MostParts} at most are unpacked. Save the table alone, and choose that file");
        var most = Math.Min(MostBytes, Math.Max(Few, (long)packed * MostRatio));
        var (total, buffer) = (0L, new byte[1 << 16]);
        foreach (var part in parts.Entries)
        {
            using var stream = part.Open();
            while (stream.Read(buffer) is > 0 and var read)
            {
                if ((total += read) > most)
                    return FormattableString.Invariant($"Unpacked, the file has more than {most >> 20} MB: far more than a table has. Save the table alone, and choose that file");
            }
        }

        return null;
    }

    /// <summary>Text of a part: UTF-8 unless its mark says otherwise.</summary>
    /// <exception cref="InvalidDataException">It is not text in that encoding.</exception>
    private static string TextOf(ZipArchiveEntry part)
    {
        using var memory = new MemoryStream();
        using (var stream = part.Open())
            stream.CopyTo(memory);
        return TableText.Decoded(memory.ToArray()) ?? throw new InvalidDataException(part.FullName);
    }
}
