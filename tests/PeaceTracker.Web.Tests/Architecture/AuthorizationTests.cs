using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc.Controllers;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.StaticAssets;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using PeaceTracker.Data;
using PeaceTracker.Data.Accounts;
using PeaceTracker.Testing;
using PeaceTracker.Web.Files;

namespace PeaceTracker.Web.Tests.Architecture;

/// <summary>
/// Every endpoint by every role. An endpoint that is not in the list fails, and so does a line no endpoint has. <c>Fresh</c> after the roles:
/// it must have been proved in the last ten minutes who asks.
/// </summary>
public sealed partial class AuthorizationTests(AuthorizationTests.People people) : IClassFixture<AuthorizationTests.People>
{
    /// <summary>Who may use what: all, the signed in, roles, or <c>token</c>: a program with one. A number at the end is the answer to a GET by those it is for, when it is not 200.</summary>
    private const string Matrix = """
        GET /{process}/about all 302
        GET /{process}/about/method all
        GET /{process}/about/method.{format:files(table)} all
        GET /{process}/about/scales all
        GET /{process}/about/scales.{format:files(table)} all
        GET /{process}/about/data all
        GET /{process}/about/data.{format:files(table)} all
        GET /{process}/about/accessibility all
        GET /{process}/about/accessibility.{format:files(table)} all
        GET /{process}/about/maps all
        GET /{process}/about/maps.{format:files(table)} all
        GET /{process}/changes all
        GET /{process}/changes.{format:files(table,feed,cite)} all
        GET /{process}/compare all
        GET /{process}/compare.{format:files(table,cite)} all
        GET /api/v1/{process}/desk/statements token
        POST /api/v1/{process}/desk/statements token
        GET /api/v1/{process}/desk/statements/{number:int} token
        GET /account/tokens Editor Reviewer Fresh
        POST /account/tokens Editor Reviewer Fresh
        POST /account/tokens/revoke Editor Reviewer Fresh
        GET /{process}/desk/sources/new Editor Reviewer
        POST /{process}/desk/sources/new Editor Reviewer
        POST /{process}/desk/sources/new/fetch Editor Reviewer
        GET /{process}/desk/sources/{number:int}/edit Editor Reviewer
        POST /{process}/desk/sources/{number:int}/edit Editor Reviewer
        GET /{process}/desk/sources/{number:int}/history Editor Reviewer
        GET /{process}/desk/sources/{number:int}/texts/new Editor Reviewer
        POST /{process}/desk/sources/{number:int}/texts/new Editor Reviewer
        GET /{process}/desk/sources/{number:int}/texts/{text:int} Editor Reviewer
        GET /{process}/desk/sources/{number:int}/citations/{citation:int} Editor Reviewer
        POST /{process}/desk/sources/{number:int}/citations/{citation:int} Editor Reviewer
        GET /{process}/desk/proposals Editor Reviewer
        GET /{process}/desk/proposals/new Editor Reviewer
        POST /{process}/desk/proposals/new Editor Reviewer
        GET /{process}/desk/proposals/{proposal} Editor Reviewer
        POST /{process}/desk/proposals/{proposal} Editor Reviewer
        POST /{process}/desk/proposals/{proposal}/submit Editor Reviewer
        GET /{process}/desk/proposals/{proposal}/history Editor Reviewer
        GET /embed/{process}/compare all
        GET /embed/{process}/distance all
        GET /embed/{process}/issues/{issue} all
        GET /embed/{process}/positions/{party}/{issue} all
        GET /embed/{process}/statements/{number:int} all
        GET /embed/{process}/territory all
        GET /{process}/distance all
        GET /{process}/distance.{format:files(table,picture,network,cite)} all
        GET /api all 302
        GET /api/v1 all 302
        GET /api/v1/openapi.json all
        GET /{process}/about/api all
        GET /search all 302
        GET /{process}/search all
        GET /{process}/search.{format:files(table)} all
        GET /{process}/events all
        GET /{process}/events.{format:files(table)} all
        GET /{process}/events/{talksEvent} all
        GET /{process}/events/{talksEvent}.{format:files(table,cite)} all
        GET /{process}/shares all
        GET /{process}/shares.{format:files(table,cite)} all
        GET /{process}/shares/codings all
        GET /{process}/shares/codings.{format:files(table,cite)} all
        GET /{process}/figures all
        GET /{process}/figures.{format:files(table)} all
        GET /health/live all
        GET /health/ready all
        GET /health/details Admin
        GET / all 302
        GET /about all 302
        GET /about/{topic} all 302
        GET /{process} all 302
        GET /{process}/issues all
        GET /{process}/issues.{format:files(table)} all
        GET /{process}/issues/{issue} all
        GET /{process}/issues/{issue}.{format:files(table,picture,cite)} all
        GET /account/invite all
        POST /account/invite/open all
        POST /account/invite all
        GET /setup all 410
        POST /setup all
        GET /account/reset all
        POST /account/reset/open all
        POST /account/reset all
        GET /{process}/parties all
        GET /{process}/parties.{format:files(table)} all
        GET /{process}/parties/{party} all
        GET /{process}/parties/{party}.{format:files(table,cite)} all
        GET /{process}/positions all
        GET /{process}/positions.{format:files(table,network,cite)} all
        GET /{process}/positions/{party}/{issue} all
        GET /{process}/positions/{party}/{issue}.{format:files(table,cite)} all
        GET /{process}/proposals all
        GET /{process}/proposals.{format:files(table)} all
        GET /{process}/proposals/{proposal} all
        GET /{process}/proposals/{proposal}.{format:files(table,cite)} all
        GET /{process}/responses all
        GET /{process}/responses.{format:files(table)} all
        GET /account/second-factor signed-in Fresh
        POST /account/second-factor/app/start signed-in Fresh
        GET /account/second-factor/app signed-in Fresh
        GET /account/second-factor/app/qr.svg signed-in Fresh
        POST /account/second-factor/app signed-in Fresh
        POST /account/second-factor/app/remove signed-in Fresh
        POST /account/second-factor/codes signed-in Fresh
        POST /account/passkeys/options signed-in Fresh
        POST /account/passkeys signed-in Fresh
        POST /account/passkeys/rename signed-in Fresh
        POST /account/passkeys/remove signed-in Fresh
        GET /account/sign-in all
        POST /account/sign-in all
        GET /account/sign-in/code all 302
        POST /account/sign-in/code all
        POST /account/sign-in/passkey/options all
        POST /account/sign-in/passkey all
        POST /account/sign-out signed-in
        GET /{process}/sources all
        GET /{process}/sources.{format:files(table)} all
        GET /{process}/sources/{number} all
        GET /{process}/sources/{number}.{format:files(table)} all
        GET /{process}/statements all
        GET /{process}/statements.{format:files(table,linked,feed,cite)} all
        GET /{process}/statements/{number:int} all
        GET /{process}/statements/{number:int}.{format:files(table,linked,cite)} all
        GET /{process}/statements/{number:int}/history all
        GET /{process}/statements/{number:int}/history.{format:files(table)} all
        GET /{process}/desk/alignment Editor Reviewer
        GET /{process}/desk/alignment/{first}/{second} Editor Reviewer
        POST /{process}/desk/alignment/{first}/{second}/pair Editor Reviewer
        POST /{process}/desk/alignment/{first}/{second}/none Editor Reviewer
        POST /{process}/desk/alignment/{first}/{second}/submit Editor Reviewer
        POST /{process}/desk/alignment/differences/{difference:int} Editor Reviewer
        POST /{process}/desk/alignment/differences/{difference:int}/undo Editor Reviewer
        POST /{process}/desk/alignment/differences/{difference:int}/take-back Editor Reviewer
        POST /{process}/desk/alignment/differences/{difference:int}/correct Editor Reviewer
        GET /{process}/review/differences Reviewer
        GET /{process}/review/differences/{difference:int} Reviewer
        POST /{process}/review/differences/{difference:int}/approve Reviewer
        POST /{process}/review/differences/{difference:int}/return Reviewer
        GET /{process}/review/differences/batch Reviewer
        POST /{process}/review/differences/batch Reviewer
        POST /{process}/review/differences/undo Reviewer
        GET /{process}/desk/samples Editor Reviewer
        POST /{process}/desk/samples Reviewer
        GET /{process}/desk/samples/{sample:int} Editor Reviewer
        POST /{process}/desk/samples/{sample:int} Editor Reviewer
        GET /{process}/desk/samples/{sample:int}/adjudication Reviewer
        POST /{process}/desk/samples/{sample:int}/adjudication Reviewer
        GET /{process}/territory all
        GET /{process}/territory.{format:files(table,picture,cite)} all
        GET /{process}/territory/{region} all
        GET /{process}/territory/{region}.{format:files(table,cite)} all
        GET /{process}/review Reviewer
        GET /{process}/review/{number:int} Reviewer
        POST /{process}/review/{number:int}/approve Reviewer
        POST /{process}/review/{number:int}/return Reviewer
        POST /{process}/review/{number:int}/hold Reviewer
        POST /{process}/review/{number:int}/release Reviewer
        POST /{process}/review/{number:int}/withdrawal Reviewer
        GET /{process}/review/{number:int}/dispute Reviewer
        POST /{process}/review/{number:int}/dispute Reviewer
        GET /{process}/review/{number:int}/withdraw Reviewer Fresh
        POST /{process}/review/{number:int}/withdraw Reviewer Fresh
        GET /{process}/review/batch Reviewer
        POST /{process}/review/batch Reviewer
        POST /{process}/review/undo Reviewer
        GET /{process}/desk/statements/{number:int}/history Editor Reviewer
        GET /audit Admin Auditor
        GET /audit.{format:files(table)} Admin Auditor Fresh
        GET /audit/accounts Admin Auditor
        GET /audit/accounts.{format:files(table)} Admin Auditor Fresh
        GET /audit/verify Admin Auditor
        POST /audit/verify Admin Auditor
        GET /admin/users Admin Fresh
        GET /admin/users/invite Admin Fresh
        POST /admin/users/invite Admin Fresh
        POST /admin/users/invite/withdraw Admin Fresh
        GET /admin/users/{id:int} Admin Fresh
        POST /admin/users/{id:int}/roles Admin Fresh
        POST /admin/users/{id:int}/disable Admin Fresh
        POST /admin/users/{id:int}/enable Admin Fresh
        POST /admin/users/{id:int}/reset Admin Fresh
        POST /admin/users/{id:int}/reset/withdraw Admin Fresh
        POST /admin/users/{id:int}/end-sessions Admin Fresh
        GET /{process}/admin Admin
        GET /{process}/admin/settings Admin
        POST /{process}/admin/settings Admin
        GET /{process}/admin/settings/history Admin
        GET /{process}/admin/{kind} Admin
        GET /{process}/admin/{kind}/new Admin
        POST /{process}/admin/{kind}/new Admin
        GET /{process}/admin/{kind}/{key} Admin
        POST /{process}/admin/{kind}/{key} Admin
        GET /{process}/admin/{kind}/{key}/history Admin
        GET /{process}/admin/{kind}/{key}/remove Admin Fresh
        POST /{process}/admin/{kind}/{key}/remove Admin Fresh
        GET /{process}/admin/issues/{issue}/scale Admin Fresh
        POST /{process}/admin/issues/{issue}/scale/preview Admin Fresh
        POST /{process}/admin/issues/{issue}/scale Admin Fresh
        GET /{process}/admin/merges Admin Fresh
        POST /{process}/admin/merges Admin Fresh
        POST /{process}/admin/merges/{merge:int}/undo Admin Fresh
        GET /account signed-in
        GET /desk signed-in 302
        GET /account/done signed-in
        POST /account/sessions/end signed-in Fresh
        POST /account/sessions/end-others signed-in Fresh
        GET /account/password signed-in Fresh
        POST /account/password signed-in Fresh
        GET /account/confirm signed-in
        POST /account/confirm signed-in
        POST /account/confirm/passkey/options signed-in
        POST /account/confirm/passkey signed-in
        GET /{process}/desk Editor Reviewer
        GET /{process}/desk/sources/{number:int} Editor Reviewer
        POST /{process}/desk/sources/{number:int}/statements Editor Reviewer
        POST /{process}/desk/sources/{number:int}/submit Editor Reviewer
        POST /{process}/desk/autosave Editor Reviewer
        POST /{process}/desk/proposals/autosave Editor Reviewer
        POST /{process}/desk/autosave/{id:int}/discard Editor Reviewer
        GET /{process}/desk/statements/{number:int} Editor Reviewer
        POST /{process}/desk/statements/{number:int} Editor Reviewer
        GET /{process}/desk/statements/{number:int}/amend Editor Reviewer
        POST /{process}/desk/statements/{number:int}/amend Editor Reviewer
        POST /{process}/desk/statements/{number:int}/take-back Editor Reviewer
        POST /{process}/desk/statements/{number:int}/discard Editor Reviewer
        GET /{process}/desk/recodings Editor Reviewer
        GET /{process}/desk/recodings/new Editor Reviewer
        POST /{process}/desk/recodings/new Editor Reviewer
        GET /{process}/desk/recodings/{recoding:int} Editor Reviewer
        POST /{process}/desk/recodings/{recoding:int}/undo Editor Reviewer
        POST /{process}/desk/recodings/{recoding:int}/submit Editor Reviewer
        GET /{process}/desk/imports Editor Reviewer
        POST /{process}/desk/imports Editor Reviewer
        GET /{process}/desk/imports/template.csv Editor Reviewer
        GET /{process}/desk/imports/example.csv Editor Reviewer
        GET /{process}/desk/imports/{import:int} Editor Reviewer
        GET /{process}/desk/imports/{import:int}/columns Editor Reviewer
        POST /{process}/desk/imports/{import:int}/columns Editor Reviewer
        POST /{process}/desk/imports/{import:int}/repairs Editor Reviewer
        POST /{process}/desk/imports/{import:int}/confirm Editor Reviewer
        POST /{process}/desk/imports/{import:int}/undo Editor Reviewer
        POST /{process}/desk/imports/{import:int}/submit Editor Reviewer
        POST /{process}/desk/imports/{import:int}/discard Editor Reviewer
        GET /{process}/desk/imports/{import:int}/rejected.csv Editor Reviewer
        """;

