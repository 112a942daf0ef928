using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Spreadsheet;
using DocumentFormat.OpenXml.Validation;
using Microsoft.AspNetCore.Mvc.Controllers;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using PeaceTracker.Testing;
using PeaceTracker.Web.Files;
using Schema = PeaceTracker.Web.Files.Schema;

namespace PeaceTracker.Web.Tests.Files;

/// <summary>The tables an address says it gives are those it gives, in every format.</summary>
public sealed partial class TablesTests(PeaceTrackerApp app) : IClassFixture<PeaceTrackerApp>
{
    private static readonly Dictionary<string, string> Samples = new()
    {
        ["process"] = "ukraine",
        ["party"] = "russia",
        ["issue"] = "nato-membership",
        ["number"] = "1",
        ["proposal"] = "russian-terms-august-2025",
        ["region"] = "donetsk",
        ["talksEvent"] = "alaska-summit",
    };

    /// <summary>Addresses that give other tables by what they are asked.</summary>
    private static readonly Dictionary<string, string[]> Others = new()
    {
        ["/{process}/compare"] = ["&p=russian-terms-june-2024,russian-terms-august-2025"],
        ["/{process}/territory"] = ["&proposal=russian-terms-june-2024,russian-terms-august-2025"],
    };

    [Fact]
    public async Task What_an_address_gives_is_known_without_running_it()
    {
        var cancellation = TestContext.Current.CancellationToken;
        using var reader = app.Visitor();
        using var auditor = await app.SignInAsync("Auditor");
        var seen = new HashSet<string>();
        var wrong = new List<string>();
        foreach (var (template, gives) in Endpoints())
        {
            Assert.True(gives.Count > 0, $"{template} does not say which tables it gives.");
            foreach (var address in Addresses(template, "json"))
            {
                var client = address.StartsWith("/audit", StringComparison.Ordinal) ? auditor : reader;
                using var answer = JsonDocument.Parse(await client.GetStringAsync(new Uri(address, UriKind.Relative), cancellation));
                var tables = answer.RootElement.EnumerateObject().Where(property => property.Value.ValueKind == JsonValueKind.Array).ToList();
                var declared = gives.SingleOrDefault(one => one.Select(schema => schema.Name).SequenceEqual(tables.Select(table => table.Name)));
                Assert.True(declared is not null, $"{address} gives {string.Join(", ", tables.Select(table => table.Name))}, which is not what it says.");
                Assert.Equal(declared[0].Name, answer.RootElement.GetProperty("schema").GetString());
                foreach (var (schema, table) in declared.Zip(tables))
                {
                    foreach (var row in table.Value.EnumerateArray())
                    {
                        Assert.Equal(schema.Columns.Select(column => column.Name), row.EnumerateObject().Select(value => value.Name));
                        foreach (var (column, value) in schema.Columns.Zip(row.EnumerateObject()))
                        {
                            if (!Fits(column.Kind, value.Value))
                                wrong.Add($"{address}: {schema.Name}.{column.Name} is {column.Kind} and holds {value.Value.GetRawText()}");
                            if (value.Value.ValueKind != JsonValueKind.Null)
                                seen.Add($"{schema.Name}.{column.Name}");
                        }
                    }
                }

                // The same as CSV: the first of the tables, and what every row ends with.
                var csv = await client.GetStringAsync(new Uri(address.Replace(".json?", ".csv?", StringComparison.Ordinal), UriKind.Relative), cancellation);
                Assert.StartsWith(string.Join(',', declared[0].Columns.Select(column => column.Name)), csv, StringComparison.Ordinal);
            }
        }

        Assert.True(wrong.Count == 0, string.Join(Environment.NewLine, wrong.DistinctBy(one => one.Split(' ')[1])));
        // Not on empty answers alone.
        Assert.True(seen.Count > 350, $"Only {seen.Count} columns had a value.");
    }

