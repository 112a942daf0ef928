using System.Globalization;
using System.Net;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using PeaceTracker.Data;
using PeaceTracker.Data.Accounts;
using PeaceTracker.Data.Desk;
using PeaceTracker.Data.History;
using PeaceTracker.Testing;

namespace PeaceTracker.Web.Tests.Features.Desk;

/// <summary>Many who write different records at the same moment, by forms and with contexts of their own.</summary>
[Trait("Also", "PostgreSQL")]
public sealed class ManyWritersTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Fifty_writers_at_once_leave_one_chain_in_which_each_change_stands_once()
    {
        const int browsers = 5, formsEach = 5, contexts = 25, writers = (browsers * formsEach) + contexts;
        await using var app = new PeaceTrackerApp();
        var source = await app.Services.AddSourceAsync();
        var clients = new List<HttpClient>();
        var writing = new List<Func<Task>>();
        for (var browser = 0; browser < browsers; browser++)
        {
            var client = await app.SignInAsync(Roles.Editor);
            clients.Add(client);
            for (var form = 0; form < formsEach; form++)
            {
                var fields = DeskApp.Coded();
                fields["summary"] = string.Create(CultureInfo.InvariantCulture, $"Ukraine keeps its course, form {form} of browser {browser}.");
                var page = (await client.GetPageAsync($"/ukraine/desk/sources/{source}")).QuerySelector<IHtmlFormElement>("form#statement")!;
                writing.Add(async () =>
                {
                    using var answer = await client.SendFormAsync(page, fields);
                    Assert.Equal(HttpStatusCode.SeeOther, answer.StatusCode);
                });
            }
        }

        for (var context = 0; context < contexts; context++)
        {
            var account = await app.Services.AddAccountAsync([Roles.Editor]);
            var draft = new Draft { Summary = string.Create(CultureInfo.InvariantCulture, $"Says that neutrality may be discussed, context {context}.") };
            writing.Add(() => app.Services.SubmitAsync(account, draft));
        }

        Assert.Equal(writers, writing.Count);
        using var start = new ManualResetEventSlim();
        var all = writing.Select(write => Task.Run(async () =>
        {
            start.Wait(Cancellation);
            await write();
        }, Cancellation)).ToList();
        start.Set();
        await Task.WhenAll(all);

        await using var scope = app.Services.CreateAsyncScope();
        var statements = await scope.ServiceProvider.GetRequiredService<DeskStatements>().All(1).Where(row => row.Number >= DeskStatements.FirstNumber).OrderBy(row => row.Number).ToListAsync(Cancellation);
        Assert.Equal(Enumerable.Range(DeskStatements.FirstNumber, writers), statements.Select(row => row.Number));
        Assert.Equal(writers, statements.Select(row => row.Summary).Distinct().Count());
        // One entry after the other, none of two behind one.
        var log = await scope.ServiceProvider.GetRequiredService<PeaceTrackerDbContext>().Revisions.AsNoTracking().OrderBy(row => row.Number).ToListAsync(Cancellation);
        Assert.Equal(log.Select((_, index) => index + 1L), log.Select(row => row.Number));
        Assert.All(log.Zip(log.Skip(1)), pair => Assert.Equal(pair.First.Seal, pair.Second.Previous));
        Assert.Equal(log.Count, log.Select(row => row.Previous).Distinct().Count());
        foreach (var statement in statements)
            Assert.Single(log, row => row.Kind == "statement" && row.Key == string.Create(CultureInfo.InvariantCulture, $"ukraine/{statement.Number}"));
        Assert.Empty((await scope.ServiceProvider.GetRequiredService<StoreCheck>().RunAsync(null, null, Cancellation)).Faults);
        clients.ForEach(client => client.Dispose());
    }
}