    private static readonly string[] Columns = ["anonymous", Roles.Editor, Roles.Reviewer, Roles.Admin, Roles.Auditor];

    private static readonly Dictionary<string, string> Samples = new()
    {
        ["process"] = "ukraine",
        ["party"] = "russia",
        ["issue"] = "nato-membership",
        ["number"] = "1",
        ["proposal"] = "russian-terms-august-2025",
        ["region"] = "donetsk",
        ["talksEvent"] = "alaska-summit",
        ["topic"] = "method",
        ["sample"] = "1",
        ["text"] = "1",
        ["citation"] = "1",
        ["kind"] = "parties",
        ["key"] = "russia",
        ["merge"] = "1",
        ["first"] = "us-28-points-november-2025",
        ["second"] = "e3-counter-draft-november-2025",
        ["difference"] = "1",
        ["import"] = "1",
        ["recoding"] = "1",
    };

    /// <summary>The site with its record, and a browser of each role, signed in just now; with work at the desk of an editor and of a reviewer.</summary>
    public sealed class People : PeaceTrackerApp, IAsyncLifetime
    {
        private readonly Dictionary<string, DeskRows> work = [];

        public Dictionary<string, HttpClient> Clients { get; } = [];

        /// <summary>Has no part in any request.</summary>
        public TestAccount Bystander { get; private set; } = null!;