    [Fact]
    public async Task Every_workbook_is_valid_and_has_a_sheet_a_table()
    {
        using var reader = app.Visitor();
        using var auditor = await app.SignInAsync("Auditor");
        var wrong = new List<string>();
        foreach (var (template, gives) in Endpoints())
        {
            foreach (var address in Addresses(template, "xlsx"))
            {
                var client = address.StartsWith("/audit", StringComparison.Ordinal) ? auditor : reader;
                using var workbook = await OpenAsync(client, address);
                var faults = new OpenXmlValidator().Validate(workbook, TestContext.Current.CancellationToken).Select(fault => $"{fault.Path?.XPath}: {fault.Description}").ToList();
                Assert.True(faults.Count == 0, $"{address}: {faults.FirstOrDefault()}");
                var sheets = Sheets(workbook).Where(name => name != "matrix").ToList();
                Assert.Equal(WorkbookFile.AboutSheet, sheets[0]);
                var declared = gives.Single(one => one.Select(schema => schema.Name).SequenceEqual(sheets.Skip(1)));
                wrong.AddRange(declared.SelectMany(schema => Rows(workbook, schema.Name).Skip(1).SelectMany(row => schema.Columns.Zip(row)
                    .Where(pair => pair.Second.DataType is not null || pair.Second.CellValue is not null)
                    .Where(pair => Held(pair.First.Kind) != pair.Second.DataType?.Value).Select(pair => $"{schema.Name}.{pair.First.Name}"))));
                Assert.Empty(workbook.WorkbookPart!.WorksheetParts.SelectMany(part => part.Worksheet!.Descendants<CellFormula>()));
            }
        }

        Assert.True(wrong.Count == 0, string.Join(Environment.NewLine, wrong.Distinct()));

        // Numbers and dates have no type of their own in a workbook.
        static CellValues? Held(ColumnKind kind) => kind switch
        {
            ColumnKind.Whole or ColumnKind.Fractional or ColumnKind.Day or ColumnKind.Instant => null,
            ColumnKind.YesNo => CellValues.Boolean,
            _ => CellValues.InlineString,
        };
    }

    /// <summary>Issue, case G 54: an export carries schema version, filter, as-of, time, licence; inception#5719: the version of the program.</summary>
    [Fact]
    public async Task A_workbook_says_what_it_is_and_keeps_kinds()
    {
        using var client = app.Visitor();
        using var workbook = await OpenAsync(client, "/ukraine/positions.xlsx?date=2025-08-31&since=2024-06-30&known=2026-11-25T12:00:00Z&parties=russia,ukraine");
        var about = Rows(workbook, WorkbookFile.AboutSheet).ToDictionary(row => row[0].InnerText, row => row.Count > 1 ? row[1] : null);
        Assert.Equal("1", about["schema_version"]!.InnerText);
        Assert.StartsWith("PeaceTracker 1.", about["program"]!.InnerText, StringComparison.Ordinal);
        Assert.Equal("date=2025-08-31&since=2024-06-30&known=2026-11-25T12:00:00Z&parties=russia,ukraine", about["filter"]!.InnerText);
        Assert.Equal(new DateTime(2025, 8, 31), Day(about["as_of"]!));
        Assert.Equal(new DateTime(2024, 6, 30), Day(about["since"]!));
        Assert.Equal(new DateTime(2026, 11, 25, 12, 0, 0), Day(about["known"]!));
        Assert.Contains("creativecommons.org", about["licence"]!.InnerText, StringComparison.Ordinal);
        Assert.EndsWith("/ukraine/positions?date=2025-08-31&known=2026-11-25T12:00:00Z&parties=russia,ukraine&since=2024-06-30", about["permalink"]!.InnerText, StringComparison.Ordinal);

        var rows = Rows(workbook, "positions");
        var heading = rows[0].Select(cell => cell.InnerText).ToList();
        var nato = rows.Single(row => row[heading.IndexOf("party")].InnerText == "russia" && row[heading.IndexOf("issue")].InnerText == "nato-membership");
        Assert.True(nato[heading.IndexOf("step_from")].DataType?.Value is null, "A number.");
        Assert.InRange(Day(nato[heading.IndexOf("stated_on")]), new(2022, 2, 24), new(2025, 8, 31));

        // Case G 50: a table for the eye, issues by parties.
        var matrix = Rows(workbook, "matrix");
        Assert.Equal(["issue", "region", "Russia", "Ukraine"], matrix[0].Select(cell => cell.InnerText));
        Assert.Contains(matrix, row => row[0].InnerText == "NATO membership");
    }

