using System.Security.Cryptography;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Net.Http.Headers;
using PeaceTracker.Web.Embedding;
using PeaceTracker.Web.Reading;

namespace PeaceTracker.Web.Files;

/// <summary>
/// The table behind a page. Every format is written from it, so they cannot disagree with each other; the page shows the same model.
/// </summary>
/// <param name="Rows">One value a column, of its kind; null for "not known".</param>
public sealed record TakeAway(Schema Schema, IEnumerable<IReadOnlyList<object?>> Rows)
{
    /// <summary>Version of all schemas together; a column is only ever added within one version.</summary>
    public const int SchemaVersion = 1;

    /// <summary>Further tables of the same answer, in the JSON file and the workbook.</summary>
    public IReadOnlyList<TakeAway> More { get; init; } = [];

    /// <summary>The same for a file that holds one table, with cells for what <see cref="More"/> says of each row; null when the table is the same.</summary>
    public TakeAway? Alone { get; init; }

    /// <summary>The same laid out for the eye, in the workbook only; its columns are as many as there are parties or such.</summary>
    public IReadOnlyList<TakeAway> Wide { get; init; } = [];

    /// <summary>The rows of a list too long to hold, read while the file is written; null when <see cref="Rows"/> are all.</summary>
    public Func<CancellationToken, IAsyncEnumerable<IReadOnlyList<object?>>>? Whole { get; init; }

    internal IAsyncEnumerable<IReadOnlyList<object?>> Read(CancellationToken cancellation) => Whole?.Invoke(cancellation) ?? Rows.ToAsyncEnumerable();

    /// <summary>Mark of the next page of a long list, the value of <c>after</c>; null on the last.</summary>
    public string? After { get; init; }
}

/// <summary>Answers a view as a page or as a file.</summary>
internal static class TakeAwayAnswer
{
    /// <summary>The page, the part of it that another site shows, or the file the address asks for.</summary>
    /// <param name="page">Name of the view; that of the action when null.</param>
    public static IActionResult Answer(this Controller controller, View view, object model, TakeAway takeAway, string? page = null)
    {
        var http = controller.HttpContext;
        // CSV has no place for the address of the next page.
        if (FileHead.Next(http, view, takeAway) is { } next)
            controller.Response.Headers.Link = $"<{next}>; rel=\"next\"";
        switch (view.Format, model)
        {
            case (null, _):
                controller.ViewData[UseAgain.Key] = UseAgain.Of(http, view, model);
                return view.Embedded ? controller.View("Embed", new Embed(view, (model as IEmbedded)?.Part(FileHead.Origin(http)))) : controller.View(page, model);
            case (PictureFile.Svg or PictureFile.Png, IDrawn drawn):
                return PictureFile.Of(drawn, view.Format, FileHead.Origin(http));
            case ("atom", IFollowed followed):
                var feed = followed.Feed.Write(view, FileHead.Origin(http));
                return EntityTag.IsKnown(http, EntityTag.Of(SHA256.HashData(feed))) ? controller.StatusCode(StatusCodes.Status304NotModified) : controller.File(feed, AtomFile.ContentType);
            case ("graphml", INetworked networked):
                return controller.File(networked.Network.Write(FileHead.Of(http, view, takeAway)), NetworkFile.ContentType);
            case ("jsonld", ILinked linked):
                return new SentFile(LinkedFile.ContentType, _ => LinkedFile.WriteAsync(http.Response.BodyWriter, http, view, linked, http.RequestAborted), null);
            case ({ } format, ICited cited) when Footnote.Of(http, view, cited).In(format) is (var type, var text):
                return controller.Content(text, type);
            default:
                var head = FileHead.Of(http, view, takeAway);
                // A list too long to hold would have to be read twice: programs, who ask again and again, are worth that.
                Func<CancellationToken, Task<EntityTagHeaderValue>>? tag = takeAway.Whole is not null && !view.Api
                    ? null
                    : cancellation => EntityTag.OfAsync($"{view.Format}{http.Request.Query[CsvFile.MarkParameter]}", !view.IsGiven("known"), head, takeAway, cancellation);
                return Written(view.Format!, head, $"{takeAway.Schema.Name.Replace('_', ' ')}, {view.Contents.Process.Title}", takeAway, tag);
        }
    }

    /// <summary>A file of what is no view of the record.</summary>
    public static IActionResult Answer(this Controller controller, string format, TakeAway takeAway) =>
        Written(format, FileHead.Of(controller.HttpContext, takeAway), takeAway.Schema.Name.Replace('_', ' '), takeAway);

    private static SentFile Written(string format, IReadOnlyList<(string Name, object? Value)> head, string title, TakeAway takeAway, Func<CancellationToken, Task<EntityTagHeaderValue>>? tag = null) => format switch
    {
        "json" => new(JsonFile.ContentType, http => JsonFile.WriteAsync(http.Response.BodyWriter, head, takeAway, http.RequestAborted), tag),
        "csv" => new(CsvFile.ContentType, http => CsvFile.WriteAsync(
            http.Response.Body, head.Any(pair => pair.Name == "permalink") ? FileHead.Provenance(head) : [], takeAway.Alone ?? takeAway, http.Request.Query.ContainsKey(CsvFile.MarkParameter), http.RequestAborted), tag),
        "xlsx" => new(WorkbookFile.ContentType, http => WorkbookFile.WriteAsync(http.Response.BodyWriter, title, head, takeAway, http.RequestAborted), tag),
        _ => throw new ArgumentOutOfRangeException(nameof(format), format, null),
    };
}

/// <summary>A file that is sent while it is written.</summary>
/// <param name="tag">Tells whether a reader has it already; null where that is not asked.</param>
internal sealed partial class SentFile(string type, Func<HttpContext, Task> write, Func<CancellationToken, Task<EntityTagHeaderValue>>? tag) : IActionResult
{
    public async Task ExecuteResultAsync(ActionContext context)
    {
        var http = context.HttpContext;
        if (tag is not null && EntityTag.IsKnown(http, await tag(http.RequestAborted)))
            return;
        http.Response.ContentType = type;
        try
        {
            await write(http);
        }
        catch (Exception error) when (http.Response.HasStarted && !http.RequestAborted.IsCancellationRequested)
        {
            // What was sent must not pass for the whole file: the connection ends without its last chunk, which every client takes for a fault.
            Hosting.PublicAnswers.Forget(http);
            LogBrokenOff(http.RequestServices.GetRequiredService<ILogger<SentFile>>(), http.Request.Path, error);
            http.Abort();
        }
    }

    [LoggerMessage(LogLevel.Error, "The file {Path} was broken off while it was sent.")]
    private static partial void LogBrokenOff(ILogger logger, PathString path, Exception error);
}