        private TestAccount Editor { get; set; } = null!;

        public async ValueTask InitializeAsync()
        {
            Bystander = await Services.AddAccountAsync([Roles.Editor]);
            Clients["anonymous"] = this.Browser();
            foreach (var role in Roles.All)
            {
                var account = await Services.AddAccountAsync([role]);
                var client = Clients[role] = await this.SignInAsync(account);
                if (role == Roles.Editor)
                    Editor = account;
                if (role is Roles.Editor or Roles.Reviewer)
                    work[role] = await Services.AddDeskRowsAsync(account);
                // Each is about to set up an authenticator app; an admin, who has one, has a passkey for as long.
                if (account.Totp is not null)
                {
                    await Services.AddPasskeyAsync(account);
                    using var removed = await client.PostFormAsync("/account/second-factor", [], "form[action='/account/second-factor/app/remove']");
                }

                using var started = await client.PostFormAsync("/account/second-factor", [], "form[action='/account/second-factor/app/start']");
                Assert.Equal("/account/second-factor/app", started.Headers.Location!.OriginalString);
            }
        }

        /// <summary>An address at which there is something for this role: its own work at the desk, and for decisions that of the editor.</summary>
        public string Address(string template, string column)
        {
            var (own, editors) = (work.GetValueOrDefault(column, work[Roles.Editor]), work[Roles.Editor]);
            return template.Replace("{process}", "ukraine", StringComparison.Ordinal) switch
            {
                "/ukraine/desk/sources/{number:int}/texts/{text:int}" => FormattableString.Invariant($"/ukraine/desk/sources/{editors.Source}/texts/1"),
                "/ukraine/desk/sources/{number:int}/citations/{citation:int}" => FormattableString.Invariant($"/ukraine/desk/sources/{editors.Source}/citations/{editors.Citation}"),
                "/ukraine/desk/statements/{number:int}" => FormattableString.Invariant($"/ukraine/desk/statements/{own.Draft}"),
                "/ukraine/review/{number:int}" => FormattableString.Invariant($"/ukraine/review/{editors.InReview}"),
                "/ukraine/review/{number:int}/dispute" => FormattableString.Invariant($"/ukraine/review/{editors.InReview}/dispute"),
                "/ukraine/review/batch" => FormattableString.Invariant($"/ukraine/review/batch?source={editors.Source}&editor={Editor.Id}"),
                "/ukraine/review/differences/{difference:int}" => FormattableString.Invariant($"/ukraine/review/differences/{editors.Difference}"),
                "/ukraine/review/differences/batch" => FormattableString.Invariant($"/ukraine/review/differences/batch?first={DeskRows.FirstText}&second={DeskRows.SecondText}&editor={Editor.Id}"),
                "/ukraine/desk/samples/{sample:int}" => FormattableString.Invariant($"/ukraine/desk/samples/{own.Sample}"),
                "/ukraine/desk/samples/{sample:int}/adjudication" => FormattableString.Invariant($"/ukraine/desk/samples/{editors.Coded}/adjudication"),
                var import when import.StartsWith("/ukraine/desk/imports/{import:int}", StringComparison.Ordinal) => import.Replace("{import:int}", own.Import.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal),
                var recoding when recoding.StartsWith("/ukraine/desk/recodings/{recoding:int}", StringComparison.Ordinal) => recoding.Replace("{recoding:int}", own.Recoding.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal),
                _ => AuthorizationTests.Address(template),
            };
        }

