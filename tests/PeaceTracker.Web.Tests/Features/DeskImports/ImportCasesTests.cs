using System.Globalization;
using System.Net;
using System.Text;
using PeaceTracker.Domain.Time;
using PeaceTracker.Testing;
using PeaceTracker.Web.Tests.Features.Desk;
using static PeaceTracker.Web.Tests.Features.DeskImports.ImportSteps;

namespace PeaceTracker.Web.Tests.Features.DeskImports;

/// <summary>Files that went wrong for the users of neighbouring tools, each brought in here by the page.</summary>
public sealed class ImportCasesTests(DeskApp app) : IClassFixture<DeskApp>, IAsyncLifetime
{
    private HttpClient editor = null!;

    static ImportCasesTests() => Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => editor = await app.SignInAsync("Editor");

    public ValueTask DisposeAsync()
    {
        editor.Dispose();
        return ValueTask.CompletedTask;
    }

    // 1
    [Theory]
    [InlineData("utf-8", false)]
    [InlineData("utf-8", true)]
    [InlineData("utf-16", true)]
    [InlineData("utf-16BE", true)]
    [InlineData("utf-16", false)]
    [InlineData("utf-16BE", false)]
    [InlineData("windows-1251", false)]
    public async Task Україна_dash_Kyiv_is_kept_in_every_encoding_and_the_encoding_is_shown(string name, bool mark)
    {
        var source = await app.Services.AddSourceAsync(text: null);
        var words = $"Україна – Kyiv, {name} {mark}";
        var encoding = Encoding.GetEncoding(name);
        var address = await GiveFileAsync(editor, "a.csv", [.. mark ? encoding.GetPreamble() : [], .. encoding.GetBytes($"{Heading}\r\n{Row(source, "2026-10-11", "Україна", "elections", quote: words)}\r\n")]);
        var lead = await LeadAsync(editor, $"{address}/columns");
        Assert.Contains(name switch { "utf-8" => "Read as UTF-8", "utf-16" => "Read as UTF-16, little-endian", "utf-16BE" => "Read as UTF-16, big-endian", _ => "Read as Windows-1251" }, lead, StringComparison.Ordinal);
        await ColumnsAsync(editor, address);
        await ConfirmAsync(editor, address, all: true);
        Assert.Equal(words, Assert.Single(await app.FromAsync(source)).Quote);
    }

    // 2, 10, 13, 14
    [Theory]
    [InlineData("01.03.2018", "2018-03-01")]
    [InlineData("29 березня 2022", "2022-03-29")]
    [InlineData("29 марта 2022", "2022-03-29")]
    [InlineData("29 mars 2022", "2022-03-29")]
    [InlineData("29. März 2022", "2022-03-29")]
    [InlineData("March 29, 2022", "2022-03-29")]
    [InlineData("1 травня 2023", "2023-05-01")]
    [InlineData("1 мая 2023", "2023-05-01")]
    [InlineData("1. Mai 2023", "2023-05-01")]
    [InlineData("2022", "2022")]
    [InlineData("2022-03", "2022-03")]
    [InlineData("2022-03-29~", "2022-03-29~")]
    [InlineData("2022-03/2022-04", "2022-03/2022-04")]
    [InlineData("11/8/2020", null)]
    [InlineData("not a date", null)]
    [InlineData("01.03.2018 - Author - Source - TYPE.txt", null)]
    [InlineData("+2023-00-00", null)]
    [InlineData("circa 17th century", null)]
    [InlineData("32 березня 2022", null)]
    public async Task A_date_is_what_it_says_or_a_problem_and_never_today(string typed, string? expected)
    {
        // A culture of the server in which nothing is as in English.
        var danish = (CultureInfo)CultureInfo.InvariantCulture.Clone();
        danish.DateTimeFormat.MonthNames = ["januar", "februar", "marts", "april", "maj", "juni", "juli", "august", "september", "oktober", "november", "december", ""];
        danish.DateTimeFormat.ShortDatePattern = "MM/dd/yyyy";
        danish.NumberFormat.NumberDecimalSeparator = ",";
        foreach (var culture in new[] { CultureInfo.InvariantCulture, danish })
        {
            var before = CultureInfo.DefaultThreadCurrentCulture;
            CultureInfo.DefaultThreadCurrentCulture = culture;
            try
            {
                var source = await app.Services.AddSourceAsync(text: null);
                var address = await GiveAsync(editor, [Heading, Row(source, $"\"{typed}\"", "Russia", "elections", quote: $"Said {typed} {culture.NumberFormat.NumberDecimalSeparator}")]);
                await ColumnsAsync(editor, address);
                if (expected is null)
                {
                    Assert.Contains("0 ready, 1 row with problems, 0 possible", await LeadAsync(editor, address), StringComparison.Ordinal);
                    var rejected = await editor.GetStringAsync(new Uri($"{address}/rejected.csv", UriKind.Relative), Cancellation);
                    Assert.Contains($"Row 2, said on: expected a date such as 2025-08-20 or 2025-08; found {typed}.", rejected, StringComparison.Ordinal);
                    Assert.DoesNotContain("2026-11-25", rejected, StringComparison.Ordinal);
                }
                else
                {
                    await ConfirmAsync(editor, address, all: true);
                    Assert.Equal(expected, Assert.Single(await app.FromAsync(source)).MadeOn.Text);
                }
            }
            finally
            {
                CultureInfo.DefaultThreadCurrentCulture = before;
            }
        }
    }

