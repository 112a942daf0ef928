using System.Globalization;
using System.Text;
using PeaceTracker.Testing;

namespace PeaceTracker.FaultTests;

/// <summary>A long table is brought in by the command and something is wrong with it, or befalls the program: all of it is there or nothing is, once.</summary>
public sealed class LongImportTests
{
    /// <summary>Few with every change, a hundred thousand by hand.</summary>
    private static readonly int Many = Rounds.Wanted > 6 ? 100_000 : 8_000;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_long_table_is_brought_in_whole_or_not_at_all_and_once()
    {
        await using var store = await WrittenStore.MakeAsync(editors: 1, rows: Many);
        var before = await CountAsync(store);
        var lines = store.Table.Split("\r\n");
        var at = Many - 7;

        // One row of all is wrong: it is named, by its row as a spreadsheet counts and its column.
        var (code, said) = await ImportAsync(store, WithStep(lines, row => row == at, "99"));
        Assert.Equal(1, code);
        Assert.Contains(FormattableString.Invariant($"{at + 1}"), said, StringComparison.Ordinal);
        Assert.Contains("step", said, StringComparison.Ordinal);
        // All are wrong: that is told shortly.
        (code, said) = await ImportAsync(store, WithStep(lines, _ => true, "99"));
        Assert.Equal(1, code);
        Assert.Contains(Many.ToString(CultureInfo.InvariantCulture), said.Replace(",", "", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.InRange(said.Length, 1, 20_000);
        // One line without an end.
        (code, said) = await ImportAsync(store, $"{ManyRows.Heading}{new string('x', 1 << 26)}");
        Assert.True(code == 1, said);
        Assert.InRange(said.Length, 1, 20_000);
        Assert.Equal(before, await CountAsync(store));

        // Killed at moments from its start to its end, and begun again each time.
        for (var round = 1; round <= Rounds.Wanted; round++)
        {
            var file = await FileAsync(store, store.Table);
            using var process = ProgramRun.Start(store.Settings(store.File), Arguments(store, file));
            var output = (process.StandardOutput.ReadToEndAsync(Cancellation), process.StandardError.ReadToEndAsync(Cancellation));
            await Task.Delay(TimeSpan.FromSeconds(1 + (round * Many / 8_000.0 * 3 / Rounds.Wanted)), Cancellation);
            process.Kill();
            await process.WaitForExitAsync(Cancellation);
            await Task.WhenAll(output.Item1, output.Item2);
            Assert.Contains(await CountAsync(store) - before, new[] { 0, Many });
            Assert.Contains("Whole", await store.VerifiedAsync(store.File, Cancellation), StringComparison.Ordinal);
        }

        (code, said) = await ImportAsync(store, store.Table);
        Assert.True(code == 0, said);
        Assert.Equal(before + Many, await CountAsync(store));
        (code, said) = await ImportAsync(store, store.Table);
        Assert.True(code == 0, said);
        Assert.Equal(before + Many, await CountAsync(store));
        Assert.Contains("Whole", await store.VerifiedAsync(store.File, Cancellation), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Letters_of_another_encoding_come_in_as_they_were_meant_or_not_at_all()
    {
        await using var store = await WrittenStore.MakeAsync(editors: 1, rows: 400);
        var before = await CountAsync(store);
        Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);
        var latin = Encoding.GetEncoding("windows-1252");
        var text = store.Table.Replace(", no. ", " négociée à Genève, no. ", StringComparison.Ordinal);
        var file = Path.Combine(store.Folder, $"{Guid.NewGuid():N}.csv");
        await File.WriteAllBytesAsync(file, latin.GetBytes(text), Cancellation);
        var (code, said) = await ProgramRun.OfAsync(store.Settings(store.File), Arguments(store, file), Cancellation);
        if (code != 0)
        {
            Assert.Contains("encoding", said, StringComparison.Ordinal);
            Assert.Equal(before, await CountAsync(store));
            (code, said) = await ProgramRun.OfAsync(store.Settings(store.File), [.. Arguments(store, file), "--encoding", "windows-1252"], Cancellation);
        }

        Assert.True(code == 0, said);
        Assert.Equal(before + 400, await CountAsync(store));
        Assert.Equal(400, await CountAsync(store, "SELECT COUNT(*) FROM Statements WHERE Quote LIKE '% négociée à Genève, no. %'"));
    }

    private static string WithStep(string[] lines, Func<int, bool> wanted, string step)
    {
        var text = new StringBuilder(lines[0]).Append("\r\n");
        for (var row = 1; row < lines.Length; row++)
        {
            var cells = lines[row].Split(',', 6);
            if (wanted(row) && cells.Length == 6)
                cells[4] = step;
            text.AppendJoin(',', cells).Append("\r\n");
        }

        return text.ToString();
    }

    private static async Task<(int Code, string Said)> ImportAsync(WrittenStore store, string table) =>
        await ProgramRun.OfAsync(store.Settings(store.File), Arguments(store, await FileAsync(store, table)), Cancellation);

    private static async Task<string> FileAsync(WrittenStore store, string table)
    {
        // One name, so that the folder never holds more than one of these.
        var file = Path.Combine(store.Folder, "table.csv");
        await File.WriteAllTextAsync(file, table, Cancellation);
        return file;
    }

    private static string[] Arguments(WrittenStore store, string file) => ["import", file, "--process", "ukraine", "--as", store.Editors[0].SignInName, "--near"];

    private static Task<int> CountAsync(WrittenStore store, string sql = "SELECT COUNT(*) FROM Statements") => store.CountAsync(sql, Cancellation);
}
