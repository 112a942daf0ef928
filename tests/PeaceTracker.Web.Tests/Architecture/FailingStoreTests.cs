using System.Data.Common;
using System.Globalization;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using PeaceTracker.Data.Accounts;
using PeaceTracker.Data.History;
using PeaceTracker.Data.Sqlite;
using PeaceTracker.Testing;
using PeaceTracker.Web.Accounts;
using PeaceTracker.Web.Tests.Features.Desk;

namespace PeaceTracker.Web.Tests.Architecture;

/// <summary>
/// The disk fails at one command of a form: of the session, of what the form reads, of what it writes, at the commit. Each form is sent with
/// the failure later and later, until it comes through. Until then nothing is answered as done, nothing half done stays, and the answer
/// tells nothing of what broke.
/// </summary>
public sealed class FailingStoreTests : IAsyncLifetime
{
    /// <summary>Of the commands of a form one in so many fails, each form beginning with another.</summary>
    private const int Every = 3;

    private readonly FailingApp app = new();
    private readonly List<string> wrong = [];
    private TestAccount me = null!;
    private HttpClient client = null!;
    private int forms, failures;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        me = await app.Services.AddAccountAsync([.. Roles.All]);
        client = await app.SignInAsync(me);
    }

    public ValueTask DisposeAsync()
    {
        client.Dispose();
        return app.DisposeAsync();
    }

    [Fact]
    public async Task No_form_of_the_work_is_answered_as_done_when_the_store_failed()
    {
        var editor = await app.Services.AddAccountAsync([Roles.Editor]);
        var rows = await app.Services.AddDeskRowsAsync(editor);
        var source = await app.Services.AddSourceAsync();
        var copy = await app.Services.AddSourceAsync();

        await SendAsync($"/ukraine/desk/sources/{source}/edit", "main form[method=post]", new() { ["title"] = "A briefing with another title" });
        await SendAsync($"/ukraine/desk/sources/{source}/texts/new", "main form[method=post]", new() { ["text"] = DeskSamples.Text + "\n\nA line was added.", ["reason"] = "The ministry printed a line more." });
        await SendAsync($"/ukraine/desk/sources/{source}", "form#statement", DeskApp.Coded());
        var draft = await NewestAsync();
        await SendAsync($"/ukraine/desk/statements/{draft}", "form#statement", new() { ["summary"] = "Ukraine keeps to its constitution.", ["go"] = "save" });
        await SendAsync($"/ukraine/desk/statements/{draft}", "form[action$='/discard']", []);
        var sent = await app.Services.SubmitAsync(me, new() { Source = source, Issue = "elections" });
        await SendAsync($"/ukraine/desk/statements/{sent}", "form[action$='/take-back']", []);
        await SendAsync($"/ukraine/desk/sources/{source}", "form[action$='/submit']", []);
        await SendAsync("/ukraine/desk/statements/36/amend", "form#statement", new() { ["amend-reason"] = "A word was missing.", ["summary"] = "Read again.", ["go"] = "save" });

        await SendAsync($"/ukraine/review/{rows.InReview}", "form[action$='/hold']", new() { ["text"] = "The second source." });
        await SendAsync($"/ukraine/review/{rows.InReview}", "form[action$='/release']", []);
        await SendAsync($"/ukraine/review/{rows.InReview}/dispute", "main form[method=post]", new() { ["step"] = "3", ["reason"] = "Guarantees are named." });
        var (first, second, third) = (await app.Services.SubmitAsync(editor), await app.Services.SubmitAsync(editor, new() { Issue = "elections" }), await app.Services.SubmitAsync(editor, new() { Issue = "elections", Source = 2 }));
        await SendAsync($"/ukraine/review/{first}", "form[action$='/return']", new() { ["reason"] = "who", ["text"] = "The day is another one." });
        await SendAsync($"/ukraine/review/{second}", "form[action$='/approve']", []);
        await SendAsync($"/ukraine/review?done={second}", "form[action='/ukraine/review/undo']", []);
        await SendAsync($"/ukraine/review/{second}", "form[action$='/approve']", []);
        await SendAsync($"/ukraine/review/{second}/withdraw", "main form[method=post]", new() { ["reason"] = "The paper took it back." });
        await SendAsync($"/ukraine/review/batch?source=2&editor={editor.Id}", "main form[method=post]", []);
        Assert.True(third > second);
        await SendAsync($"/ukraine/review/differences/{rows.Difference}", "form[action$='/approve']", []);

        await SendAsync($"/ukraine/desk/alignment/{DeskRows.FirstText}/{DeskRows.SecondText}", "form[action$='/none']", []);
        await SendAsync($"/ukraine/desk/alignment/{DeskRows.FirstText}/{DeskRows.SecondText}", "form[action$='/submit']", []);
        await SendAsync("/ukraine/desk/imports", "main form[method=post]", new() { ["pasted"] = $"source,said,party,issue,step,channel,information,quote,language\n{source},2026-11-20,ukraine,elections,2,on-record,2,The elections were not mentioned.,en\n" });
        var import = rows.Import + 1;
        await SendAsync($"/ukraine/desk/imports/{import}/columns", "form[action$='/columns']", []);
        await SendAsync($"/ukraine/desk/imports/{import}", "form[action$='/confirm']", []);
        await SendAsync($"/ukraine/desk/imports/{import}", "form[action$='/undo']", []);

        foreach (var (page, field) in new[] { ("parties/russia", "name"), ("people/volodymyr-zelenskyy", "name"), ("issues/elections", "title"), ("regions/UA-14", "name"), ("publishers/balita-hub", "name"), ("settings", "title") })
            await SendAsync($"/ukraine/admin/{page}", "main form[method=post]", new() { [field] = "Another name" });
        await SendAsync($"/ukraine/admin/merges?merged={copy}&kept={source}", "main form[method=post]", []);
        await SendAsync("/ukraine/admin/merges", "form[action$='/undo']", []);
        await SendAsync("/ukraine/desk/samples", "main form[method=post]", new() { ["coder"] = editor.Id.ToString(CultureInfo.InvariantCulture) });

        await WholeAsync(atLeast: 30);
    }

    [Fact]
    public async Task No_form_of_accounts_is_answered_as_done_when_the_store_failed()
    {
        var other = await app.Services.AddAccountAsync([Roles.Editor]);
        var page = $"/admin/users/{other.Id}";
        var forgetful = $"/admin/users/{(await app.Services.AddAccountAsync([Roles.Editor])).Id}";
        await SendAsync("/admin/users/invite", "main form[method=post]", new() { ["name"] = "Guest", ["roles"] = Roles.Editor }, answers: 200);
        await SendAsync("/admin/users", "form[action='/admin/users/invite/withdraw']", [], answers: 302);
        await SendAsync(page, "form[action$='/roles']", new() { ["roles"] = Roles.Reviewer }, answers: 302);
        await SendAsync(forgetful, "form[action$='/reset']", [], answers: 200);
        await SendAsync(forgetful, "form[action$='/reset/withdraw']", [], answers: 302);
        using (await app.SignInAsync(other))
            await SendAsync(page, "form[action$='/end-sessions']", [], answers: 302);
        await SendAsync(page, "form[action$='/disable']", [], answers: 302);
        await SendAsync(page, "form[action$='/enable']", [], answers: 302);

        using (client)
            client = await app.SignInAsync(other);
        using (await app.SignInAsync(other))
            await SendAsync("/account", "form[action='/account/sessions/end']", [], answers: 302);
        using (await app.SignInAsync(other))
            await SendAsync("/account", "form[action='/account/sessions/end-others']", [], answers: 302);
        await SendAsync("/account/second-factor", "form[action='/account/second-factor/app/start']", [], answers: 302);
        var secret = (await client.GetPageAsync("/account/second-factor/app")).QuerySelector("main code")!.TextContent.Replace(" ", "", StringComparison.Ordinal);
        await SendAsync("/account/second-factor/app", "form[action='/account/second-factor/app']", new() { ["code"] = (other with { Totp = secret }).Code(app.Clock.GetUtcNow()) }, answers: 200);
        await SendAsync("/account/second-factor", "form[action='/account/second-factor/codes']", [], answers: 200);
        await app.Services.AddPasskeyAsync(other);
        await SendAsync("/account/second-factor", "form[action='/account/passkeys/rename']", new() { ["name"] = "Another name" }, answers: 302);
        await SendAsync("/account/second-factor", "form[action='/account/passkeys/remove']", [], answers: 302);
        await SendAsync("/account/second-factor", "form[action='/account/second-factor/app/remove']", [], answers: 302);
        await SendAsync("/account/confirm", "main form[method=post]", new() { ["password"] = other.Password }, answers: 302);
        await SendAsync("/account/password", "main form[method=post]", new() { ["password-now"] = other.Password, ["password"] = "three new ferries leave today", ["password-again"] = "three new ferries leave today" }, answers: 302);
        await SendAsync("/account", "form[action='/account/sign-out']", [], answers: 302);
        await SendAsync("/account/sign-in", "main form[method=post]", new() { ["name"] = other.SignInName, ["password"] = "three new ferries leave today" }, answers: 302);

        string invitation;
        await using (var scope = app.Services.CreateAsyncScope())
            invitation = await scope.ServiceProvider.GetRequiredService<NewAccounts>().InviteAsync(new("Guest", [Roles.Editor], null), Cancellation);
        using (client)
            client = app.Browser();
        await SendAsync("/account/invite", "main form[method=post]", new() { ["token"] = invitation }, answers: 200);
        await SendAsync($"/account/invite#{invitation}", "main form[method=post]", new() { ["sign-in-name"] = "guest-of-all", ["password"] = "ten small lamps along the quay", ["password-again"] = "ten small lamps along the quay" }, answers: 302);
        await WholeAsync(atLeast: 19);
    }

    /// <summary>Codes of SQLite (https://sqlite.org/rescode.html): SQLITE_FULL, SQLITE_CORRUPT, SQLITE_IOERR, SQLITE_READONLY, and one that is a fault of ours.</summary>
    [Theory]
    [InlineData(13, 507, "There is no room left to write")]
    [InlineData(11, 503, "The store cannot be used")]
    [InlineData(10, 503, "The store cannot be used")]
    [InlineData(8, 503, "The store cannot be used")]
    [InlineData(1, 500, "Something went wrong on our side")]
    public async Task What_a_failing_disk_means_is_told_and_the_form_is_taken_later(int code, int status, string told)
    {
        var source = await app.Services.AddSourceAsync();
        var form = (await client.GetPageAsync($"/ukraine/desk/sources/{source}/edit")).QuerySelector<IHtmlFormElement>("main form[method=post]")!;
        app.Store.Code = code;
        app.Store.FailAt(6);
        using (var answer = await client.SendFormAsync(form, new() { ["title"] = "Another title" }))
        {
            Assert.True(app.Store.Stop());
            Assert.Equal(status, (int)answer.StatusCode);
            Assert.Contains(told, await answer.Content.ReadAsStringAsync(Cancellation), StringComparison.Ordinal);
        }

        using var taken = await client.SendFormAsync(form, new() { ["title"] = "Another title" });
        Assert.Equal(303, (int)taken.StatusCode);
    }

    private async Task SendAsync(string page, string selector, Dictionary<string, string> fields, int answers = 303)
    {
        var what = $"{page} {selector}";
        if ((await (page.Contains('#', StringComparison.Ordinal) ? client.OpenLinkAsync(page) : client.GetPageAsync(page))).QuerySelector<IHtmlFormElement>(selector) is not { } form)
        {
            wrong.Add($"{what}: there is no such form");
            return;
        }

        using var store = new AuthorizationTests.StoreWatch(app);
        for (var command = 1 + (forms++ % Every); ; command += Every)
        {
            app.Store.FailAt(command);
            using var answer = await client.SendFormAsync(form, fields);
            var failed = app.Store.Stop();
            var written = store.WasWritten();
            var status = (int)answer.StatusCode;
            if (!failed)
            {
                // What only shows the next step writes nothing.
                if (status != answers || (!written && answers != 200))
                    wrong.Add($"{what}: {status}, not {answers}, {(written ? "with" : "without")} effect");
                return;
            }

            failures++;
            // What is moved within the store after the commit is no part of the change: it is done, and told as done.
            if (app.Store.FailedAfterCommit)
            {
                if (status != answers || !written)
                    wrong.Add($"{what}, command {command}, after the commit: {status}, not {answers}, {(written ? "with" : "without")} effect");
                return;
            }

            var text = await answer.Content.ReadAsStringAsync(Cancellation);
            if (!answer.Headers.TryGetValues("Content-Security-Policy", out _) || !answer.Headers.TryGetValues("X-Content-Type-Options", out _))
                wrong.Add($"{what}, command {command}: the answer {status} says nothing of what a browser may do with it");
            if (status < 500)
                wrong.Add($"{what}, command {command}: answered {status} {answer.Headers.Location}");
            if (written)
                wrong.Add($"{what}, command {command}: something was written, and the answer is {status}");
            foreach (var word in new[] { "Exception", "disk I/O", "SQLite", "Sqlite", "   at ", "PeaceTracker.Data" }.Where(word => text.Contains(word, StringComparison.Ordinal)))
                wrong.Add($"{what}, command {command}: the answer says \"{word}\"");
        }
    }

    private async Task WholeAsync(int atLeast)
    {
        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
        Assert.True(forms >= atLeast && failures > 2 * forms, $"{forms} forms, {failures} failures");
        await using var scope = app.Services.CreateAsyncScope();
        Assert.Empty((await scope.ServiceProvider.GetRequiredService<StoreCheck>().RunAsync(null, null, Cancellation)).Faults);
    }

    private async Task<int> NewestAsync()
    {
        await using var scope = app.Services.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<Data.Desk.DeskStatements>().All(1).MaxAsync(row => row.Number, Cancellation);
    }

    private sealed class FailingApp : PeaceTrackerApp
    {
        public FailingApp() => Settings = new Dictionary<string, string>
        {
            // A form of the account is sent often.
            ["Accounts:TriesPerAccount"] = "1000",
            // Each failure is logged, with reason, and would fill the log of the tests.
            ["Serilog:MinimumLevel:Default"] = "Fatal",
            ["Serilog:MinimumLevel:Override:Microsoft.AspNetCore"] = "Fatal",
            ["Serilog:MinimumLevel:Override:Microsoft.EntityFrameworkCore"] = "Fatal",
        };

        public FailingDisk Store { get; } = new();

        protected override void ConfigureWebHost(IWebHostBuilder builder)
        {
            base.ConfigureWebHost(builder);
            builder.ConfigureTestServices(services => services.ConfigureDbContext<SqlitePeaceTrackerDbContext>(options => options.AddInterceptors(Store)));
        }
    }

    /// <summary>Fails once, at a command or a commit, as SQLite does when the disk does.</summary>
    private sealed class FailingDisk : DbCommandInterceptor, IDbTransactionInterceptor
    {
        // SQLITE_IOERR, https://sqlite.org/rescode.html.
        private const int InputOutput = 10;

        private int left;

        public int Code { get; set; } = InputOutput;

        /// <param name="command">Counted from 1.</param>
        public void FailAt(int command) => Volatile.Write(ref left, command);

        /// <summary>It failed where the change was committed.</summary>
        public bool FailedAfterCommit { get; private set; }

        /// <returns>True when it failed.</returns>
        public bool Stop() => Interlocked.Exchange(ref left, 0) <= 0;

        public override ValueTask<InterceptionResult<DbDataReader>> ReaderExecutingAsync(DbCommand command, CommandEventData eventData, InterceptionResult<DbDataReader> result, CancellationToken cancellationToken = default)
        {
            Count();
            return base.ReaderExecutingAsync(command, eventData, result, cancellationToken);
        }

        public override InterceptionResult<DbDataReader> ReaderExecuting(DbCommand command, CommandEventData eventData, InterceptionResult<DbDataReader> result)
        {
            Count();
            return base.ReaderExecuting(command, eventData, result);
        }

        public override ValueTask<InterceptionResult<int>> NonQueryExecutingAsync(DbCommand command, CommandEventData eventData, InterceptionResult<int> result, CancellationToken cancellationToken = default)
        {
            Count(afterCommit: command.CommandText.Contains("wal_checkpoint", StringComparison.Ordinal));
            return base.NonQueryExecutingAsync(command, eventData, result, cancellationToken);
        }

        public override ValueTask<InterceptionResult<object>> ScalarExecutingAsync(DbCommand command, CommandEventData eventData, InterceptionResult<object> result, CancellationToken cancellationToken = default)
        {
            Count();
            return base.ScalarExecutingAsync(command, eventData, result, cancellationToken);
        }

        public ValueTask<InterceptionResult<DbTransaction>> TransactionStartingAsync(DbConnection connection, TransactionStartingEventData eventData, InterceptionResult<DbTransaction> result, CancellationToken cancellationToken = default)
        {
            Count();
            return ValueTask.FromResult(result);
        }

        public ValueTask<InterceptionResult> TransactionCommittingAsync(DbTransaction transaction, TransactionEventData eventData, InterceptionResult result, CancellationToken cancellationToken = default)
        {
            Count();
            return ValueTask.FromResult(result);
        }

        private void Count(bool afterCommit = false)
        {
            if (Volatile.Read(ref left) > 0 && Interlocked.Decrement(ref left) == 0)
            {
                Volatile.Write(ref left, -1);
                FailedAfterCommit = afterCommit;
                throw new SqliteException("disk I/O error", Code);
            }
        }
    }
}
