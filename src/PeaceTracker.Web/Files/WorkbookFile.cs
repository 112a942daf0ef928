using System.IO.Pipelines;
using System.Xml;
using SpreadCheetah;
using SpreadCheetah.Styling;
using SpreadCheetah.Worksheets;

namespace PeaceTracker.Web.Files;

/// <summary>Tables as a workbook (XLSX): a sheet that says what it is, then one a table. Values keep their kind, and a text is never a formula.</summary>
internal static class WorkbookFile
{
    public const string ContentType = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

    public const string AboutSheet = "about this file";

    /// <summary>Letters a cell of a workbook can hold.</summary>
    public const int LongestText = 32_767;

    private const string Cut = " [cut here: the JSON file has all of it]";

    // Before it the calendar of workbooks has a day that never was.
    private static readonly DateOnly FirstDay = new(1900, 3, 1);

    private sealed record Styles(StyleId Heading, StyleId Day, StyleId Instant);

    public static async Task WriteAsync(PipeWriter body, string title, IReadOnlyList<(string Name, object? Value)> head, TakeAway takeAway, CancellationToken cancellation)
    {
        await using var stream = new AnswerStream(body);
        await using var workbook = await Spreadsheet.CreateNewAsync(stream, cancellationToken: cancellation);
        var styles = new Styles(
            workbook.AddStyle(new Style { Font = { Bold = true } }),
            workbook.AddStyle(new Style { Format = NumberFormat.Custom("yyyy-mm-dd") }),
            workbook.AddStyle(new Style { Format = NumberFormat.Custom("yyyy-mm-dd hh:mm:ss") }));

        var about = new WorksheetOptions();
        about.Column(1).Width = 18;
        about.Column(2).Width = 80;
        await workbook.StartWorksheetAsync(AboutSheet, about, cancellation);
        await workbook.AddRowAsync([new("title", styles.Heading), Cell(title, styles)], cancellation);
        foreach (var (name, value) in head)
            await workbook.AddRowAsync([new(name, styles.Heading), Cell(value, styles)], cancellation);

        foreach (var table in takeAway.More.Prepend(takeAway).Concat(takeAway.Wide))
        {
            await workbook.StartWorksheetAsync(table.Schema.Name, new WorksheetOptions { FrozenRows = 1 }, cancellation);
            await workbook.AddRowAsync([.. table.Schema.Columns.Select(column => new Cell(Text(column.Name), styles.Heading))], cancellation);
            await foreach (var row in table.Read(cancellation))
                await workbook.AddRowAsync([.. row.Select(value => Cell(value, styles))], cancellation);
        }

        await workbook.FinishAsync(cancellation);
        await body.FlushAsync(cancellation);
    }

    private static Cell Cell(object? value, Styles styles) => value switch
    {
        null => new((string?)null),
        int number => new(number),
        long number => new(number),
        decimal number => new(number),
        double number => new(number),
        bool yes => new(yes),
        DateOnly day when day >= FirstDay => new(day.ToDateTime(TimeOnly.MinValue), styles.Day),
        DateTimeOffset instant => new(instant.UtcDateTime, styles.Instant),
        _ => new(Text(CsvFile.Text(value))),
    };

    /// <summary>The text as a cell can hold it: XML knows no control characters and no halves of letters, and a cell ends somewhere.</summary>
    private static string Text(string text)
    {
        if (text.Length > LongestText)
            text = string.Concat(text.AsSpan(0, LongestText - Cut.Length - 1), Cut);
        return Sound(text);
    }

    /// <summary>The text with a sign in place of what XML cannot hold.</summary>
    public static string Sound(string text)
    {
        var sound = true;
        for (var index = 0; index < text.Length && sound; index++)
            sound = XmlConvert.IsXmlChar(text[index]) || (index + 1 < text.Length && XmlConvert.IsXmlSurrogatePair(text[index + 1], text[index]));
        return sound ? text : string.Concat(text.EnumerateRunes().Select(rune => rune.IsBmp && !XmlConvert.IsXmlChar((char)rune.Value) ? "\uFFFD" : rune.ToString()));
    }

    /// <summary>The buffers of the answer as a stream: what a library writes without waiting goes into them, and is sent with the next that waits.</summary>
    private sealed class AnswerStream(PipeWriter body) : Stream
    {
        public override bool CanRead => false;

        public override bool CanSeek => false;

        public override bool CanWrite => true;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public override void Flush()
        {
        }

        public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

        public override void Write(ReadOnlySpan<byte> buffer)
        {
            buffer.CopyTo(body.GetSpan(buffer.Length));
            body.Advance(buffer.Length);
        }

        public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) => WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

        public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) => await body.WriteAsync(buffer, cancellationToken);

        public override async Task FlushAsync(CancellationToken cancellationToken) => await body.FlushAsync(cancellationToken);

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();
    }
}