    [Fact]
    public async Task Both_readings_of_11_8_2020_are_named()
    {
        var source = await app.Services.AddSourceAsync(text: null);
        var address = await GiveAsync(editor, [Heading, Row(source, "11/8/2020", "Russia", "elections", quote: "Either")]);
        await ColumnsAsync(editor, address);
        var page = (await editor.GetPageAsync(address)).Body!.Words();
        Assert.Contains("2020-08-11", page, StringComparison.Ordinal);
        Assert.Contains("2020-11-08", page, StringComparison.Ordinal);
    }

    // 3
    [Fact]
    public async Task Passages_coded_elsewhere_are_brought_in_from_a_project_when_its_sources_and_codes_are_named()
    {
        var source = await app.Services.AddSourceAsync();
        const string words = "Asked about troop limits she declined to answer";
        var text = $"Before. {words}. After.";
        var project = Fixtures.Project($"""<TextSource guid="a" name="Interview 7" plainTextPath="internal://a.txt">{Fixtures.Passage(8, 8 + words.Length, "10000000-0000-0000-0000-000000000002")}</TextSource>""");
        var address = await GiveFileAsync(editor, "talks.qdpx", Fixtures.Zip([("project.qde", Fixtures.Utf8(project)), ("sources/a.txt", Fixtures.Utf8(text))]));
        Assert.Contains("Read as a coded project (REFI-QDA)", await LeadAsync(editor, $"{address}/columns"), StringComparison.Ordinal);
        await ColumnsAsync(editor, address, new() { ["same-said"] = "2026-11-20", ["same-party"] = "Ukraine", ["same-channel"] = "on-record", ["same-information"] = "2" });
        Assert.Contains("Row 1, source: found \"Interview 7\"", (await editor.GetPageAsync(address)).Body!.Words(), StringComparison.Ordinal);
        await RepairAsync(editor, address, ("source", source.ToString(CultureInfo.InvariantCulture)));
        await ConfirmAsync(editor, address, all: true);
        var draft = Assert.Single(await app.FromAsync(source));
        Assert.Equal((words, "ukraine"), (draft.Citations[0].Exact, draft.Parties[0]));
        // "Neutrality open to talks" is the second step of the issue "neutrality".
        Assert.Equal(("neutrality", 2), (draft.Codings[0].Issue, draft.Codings[0].StepFrom));
    }

