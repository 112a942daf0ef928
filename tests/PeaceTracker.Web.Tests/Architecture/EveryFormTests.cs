using System.Globalization;
using System.Net;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.Extensions.DependencyInjection;
using PeaceTracker.Data;
using PeaceTracker.Data.Accounts;
using PeaceTracker.Testing;
using PeaceTracker.Web.Tests.Features.Desk;

namespace PeaceTracker.Web.Tests.Architecture;

/// <summary>
/// The forms of desk, review and administration, one after the other, on two sites with the same history. On one each form is sent as a
/// person sends it, and then once more; on the other it carries the name of every column of the store as well. The second sending changes
/// nothing, and both stores hold the same in the end. An endpoint that takes a form and is neither sent here nor said to be shown elsewhere
/// fails.
/// </summary>
public sealed class EveryFormTests : IAsyncLifetime
{
    /// <summary>What is drawn at random, or counts sendings.</summary>
    private static readonly Dictionary<string, string[]> Random = new()
    {
        ["Revisions"] = ["Actor", "Previous", "Seal"],
        ["RevisionHead"] = [],
        ["Accounts"] = ["Name", "UserName", "NormalizedUserName", "Pseudonym", "PasswordHash", "SecurityStamp", "ConcurrencyStamp", "TotpSecret"],
        ["CodingSamples"] = ["Seed"],
        ["SampleUnit"] = [],
        ["CompletedRequests"] = [],
        ["Sessions"] = [],
        ["DataProtectionKeys"] = [],
        ["OneTimeTokens"] = [],
        ["sqlite_stat1"] = [],
        ["SeedDigests"] = [],
    };

    /// <summary>Beginnings of what is no form of the work, and where it is shown.</summary>
    private static readonly string[] Elsewhere =
    [
        // Forms of accounts: SignInTests, UsersTests, and the one that carries every field of an account.
        "/account/", "/setup", "/admin/users",
        // They keep what the script sends while somebody types, in a row of that person alone: AutosaveTests.
        "/{process}/desk/autosave", "/{process}/desk/proposals/autosave",
        // What programs send has no form: ApiDraftTests.
        "/api/v1/",
        // They write nothing: PublicWebTests, AuditTests.
        "/{process}/desk/sources/new/fetch", "/audit/verify",
    ];