        public override async ValueTask DisposeAsync()
        {
            foreach (var client in Clients.Values)
                client.Dispose();
            await base.DisposeAsync();
        }
    }

    internal sealed record Line(string Method, string Template, IReadOnlyList<string> Who, bool Fresh, int Status)
    {
        public string Name => $"{Method} {Template}";

        /// <summary>For programs alone: whoever is signed in by a browser is not let in.</summary>
        public bool Token => Who is ["token"];

        public bool Open(string column) => Who is ["all"] || (column != "anonymous" && (Who is ["signed-in"] || Who.Contains(column)));
    }

    [Fact]
    public void Every_endpoint_is_in_the_list_and_every_line_is_an_endpoint()
    {
        var endpoints = Endpoints().Select(endpoint => endpoint.Name).ToHashSet();
        var lines = Lines().Select(line => line.Name).ToList();
        Assert.Empty(endpoints.Except(lines).Order(StringComparer.Ordinal));
        Assert.Empty(lines.Except(endpoints));
        Assert.Equal(lines.Count, lines.Distinct().Count());
    }

    [Fact]
    public void What_is_no_action_is_a_file_for_everybody()
    {
        var others = people.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Where(endpoint => endpoint.Metadata.GetMetadata<ControllerActionDescriptor>() is null && endpoint.RoutePattern.RawText != Web.Hosting.Access.NoFile)
            .ToList();
        Assert.NotEmpty(others);
        Assert.All(others, endpoint =>
        {
            Assert.NotNull(endpoint.Metadata.GetMetadata<StaticAssetDescriptor>());
            Assert.NotNull(endpoint.Metadata.GetMetadata<IAllowAnonymous>());
        });
    }

