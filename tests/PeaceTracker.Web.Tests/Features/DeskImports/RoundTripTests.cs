using System.Text;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using PeaceTracker.Data.Desk;
using PeaceTracker.Domain.Statements;
using PeaceTracker.Testing;
using PeaceTracker.Web.Writing.Importing;
using static PeaceTracker.Web.Tests.Features.DeskImports.ImportSteps;

namespace PeaceTracker.Web.Tests.Features.DeskImports;

/// <summary>What is taken away from one record and brought into another that has no statement says the same there: nothing is lost on the way but numbers and instants.</summary>
[Trait("Also", "PostgreSQL")]
public sealed class RoundTripTests : IDisposable
{
    /// <summary>Of the new record, not of what was said.</summary>
    private static readonly string[] Own = ["statement", "published_at", "revision"];

    private readonly DirectoryInfo seeds = Directory.CreateTempSubdirectory("peacetracker-seeds-");

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => seeds.Delete(recursive: true);

    [Fact]
    public async Task The_whole_record_is_the_same_when_it_is_taken_away_and_brought_in()
    {
        await using var full = new PeaceTrackerApp();
        await using var empty = new PeaceTrackerApp { Seeds = WithoutStatements() };
        var file = await TakenAsync(full);
        var before = Rows(file);
        Assert.Equal(505, before.Count);
        Assert.Empty(Rows(await TakenAsync(empty)));
        // The workbook the site gives is the same table.
        using var visitor = full.Visitor();
        var workbook = await visitor.GetByteArrayAsync(new Uri("/ukraine/statements.xlsx", UriKind.Relative), Cancellation);
        var cells = Cells(TableText.Read(Encoding.UTF8.GetBytes(file), null, out _)!).ToList();
        Assert.Equal(cells, Cells(TableText.Read(workbook, null, out _)!));
        // And so is the CSV file, as programs and as spreadsheets get it.
        foreach (var csv in new[] { "/ukraine/statements.csv", "/ukraine/statements.csv?bom=yes" })
            Assert.Equal(cells, Cells(TableText.Read(await visitor.GetByteArrayAsync(new Uri(csv, UriKind.Relative), Cancellation), null, out _)!));

        using var editor = await empty.SignInAsync("Editor");
        var address = await GiveFileAsync(editor, "statements.json", Encoding.UTF8.GetBytes(file));
        Assert.Contains("505 rows. Read as statements taken away from PeaceTracker", await LeadAsync(editor, $"{address}/columns"), StringComparison.Ordinal);
        await ColumnsAsync(editor, address);
        var lead = "";
        for (var tries = 0; !lead.Contains("written", StringComparison.Ordinal) && tries < 200; tries++)
            lead = await LeadAsync(editor, address);
        if (!lead.Contains(" 0 rows with problems", StringComparison.Ordinal))
            Assert.Fail(lead + "\n" + string.Join('\n', (await editor.GetStringAsync(new Uri($"{address}/rejected.csv", UriKind.Relative), Cancellation)).Split('\n').Select(line => line[Math.Max(0, line.LastIndexOf("Row ", StringComparison.Ordinal))..]).Where(line => line.StartsWith("Row ", StringComparison.Ordinal))));
        await ConfirmAsync(editor, address, all: true);
        await PublishAllAsync(empty);

        var after = Rows(await TakenAsync(empty));
        var (lost, made) = (before.Except(after).ToList(), after.Except(before).ToList());
        Assert.True(lost.Count == 0 && made.Count == 0, string.Join('\n', lost.Take(5).Select(row => "- " + row).Concat(made.Take(5).Select(row => "+ " + row))));
        Assert.Equal(before.Count, after.Count);
    }

