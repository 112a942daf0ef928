using System.IO.Compression;
using System.Text;
using PeaceTracker.Web.Writing.Importing;
using static PeaceTracker.Web.Tests.Features.DeskImports.Fixtures;

namespace PeaceTracker.Web.Tests.Features.DeskImports;

/// <summary>Workbooks, lists of objects and coded projects as tables.</summary>
public sealed class FileReadingTests
{
    [Fact]
    public void A_workbook_gives_the_visible_sheet_that_names_most_columns_and_says_which()
    {
        var file = Workbook(
            ("About", false, Row(1, "Taken from here"), ""),
            ("Old", true, Row(1, "source", "said", "party", "issue") + Row(2, 9, "2001", "x", "y"), ""),
            ("Rows", false, Row(1, "source", "said", "party", "notes") + Row(2, 7, "2025-08", "Ukraine", "’\u2028\U0001F54A") + Row(4, 8, "2025", "Russia", "=SUM(A1)"), ""));
        var text = TableText.Read(file, null, out var problem);
        Assert.Null(problem);
        Assert.Equal("Read from sheet \"Rows\" of the workbook; not read: \"About\", \"Old\" (hidden).", text!.About);
        var table = TableRows.Read(text, null);
        Assert.Equal(["source", "said", "party", "notes"], table.Headings);
        Assert.Equal([2, 4], table.Rows.Select(row => row.Number));
        Assert.Equal(["7", "2025-08", "Ukraine", "’\u2028\U0001F54A"], table.Rows[0].Cells);
        Assert.Equal("=SUM(A1)", table.Rows[1].Cells[3]);
        Assert.All(table.Rows, row => Assert.Null(row.Problem));
    }

    [Theory]
    [InlineData(1, "2022-03-29")]
    [InlineData(2, "2022-03")]
    [InlineData(3, "2022")]
    public void A_date_that_is_a_number_reads_as_exactly_as_its_format_shows_it(int format, string expected)
    {
        var table = TableRows.Read(TableText.Read(Workbook(("Rows", false, Row(1, "said") + Row(2, Day(new(2022, 3, 29), format)), "")), null, out _)!, null);
        Assert.Equal([expected], Assert.Single(table.Rows).Cells);
    }

    [Fact]
    public void Of_a_formula_the_saved_value_counts_and_an_error_is_named()
    {
        var table = TableRows.Read(TableText.Read(Workbook(("Rows", false, Row(1, "party", "said", "own") + Row(2, Formula("A9&\"e\"", "Ukraine"), "2022", true) + Row(3, Formula("A0", "#REF!", error: true), "2022", false) + Row(4, Formula("NOW()", "", missing: true), "2022", false), "")), null, out _)!, null);
        Assert.Equal(["Ukraine", "2022", "yes"], table.Rows[0].Cells);
        Assert.Null(table.Rows[0].Problem);
        Assert.Contains("The cell of party has the error #REF!", table.Rows[1].Problem, StringComparison.Ordinal);
        Assert.Contains("saved without its value", table.Rows[2].Problem, StringComparison.Ordinal);
    }

    [Fact]
    public void Merged_cells_and_cells_beside_the_table_are_refused_by_row()
    {
        var table = TableRows.Read(TableText.Read(Workbook(("Rows", false, Row(1, "party", "said") + Row(2, "Ukraine", "2021") + Row(3, null, "2022") + Row(4, "Russia", "2023", "aside") + Row(5, "Russia", "2024"), "<mergeCells count='1'><mergeCell ref='A2:A3'/></mergeCells>")), null, out _)!, null);
        Assert.Equal([2, 3, 4, 5], table.Rows.Select(row => row.Number));
        Assert.Contains("merged (A2 to A3)", table.Rows[0].Problem, StringComparison.Ordinal);
        Assert.Contains("merged (A2 to A3)", table.Rows[1].Problem, StringComparison.Ordinal);
        Assert.Contains("Found 3 cells, and the heading has 2", table.Rows[2].Problem, StringComparison.Ordinal);
        Assert.Null(table.Rows[3].Problem);
    }

    [Fact]
    public void A_workbook_of_hidden_or_empty_sheets_is_refused_in_words()
    {
        Assert.Null(TableText.Read(Workbook(("Old", true, Row(1, "party") + Row(2, "x"), "")), null, out var problem));
        Assert.Contains("hidden sheets (Old) are not read", problem, StringComparison.Ordinal);
        Assert.Null(TableText.Read(Workbook(("A", false, "", "")), null, out problem));
        Assert.Contains("empty", problem, StringComparison.Ordinal);
    }