    private static DateTime Day(Cell cell) => DateTime.FromOADate(double.Parse(cell.CellValue!.Text, CultureInfo.InvariantCulture));

    internal static async Task<SpreadsheetDocument> OpenAsync(HttpClient client, string address) =>
        SpreadsheetDocument.Open(new MemoryStream(await client.GetByteArrayAsync(new Uri(address, UriKind.Relative), TestContext.Current.CancellationToken)), false);

    private static List<string> Sheets(SpreadsheetDocument workbook) => [.. workbook.WorkbookPart!.Workbook!.Descendants<DocumentFormat.OpenXml.Spreadsheet.Sheet>().Select(sheet => sheet.Name!.Value!)];

    internal static List<List<Cell>> Rows(SpreadsheetDocument workbook, string sheet)
    {
        var id = workbook.WorkbookPart!.Workbook!.Descendants<DocumentFormat.OpenXml.Spreadsheet.Sheet>().Single(one => one.Name == sheet).Id!.Value!;
        return [.. ((WorksheetPart)workbook.WorkbookPart.GetPartById(id)).Worksheet!.Descendants<Row>().Select(row => row.Elements<Cell>().ToList())];
    }

    private static bool Fits(ColumnKind kind, JsonElement value) => value.ValueKind == JsonValueKind.Null || kind switch
    {
        ColumnKind.Text => value.ValueKind == JsonValueKind.String,
        ColumnKind.Whole => value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out _),
        ColumnKind.Fractional => value.ValueKind == JsonValueKind.Number,
        ColumnKind.Day => value.ValueKind == JsonValueKind.String && DayText().IsMatch(value.GetString()!),
        ColumnKind.Instant => value.ValueKind == JsonValueKind.String && InstantText().IsMatch(value.GetString()!),
        ColumnKind.YesNo => value.ValueKind is JsonValueKind.True or JsonValueKind.False,
        ColumnKind.Texts => value.ValueKind == JsonValueKind.Array && value.EnumerateArray().All(item => item.ValueKind == JsonValueKind.String),
        ColumnKind.Wholes => value.ValueKind == JsonValueKind.Array && value.EnumerateArray().All(item => item.TryGetInt64(out _)),
        _ => false,
    };

    private IEnumerable<(string Template, List<IReadOnlyList<Schema>> Gives)> Endpoints() =>
        app.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Where(endpoint => endpoint.Metadata.GetMetadata<ControllerActionDescriptor>() is not null)
            .Select(endpoint => ("/" + endpoint.RoutePattern.RawText!.TrimStart('/'), endpoint.Metadata.OfType<GivesAttribute>().Select(gives => gives.Tables).ToList()))
            .Where(pair => FileFormats.Of(pair.Item1).Contains("json"));

    private static IEnumerable<string> Addresses(string template, string format)
    {
        var page = FileFormats.Page(template);
        var address = Parameter().Replace($"{page}.{format}", match => Samples[match.Groups[1].Value]);
        return Others.GetValueOrDefault(page, []).Prepend("").Select(query => page.StartsWith("/audit", StringComparison.Ordinal) ? address + "?" : $"{address}?date=2025-08-31&since=2024-06-30{query}");
    }

    [GeneratedRegex(@"\{(\w+)[^}]*\}")]
    private static partial Regex Parameter();

    [GeneratedRegex(@"^\d{4}-\d\d-\d\d$")]
    private static partial Regex DayText();

    [GeneratedRegex(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,3})?Z$")]
    private static partial Regex InstantText();
}
