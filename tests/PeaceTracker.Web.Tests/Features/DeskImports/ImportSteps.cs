using System.Globalization;
using System.Net.Http.Headers;
using System.Text.RegularExpressions;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using PeaceTracker.Data.Desk;
using PeaceTracker.Domain.Statements;
using PeaceTracker.Testing;

namespace PeaceTracker.Web.Tests.Features.DeskImports;

/// <summary>What an editor does with a table, step by step.</summary>
internal static partial class ImportSteps
{
    public const string Heading = "source,said,party,issue,step,channel,information,quote,paragraph,language,notes,summary";
    public const string ImportsPage = "/ukraine/desk/imports";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>A row under <see cref="Heading"/>.</summary>
    public static string Row(int source, string said, string party, string issue = "neutrality", string step = "2", string quote = "", string paragraph = "", string notes = "", string summary = "") =>
        string.Create(CultureInfo.InvariantCulture, $"{source},{said},{party},{issue},{step},on-record,2,\"{quote}\",{paragraph},en,{notes},{summary}");

    /// <summary>Pastes lines; the address of the table.</summary>
    public static async Task<string> GiveAsync(HttpClient client, IReadOnlyList<string> lines, bool columns = true)
    {
        using var answer = await client.PostFormAsync(ImportsPage, new() { ["pasted"] = string.Join('\n', lines) });
        var address = answer.Headers.Location?.OriginalString ?? throw new InvalidOperationException(await answer.Content.ReadAsStringAsync(Cancellation));
        return columns ? Columns().Replace(address, "") : address;
    }

    public static async Task<string> GiveFileAsync(HttpClient client, string name, byte[] content)
    {
        var form = await client.FormAsync(ImportsPage);
        using var body = new MultipartFormDataContent();
        foreach (var input in form.QuerySelectorAll<IHtmlInputElement>("input[type=hidden]"))
            body.Add(new StringContent(input.Value), input.Name!);
        var file = new ByteArrayContent(content);
        file.Headers.ContentType = new MediaTypeHeaderValue("text/csv");
        body.Add(file, "file", name);
        using var answer = await client.PostAsync(new Uri(ImportsPage, UriKind.Relative), body, Cancellation);
        return Columns().Replace(answer.Headers.Location!.OriginalString, "");
    }

    /// <summary>Says that the columns are what they were taken for.</summary>
    public static async Task ColumnsAsync(HttpClient client, string address, Dictionary<string, string>? fields = null)
    {
        using var answer = await client.PostFormAsync($"{address}/columns", fields ?? [], "form[action$=columns]");
        Assert.Equal(address, answer.Headers.Location?.OriginalString ?? await answer.Content.ReadAsStringAsync(Cancellation));
    }

    public static async Task RepairAsync(HttpClient client, string address, params (string Field, string Text)[] repairs)
    {
        var form = (await client.GetPageAsync(address)).QuerySelectorAll<IHtmlFormElement>("form[action$=repairs]").Last();
        var texts = form.QuerySelectorAll<IHtmlInputElement>("input[name$=-field]").ToDictionary(field => field.Name!.Replace("-field", "-text", StringComparison.Ordinal), field => repairs.FirstOrDefault(repair => repair.Field == field.Value).Text ?? "");
        using var answer = await client.SendFormAsync(form, texts);
        Assert.Equal(address, answer.Headers.Location!.OriginalString);
    }

    /// <param name="all">Ticks likely duplicates.</param>
    public static async Task ConfirmAsync(HttpClient client, string address, bool all = false)
    {
        var form = (await client.GetPageAsync(address)).QuerySelector<IHtmlFormElement>("form[action$=confirm]")!;
        if (all)
        {
            foreach (var box in form.QuerySelectorAll<IHtmlInputElement>("input[type=checkbox]"))
                box.IsChecked = true;
        }

        using var answer = await client.SendFormAsync(form, []);
        Assert.Equal($"{address}?told=done", answer.Headers.Location?.OriginalString ?? await answer.Content.ReadAsStringAsync(Cancellation));
    }

    /// <summary>What the dry run says of the table as a whole.</summary>
    public static async Task<string> LeadAsync(HttpClient client, string address) => (await client.GetPageAsync(address)).QuerySelector(".lead")!.Words();

    /// <summary>The statements from a source, draft or not.</summary>
    public static async Task<List<Statement>> FromAsync(this PeaceTrackerApp app, int source)
    {
        await using var scope = app.Services.CreateAsyncScope();
        var rows = DeskStatements.WithDetails(scope.ServiceProvider.GetRequiredService<DeskStatements>().All(1).AsNoTracking().Where(row => row.Citations.Any(citation => citation.Source == source)));
        return await rows.OrderBy(row => row.Number).ToListAsync(Cancellation);
    }

    [GeneratedRegex("/columns$")]
    private static partial Regex Columns();
}