    private readonly List<string> sent = [];
    private readonly PeaceTrackerApp plain = new(), loaded = new();
    private readonly List<string> wrong = [];
    private readonly HashSet<string> seen = [];
    private HttpClient here = null!, there = null!;
    private (TestAccount Here, TestAccount There) me;
    private (string Name, string Value)[] columns = [];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        me = await BothAsync(services => services.AddAccountAsync([.. Roles.All]), account => account.Id);
        (here, there) = (await plain.SignInAsync(me.Here), await loaded.SignInAsync(me.There));
        await using var scope = plain.Services.CreateAsyncScope();
        columns = [.. scope.ServiceProvider.GetRequiredService<PeaceTrackerDbContext>().Model.GetEntityTypes()
            .SelectMany(entity => entity.GetProperties().SelectMany(property => Names(property).Select(name => (name, Value(property)))))
            // Below a field named as the parameter of an action the binder looks for all others, and finds none.
            .Where(pair => pair.Item1 is not ("Form" or "form"))
            .DistinctBy(pair => pair.Item1, StringComparer.OrdinalIgnoreCase)];
        Assert.True(columns.Length > 250, $"Only {columns.Length} names were found.");
    }

    public async ValueTask DisposeAsync()
    {
        here.Dispose();
        there.Dispose();
        await plain.DisposeAsync();
        await loaded.DisposeAsync();
    }

    [Fact]
    public async Task A_form_that_carries_every_column_sets_no_more_than_its_fields_and_sent_twice_works_once()
    {
        var editor = await BothAsync(services => services.AddAccountAsync([Roles.Editor]), account => account.Id);
        var reviewer = await BothAsync(services => services.AddAccountAsync([Roles.Reviewer]), account => account.Id);
        var source = await BothAsync(services => services.AddSourceAsync(), number => number);
        var copy = await BothAsync(services => services.AddSourceAsync(), number => number);

        // Sources and texts.
        await SendAsync($"/ukraine/desk/sources/{source.Here}/edit", "main form[method=post]", new() { ["title"] = "A briefing with another title" });
        await SendAsync($"/ukraine/desk/sources/{source.Here}/texts/new", "main form[method=post]", new() { ["text"] = DeskSamples.Text + "\n\nA line was added.", ["reason"] = "The ministry printed a line more." });

        // A statement from its first draft to another.
        await SendAsync($"/ukraine/desk/sources/{source.Here}", "form#statement", DeskApp.Coded());
        await SendAsync("/ukraine/desk/statements/10001", "form#statement", new() { ["summary"] = "Ukraine keeps to its constitution.", ["go"] = "save" });
        await SendAsync("/ukraine/desk/statements/10001", "form[action$='/discard']", []);
        await BothAsync(services => services.SubmitAsync(services == plain.Services ? me.Here : me.There, new() { Source = source.Here, Issue = "elections" }), number => number);
        await SendAsync("/ukraine/desk/statements/10002", "form[action$='/take-back']", []);
        await SendAsync($"/ukraine/desk/sources/{source.Here}", "form[action$='/submit']", []);
        await SendAsync("/ukraine/desk/statements/36/amend", "form#statement", new() { ["amend-reason"] = "A word was missing.", ["summary"] = "Read again.", ["go"] = "save" });

        // Review, of what somebody else wrote.
        for (var one = 0; one < 4; one++)
        {
            var number = await BothAsync(async services => await services.SubmitAsync(services == plain.Services ? editor.Here : editor.There, new() { Issue = one == 3 ? "elections" : "neutrality" }), number => number);
            var page = $"/ukraine/review/{number.Here}";
            if (one == 0)
            {
                await SendAsync(page, "form[action$='/hold']", new() { ["text"] = "The second source." });
                await SendAsync(page, "form[action$='/release']", []);
                await SendAsync(page, "form[action$='/return']", new() { ["reason"] = "who", ["text"] = "The day is another one." });
            }
            else if (one == 1)
            {
                await SendAsync($"{page}/dispute", "main form[method=post]", new() { ["step"] = "3", ["reason"] = "Guarantees are named." });
            }
            else if (one == 2)
            {
                await SendAsync(page, "form[action$='/approve']", []);
                await SendAsync($"{page}?done={number.Here}", "form[action='/ukraine/review/undo']", [], from: $"/ukraine/review?done={number.Here}");
                await SendAsync(page, "form[action$='/approve']", []);
                await SendAsync($"{page}/withdraw", "main form[method=post]", new() { ["reason"] = "The paper took it back." });
            }
            else
            {
                await SendAsync($"/ukraine/review/batch?source=1&editor={editor.Here.Id}", "main form[method=post]", []);
            }
        }

        await BothAsync(async services =>
        {
            var account = services == plain.Services ? reviewer.Here : reviewer.There;
            return await services.WriteAsync(account, async (_, desk, process, changes) =>
            {
                await desk.WithdrawAsync((await desk.PublishedAsync(process, 1170, Cancellation))!, changes, account.Id, "By mistake.", Cancellation);
                return 1170;
            });
        }, number => number);
        await SendAsync("/ukraine/review", "form[action$='/1170/withdrawal']", new() { ["decision"] = "put-back" });

        // What waits for the one and was sent by the other.
        var own = await BothAsync(services => services.AddDeskRowsAsync(services == plain.Services ? me.Here : me.There), rows => rows.InReview);
        var theirs = await BothAsync(services => services.AddDeskRowsAsync(services == plain.Services ? editor.Here : editor.There), rows => rows.InReview);
        // Their tables name their people.
        _ = Different();
        await SendAsync($"/ukraine/desk/sources/{own.Here.Source}/citations/{own.Here.Citation}", "main form[method=post]", new() { ["quote"] = "The page has other words now." });
        await SendAsync("/ukraine/desk", $"form[action='/ukraine/desk/autosave/{own.Here.Autosave}/discard']", []);
        await SendAsync($"/ukraine/desk/samples/{own.Here.Sample}", "main form[method=post]", new() { ["step"] = "silent", ["channel"] = "on-record" });
        await SendAsync($"/ukraine/desk/samples/{theirs.Here.Coded}/adjudication", "article form", new() { ["decision"] = "FirstStands", ["reason"] = "The words name the step." });
        var pair = $"/ukraine/review/differences/{theirs.Here.Difference}";
        await SendAsync(pair, "form[action$='/approve']", []);
        await SendAsync($"/ukraine/review/differences?done={theirs.Here.Difference}", "form[action='/ukraine/review/differences/undo']", []);
        await SendAsync("/ukraine/review/differences/batch", "main form[action$='/batch']", [], open: browser => LinkedAsync(browser, "/ukraine/review/differences", "a[href*='/differences/batch?']", "main form[action$='/batch']"));
        var returned = await BothAsync(services => services.AddDeskRowsAsync(services == plain.Services ? editor.Here : editor.There), rows => rows.Difference);
        _ = Different();
        await SendAsync($"/ukraine/review/differences/{returned.Here.Difference}", "form[action$='/return']", new() { ["text"] = "Look again." });

        // Clauses beside each other.
        const string pairs = $"/ukraine/desk/alignment/{DeskRows.FirstText}/{DeskRows.SecondText}";
        await SendAsync(pairs, "form.bar[action$='/pair']", new() { ["number"] = "2" });
        var paired = await BothAsync(NewestDifferenceAsync, id => id);
        await SendAsync($"{pairs}?label={paired.Here}", "form#labels", new() { ["label"] = "stronger verb", ["note"] = "Confirmed again." });
        await SendAsync(pairs, $"form[action$='/{paired.Here}/undo']", []);
        await SendAsync(pairs, "form[action$='/none']", []);
        await SendAsync(pairs, "form[action$='/submit']", []);
        await SendAsync(pairs, "form[action$='/take-back']", []);
        await SendAsync(pairs, "form[action$='/correct']", []);

        // A new source, and a proposal from its text to its clauses in review.
        await SendAsync("/ukraine/desk/sources/new", "main form[method=post]", new()
        {
            ["confirmed"] = "all",
            ["publisher-name"] = "Ministry of Examples",
            ["publisher-kind"] = "official",
            ["publisher-grade"] = "B",
            ["publisher-reason"] = "Publishes its own words.",
        }, open: browser => AnsweredAsync(browser, "/ukraine/desk/sources/new", "main form[method=post]", new() { ["pasted"] = $"https://ministry.example.org/briefings/dates\n\n{DeskSamples.Text}" }, "main form[method=post]"));
        var plan = await BothAsync(services => services.AddSourceAsync("1. Ukraine holds elections in 100 days.\n2. Sanctions are lifted in stages, case by case.", date: "2025-11-21"), number => number);
        await SendAsync("/ukraine/desk/proposals/new", "#entry", new() { ["go"] = "save" }, open: async browser =>
        {
            var entry = await AnsweredAsync(browser, $"/ukraine/desk/proposals/new?source={plan.Here}", "#entry", new() { ["title"] = "A plan of two points", ["proponents"] = "united-states", ["provenance"] = "leaked", ["summary"] = "A plan in two points.", ["go"] = "split" }, "#entry");
            foreach (var box in entry!.QuerySelectorAll<IHtmlInputElement>("[data-tag=suggested]"))
                box.IsChecked = true;
            return entry;
        });
        await SendAsync("/ukraine/desk/proposals/a-plan-of-two-points", "form.entry", new() { ["title"] = "+ x" });
        await SendAsync("/ukraine/desk/proposals/a-plan-of-two-points", "form[action$='/submit']", []);

        // Tables.
        const string heading = "source,said,party,issue,step,channel,information,quote,language\n";
        await SendAsync("/ukraine/desk/imports", "main form[method=post]", new() { ["pasted"] = $"{heading}{source.Here},2026-11-20,ukraine,elections,2,on-record,2,The elections were not mentioned.,en\n" });
        var table = await BothAsync(NewestImportAsync, id => id);
        await SendAsync($"/ukraine/desk/imports/{table.Here}/columns", "form[action$='/columns']", []);
        await SendAsync($"/ukraine/desk/imports/{table.Here}", "form[action$='/confirm']", []);
        await SendAsync($"/ukraine/desk/imports/{table.Here}", "form[action$='/undo']", []);
        await SendAsync("/ukraine/desk/imports", "main form[method=post]", new() { ["pasted"] = $"{heading}{source.Here},someday,ukraine,elections,2,on-record,2,Asked about troop limits she declined to answer.,en\n" });
        table = await BothAsync(NewestImportAsync, id => id);
        await SendAsync($"/ukraine/desk/imports/{table.Here}/columns", "form[action$='/columns']", []);
        await SendAsync($"/ukraine/desk/imports/{table.Here}", "form.wideform[action$='/repairs']", new() { ["fix-0-text"] = "2026-11-19" });
        await SendAsync($"/ukraine/desk/imports/{table.Here}", "form[action$='/confirm']", []);
        await SendAsync($"/ukraine/desk/imports/{table.Here}", "form[action$='/submit']", []);
        await SendAsync("/ukraine/desk/imports", "main form[method=post]", new() { ["pasted"] = $"{heading}{source.Here},2026-11-18,ukraine,elections,2,on-record,2,One that is thrown away.,en\n" });
        table = await BothAsync(NewestImportAsync, id => id);
        await SendAsync($"/ukraine/desk/imports/{table.Here}/columns", "form[action$='/discard']", []);

        // Many together.
        const string together = "/ukraine/desk/recodings/new?channel=on-record&field=channel&from=on-record&issue=eu-membership&to=joint-statement";
        await SendAsync(together, "main form[method=post]", new() { ["reason"] = "It was said together with others." });
        var recoding = await BothAsync(NewestRecodingAsync, id => id);
        await SendAsync($"/ukraine/desk/recodings/{recoding.Here}", "form[action$='/submit']", []);
        await SendAsync($"/ukraine/desk/recodings/{recoding.Here}", "form[action$='/undo']", []);

        // Administration.
        foreach (var (page, field) in new[] { ("parties/russia", "name"), ("people/volodymyr-zelenskyy", "name"), ("issues/elections", "title"), ("events/alaska-summit", "title"), ("regions/UA-14", "name"), ("publishers/balita-hub", "name") })
            await SendAsync($"/ukraine/admin/{page}", "main form[method=post]", new() { [field] = "+ x" });
        await SendAsync("/ukraine/admin/settings", "main form[method=post]", new() { ["title"] = "+ x" });
        await SendAsync("/ukraine/admin/parties/new", "main form[method=post]", new() { ["name"] = "Ruritania", ["slug"] = "ruritania", ["monogram"] = "RUR", ["kind"] = "state" });
        await SendAsync("/ukraine/admin/parties/ruritania/remove", "main form[method=post]", []);
        const string scale = "/ukraine/admin/issues/neutrality/scale";
        var reworded = new Dictionary<string, string> { ["step-1-label"] = "+ x", ["note"] = "A clearer word." };
        await SendAsync(scale, "form[action$='/preview']", reworded, writes: false);
        await SendAsync(scale, ".preview form", [], open: async browser => await AnsweredAsync(browser, scale, "form[action$='/preview']", reworded, ".preview form"));
        await SendAsync($"/ukraine/admin/merges?merged={copy.Here}&kept={source.Here}", "main form[method=post]", []);
        await SendAsync("/ukraine/admin/merges", "form[action$='/1/undo']", []);

        // A second coding, the last: the two sites draw other statements.
        await SendAsync("/ukraine/desk/samples", "main form[method=post]", new() { ["coder"] = editor.Here.Id.ToString(CultureInfo.InvariantCulture) }, drawn: true);

        wrong.AddRange(AuthorizationTests.Lines()
            .Where(line => line.Method == "POST" && !Elsewhere.Any(beginning => line.Template.StartsWith(beginning, StringComparison.Ordinal) && line.Template != "/{process}/desk/autosave/{id:int}/discard"))
            .Select(line => line.Template)
            .Where(template => !sent.Exists(address => System.Text.RegularExpressions.Regex.IsMatch(address.Split('?')[0], $"^{System.Text.RegularExpressions.Regex.Replace(template, "\\{[^}]+\\}", "[^/]+")}$")))
            .Select(template => $"{template}: no form was sent there"));
        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
    }

    /// <param name="fields">Other values than the form came with; "+ x" adds to what there is.</param>
    /// <param name="from">Page with the form, where it is not the one named.</param>
    /// <param name="drawn">It draws lots: the two sites draw others.</param>
    /// <param name="open">Where the form comes in an answer to another one.</param>
    /// <param name="writes">False: it only shows what would become of it.</param>
    private async Task SendAsync(string name, string form, Dictionary<string, string> fields, string? from = null, bool drawn = false, Func<HttpClient, Task<IHtmlFormElement?>>? open = null, bool writes = true)
    {
        open ??= browser => FormAsync(browser, from ?? name, form);
        var (mine, theirs) = (await open(here), await open(there));
        if (mine is null || theirs is null)
        {
            wrong.Add($"{name}: no form {form}");
            return;
        }

        var what = $"{name} {form}";
        sent.Add(mine.GetAttribute("action")!);
        var before = Dump(plain, all: true);
        using var first = await here.SendFormAsync(mine, Filled(mine, fields));
        var after = Dump(plain, all: true);
        if (first.StatusCode != (writes ? HttpStatusCode.SeeOther : HttpStatusCode.OK) || before == after == writes)
            wrong.Add($"{what}: {(int)first.StatusCode}, {(before == after ? "without effect" : "with effect")} {Said(await first.Content.ReadAsStringAsync(Cancellation))}");
        using var second = await here.SendFormAsync(mine, Filled(mine, fields));
        if (second.StatusCode != first.StatusCode || second.Headers.Location != first.Headers.Location || Dump(plain, all: true) != after)
            wrong.Add($"{what}: sent twice it answers {(int)second.StatusCode} {second.Headers.Location} after {(int)first.StatusCode} {first.Headers.Location}, and {(Dump(plain, all: true) == after ? "changes nothing" : "has a second effect")}");

        var own = theirs.Elements.Select(element => element.GetAttribute("name")).OfType<string>().ToHashSet(StringComparer.OrdinalIgnoreCase);
        var more = Filled(theirs, fields);
        foreach (var (column, value) in columns.Where(column => !own.Contains(column.Name) && !fields.ContainsKey(column.Name)))
            more.TryAdd(column, value);
        using var carried = await there.SendFormAsync(theirs, more);
        if (carried.StatusCode != first.StatusCode || carried.Headers.Location != first.Headers.Location)
            wrong.Add($"{what}: with every column it answers {(int)carried.StatusCode} {carried.Headers.Location}, without {(int)first.StatusCode} {first.Headers.Location} {Said(await carried.Content.ReadAsStringAsync(Cancellation))}");
        if (drawn)
            return;
        var different = Different();
        if (different.Count > 0)
            wrong.Add($"{what}: every column makes a difference: {string.Join(" / ", different)}");
    }

    /// <summary>What the two stores hold that the other one does not; what differed before is no news.</summary>
    private List<string> Different()
    {
        var (one, other) = (Dump(plain, all: false).Split('\n'), Dump(loaded, all: false).Split('\n'));
        return [.. one.Except(other).Concat(other.Except(one)).Where(seen.Add)];
    }

    /// <summary>The form in the answer to another form.</summary>
    private static async Task<IHtmlFormElement?> AnsweredAsync(HttpClient client, string page, string form, Dictionary<string, string> fields, string next)
    {
        var found = (await FormAsync(client, page, form))!;
        using var answer = await client.SendFormAsync(found, Filled(found, fields));
        return (await DeskApp.ReadAsync(answer)).QuerySelector<IHtmlFormElement>(next);
    }

    /// <summary>The form of the page a link leads to.</summary>
    private static async Task<IHtmlFormElement?> LinkedAsync(HttpClient client, string page, string link, string form) =>
        (await client.GetPageAsync(page)).QuerySelector(link)?.GetAttribute("href") is { } address ? await FormAsync(client, address, form) : null;

    private static async Task<int> NewestDifferenceAsync(IServiceProvider services)
    {
        await using var scope = services.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<PeaceTrackerDbContext>().ClauseDifferences.IgnoreQueryFilters().MaxAsync(row => row.Id, Cancellation);
    }

    private static async Task<int> NewestImportAsync(IServiceProvider services)
    {
        await using var scope = services.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<PeaceTrackerDbContext>().Imports.MaxAsync(row => row.Id, Cancellation);
    }

    private static async Task<int> NewestRecodingAsync(IServiceProvider services)
    {
        await using var scope = services.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<PeaceTrackerDbContext>().Recodings.MaxAsync(row => row.Id, Cancellation);
    }

    private static string Said(string html) => string.Join(' ', System.Text.RegularExpressions.Regex.Matches(html, "class=\"problem\"[^>]*>(.*?)</p>|<h1[^>]*>(.*?)</h1>").Select(match => match.Groups[1].Value + match.Groups[2].Value).Take(4));

    private static async Task<IHtmlFormElement?> FormAsync(HttpClient client, string page, string form)
    {
        using var answer = await client.GetAsync(new Uri(page, UriKind.Relative), Cancellation);
        return answer.IsSuccessStatusCode ? (await DeskApp.ReadAsync(answer)).QuerySelector<IHtmlFormElement>(form) : null;
    }

    private static Dictionary<string, string> Filled(IHtmlFormElement form, Dictionary<string, string> fields) => fields.ToDictionary(
        pair => pair.Key,
        pair => pair.Value == "+ x" ? (form.Elements.First(element => element.GetAttribute("name") == pair.Key) as IHtmlInputElement)!.Value + " x" : pair.Value);

    private async Task<(T Here, T There)> BothAsync<T>(Func<IServiceProvider, Task<T>> make, Func<T, int> number)
    {
        var made = (await make(plain.Services), await make(loaded.Services));
        Assert.True(number(made.Item1) == number(made.Item2), string.Join('\n', wrong));
        return made;
    }

    private static IEnumerable<string> Names(IProperty property)
    {
        var kebab = string.Concat(property.Name.Select((letter, index) => char.IsUpper(letter) && index > 0 ? $"-{char.ToLowerInvariant(letter)}" : char.ToLowerInvariant(letter).ToString()));
        return [property.Name, kebab];
    }

    private static string Value(IProperty property)
    {
        var type = Nullable.GetUnderlyingType(property.ClrType) ?? property.ClrType;
        return type.IsEnum ? Enum.GetNames(type)[^1]
            : type == typeof(bool) ? "true"
            : type == typeof(DateTimeOffset) ? "2020-01-01T00:00:00Z"
            : type == typeof(DateOnly) ? "2020-01-01"
            : type.IsPrimitive ? "7541"
            : "canary-7541";
    }

    /// <param name="all">With what is random: for looking at one store twice.</param>
    private static string Dump(PeaceTrackerApp app, bool all)
    {
        using var connection = new SqliteConnection($"Data Source={app.DatabaseFile};Mode=ReadOnly");
        connection.Open();
        var lines = new List<string>();
        foreach (var table in Read("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name"))
        {
            var random = all ? (table is "Sessions" or "CompletedRequests" ? [] : null) : Random.GetValueOrDefault(table);
            if (random is [])
                continue;
            var wanted = Read($"SELECT name FROM pragma_table_info('{table}')").Where(column => random?.Contains(column) != true).Select(column => $"\"{column}\"");
            lines.AddRange(Read($"SELECT '{table}', {string.Join(", ", wanted)} FROM \"{table}\""));
        }

        return string.Join('\n', lines);

        List<string> Read(string sql)
        {
            using var command = connection.CreateCommand();
            command.CommandText = sql;
            using var reader = command.ExecuteReader();
            var rows = new List<string>();
            var values = new object[reader.FieldCount];
            while (reader.Read())
            {
                reader.GetValues(values);
                rows.Add(string.Join('|', values.Select(value => value is byte[] bytes ? Convert.ToHexString(bytes) : Convert.ToString(value, CultureInfo.InvariantCulture))));
            }

            return rows;
        }
    }
}
