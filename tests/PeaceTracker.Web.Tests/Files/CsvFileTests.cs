using System.Globalization;
using System.IO.Pipelines;
using System.Text;
using System.Text.Json;
using CsCheck;
using CsvHelper;
using PeaceTracker.Testing;
using PeaceTracker.Web.Files;

namespace PeaceTracker.Web.Tests.Files;

/// <summary>Case G 53: what a spreadsheet would run stands in no cell of a CSV file, and a JSON file has every text as it is.</summary>
public sealed class CsvFileTests(PeaceTrackerApp app) : IClassFixture<PeaceTrackerApp>
{
    private static readonly char[] Triggers = ['=', '+', '-', '@', '\t', '\r', '\n', '\0', '＝', '＋', '－', '＠'];

    /// <summary>Any text, and often one that begins as a formula would. Halves of letters are no text.</summary>
    private static readonly Gen<string> Texts = Gen.Select(
        Gen.OneOf(Gen.Const(""), Gen.Int[0, Triggers.Length - 1].Select(at => Triggers[at]).Select(letter => letter.ToString()), Gen.Int[0, Triggers.Length - 1].Select(at => Triggers[at]).Select(letter => "'" + letter)),
        Gen.OneOf(Gen.String, Gen.String["=+-@\t\r\n\"',;ЇїЄєґ "]),
        (start, rest) => start + Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(rest)));

    [Fact]
    public Task No_cell_begins_a_formula_and_no_text_is_lost() => Texts.SampleAsync(async text =>
    {
        using var bytes = new MemoryStream();
        await CsvFile.WriteAsync(bytes, [], Table(text), mark: false, TestContext.Current.CancellationToken);
        using var csv = new CsvParser(new StringReader(Encoding.UTF8.GetString(bytes.ToArray())), CultureInfo.InvariantCulture);
        Assert.True(csv.Read() && csv.Read());
        Assert.All(csv.Record!, cell => Assert.False(cell.Length > 0 && Triggers.Contains(cell[0]), cell));
        var cell = csv.Record![1];
        Assert.Equal(text, cell.Length > 1 && cell[0] == '\'' && Triggers.Contains(cell[1]) && cell != text ? cell[1..] : cell);
    });

    [Fact]
    public Task A_text_comes_out_of_json_as_it_went_in() => Texts.SampleAsync(async text =>
    {
        using var bytes = new MemoryStream();
        await JsonFile.WriteAsync(PipeWriter.Create(bytes), [], Table(text), TestContext.Current.CancellationToken);
        using var json = JsonDocument.Parse(bytes.ToArray());
        Assert.Equal(text, json.RootElement.GetProperty("texts")[0].GetProperty("text").GetString());
    });

    /// <summary>metabase#76028: Excel takes UTF-8 without a mark for something else, and programs stumble over the mark.</summary>
    [Fact]
    public async Task The_link_on_a_page_gives_a_byte_order_mark_and_the_address_does_not()
    {
        var cancellation = TestContext.Current.CancellationToken;
        using var client = app.Visitor();
        using var page = await client.GetPageAsync("/ukraine/parties?date=2025-08-31");
        var link = page.QuerySelectorAll("main a").First(one => one.TextContent == "CSV").GetAttribute("href")!;
        var marked = await client.GetByteArrayAsync(new Uri(link, UriKind.Relative), cancellation);
        var plain = await client.GetByteArrayAsync(new Uri("/ukraine/parties.csv?date=2025-08-31", UriKind.Relative), cancellation);
        Assert.Equal([0xEF, 0xBB, 0xBF], marked[..3]);
        Assert.Equal((byte)'p', plain[0]);
        // It is no filter: the rows are the same to the last column.
        Assert.Equal(Rows(plain), Rows(marked[3..]));

        static IEnumerable<string> Rows(byte[] bytes) => Encoding.UTF8.GetString(bytes).Split("\r\n").Select(line => line.Replace("12:00:00Z", "", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("/ukraine/parties.json?bom=yes")]
    [InlineData("/ukraine/parties?bom=yes")]
    public async Task Only_a_csv_file_takes_the_mark(string address)
    {
        using var client = app.Visitor();
        using var answer = await client.GetAsync(new Uri(address, UriKind.Relative), TestContext.Current.CancellationToken);
        Assert.Equal(400, (int)answer.StatusCode);
    }

    private static TakeAway Table(string text) => new(new("texts", ["number: whole", "text", "several: texts"]), [[1, text, new List<string> { text, "b" }]]);
}
