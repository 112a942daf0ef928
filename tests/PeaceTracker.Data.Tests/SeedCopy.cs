using System.Globalization;
using CsvHelper;

namespace PeaceTracker.Data.Tests;

/// <summary>A copy of the seeds that a test may break. Lines count from 1, the header.</summary>
internal sealed class SeedCopy : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("peacetracker-seeds-");

    public SeedCopy()
    {
        foreach (var file in Directory.GetFiles(Store.RealSeeds, "*", SearchOption.AllDirectories))
        {
            var copy = Path.Combine(folder.FullName, Path.GetRelativePath(Store.RealSeeds, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }
    }

    public string Folder => folder.FullName;

    public string PathOf(string file) => Path.Combine(Folder, file);

    /// <summary>The line that begins with this text.</summary>
    public int Line(string file, string start) => 1 + Array.FindIndex(File.ReadAllLines(PathOf(file)), line => line.StartsWith(start, StringComparison.Ordinal));

    public int LineCount(string file) => File.ReadAllLines(PathOf(file)).Length;

    public string Cell(string file, int line, string column) => Read(file) is var rows ? rows[line - 1][Array.IndexOf(rows[0], column)] : "";

    public void Set(string file, int line, string column, string value)
    {
        var rows = Read(file);
        rows[line - 1][Array.IndexOf(rows[0], column)] = value;
        using var writer = new CsvWriter(new StreamWriter(PathOf(file)), CultureInfo.InvariantCulture);
        foreach (var row in rows)
        {
            foreach (var cell in row)
                writer.WriteField(cell);
            writer.NextRecord();
        }
    }

    public void Dispose() => folder.Delete(recursive: true);

    private List<string[]> Read(string file)
    {
        using var parser = new CsvParser(new StreamReader(PathOf(file)), CultureInfo.InvariantCulture);
        var rows = new List<string[]>();
        while (parser.Read())
            rows.Add(parser.Record!);
        return rows;
    }
}