    // 5
    [Theory]
    [InlineData(",")]
    [InlineData(";")]
    [InlineData("\t")]
    [InlineData("|")]
    public async Task Fewer_cells_more_cells_and_line_breaks_are_told_by_row_whatever_stands_between(string separator)
    {
        var source = await app.Services.AddSourceAsync(text: null);
        string Joined(params string[] cells) => string.Join(separator, cells);
        string[] whole = [$"{source}", "2026-10-12", "Ukraine", "elections", "2", "on-record", "2", $"\"Two\nlines {(int)separator[0]}\"", "x"];
        var file = string.Join('\n', Joined("source", "said", "party", "issue", "step", "channel", "information", "quote", "notes"), Joined(whole), Joined($"{source}", "2026-10-12", "Ukraine"), Joined([.. whole, "one more"]), "", Joined(whole).Replace("Two", "Few", StringComparison.Ordinal).Replace("\"Few", "\"Never \"closed", StringComparison.Ordinal));
        var address = await GiveFileAsync(editor, "a.txt", Encoding.UTF8.GetBytes(file));
        await ColumnsAsync(editor, address);
        var rejected = await editor.GetStringAsync(new Uri($"{address}/rejected.csv", UriKind.Relative), Cancellation);
        Assert.Contains("Row 3: Found 3 cells, and the heading has 9", rejected, StringComparison.Ordinal);
        Assert.Contains("Row 4: Found 10 cells, and the heading has 9", rejected, StringComparison.Ordinal);
        Assert.Contains("Row 6: A quotation mark", rejected, StringComparison.Ordinal);
        await ConfirmAsync(editor, address, all: true);
        Assert.Equal($"Two\nlines {(int)separator[0]}", Assert.Single(await app.FromAsync(source)).Quote);
    }

    // 6
    [Fact]
    public async Task Emoji_line_separators_and_apostrophes_are_kept_and_NUL_is_refused_by_row()
    {
        var source = await app.Services.AddSourceAsync(text: null);
        string[] quotes = ["peace \U0001F54A here", "one \u2028 line", "the party’s words", "a\0b"];
        var lines = quotes.Select((quote, index) => Row(source, $"2026-0{index + 1}-14", "Ukraine", "elections", quote: quote)).Prepend(Heading);
        var address = await GiveFileAsync(editor, "a.csv", Encoding.UTF8.GetBytes(string.Join('\n', lines)));
        await ColumnsAsync(editor, address);
        Assert.Contains("1 row with problems", await LeadAsync(editor, address), StringComparison.Ordinal);
        Assert.Contains("Row 5: The cell of quote has a character U+0000", await editor.GetStringAsync(new Uri($"{address}/rejected.csv", UriKind.Relative), Cancellation), StringComparison.Ordinal);
        await ConfirmAsync(editor, address, all: true);
        Assert.Equal(quotes[..3], (await app.FromAsync(source)).Select(row => row.Quote));
    }

    // 7
    [Theory]
    [InlineData("plain", "✓✓")]
    [InlineData("✓✓", "plain")]
    public async Task Plain_and_ticks_are_both_written_or_neither(string first, string second)
    {
        var source = await app.Services.AddSourceAsync(text: null);
        var address = await GiveAsync(editor, [Heading, Row(source, "2026-05-02", "Ukraine", "elections", quote: first), Row(source, "2026-06-02", "Ukraine", "elections", quote: second)]);
        await ColumnsAsync(editor, address);
        await ConfirmAsync(editor, address, all: true);
        Assert.Equal([first, second], (await app.FromAsync(source)).Select(row => row.Quote));
    }

    // 8
    [Fact]
    public async Task Many_rows_that_are_on_record_already_are_one_sentence()
    {
        var source = await app.Services.AddSourceAsync(text: null);
        var rows = Enumerable.Range(1, 30).Select(number => Row(source, FormattableString.Invariant($"2024-{(number % 12) + 1:00}-{number % 28 + 1:00}"), "Ukraine", "elections", quote: FormattableString.Invariant($"Été à l’école {number} {new string((char)('a' + (number % 26)), 9)}"))).ToList();
        var address = await GiveAsync(editor, [Heading, .. rows]);
        await ColumnsAsync(editor, address);
        await ConfirmAsync(editor, address, all: true);
        var written = (await app.FromAsync(source)).Count;
        Assert.Equal(30, written);
        var again = await GiveAsync(editor, [Heading, .. rows, ",,,,,,,,,,,"]);
        await ColumnsAsync(editor, again);
        var page = await editor.GetPageAsync(again);
        Assert.Contains("0 ready, 0 rows with problems, 0 possible duplicates, 30 said already, 0 written", page.QuerySelector(".lead")!.Words(), StringComparison.Ordinal);
        Assert.Empty(page.QuerySelectorAll("form[action$=confirm]"));
        Assert.Equal(written, (await app.FromAsync(source)).Count);
    }