    [Fact]
    public async Task Every_reading_answers_those_it_is_for_and_nobody_else()
    {
        var wrong = new List<string>();
        foreach (var line in Lines().Where(line => line.Method == "GET"))
        {
            foreach (var column in Columns)
            {
                using var answer = await GetAsync(people.Clients[column], people.Address(line.Template, column));
                var (status, way) = ((int)answer.StatusCode, answer.Headers.Location?.OriginalString ?? "");
                var file = Path.HasExtension(Address(line.Template));
                var expected = line.Token ? status == 401
                    : line.Open(column) ? status == line.Status && !Asks(way)
                    : column != "anonymous" ? status == 403
                    : file ? status == 401 : status == 302 && way.StartsWith("/account/sign-in?return=", StringComparison.Ordinal);
                if (!expected)
                    wrong.Add($"{line.Name} as {column}: {status} {way}");
                // Only what readers see may be kept: not that they have to sign in first either.
                if ((column != "anonymous" || !line.Open(column)) && answer.Headers.CacheControl?.NoStore != true)
                    wrong.Add($"{line.Name} as {column} may be kept: {answer.Headers.CacheControl}");
                wrong.AddRange(Unguarded(answer).Select(header => $"{line.Name} as {column}: {header}"));
            }
        }

        Assert.Empty(wrong);
    }

    [Fact]
    public async Task Every_form_without_its_token_is_refused_with_400_by_those_it_is_for_and_closed_to_everybody_else()
    {
        var wrong = new List<string>();
        foreach (var line in Lines().Where(line => line.Method != "GET"))
        {
            foreach (var column in Columns)
            {
                using var answer = await SendAsync(people.Clients[column], line);
                var expected = line.Token ? 401 : line.Open(column) ? 400 : column == "anonymous" ? 401 : 403;
                if ((int)answer.StatusCode != expected)
                    wrong.Add($"{line.Name} as {column}: {(int)answer.StatusCode}, not {expected}");
                wrong.AddRange(Unguarded(answer).Select(header => $"{line.Name} as {column}: {header}"));
            }
        }

        Assert.Empty(wrong);
    }

    [Fact]
    public async Task Every_form_with_the_token_of_somebody_else_is_refused_with_400()
    {
        using var other = await people.SignInAsync(Roles.Editor);
        var token = (await other.GetPageAsync("/account")).QuerySelector<IHtmlInputElement>("input[name='form-token']")!.Value;
        var wrong = new List<string>();
        foreach (var line in Lines().Where(line => line.Method != "GET"))
        {
            foreach (var column in Columns.Where(line.Open))
            {
                using var answer = await SendAsync(people.Clients[column], line, request => request.Content = new FormUrlEncodedContent([new("form-token", token)]));
                if (answer.StatusCode != HttpStatusCode.BadRequest)
                    wrong.Add($"{line.Name} as {column}: {(int)answer.StatusCode}");
            }
        }

        Assert.Empty(wrong);
    }

    [Fact]
    public async Task Every_form_of_another_site_is_refused_with_403()
    {
        var wrong = new List<string>();
        foreach (var line in Lines().Where(line => line.Method != "GET"))
        {
            foreach (var column in Columns)
            {
                using var answer = await SendAsync(people.Clients[column], line, request => request.Headers.Add("Sec-Fetch-Site", "cross-site"));
                if (answer.StatusCode != HttpStatusCode.Forbidden || !(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).Contains("This form came from another site", StringComparison.Ordinal))
                    wrong.Add($"{line.Name} as {column}: {(int)answer.StatusCode}");
            }
        }

        Assert.Empty(wrong);
    }

