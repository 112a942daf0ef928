using System.Globalization;
using System.IO.Compression;
using System.Security;
using System.Text;

namespace PeaceTracker.Web.Tests.Features.DeskImports;

/// <summary>Files of other programs, written from their published formats: Office Open XML (ECMA-376) and REFI-QDA 1.0.</summary>
internal static class Fixtures
{
    /// <summary>A packed file of these parts.</summary>
    public static byte[] Zip(params IEnumerable<(string Name, byte[] Content)> parts)
    {
        using var memory = new MemoryStream();
        using (var zip = new ZipArchive(memory, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var (name, content) in parts)
            {
                using var stream = zip.CreateEntry(name, CompressionLevel.SmallestSize).Open();
                stream.Write(content);
            }
        }

        return memory.ToArray();
    }

    /// <param name="sheets">Name, whether it is hidden, the cells as XML (<see cref="Row"/>), and further elements behind them.</param>
    public static byte[] Workbook(params (string Name, bool Hidden, string Rows, string Behind)[] sheets)
    {
        const string main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
        const string relations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
        const string types = "application/vnd.openxmlformats-officedocument.spreadsheetml";
        return Zip([
            Part("[Content_Types].xml", $"<Types xmlns='http://schemas.openxmlformats.org/package/2006/content-types'><Default Extension='rels' ContentType='application/vnd.openxmlformats-package.relationships+xml'/><Override PartName='/xl/workbook.xml' ContentType='{types}.sheet.main+xml'/><Override PartName='/xl/styles.xml' ContentType='{types}.styles+xml'/>{string.Concat(sheets.Select((_, index) => $"<Override PartName='/xl/worksheets/sheet{index + 1}.xml' ContentType='{types}.worksheet+xml'/>"))}</Types>"),
            Part("_rels/.rels", $"<Relationships xmlns='http://schemas.openxmlformats.org/package/2006/relationships'><Relationship Id='r1' Type='{relations}/officeDocument' Target='xl/workbook.xml'/></Relationships>"),
            Part("xl/workbook.xml", $"<workbook xmlns='{main}' xmlns:r='{relations}'><sheets>{string.Concat(sheets.Select((sheet, index) => $"<sheet name='{sheet.Name}' sheetId='{index + 1}'{(sheet.Hidden ? " state='hidden'" : "")} r:id='s{index + 1}'/>"))}</sheets></workbook>"),
            Part("xl/_rels/workbook.xml.rels", $"<Relationships xmlns='http://schemas.openxmlformats.org/package/2006/relationships'><Relationship Id='y' Type='{relations}/styles' Target='styles.xml'/>{string.Concat(sheets.Select((_, index) => $"<Relationship Id='s{index + 1}' Type='{relations}/worksheet' Target='worksheets/sheet{index + 1}.xml'/>"))}</Relationships>"),
            // Formats: 0 general, 1 a day, 2 month and year, 3 a year.
            Part("xl/styles.xml", $"<styleSheet xmlns='{main}'><numFmts count='2'><numFmt numFmtId='164' formatCode='mmm\\ yyyy'/><numFmt numFmtId='165' formatCode='yyyy'/></numFmts><fonts count='1'><font/></fonts><fills count='1'><fill/></fills><borders count='1'><border/></borders><cellStyleXfs count='1'><xf/></cellStyleXfs><cellXfs count='4'><xf numFmtId='0'/><xf numFmtId='14' applyNumberFormat='1'/><xf numFmtId='164' applyNumberFormat='1'/><xf numFmtId='165' applyNumberFormat='1'/></cellXfs></styleSheet>"),
            .. sheets.Select((sheet, index) => Part($"xl/worksheets/sheet{index + 1}.xml", $"<worksheet xmlns='{main}'><sheetData>{sheet.Rows}</sheetData>{sheet.Behind}</worksheet>")),
        ]);
    }

    /// <summary>A row of a sheet.</summary>
    public static string Row(int number, params IEnumerable<object?> cells) =>
        $"<row r='{number}'>{string.Concat(cells.Select((cell, column) => Cell($"{(column < 26 ? "" : "A")}{(char)('A' + (column % 26))}{number}", cell)))}</row>";

    /// <summary>A day as a spreadsheet counts it: since 30 December 1899, in a format.</summary>
    public static object Day(DateOnly day, int format) => (day.DayNumber - new DateOnly(1899, 12, 30).DayNumber, format);

    /// <summary>A formula with the value saved with it.</summary>
    /// <param name="missing">It was never worked out.</param>
    public static object Formula(string formula, string value, bool error = false, bool missing = false) => (formula, missing ? null : value, error);

    public static byte[] Utf8(string text) => Encoding.UTF8.GetBytes(text);

    /// <summary>A coded project with these sources.</summary>
    public static string Project(string sources) => $"""
        <?xml version="1.0" encoding="utf-8"?>
        <Project xmlns="urn:QDA-XML:project:1.0" name="Talks" origin="a test">
          <Users><User guid="00000000-0000-0000-0000-000000000001" name="A"/></Users>
          <CodeBook><Codes>
            <Code guid="10000000-0000-0000-0000-000000000000" name="Neutrality" isCodable="true">
              <Code guid="10000000-0000-0000-0000-000000000002" name="Neutrality open to talks" isCodable="true"/>
            </Code>
            <Code guid="20000000-0000-0000-0000-000000000000" name="Tone" isCodable="true"/>
          </Codes></CodeBook>
          <Sources>{sources}</Sources>
        </Project>
        """;

    /// <summary>A passage with a code on it.</summary>
    public static string Passage(int start, int end, string code) =>
        $"""<PlainTextSelection guid="{Guid.NewGuid()}" name="" startPosition="{start}" endPosition="{end}"><Coding guid="{Guid.NewGuid()}"><CodeRef targetGUID="{code}"/></Coding></PlainTextSelection>""";

    private static string Cell(string at, object? cell) => cell switch
    {
        null => "",
        (int serial, int format) => string.Create(CultureInfo.InvariantCulture, $"<c r='{at}' s='{format}'><v>{serial}</v></c>"),
        (string formula, string value, bool error) => $"<c r='{at}' t='{(error ? "e" : "str")}'><f>{SecurityElement.Escape(formula)}</f><v>{SecurityElement.Escape(value)}</v></c>",
        (string formula, null, bool) => $"<c r='{at}'><f>{SecurityElement.Escape(formula)}</f></c>",
        int number => string.Create(CultureInfo.InvariantCulture, $"<c r='{at}'><v>{number}</v></c>"),
        bool yes => $"<c r='{at}' t='b'><v>{(yes ? 1 : 0)}</v></c>",
        _ => $"<c r='{at}' t='inlineStr'><is><t xml:space='preserve'>{SecurityElement.Escape((string)cell)}</t></is></c>",
    };

    private static (string, byte[]) Part(string name, string xml) => (name, Utf8("<?xml version='1.0' encoding='UTF-8' standalone='yes'?>" + xml));
}
