using System.Text;
using PeaceTracker.Web.Writing.Importing;

namespace PeaceTracker.Web.Tests.Features.DeskImports;

/// <summary>Files as spreadsheets of all kinds save them.</summary>
public sealed class TableReadingTests
{
    private const string Words = "party,quote\r\nУкраїна,Україна – Kyiv: «Ґанок» і мир\r\n";

    static TableReadingTests() => Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);

    [Theory]
    [InlineData("utf-8", false, "utf-8", true)]
    [InlineData("utf-8", true, "utf-8", true)]
    [InlineData("utf-16", true, "utf-16", true)]
    [InlineData("utf-16BE", true, "utf-16BE", true)]
    [InlineData("utf-16", false, "utf-16", false)]
    [InlineData("windows-1251", false, "windows-1251", false)]
    public void The_encoding_is_found_and_every_letter_is_kept(string saved, bool mark, string found, bool told)
    {
        var encoding = Encoding.GetEncoding(saved);
        byte[] content = [.. mark ? encoding.GetPreamble() : [], .. encoding.GetBytes(Words)];
        var text = TableText.Read(content, null, out var problem);
        Assert.Null(problem);
        Assert.Equal(Words, text!.Text);
        Assert.Equal((found, told), (text.Encoding, text.Told));
    }

    [Fact]
    public void What_is_no_letter_in_the_chosen_encoding_is_refused_and_never_replaced()
    {
        Assert.Null(TableText.Read([.. "party\n"u8, 0xC3, 0x28], "utf-8", out var problem));
        Assert.Contains("byte 7", problem, StringComparison.Ordinal);
        Assert.Null(TableText.Read([.. "PK\u0003\u0004"u8, 1, 2], null, out problem));
        Assert.Contains("damaged", problem, StringComparison.Ordinal);
        Assert.Null(TableText.Read([], null, out problem));
        Assert.NotNull(problem);
    }

    [Theory]
    [InlineData(",")]
    [InlineData(";")]
    [InlineData("\t")]
    [InlineData("|")]
    public void The_separator_is_found(string separator)
    {
        var table = TableRows.Read($"party{separator}quote{separator}notes\nrussia{separator}\"a{separator} b; c, d\"{separator}\n", null);
        Assert.Equal(separator, table.Separator);
        Assert.Equal(["russia", $"a{separator} b; c, d", ""], Assert.Single(table.Rows).Cells);
    }

    [Fact]
    public void Rows_have_the_numbers_a_spreadsheet_shows_and_ragged_ones_are_told_apart()
    {
        var table = TableRows.Read("party,quote,notes\n\"russia\",\"two\nlines\",x\n\nukraine,only two\nnato,a,b,c\n,,\nfrance,\"it says \"\"no\"\"\",\n", null);
        Assert.Equal([2, 4, 5, 7], table.Rows.Select(row => row.Number));
        Assert.Equal("two\nlines", table.Rows[0].Cells[1]);
        Assert.Null(table.Rows[0].Problem);
        Assert.StartsWith("Found 2 cells, and the heading has 3", table.Rows[1].Problem, StringComparison.Ordinal);
        Assert.StartsWith("Found 4 cells, and the heading has 3", table.Rows[2].Problem, StringComparison.Ordinal);
        Assert.Equal("it says \"no\"", table.Rows[3].Cells[1]);
    }

    [Fact]
    public void Odd_characters_are_kept_and_NUL_is_refused_by_row()
    {
        var table = TableRows.Read("party,quote\nrussia,peace \U0001F54A ’ \u2028 here\nukraine,a\0b\nnato,\"a\"b\n", null);
        Assert.Equal("peace \U0001F54A ’ \u2028 here", table.Rows[0].Cells[1]);
        Assert.Null(table.Rows[0].Problem);
        Assert.Contains("U+0000", table.Rows[1].Problem, StringComparison.Ordinal);
        Assert.Contains("quotation mark", table.Rows[2].Problem, StringComparison.Ordinal);
    }

    [Fact]
    public void The_mark_that_keeps_a_spreadsheet_from_running_a_cell_is_taken_away()
    {
        // In a file from here: rows that were left out. In others it is a letter like any other.
        var row = Assert.Single(TableRows.Read("quote,notes,paragraph,row,error\n'=SUM(1),'tis so,'-5,2,None.\n", null).Rows);
        Assert.Equal(["=SUM(1)", "'tis so", "-5", "2", "None."], row.Cells);
        Assert.Equal(["'-- never' was the answer"], Assert.Single(TableRows.Read("quote\n'-- never' was the answer\n", null).Rows).Cells);
    }

    [Fact]
    public void A_mark_that_is_never_closed_says_how_many_lines_it_took()
    {
        var row = Assert.Single(TableRows.Read("party,notes\nrussia,\"open\nukraine,b\nnato,c\n", null).Rows);
        Assert.Contains("is not closed, and 2 further lines were read as part of this row", row.Problem, StringComparison.Ordinal);
    }

    [Fact]
    public void More_rows_than_allowed_are_refused_as_a_whole()
    {
        var text = new StringBuilder("party\n").Insert(6, "russia\n", TableRows.Most + 1).ToString();
        Assert.Contains("more than 2,000 rows", TableRows.Read(text, null).Problem, StringComparison.Ordinal);
        Assert.Null(TableRows.Read(text[..^7], null).Problem);
        Assert.NotNull(TableRows.Read("party,quote\n", null).Problem);
    }
}