    [Fact]
    public async Task What_must_be_fresh_refuses_a_proof_eleven_minutes_old_and_nothing_else_does()
    {
        await using var own = new PeaceTrackerApp();
        var account = await own.Services.AddAccountAsync([.. Roles.All]);
        using var client = await own.SignInAsync(account);
        own.Clock.Advance(TimeSpan.FromMinutes(11));
        var wrong = new List<string>();
        foreach (var line in Lines())
        {
            using var answer = line.Method == "GET" ? await GetAsync(client, Address(line.Template)) : await SendAsync(client, line);
            var asked = (answer.Headers.Location?.OriginalString.StartsWith("/account/confirm?", StringComparison.Ordinal) ?? false)
                || (answer.StatusCode == HttpStatusCode.Forbidden && (await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).Contains("Confirm that it is you", StringComparison.Ordinal));
            if (asked != line.Fresh)
                wrong.Add($"{line.Name}: {(int)answer.StatusCode} {answer.Headers.Location}");
        }

        Assert.Empty(wrong);
    }

    [Fact]
    public async Task Who_may_not_use_an_address_is_told_so_and_not_asked_for_a_fresh_proof_first()
    {
        await using var own = new PeaceTrackerApp();
        var wrong = new List<string>();
        foreach (var role in Roles.All)
        {
            using var client = await own.SignInAsync(await own.Services.AddAccountAsync([role]));
            own.Clock.Advance(TimeSpan.FromMinutes(11));
            foreach (var line in Lines().Where(line => line.Fresh && !line.Open(role)))
            {
                using var answer = line.Method == "GET" ? await GetAsync(client, Address(line.Template)) : await SendAsync(client, line);
                if (answer.StatusCode != HttpStatusCode.Forbidden || !(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).Contains("This is not open to you", StringComparison.Ordinal))
                    wrong.Add($"{line.Name} as {role}: {(int)answer.StatusCode} {answer.Headers.Location}");
            }
        }

        Assert.Empty(wrong);
    }

    [Fact]
    public async Task Reading_changes_nothing_the_first_time_and_the_second()
    {
        var wrong = new List<string>();
        var before = Dump(people);
        using var store = new StoreWatch(people);
        foreach (var line in Lines().Where(line => line.Method == "GET"))
        {
            foreach (var column in Columns.Where(line.Open))
            {
                for (var times = 1; times <= 2; times++)
                {
                    using var answer = await GetAsync(people.Clients[column], people.Address(line.Template, column));
                    if ((int)answer.StatusCode != line.Status)
                        wrong.Add($"{line.Name} as {column}, time {times}: {(int)answer.StatusCode}");
                    if (store.WasWritten())
                        wrong.Add($"{line.Name} as {column}, time {times}, wrote to the store");
                }
            }
        }

        Assert.Empty(wrong);
        Assert.Equal(before, Dump(people));
    }

    /// <summary>Tells whether anybody has committed a change to the store of a site.</summary>
    internal sealed class StoreWatch : IDisposable
    {
        private readonly SqliteConnection connection;
        private long seen;

        public StoreWatch(PeaceTrackerApp app)
        {
            connection = new($"Data Source={app.DatabaseFile};Pooling=False");
            connection.Open();
            seen = Version();
        }

        /// <summary>Since it was asked last.</summary>
        public bool WasWritten()
        {
            var before = seen;
            seen = Version();
            return seen != before;
        }

        public void Dispose() => connection.Dispose();

        /// <summary>Another number after each commit of another connection (https://sqlite.org/pragma.html#pragma_data_version).</summary>
        private long Version()
        {
            using var command = connection.CreateCommand();
            command.CommandText = "PRAGMA data_version";
            return (long)command.ExecuteScalar()!;
        }
    }

    /// <summary>Names of everything that is kept of an account or a session, which no form may set by the way.</summary>
    public static readonly string[] KeptNames =
        [.. typeof(Account).GetProperties().Concat(typeof(Session).GetProperties()).Concat(typeof(OneTimeToken).GetProperties()).Select(property => property.Name)
            .Concat(["UserId", "RoleId", "Role", "Roles[0]", "Account.Id", "Account.PasswordHash", "Account.DisabledAt", "Status", "Version", "Owner", "Created"])
            .Except([nameof(Account.Name)])
            .Distinct()];