    /// <summary>Files that are no table: each is refused in words, soon, and whatever it says of itself.</summary>
    public static TheoryData<string, byte[]> Hostile => new()
    {
        { "a bomb", Zip([("xl/workbook.xml", new byte[40 << 20])]) },
        { "many bombs", Zip(Enumerable.Range(0, 30).Select(number => (FormattableString.Invariant($"xl/{number}.xml"), new byte[8 << 20]))) },
        { "many parts", Zip(Enumerable.Range(0, 1_500).Select(number => (FormattableString.Invariant($"{number}"), new byte[1]))) },
        { "a way out", Zip([("../../../tmp/x", Utf8("x"))]) },
        { "damaged", [.. Workbook(("A", false, Row(1, "party") + Row(2, "x"), "")).Take(700)] },
        { "an old workbook", [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1, .. new byte[600]] },
        { "no parts", [0x50, 0x4B, 5, 6, .. new byte[18]] },
        { "an entity", Zip([("xl/workbook.xml", Utf8("<!DOCTYPE x [<!ENTITY e SYSTEM 'file:///etc/passwd'>]><workbook>&e;</workbook>")), ("xl/_rels/workbook.xml.rels", Utf8("<x/>"))]) },
        { "a workbook of nonsense", Zip([("xl/workbook.xml", Utf8("<nonsense"))]) },
        { "an entity in a project", Zip([("project.qde", Utf8("<!DOCTYPE p [<!ENTITY a 'aaaaaaaa'><!ENTITY b '&a;&a;&a;&a;'>]><Project xmlns='urn:QDA-XML:project:1.0'>&b;</Project>"))]) },
        { "a project alone with an entity", Utf8("<?xml version='1.0'?><!DOCTYPE p [<!ENTITY e SYSTEM 'file:///etc/passwd'>]><Project xmlns='urn:QDA-XML:project:1.0'>&e;</Project>") },
        { "a deep list", Utf8("[" + string.Concat(Enumerable.Repeat("{\"a\":[", 100_000))) },
        { "half a list", Utf8("[{\"party\": \"x\"") },
    };

    [Theory]
    [MemberData(nameof(Hostile), DisableDiscoveryEnumeration = true)]
    public void What_is_no_table_is_refused_in_words(string what, byte[] file)
    {
        Assert.NotEmpty(what);
        Assert.Null(TableText.Read(file, null, out var problem));
        Assert.NotNull(problem);
        Assert.DoesNotContain("root:", problem, StringComparison.Ordinal);
    }