    // 16
    [Theory]
    [InlineData("1921/197X~", null)]
    [InlineData("1892~", "1892~")]
    [InlineData("2022-03-29?", "2022-03-29?")]
    [InlineData("2022-XX", "2022-XX")]
    [InlineData("../2022", "../2022")]
    [InlineData("2022-03/", "2022-03/")]
    public void What_a_date_is_written_as_reads_as_the_same_date(string typed, string? expected)
    {
        var date = DateInput.Read(typed).Date;
        Assert.Equal(expected, date?.Text);
        if (date is null)
            return;
        Assert.Equal(date, DateInput.Read(date.Text).Date);
        Assert.Equal(date, DateInput.Read(date.ToWords()).Date);
    }

    // 17: short rows, the same row twice, empty rows, an encoding, a passage of a line break alone.
    [Fact]
    public async Task Short_rows_rows_given_twice_empty_rows_and_blank_passages_are_told_and_nothing_breaks()
    {
        var source = await app.Services.AddSourceAsync(text: null);
        var row = Row(source, "2026-07-03", "Ukraine", "elections", quote: "Größe");
        var file = string.Join('\n', Heading, row, "short", row, "", ",,,,,,,,,,,", Row(source, "2026-08-03", "Ukraine", "elections", quote: "\n"));
        var address = await GiveFileAsync(editor, "a.csv", Encoding.GetEncoding("windows-1252").GetBytes(file));
        using (var columns = await editor.PostFormAsync($"{address}/columns", new() { ["encoding"] = "windows-1252" }, "form[action$=columns]"))
            Assert.Equal(HttpStatusCode.SeeOther, columns.StatusCode);
        if ((await editor.GetPageAsync($"{address}/columns")).QuerySelector("form[action$=columns]") is not null)
            await ColumnsAsync(editor, address);
        Assert.Contains("2 rows with problems", await LeadAsync(editor, address), StringComparison.Ordinal);
        var rejected = await editor.GetStringAsync(new Uri($"{address}/rejected.csv", UriKind.Relative), Cancellation);
        Assert.Contains("Row 3: Found 1 cells", rejected, StringComparison.Ordinal);
        Assert.Contains("Says what row 2 says", rejected, StringComparison.Ordinal);
        Assert.Contains("passage: give the words this statement rests on", rejected, StringComparison.OrdinalIgnoreCase);
        await ConfirmAsync(editor, address, all: true);
        Assert.Equal("Größe", Assert.Single(await app.FromAsync(source)).Quote);
    }

    // B7: what is left out of a workbook comes back as a table with an error behind each row, and is brought in again when it is mended.
    [Fact]
    public async Task Rows_of_a_workbook_that_are_left_out_can_be_taken_away_mended_and_brought_again()
    {
        var source = await app.Services.AddSourceAsync(text: null);
        string[] heading = ["source", "said", "party", "issue", "step", "channel", "information", "quote"];
        var file = Fixtures.Workbook(("Rows", false, Fixtures.Row(1, heading) + Fixtures.Row(2, source, Fixtures.Day(new(2026, 2, 3), 1), "Ukraine", "elections", 2, "on-record", 2, "Of a workbook") + Fixtures.Row(3, source, Fixtures.Day(new(2026, 4, 3), 1), "Ukrayne", "elections", 2, "on-record", 2, "=Of a workbook, too"), ""));
        var address = await GiveFileAsync(editor, "a.xlsx", file);
        Assert.Contains("Read from sheet \"Rows\"", await LeadAsync(editor, $"{address}/columns"), StringComparison.Ordinal);
        await ColumnsAsync(editor, address);
        await ConfirmAsync(editor, address, all: true);
        Assert.Equal("2026-02-03", Assert.Single(await app.FromAsync(source)).MadeOn.Text);
        var rejected = await editor.GetStringAsync(new Uri($"{address}/rejected.csv", UriKind.Relative), Cancellation);
        Assert.Contains("\"Row 3, party: expected the name of a party on record, or none; found Ukrayne.\"", rejected, StringComparison.Ordinal);
        var again = await GiveFileAsync(editor, "b.csv", Encoding.UTF8.GetBytes(rejected.Replace("Ukrayne,", "Ukraine,", StringComparison.Ordinal)));
        await ColumnsAsync(editor, again);
        await ConfirmAsync(editor, again, all: true);
        Assert.Equal(["2026-02-03 Of a workbook", "2026-04-03 =Of a workbook, too"], (await app.FromAsync(source)).Select(row => $"{row.MadeOn.Text} {row.Quote}"));
    }
}