    [Fact]
    public async Task A_form_that_carries_every_field_of_an_account_sets_none_of_them()
    {
        await using var own = new PeaceTrackerApp { Seeds = "" };
        var bystander = await own.Services.AddAccountAsync([Roles.Editor]);
        using var victim = await own.SignInAsync(bystander);
        var account = await own.Services.AddAccountAsync([.. Roles.All]);
        using var client = await own.SignInAsync(account);
        var target = await own.Services.AddAccountAsync([Roles.Auditor]);
        var before = (Row(own, bystander.Id), Row(own, account.Id), Row(own, target.Id), Dump(own, "Sessions", "OneTimeTokens", "AccountEvents", "sqlite_sequence"));

        // Disabling and opening again, links and ends of sessions do what they are for, to the account named by the address.
        string[] effects = ["/disable", "/enable", "/reset", "/reset/withdraw", "/end-sessions"];
        var lines = Lines().Where(line => line.Method == "POST" && !effects.Any(line.Template.EndsWith) && line.Template is not ("/account/sign-out" or "/account/second-factor/app/start" or "/account/second-factor/app/remove" or "/account/second-factor/codes")).ToList();
        Assert.NotEmpty(lines);
        foreach (var line in lines)
        {
            foreach (var id in new[] { bystander.Id.ToString(CultureInfo.InvariantCulture), "canary-7541" })
            {
                var token = (await client.GetPageAsync("/account")).QuerySelector<IHtmlInputElement>("input[name='form-token']")!.Value;
                using var answer = await SendAsync(client, line, request => request.Content = new FormUrlEncodedContent(
                    [.. KeptNames.Select(name => KeyValuePair.Create(name, name.EndsWith("Id", StringComparison.Ordinal) ? id : "canary-7541")), new("form-token", token), new(Web.Writing.OnceFilter.Field, Web.Writing.OnceFilter.NewKey())]), target.Id);
                Assert.True((int)answer.StatusCode is < 500 and not 400 || line.Template.Contains("passkey", StringComparison.Ordinal), $"{line.Name}: {(int)answer.StatusCode}");
            }
        }

        Assert.DoesNotContain("canary-7541", Dump(own), StringComparison.OrdinalIgnoreCase);
        // A wrong code and a wrong password were among what was sent, and are counted.
        await using (var scope = own.Services.CreateAsyncScope())
            await scope.ServiceProvider.GetRequiredService<PeaceTrackerDbContext>().Users.Where(row => row.Id == account.Id && row.AccessFailedCount < 5)
                .ExecuteUpdateAsync(row => row.SetProperty(one => one.AccessFailedCount, 0), TestContext.Current.CancellationToken);
        // Roles sent under a name of their own are roles of the form, and these were none.
        var after = (Row(own, bystander.Id), Row(own, account.Id), Row(own, target.Id), Dump(own, "Sessions", "OneTimeTokens", "AccountEvents", "sqlite_sequence"));
        Assert.Equal(before.Item1, after.Item1);
        Assert.Equal(before.Item2, after.Item2);
        Assert.Equal(before.Item3, after.Item3);
        Assert.Equal(before.Item4, after.Item4);
        using var alive = await GetAsync(victim, "/account");
        Assert.Equal(HttpStatusCode.OK, alive.StatusCode);
    }

    [Fact]
    public async Task Joining_with_every_field_of_an_account_gives_what_the_invitation_says_and_no_more()
    {
        await using var own = new PeaceTrackerApp { Seeds = "" };
        string token;
        await using (var scope = own.Services.CreateAsyncScope())
            token = await scope.ServiceProvider.GetRequiredService<Web.Accounts.NewAccounts>().InviteAsync(new("Guest", [Roles.Editor], null), TestContext.Current.CancellationToken);
        using var client = own.Browser();
        var form = (await client.OpenLinkAsync($"/account/invite#{token}")).QuerySelector<IHtmlFormElement>("main form[method=post]")!;
        var fields = KeptNames.ToDictionary(name => name, name => name is "Id" or "AccountId" ? "777" : name.EndsWith("Enabled", StringComparison.Ordinal) ? "true" : name == "Roles[0]" || name == "Role" ? Roles.Admin : "9");
        fields["sign-in-name"] = "guest-1";
        fields["password"] = fields["password-again"] = "many boats in one harbour today";
        using var joined = await client.SendFormAsync(form, fields);
        Assert.Equal("/account", joined.Headers.Location!.OriginalString);
        await using var reading = own.Services.CreateAsyncScope();
        var db = reading.ServiceProvider.GetRequiredService<PeaceTrackerDbContext>();
        var account = await db.Users.SingleAsync(TestContext.Current.CancellationToken);
        Assert.Equal((1, "guest-1", false, 0L, 0, PeaceTrackerApp.Start), (account.Id, account.UserName, account.TwoFactorEnabled, account.LastTotpStep, account.AccessFailedCount, account.CreatedAt));
        Assert.Equal((null, null, null), (account.DisabledAt, account.LockoutEnd, account.TotpSecret));
        Assert.Equal(1, (await db.UserRoles.SingleAsync(TestContext.Current.CancellationToken)).RoleId);
    }