    [Fact]
    public async Task A_CSV_file_of_statements_is_brought_in_and_taken_away_again_the_same()
    {
        await using var full = new PeaceTrackerApp();
        await using var empty = new PeaceTrackerApp { Seeds = WithoutStatements() };
        using var visitor = full.Visitor();
        const string some = "?issue=neutrality";
        var before = Rows(await visitor.GetStringAsync(new Uri("/ukraine/statements.json" + some, UriKind.Relative), Cancellation));
        Assert.True(before.Count > 10);
        using var editor = await empty.SignInAsync("Editor");
        var address = await GiveFileAsync(editor, "statements.csv", await visitor.GetByteArrayAsync(new Uri("/ukraine/statements.csv" + some + "&bom=yes", UriKind.Relative), Cancellation));
        await ColumnsAsync(editor, address);
        Assert.Contains(" 0 rows with problems", await LeadAsync(editor, address), StringComparison.Ordinal);
        await ConfirmAsync(editor, address, all: true);
        await PublishAllAsync(empty);
        Assert.Equal(before.Order(StringComparer.Ordinal), Rows(await TakenAsync(empty)).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_cell_of_codings_that_was_spoilt_is_said_with_its_row_and_one_without_them_is_refused()
    {
        await using var app = new PeaceTrackerApp();
        using var visitor = app.Visitor();
        var lines = (await visitor.GetStringAsync(new Uri("/ukraine/statements.csv?issue=neutrality", UriKind.Relative), Cancellation)).Split("\r\n");
        var spoilt = TableRows.Read(string.Join("\r\n", lines.Select((line, index) => index == 2 ? line.Replace("\"[{", "\"[", StringComparison.Ordinal) : line)), null);
        Assert.Null(spoilt.Problem);
        Assert.Contains("The cell of codings is not as the file was taken away", spoilt.Rows.Single(row => row.Problem is not null).Problem, StringComparison.Ordinal);
        Assert.Equal(3, spoilt.Rows.Single(row => row.Problem is not null).Number);
        Assert.Contains("without their codings", TableRows.Read("statement,made_on,schema_version\r\n1,2025,1\r\n", null).Problem, StringComparison.Ordinal);
    }

    private static IEnumerable<string> Cells(TableText text)
    {
        var table = TableRows.Read(text, null);
        Assert.Null(table.Problem);
        return table.Rows.Select(row => string.Join('|', table.Headings.Zip(row.Cells, (heading, cell) => $"{heading}={cell}")));
    }

    /// <summary>The file of all statements.</summary>
    private static async Task<string> TakenAsync(PeaceTrackerApp app)
    {
        using var visitor = app.Visitor();
        return await visitor.GetStringAsync(new Uri("/ukraine/statements.json", UriKind.Relative), Cancellation);
    }

    /// <summary>Each statement with its codings, citations and figures as one text, without what is of the record it stands in.</summary>
    private static List<string> Rows(string file)
    {
        var root = JsonNode.Parse(file)!.AsObject();
        var parts = new[] { "codings", "citations", "quantities" }.ToDictionary(list => list, list => root[list]!.AsArray().ToLookup(row => (int)row!["statement"]!));
        return [.. root["statements"]!.AsArray().Select(statement =>
        {
            var number = (int)statement!["statement"]!;
            return string.Join(" | ", parts.SelectMany(part => part.Value[number].Select(row => $"{part.Key} {Without(row!)}")).Prepend(Without(statement)));
        })];

        static string Without(JsonNode row)
        {
            var copy = row.DeepClone().AsObject();
            foreach (var name in Own)
                copy.Remove(name);
            return copy.ToJsonString(new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
        }
    }

    /// <summary>Makes every draft public, as a reviewer does.</summary>
    private static async Task PublishAllAsync(PeaceTrackerApp app)
    {
        var reviewer = await app.Services.AddAccountAsync(["Reviewer"]);
        // Some in one change, as a reviewer does.
        for (var together = 50; together > 0;)
            together = await app.Services.WriteAsync(reviewer, async (db, desk, process, changes) =>
            {
                var some = await DeskStatements.WithDetails(desk.All(process).Where(row => row.Status == StatementStatus.Draft).OrderBy(row => row.Id).Take(together)).ToListAsync(Cancellation);
                foreach (var row in some)
                {
                    row.Submit(changes.At);
                    await desk.PublishAsync(row, changes, reviewer.Id, null, Cancellation);
                }

                return some.Count;
            });
        // Readers see what was published up to the second before.
        app.Clock.Advance(TimeSpan.FromSeconds(5));
    }

    /// <summary>The seeds with no statement in them, nor what speaks of one.</summary>
    private string WithoutStatements()
    {
        var from = Path.Combine(Repository.Root, "seeds");
        foreach (var path in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories))
        {
            var to = Path.Combine(seeds.FullName, Path.GetRelativePath(from, path));
            Directory.CreateDirectory(Path.GetDirectoryName(to)!);
            if (Path.GetFileName(path) is "statements.csv" or "citations.csv" or "codings.csv" or "quantities.csv" or "said-about.csv" or "clause-differences.csv" or "figures.csv")
                File.WriteAllText(to, File.ReadLines(path).First() + "\n");
            else
                File.Copy(path, to);
        }

        return seeds.FullName;
    }
}
