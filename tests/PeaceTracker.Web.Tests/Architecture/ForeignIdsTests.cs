using System.Globalization;
using System.Text.RegularExpressions;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using PeaceTracker.Data;
using PeaceTracker.Data.Accounts;
using PeaceTracker.Domain.Parties;
using PeaceTracker.Domain.Processes;
using PeaceTracker.Domain.Sources;
using PeaceTracker.Domain.Time;
using PeaceTracker.Testing;
using PeaceTracker.Web.Files;
using PeaceTracker.Web.Writing;

namespace PeaceTracker.Web.Tests.Architecture;

/// <summary>
/// Every address that names a row, asked for a row of another process, and every row that is one person's alone, asked for by another
/// person: there is no such thing, nothing of it is shown, and nothing changes.
/// </summary>
public sealed partial class ForeignIdsTests : IAsyncLifetime
{
    private const string Other = "lakes";

    /// <summary>Parameters that name no row of a process: the issues are the same for all.</summary>
    private static readonly string[] Common = ["process", "format", "kind", "issue", "topic"];

    private readonly PeaceTrackerApp app = new();
    private TestAccount owner = null!;
    private DeskRows rows = null!;
    private HttpClient stranger = null!;
    private int merge;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        owner = await app.Services.AddAccountAsync([Roles.Editor]);
        rows = await app.Services.AddDeskRowsAsync(owner);
        await using var scope = app.Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<PeaceTrackerDbContext>();
        var process = new PeaceProcess
        {
            Slug = Other,
            Title = "Talks on two lakes",
            Summary = "A process of which nothing is recorded yet.",
            PrincipalPair = ["north-lake", "south-lake"],
            DefaultParties = ["north-lake", "south-lake"],
            OldAfterDays = 180,
            LastSearched = EdtfDate.Parse("2026-11"),
            LicenceName = "CC BY 4.0",
            LicenceAddress = "https://creativecommons.org/licenses/by/4.0/",
        };
        db.Add(process);
        await db.SaveChangesAsync(Cancellation);
        db.Add(new Party { ProcessId = process.Id, Slug = "north-lake", Name = "North Lake", Monogram = "NL", Kind = "state" });
        db.Add(new Party { ProcessId = process.Id, Slug = "south-lake", Name = "South Lake", Monogram = "SL", Kind = "state" });
        var merged = new SourceMerge { ProcessId = await db.Processes.Where(row => row.Slug == "ukraine").Select(row => row.Id).SingleAsync(Cancellation), Merged = 2, Kept = 1, At = PeaceTrackerApp.Start, Changes = "[]" };
        db.Add(merged);
        await db.SaveChangesAsync(Cancellation);
        merge = merged.Id;
        stranger = await app.SignInAsync([.. Roles.All]);
    }

    public ValueTask DisposeAsync()
    {
        stranger.Dispose();
        return app.DisposeAsync();
    }

    [Fact]
    public async Task What_is_of_one_process_is_not_in_another()
    {
        var lines = AuthorizationTests.Lines().Where(line => line.Template.StartsWith("/{process}/", StringComparison.Ordinal) && Parameter().Matches(line.Template).Any(match => !Common.Contains(match.Groups[1].Value))).ToList();
        Assert.True(lines.Count > 70, $"Only {lines.Count} addresses name a row.");
        var addresses = lines.SelectMany(line => line.Template.Contains("{key}", StringComparison.Ordinal)
            ? new[] { ("parties", "russia"), ("people", "volodymyr-zelenskyy"), ("events", "alaska-summit"), ("regions", "UA-14"), ("publishers", "balita-hub") }.Select(pair => (line.Method, Address(line.Template, Other, pair.Item1, pair.Item2)))
            : [(line.Method, Address(line.Template, Other, "", ""))]);
        await NothingThereAsync(addresses);
    }

    [Fact]
    public async Task What_is_one_persons_alone_is_not_there_for_another()
    {
        // Tables, samples to code, unfinished forms; and of statements everybody at the desk sees, what their writer alone does with them.
        var own = AuthorizationTests.Lines().Where(line => line.Template.Contains("{import:int}", StringComparison.Ordinal)
            || line.Template.Contains("{recoding:int}", StringComparison.Ordinal)
            || line.Template.Contains("{sample:int}", StringComparison.Ordinal)
            || (line.Template.Contains("/desk/autosave/{id:int}", StringComparison.Ordinal))
            || (line.Method == "POST" && line.Template.StartsWith("/{process}/desk/statements/{number:int}/", StringComparison.Ordinal) && !line.Template.EndsWith("/amend", StringComparison.Ordinal))).ToList();
        Assert.True(own.Count > 14, $"Only {own.Count} addresses are one person's.");
        await NothingThereAsync([.. own.Select(line => (line.Method, Address(line.Template, "ukraine", "", ""))), ("GET", FormattableString.Invariant($"/ukraine/desk/sources/{rows.Source}?resume={rows.Autosave}"))]);
    }

    [Fact]
    public async Task What_a_form_names_of_another_persons_account_is_not_there()
    {
        using var victim = await app.SignInAsync(owner);
        var passkey = await app.Services.AddPasskeyAsync(owner, "The key of the house");
        int session;
        await using (var scope = app.Services.CreateAsyncScope())
            session = await scope.ServiceProvider.GetRequiredService<PeaceTrackerDbContext>().Sessions.Where(row => row.AccountId == owner.Id).Select(row => row.Id).SingleAsync(Cancellation);
        await NothingThereAsync(
        [
            ("POST", "/account/sessions/end"), ("POST", "/account/passkeys/rename"), ("POST", "/account/passkeys/remove"), ("POST", "/admin/users/invite/withdraw"),
            .. AuthorizationTests.Lines().Where(line => line.Template.StartsWith("/admin/users/{id:int}", StringComparison.Ordinal)).Select(line => (line.Method, Address(line.Template, "", "", ""))),
        ], address => new()
        {
            ["id"] = address.Contains("passkeys", StringComparison.Ordinal) ? passkey : session.ToString(CultureInfo.InvariantCulture),
            ["name"] = "Mine now",
            // A link for a passkey, a session or a password is no invitation.
            ["invitation"] = new string('0', 64),
        });
        using var alive = await victim.GetAsync(new Uri("/account", UriKind.Relative), Cancellation);
        Assert.Equal(200, (int)alive.StatusCode);
    }

    [Fact]
    public async Task Keeping_a_form_under_the_number_of_another_persons_writes_nothing()
    {
        var token = (await stranger.GetPageAsync("/account")).QuerySelector<IHtmlInputElement>("input[name='form-token']")!.Value;
        var before = AuthorizationTests.Dump(app);
        using var answer = await PostAsync("/ukraine/desk/autosave", new()
        {
            ["form"] = FormattableString.Invariant($"/ukraine/desk/sources/{rows.Source}"),
            ["autosave"] = rows.Autosave.ToString(CultureInfo.InvariantCulture),
            ["autosave-version"] = "1",
            ["summary"] = "Mine now",
        }, token);
        var told = await answer.Content.ReadAsStringAsync(Cancellation);
        Assert.DoesNotContain("nobody else", told, StringComparison.Ordinal);
        Assert.Contains("\"done\":\"sent\"", told, StringComparison.Ordinal);
        Assert.Equal(before, AuthorizationTests.Dump(app));
    }

    /// <summary>A process may be new: there is nothing in it, and every page says so.</summary>
    [Fact]
    public async Task Every_page_of_a_process_without_a_record_answers()
    {
        var wrong = new List<string>();
        foreach (var line in AuthorizationTests.Lines().Where(line => line.Method == "GET" && line.Status == 200 && line.Template.StartsWith("/{process}/", StringComparison.Ordinal)))
        {
            if (Parameter().Matches(line.Template).Any(match => !Common.Contains(match.Groups[1].Value)) || line.Template.EndsWith("/batch", StringComparison.Ordinal))
                continue;
            var address = Address(line.Template, Other, "parties", "");
            using var answer = await stranger.GetAsync(new Uri(address, UriKind.Relative), Cancellation);
            if (answer.StatusCode is not System.Net.HttpStatusCode.OK)
                wrong.Add($"{address}: {(int)answer.StatusCode}");
        }

        Assert.Empty(wrong);
    }

    private async Task NothingThereAsync(IEnumerable<(string Method, string Address)> addresses, Func<string, Dictionary<string, string>>? fields = null)
    {
        string[] hidden = ["Words nobody else has", "Says that neutrality may be discussed", $"Words of {owner.SignInName}", $"Briefing {rows.Source.ToString(CultureInfo.InvariantCulture)}", "The key of the house"];
        var wrong = new List<string>();
        var token = (await stranger.GetPageAsync("/account")).QuerySelector<IHtmlInputElement>("input[name='form-token']")!.Value;
        var before = AuthorizationTests.Dump(app);
        using var store = new AuthorizationTests.StoreWatch(app);
        foreach (var (method, address) in addresses)
        {
            using var answer = method == "GET" ? await stranger.GetAsync(new Uri(address, UriKind.Relative), Cancellation) : await PostAsync(address, fields?.Invoke(address) ?? Likely(), token);
            var text = System.Net.WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync(Cancellation));
            if ((int)answer.StatusCode != 404)
                wrong.Add($"{method} {address}: {(int)answer.StatusCode} {answer.Headers.Location} {Title().Match(text).Groups[1].Value}");
            wrong.AddRange(hidden.Where(word => text.Contains(word, StringComparison.Ordinal)).Select(word => $"{method} {address} shows \"{word}\""));
            if (store.WasWritten())
                wrong.Add($"{method} {address} wrote to the store");
        }

        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
        Assert.Equal(before, AuthorizationTests.Dump(app));
    }

    /// <summary>What forms ask for, so that nothing but the row is missing.</summary>
    private static Dictionary<string, string> Likely() => new()
    {
        ["version"] = "1",
        ["reason"] = "who",
        ["text"] = "A reason in a sentence.",
        ["unit"] = "1",
        ["step"] = "1",
        ["channel"] = "on-record",
        ["decision"] = "confirm",
        ["clause"] = "1317",
        ["why"] = "A reason.",
        ["go"] = "save",
    };

    private async Task<HttpResponseMessage> PostAsync(string address, Dictionary<string, string> fields, string token)
    {
        using var content = new FormUrlEncodedContent([.. fields, new(OnceFilter.TokenField, token), new(OnceFilter.Field, OnceFilter.NewKey())]);
        return await stranger.PostAsync(new Uri(address, UriKind.Relative), content, Cancellation);
    }

    /// <summary>The address of rows there are in the record, below the name of a process.</summary>
    private string Address(string template, string process, string kind, string key) => Parameter().Replace(template, match => match.Groups[1].Value switch
    {
        "process" => process,
        "format" => FileFormats.Of("." + match.Value)[0],
        "issue" => "nato-membership",
        "topic" => "method",
        "kind" => kind,
        "key" => key,
        "party" => "russia",
        "proposal" => DeskRows.FirstText,
        "first" => DeskRows.FirstText,
        "second" => DeskRows.SecondText,
        "region" => "donetsk",
        "talksEvent" => "alaska-summit",
        "text" => "1",
        "citation" => Number(rows.Citation),
        "difference" => Number(rows.Difference),
        "sample" => Number(template.EndsWith("/adjudication", StringComparison.Ordinal) && process == Other ? rows.Coded : rows.Sample),
        "import" => Number(rows.Import),
        "recoding" => Number(rows.Recoding),
        "merge" => Number(merge),
        "id" => template.StartsWith("/admin", StringComparison.Ordinal) ? "7541" : Number(rows.Autosave),
        "number" => template.Contains("/desk/sources/", StringComparison.Ordinal) ? Number(rows.Source)
            : template.Contains("/desk/statements/", StringComparison.Ordinal) ? Number(template.EndsWith("/take-back", StringComparison.Ordinal) ? rows.InReview : rows.Draft)
            : template.Contains("/review/", StringComparison.Ordinal) && !template.EndsWith("/withdraw", StringComparison.Ordinal) ? Number(rows.InReview)
            : template.Contains("/statements/", StringComparison.Ordinal) || template.EndsWith("/withdraw", StringComparison.Ordinal) ? "36"
            : "1",
        var name => throw new InvalidOperationException($"There is no sample of {name}."),
    });

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);

    [GeneratedRegex(@"\{(\w+)(?:[^{}]|\{[^{}]*\})*\}")]
    private static partial Regex Parameter();

    [GeneratedRegex("<h1[^>]*>(.*?)</h1>")]
    private static partial Regex Title();
}