    [Fact]
    public async Task A_page_for_readers_holds_nothing_of_one_visitor()
    {
        using var first = people.Browser();
        using var second = people.Browser();
        foreach (var address in new[] { "/ukraine/positions?date=2025-08-31", "/ukraine/statements/36", "/ukraine/about/method", "/nowhere" })
        {
            using var one = await GetAsync(first, address);
            using var other = await GetAsync(second, address);
            Assert.False(one.Headers.Contains("Set-Cookie"));
            var html = await one.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
            Assert.Equal(html, await other.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
            Assert.DoesNotContain("form-token", html, StringComparison.Ordinal);
            Assert.Contains("href=\"/account/sign-in\"", html, StringComparison.Ordinal);
        }
    }

    /// <summary>What an answer does not tell browsers. Only what is made to be shown elsewhere may be framed.</summary>
    private static IEnumerable<string> Unguarded(HttpResponseMessage answer)
    {
        if (!answer.Headers.TryGetValues("X-Content-Type-Options", out var sniffing) || sniffing.Single() != "nosniff")
            yield return "kinds of content may be guessed";
        if (!answer.Headers.TryGetValues("Referrer-Policy", out var referrer) || referrer.Single() != "same-origin")
            yield return "others are told which page led to them";
        var embed = answer.RequestMessage!.RequestUri!.AbsolutePath.StartsWith("/embed/", StringComparison.Ordinal);
        if (!answer.Headers.TryGetValues("Content-Security-Policy", out var policies) || !policies.Single().Contains($"frame-ancestors {(embed ? "*" : "'none'")}", StringComparison.Ordinal))
            yield return "frames are not as meant";
    }

    private static bool Asks(string way) => way.StartsWith("/account/sign-in?", StringComparison.Ordinal) || way.StartsWith("/account/confirm", StringComparison.Ordinal);

    /// <summary>The lines of the matrix, and for each file that everybody can take the address of the API that gives the same.</summary>
    internal static List<Line> Lines() =>
        [.. Matrix.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(text =>
        {
            var words = text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            var status = int.TryParse(words[^1], NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 200;
            var rest = words[2..].Where(word => !char.IsAsciiDigit(word[0])).ToList();
            return new Line(words[0], words[1], [.. rest.Where(word => word != "Fresh")], rest.Contains("Fresh"), status);
        }).SelectMany(line => line.Who is ["all"] && FileFormats.Of(line.Template).Contains("json") ? [line, line with { Template = "/api/v1" + FileFormats.Page(line.Template) }] : new[] { line })];

    private IEnumerable<(string Name, RouteEndpoint Endpoint)> Endpoints() =>
        people.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Where(endpoint => endpoint.Metadata.GetMetadata<ControllerActionDescriptor>() is not null)
            .SelectMany(endpoint => endpoint.Metadata.GetMetadata<HttpMethodMetadata>()!.HttpMethods.Select(method => ($"{method} /{endpoint.RoutePattern.RawText!.TrimStart('/')}", endpoint)));

    /// <summary>An address of a template: the first format, the samples, and a number for the id of an account.</summary>
    internal static string Address(string template, int id = 1) => Parameter().Replace(template, match => match.Groups[1].Value switch
    {
        "format" => FileFormats.Of("." + match.Value)[0],
        "id" => id.ToString(CultureInfo.InvariantCulture),
        var name => Samples[name],
    });

    private static Task<HttpResponseMessage> GetAsync(HttpClient client, string address) => client.GetAsync(new Uri(address, UriKind.Relative), TestContext.Current.CancellationToken);

    private static async Task<HttpResponseMessage> SendAsync(HttpClient client, Line line, Action<HttpRequestMessage>? change = null, int id = 1)
    {
        using var request = new HttpRequestMessage(new HttpMethod(line.Method), Address(line.Template, id)) { Content = new FormUrlEncodedContent([]) };
        change?.Invoke(request);
        return await client.SendAsync(request, TestContext.Current.CancellationToken);
    }

    private static string Row(PeaceTrackerApp app, int account) => string.Join('\n', Lines(app, $"SELECT * FROM Accounts WHERE Id = {account}").Concat(Lines(app, $"SELECT * FROM AccountRoles WHERE UserId = {account}")));

    /// <summary>Every row of every table but some, as text.</summary>
    internal static string Dump(PeaceTrackerApp app, params string[] without) => string.Join('\n', Lines(app, "SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name").Except(without)
        .SelectMany(table => Lines(app, $"SELECT * FROM \"{table}\"").Prepend(table)));

    private static List<string> Lines(PeaceTrackerApp app, string sql)
    {
        using var connection = new SqliteConnection($"Data Source={app.DatabaseFile}");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        using var reader = command.ExecuteReader();
        var lines = new List<string>();
        var values = new object[reader.FieldCount];
        while (reader.Read())
        {
            reader.GetValues(values);
            lines.Add(string.Join('|', values.Select(value => value is byte[] bytes ? Convert.ToHexString(bytes) : Convert.ToString(value, CultureInfo.InvariantCulture))));
        }

        return lines;
    }

    [GeneratedRegex(@"\{(\w+)(?:[^{}]|\{[^{}]*\})*\}")]
    private static partial Regex Parameter();

    [GeneratedRegex(@"\(?\^?\(([a-z]+)")]
    private static partial Regex Formats();
}