    [Fact]
    public void A_list_of_objects_is_a_table_of_all_their_names()
    {
        var table = TableRows.Read(TableText.Read(Utf8("""[{"party": "Ukraine", "said": 2022}, {"said": "2022-03", "region": ["UA-14", "UA-09"], "own": true}, {}, 5, {"party": "a", "party": "b"}, {"party": {"x": 1}}, {"party": "\ud800"}, {"party": "\u0000"}]"""), null, out var problem)!, null);
        Assert.Null(problem);
        Assert.Equal(["party", "said", "region", "own"], table.Headings);
        Assert.Equal([1, 2, 4, 5, 6, 7, 8], table.Rows.Select(row => row.Number));
        Assert.Equal(["Ukraine", "2022", "", ""], table.Rows[0].Cells);
        Assert.Equal(["", "2022-03", "UA-14;UA-09", "yes"], table.Rows[1].Cells);
        string?[] expected = [null, null, "Found a number", "\"party\" stands in it twice", "\"party\": found an object", "\"party\" has half of a character", "The cell of party has a character U+0000"];
        Assert.All(table.Rows.Zip(expected), pair => Assert.StartsWith(pair.Second ?? "fine", pair.First.Problem ?? "fine", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("utf-8", true)]
    [InlineData("utf-16", true)]
    [InlineData("utf-16BE", true)]
    public void A_list_of_objects_reads_in_every_encoding(string name, bool mark)
    {
        var encoding = Encoding.GetEncoding(name);
        var text = TableText.Read([.. mark ? encoding.GetPreamble() : [], .. encoding.GetBytes("""[{"quote": "Україна – Kyiv ’"}]""")], null, out _)!;
        Assert.Equal("Україна – Kyiv ’", TableRows.Read(text, null).Rows[0].Cells[0]);
        Assert.Equal(name, text.Encoding);
    }

    [Theory]
    [InlineData("line 3", "[\n{\"a\": 1},\n{\"b\": }]")]
    [InlineData("Found one object", "{\"a\": 1}")]
    public void What_is_wrong_in_a_list_says_where(string said, string text)
    {
        Assert.Null(TableText.Read(Utf8(text), null, out var problem));
        Assert.Contains(said, problem, StringComparison.Ordinal);
    }

    [Fact]
    public void A_coded_project_is_a_row_for_every_code_on_a_passage()
    {
        // The dove is one character and two units; an end is the place behind the last character.
        const string words = "Peace \U0001F54A now. We are ready to discuss neutrality. Full stop.";
        const string neutral = "10000000-0000-0000-0000-000000000002", tone = "20000000-0000-0000-0000-000000000000";
        var start = "Peace X now. ".Length;
        var project = Project($"""
            <TextSource guid="a" name="Briefing" plainTextPath="internal://a.txt">{Passage(start, start + "We are ready to discuss neutrality.".Length, neutral)}{Passage(0, 7, tone)}{Passage(50, 900, tone)}{Passage(5, 6, tone)}{Passage(0, 2, "nobody")}</TextSource>
            <TextSource guid="b" name="Note"><PlainTextContent>Nothing is agreed.</PlainTextContent>{Passage(0, 7, neutral)}</TextSource>
            <TextSource guid="c" name="Lost" plainTextPath="internal://c.txt">{Passage(0, 3, tone)}</TextSource>
            <PictureSource guid="d" name="Map" path="internal://d.png"><PictureSelection guid="e" firstX="0" firstY="0" secondX="9" secondY="9"><Coding guid="f"><CodeRef targetGUID="{tone}"/></Coding></PictureSelection></PictureSource>
            """);
        var text = TableText.Read(Zip([("project.qde", Utf8(project)), ("Sources/a.txt", Utf8(words))]), null, out var problem);
        Assert.Null(problem);
        var table = TableRows.Read(text!, null);
        Assert.Contains("1 coded places in pictures", text!.About, StringComparison.Ordinal);
        Assert.Equal(["Briefing", "We are ready to discuss neutrality.", "Neutrality", "Neutrality open to talks", "Neutrality / Neutrality open to talks", ""], table.Rows[0].Cells);
        Assert.Equal(["Briefing", "Peace \U0001F54A", "Tone", "Tone", "Tone", ""], table.Rows[1].Cells);
        Assert.Contains("the text of its source has", table.Rows[2].Problem, StringComparison.Ordinal);
        Assert.Contains("blank", table.Rows[3].Problem, StringComparison.Ordinal);
        Assert.Contains("codebook of the project lacks", table.Rows[4].Problem, StringComparison.Ordinal);
        Assert.Equal("Nothing", table.Rows[5].Cells[1]);
        Assert.Contains("not in the file", table.Rows[6].Problem, StringComparison.Ordinal);
        // Alone, without its texts, it reads too.
        Assert.Equal(7, TableRows.Read(TableText.Read(Utf8(project), null, out _)!, null).Rows.Count);
    }

    [Theory]
    [InlineData("utf-8", new byte[] { (byte)'a', (byte)',', (byte)'b', (byte)'\n', (byte)'1', (byte)',', 0xE9, (byte)'2' }, "byte 7 (0xE9), in row 2, column 2")]
    [InlineData("windows-1251", new byte[] { (byte)'a', (byte)'\n', 0x98 }, "byte 3 (0x98), in row 2, column 1")]
    [InlineData("utf-16", new byte[] { (byte)'a', 0, (byte)'\n', 0, 0, 0xD8, (byte)'x', 0 }, "in row 2, column 1")]
    public void What_is_no_letter_is_named_by_byte_row_and_column(string encoding, byte[] content, string said)
    {
        Assert.Null(TableText.Read(content, encoding, out var problem));
        Assert.Contains(said, problem, StringComparison.Ordinal);
    }

    [Fact]
    public void Unpacking_is_counted_by_what_comes_out_and_not_by_what_the_file_says()
    {
        // Both places where the file says how long a part is are made to say one byte.
        var file = Zip([("xl/workbook.xml", new byte[40 << 20])]);
        var length = BitConverter.GetBytes(40 << 20);
        for (var at = 0; at + 4 <= file.Length; at++)
        {
            if (file.AsSpan(at, 4).SequenceEqual(length))
                BitConverter.TryWriteBytes(file.AsSpan(at), 1);
        }

        using (var zip = new ZipArchive(new MemoryStream(file), ZipArchiveMode.Read))
            Assert.Equal(1, zip.Entries[0].Length);
        Assert.Null(TableText.Read(file, null, out var problem));
        Assert.NotNull(problem);
    }
}
