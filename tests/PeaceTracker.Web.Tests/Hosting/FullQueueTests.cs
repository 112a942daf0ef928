using System.Net;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using Microsoft.Extensions.DependencyInjection;
using PeaceTracker.Data;
using PeaceTracker.Data.Accounts;
using PeaceTracker.Testing;
using PeaceTracker.Web.Tests.Features.Desk;

namespace PeaceTracker.Web.Tests.Hosting;

/// <summary>As many wait to write as are let wait.</summary>
public sealed class FullQueueTests(PeaceTrackerApp app) : IClassFixture<PeaceTrackerApp>
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Who_comes_then_is_asked_to_come_again_readers_notice_nothing_and_the_same_forms_are_taken_later()
    {
        var account = await app.Services.AddAccountAsync([Roles.Editor]);
        using var editor = await app.SignInAsync(account);
        using var visitor = app.Browser();
        var source = await app.Services.AddSourceAsync();
        var edit = await editor.FormAsync($"/ukraine/desk/sources/{source}/edit");
        var statement = (await editor.GetPageAsync($"/ukraine/desk/sources/{source}")).QuerySelector<IHtmlFormElement>("form#statement")!;
        var others = (await editor.GetPageAsync("/account")).QuerySelector<IHtmlFormElement>("form[action='/account/sign-out']")!;
        var signIn = await visitor.FormAsync("/account/sign-in");
        (HttpClient Client, IHtmlFormElement Form, Dictionary<string, string> Fields, HttpStatusCode Taken)[] forms =
        [
            (editor, edit, new() { ["title"] = "Another title" }, HttpStatusCode.SeeOther),
            (editor, statement, DeskApp.Coded(), HttpStatusCode.SeeOther),
            (visitor, signIn, new() { ["name"] = account.SignInName, ["password"] = account.Password }, HttpStatusCode.Redirect),
            (editor, others, [], HttpStatusCode.Redirect),
        ];

        var gate = app.Services.GetRequiredService<WriteGate>();
        using var leave = new CancellationTokenSource();
        var turn = await gate.EnterAsync(Cancellation);
        var waiting = Enumerable.Range(0, WriteGate.Longest).Select(_ => gate.EnterAsync(leave.Token)).ToList();
        foreach (var (client, form, fields, _) in forms)
            await RefusedAsync(await client.SendFormAsync(form, fields), form.Action);
        using (var kept = new FormUrlEncodedContent([
            new("form", $"/ukraine/desk/sources/{source}"), new("summary", "Typed and not sent."), new("once", Web.Writing.OnceFilter.NewKey()),
            new("form-token", statement.Elements.OfType<IHtmlInputElement>().Single(field => field.Name == "form-token").Value)]))
            await RefusedAsync(await editor.PostAsync(new Uri("/ukraine/desk/autosave", UriKind.Relative), kept, Cancellation), "autosave");
        using (var reader = app.Visitor())
            await reader.GetPageAsync("/ukraine/positions");
        await editor.GetPageAsync("/ukraine/desk");

        await leave.CancelAsync();
        foreach (var one in waiting)
            Assert.True(await Record.ExceptionAsync(() => one) is OperationCanceledException or WritersWaitException);
        turn.Dispose();
        foreach (var (client, form, fields, taken) in forms)
        {
            using var answer = await client.SendFormAsync(form, fields);
            Assert.Equal((form.Action, taken), (form.Action, answer.StatusCode));
        }
    }

    [Fact]
    public async Task Who_waits_too_long_is_asked_to_come_again_and_the_same_form_is_taken_later()
    {
        using var editor = await app.SignInAsync(Roles.Editor);
        var source = await app.Services.AddSourceAsync();
        var edit = await editor.FormAsync($"/ukraine/desk/sources/{source}/edit");
        var fields = new Dictionary<string, string> { ["title"] = "A title that waited" };
        using (await app.Services.GetRequiredService<WriteGate>().EnterAsync(Cancellation))
            await RefusedAsync(await editor.SendFormAsync(edit, fields), "edit");
        using var answer = await editor.SendFormAsync(edit, fields);
        Assert.Equal(HttpStatusCode.SeeOther, answer.StatusCode);
        Assert.Contains("A title that waited", (await editor.GetPageAsync($"/ukraine/desk/sources/{source}")).Body!.TextContent, StringComparison.Ordinal);
    }

    private static async Task RefusedAsync(HttpResponseMessage answer, string what)
    {
        using (answer)
        {
            Assert.Equal((what, HttpStatusCode.ServiceUnavailable), (what, answer.StatusCode));
            Assert.Equal(TimeSpan.FromSeconds(2), answer.Headers.RetryAfter!.Delta);
            Assert.Contains("what you typed is still in the form", await answer.Content.ReadAsStringAsync(Cancellation), StringComparison.Ordinal);
        }
    }
}
