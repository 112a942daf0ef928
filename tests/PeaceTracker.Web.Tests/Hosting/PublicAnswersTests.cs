using System.IO.Compression;
using System.Net;
using System.Text;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using PeaceTracker.Data;
using PeaceTracker.Data.Sqlite;
using PeaceTracker.Testing;

namespace PeaceTracker.Web.Tests.Hosting;

/// <summary>What is kept of public answers, and that nothing kept is ever shown after it stopped being true.</summary>
public sealed class PublicAnswersTests(PeaceTrackerApp app) : IClassFixture<PeaceTrackerApp>
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static TheoryData<string> Addresses =>
    [
        "/ukraine/positions", "/ukraine/positions?parties=russia,ukraine&date=2025-08", "/ukraine/statements?party=russia", "/ukraine/issues/territory.svg", "/ukraine/positions.json", "/ukraine/positions.csv",
        "/api/v1/ukraine/positions", "/ukraine/changes.atom", "/embed/ukraine/statements/3", "/ukraine/about/method",
    ];

    [Theory]
    [MemberData(nameof(Addresses))]
    public async Task The_second_who_asks_gets_what_was_kept_and_it_is_the_same(string address)
    {
        using var client = app.Visitor();
        var first = await AskAsync(client, address);
        var second = await AskAsync(client, address);
        Assert.Equal((HttpStatusCode.OK, true), (first.Status, second.Kept));
        Assert.Equal(first.Body, second.Body);
        Assert.Equal(first.Headers, second.Headers);
        Assert.Contains("Cookie", second.Headers, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_published_is_there_at_the_next_request_and_a_draft_throws_nothing_out()
    {
        await using var own = new PeaceTrackerApp();
        using var client = own.Visitor();
        var (editor, reviewer) = (await own.Services.AddAccountAsync(["Editor"]), await own.Services.AddAccountAsync(["Reviewer"]));
        const string list = "/ukraine/statements?party=russia&issue=neutrality";
        await AskAsync(client, list);
        var number = await own.Services.SubmitAsync(editor, new() { Summary = "Says something new of neutrality." });
        var waiting = await AskAsync(client, list);
        Assert.True(waiting.Kept);
        Assert.DoesNotContain("Says something new of neutrality.", waiting.Body, StringComparison.Ordinal);
        await own.Services.PublishAsync(reviewer, number);
        var published = await AskAsync(client, list);
        Assert.False(published.Kept);
        Assert.Contains("Says something new of neutrality.", published.Body, StringComparison.Ordinal);
        Assert.True((await AskAsync(client, list)).Kept);
    }

    /// <summary>Every action in the log but those named has its effect; the right values are what a public page shows, which the name of no action says.</summary>
    [Fact]
    public async Task Every_other_kind_of_entry_in_the_log_makes_another_version_and_so_do_other_seeds()
    {
        await using var own = new PeaceTrackerApp();
        using var client = own.Visitor();
        await AskAsync(client, "/ukraine/positions");
        var version = own.Services.GetRequiredService<PublicVersion>();
        var before = version.Current;
        await using var other = new SqliteConnection($"Data Source={own.DatabaseFile};Pooling=False");
        await other.OpenAsync(Cancellation);
        foreach (var (kind, action, seen) in new[]
        {
            ("statement", "draft", false), ("statement", "edit", false), ("statement", "submit", false), ("statement", "discard", false), ("statement", "hold", false), ("statement", "release", false),
            ("statement", "publish", true), ("statement", "withdraw", true), ("statement", "take back", true), ("statement", "something new", true), ("source", "draft", true), ("source", "edit", true), ("party", "change", true),
        })
        {
            await RunAsync(FormattableString.Invariant($"INSERT INTO Revisions (Number, At, Actor, Action, Kind, Key, Snapshot, Previous, Seal) SELECT COALESCE(MAX(Number), 0) + 1, '2026-11-25', 'test', '{action}', '{kind}', 'ukraine/1', '', CAST(COALESCE(MAX(Number), 0) AS TEXT), '' FROM Revisions"));
            version.Look();
            Assert.True((version.Current != before) == seen, $"{kind}, {action}");
            before = version.Current;
        }

        await RunAsync("UPDATE SeedDigests SET Digest = 'other'");
        version.Look();
        Assert.NotEqual(before, version.Current);

        async Task RunAsync(string sql)
        {
            await using var command = other.CreateCommand();
            command.CommandText = sql;
            Assert.Equal(1, await command.ExecuteNonQueryAsync(Cancellation));
        }
    }

    [Fact]
    public async Task A_store_that_cannot_be_read_has_no_version_until_it_can()
    {
        await using var own = new PeaceTrackerApp();
        using var client = own.Visitor();
        await AskAsync(client, "/ukraine/positions");
        var folder = Directory.CreateTempSubdirectory("peacetracker-");
        try
        {
            var file = Path.Combine(folder.FullName, "not-there", "test.db");
            using var version = new SqlitePublicVersion(new() { File = file });
            Assert.Null(version.Current);
            Assert.Null(version.Current);
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            await using (SqliteConnection from = new($"Data Source={own.DatabaseFile};Pooling=False"), to = new($"Data Source={file};Pooling=False"))
            {
                await from.OpenAsync(Cancellation);
                from.BackupDatabase(to);
            }

            version.Look();
            Assert.Equal(own.Services.GetRequiredService<PublicVersion>().Current, version.Current);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public async Task What_another_program_publishes_in_the_same_store_is_there_as_well()
    {
        await using var own = new PeaceTrackerApp();
        using var client = own.Visitor();
        await AskAsync(client, "/ukraine/statements");
        await using var beside = new PeaceTrackerApp { Settings = new Dictionary<string, string> { ["Database:File"] = own.DatabaseFile } };
        var (editor, reviewer) = (await beside.Services.AddAccountAsync(["Editor"]), await beside.Services.AddAccountAsync(["Reviewer"]));
        await beside.Services.PublishAsync(reviewer, await beside.Services.SubmitAsync(editor, new() { Summary = "Published beside it.", MadeOn = "2026-11-24" }));
        await Task.Delay(20, Cancellation);
        Assert.Contains("Published beside it.", (await AskAsync(client, "/ukraine/statements")).Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_is_signed_in_neither_gets_what_is_kept_nor_leaves_anything()
    {
        await using var own = new PeaceTrackerApp();
        using var editor = await own.SignInAsync(await own.Services.AddAccountAsync(["Editor"]));
        using var visitor = own.Visitor();
        for (var time = 0; time < 2; time++)
        {
            var (answer, _, kept, headers) = await AskAsync(editor, "/ukraine/positions");
            Assert.Equal((HttpStatusCode.OK, false), (answer, kept));
            Assert.Contains("no-store", headers, StringComparison.Ordinal);
            var open = await AskAsync(visitor, "/ukraine/positions");
            Assert.Equal(time > 0, open.Kept);
            Assert.DoesNotContain("Sign out", open.Body, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("/sign-in", null, null)]
    [InlineData("/ukraine/desk", null, null)]
    [InlineData("/css/site.css", null, null)]
    [InlineData("/ukraine/positions", "Cookie", "__Host-pt=a-session-that-ended")]
    [InlineData("/ukraine/positions", "Cookie", "other=1; __Host-pt=a-session-that-ended")]
    [InlineData("/api/v1/ukraine/positions", "Authorization", "Bearer pt_nonsense")]
    public async Task What_is_not_for_everybody_or_may_not_be_is_made_each_time(string address, string? header, string? value)
    {
        using var client = app.Visitor();
        // There is something that must not be found.
        await AskAsync(client, address);
        await AskAsync(client, address);
        if (header is not null)
            client.DefaultRequestHeaders.TryAddWithoutValidation(header, value);
        Assert.False((await AskAsync(client, address)).Kept);
        Assert.False((await AskAsync(client, address)).Kept);
    }

    /// <summary>Whoever has been to where one signs in has a cookie for the form, and is nobody yet.</summary>
    [Fact]
    public async Task Who_only_has_the_cookie_of_a_form_is_a_reader_like_others()
    {
        using var client = app.Browser();
        await client.GetPageAsync("/account/sign-in");
        await AskAsync(client, "/ukraine/parties");
        Assert.True((await AskAsync(client, "/ukraine/parties")).Kept);
    }

    [Fact]
    public async Task What_only_is_looked_at_is_told_of_what_was_kept()
    {
        using var client = app.Visitor();
        var whole = await AskAsync(client, "/ukraine/proposals");
        using var request = new HttpRequestMessage(HttpMethod.Head, new Uri("/ukraine/proposals", UriKind.Relative));
        using var answer = await client.SendAsync(request, Cancellation);
        Assert.Equal((HttpStatusCode.OK, true), (answer.StatusCode, answer.Headers.Age is not null));
        Assert.Empty(await answer.Content.ReadAsByteArrayAsync(Cancellation));
        Assert.Equal(whole.Body, (await AskAsync(client, "/ukraine/proposals")).Body);
    }

    [Fact]
    public async Task Only_what_the_address_takes_is_answered_and_words_are_looked_for_anew()
    {
        using var client = app.Visitor();
        await AskAsync(client, "/ukraine/parties");
        Assert.Equal(HttpStatusCode.BadRequest, (await AskAsync(client, "/ukraine/parties?nonsense=1")).Status);
        Assert.Equal(HttpStatusCode.BadRequest, (await AskAsync(client, "/ukraine/parties?date=2025-08-31&date=2025-09-30")).Status);
        await AskAsync(client, "/ukraine/statements?q=nato");
        Assert.False((await AskAsync(client, "/ukraine/statements?q=nato")).Kept);
        var missing = await AskAsync(client, "/ukraine/statements/999999");
        missing = await AskAsync(client, "/ukraine/statements/999999");
        Assert.Equal((HttpStatusCode.NotFound, false), (missing.Status, missing.Kept));
    }

    [Fact]
    public async Task Each_way_of_packing_has_an_answer_of_its_own()
    {
        using var client = app.Visitor();
        var plain = await AskAsync(client, "/ukraine/issues");
        foreach (var packing in new[] { "br", "gzip", "br", "gzip", "br, gzip", "identity", "gzip;q=0, br;q=0.5" })
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, new Uri("/ukraine/issues", UriKind.Relative));
            request.Headers.TryAddWithoutValidation("Accept-Encoding", packing);
            using var answer = await client.SendAsync(request, Cancellation);
            await using var body = await answer.Content.ReadAsStreamAsync(Cancellation);
            var way = answer.Content.Headers.ContentEncoding.SingleOrDefault();
            Assert.Equal(packing.Contains("br", StringComparison.Ordinal) ? "br" : packing == "gzip" ? "gzip" : null, way);
            await using Stream unpacked = way switch { "br" => new BrotliStream(body, CompressionMode.Decompress), "gzip" => new GZipStream(body, CompressionMode.Decompress), _ => body };
            using var reader = new StreamReader(unpacked, Encoding.UTF8);
            Assert.Equal(WithoutInstant(plain.Body), WithoutInstant(await reader.ReadToEndAsync(Cancellation)));
        }
    }

    [Fact]
    public async Task A_page_is_asked_about_again_by_its_mark_until_something_is_published_or_the_day_is_over()
    {
        await using var own = new PeaceTrackerApp();
        using var client = own.Visitor();
        var (editor, reviewer) = (await own.Services.AddAccountAsync(["Editor"]), await own.Services.AddAccountAsync(["Reviewer"]));
        var mark = await MarkAsync(HttpStatusCode.OK, null);
        await MarkAsync(HttpStatusCode.NotModified, mark);
        await MarkAsync(HttpStatusCode.OK, "\"another\"");
        await own.Services.PublishAsync(reviewer, await own.Services.SubmitAsync(editor));
        var later = await MarkAsync(HttpStatusCode.OK, mark);
        Assert.NotEqual(mark, later);
        await MarkAsync(HttpStatusCode.NotModified, later);
        own.Clock.Advance(TimeSpan.FromDays(1));
        Assert.NotEqual(later, await MarkAsync(HttpStatusCode.OK, later));

        async Task<string> MarkAsync(HttpStatusCode expected, string? known)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, new Uri("/ukraine/positions", UriKind.Relative));
            if (known is not null)
                request.Headers.TryAddWithoutValidation("If-None-Match", known);
            using var answer = await client.SendAsync(request, Cancellation);
            Assert.Equal((expected, true), (answer.StatusCode, answer.Headers.CacheControl?.NoCache));
            return answer.Headers.ETag!.ToString();
        }
    }

    /// <summary>One has a page made and is held at it; whoever asks for it meanwhile is sent what was made for the first.</summary>
    [Fact]
    public async Task What_is_being_made_is_waited_for_and_not_made_once_more()
    {
        var held = new Held();
        await using var own = new PeaceTrackerApp();
        await using var site = own.WithWebHostBuilder(builder => builder.ConfigureTestServices(services => services.Configure<MvcOptions>(mvc => mvc.Filters.Add(held))));
        using var client = site.CreateClient();
        var first = AskAsync(client, "/ukraine/issues");
        await held.Arrived.WaitAsync(Cancellation);
        var others = Enumerable.Range(0, 20).Select(_ => AskAsync(client, "/ukraine/issues")).ToList();
        // Another page is no reason to wait, and neither is this one for somebody who is signed in or has it sent in another way.
        Assert.Equal(HttpStatusCode.OK, (await AskAsync(client, "/ukraine/issues?date=2025-08-31")).Status);
        Assert.Equal(2, held.Made);
        Assert.All(others, other => Assert.False(other.IsCompleted));
        held.Go.SetResult();
        Assert.False((await first).Kept);
        foreach (var other in others)
        {
            Assert.True((await other).Kept);
            Assert.Equal((await first).Body, (await other).Body);
        }

        Assert.Equal(2, held.Made);
    }

    [Fact]
    public async Task Nobody_waits_longer_than_a_second_for_what_somebody_is_slow_to_take()
    {
        var held = new Held();
        await using var own = new PeaceTrackerApp();
        await using var site = own.WithWebHostBuilder(builder => builder.ConfigureTestServices(services => services.Configure<MvcOptions>(mvc => mvc.Filters.Add(held))));
        using var client = site.CreateClient();
        var first = AskAsync(client, "/ukraine/issues");
        await held.Arrived.WaitAsync(Cancellation);
        var second = AskAsync(client, "/ukraine/issues");
        while (!second.IsCompleted)
        {
            own.Clock.Advance(TimeSpan.FromMilliseconds(100));
            await Task.Delay(1, Cancellation);
        }

        Assert.Equal((HttpStatusCode.OK, false), ((await second).Status, (await second).Kept));
        Assert.False(first.IsCompleted);
        held.Go.SetResult();
        Assert.Equal(HttpStatusCode.OK, (await first).Status);
        // Nothing is being made any more, and who asks is sent what is kept at once.
        Assert.True((await AskAsync(client, "/ukraine/issues")).Kept);
    }

    /// <summary>Holds the first page that is made until it is told to go on.</summary>
    private sealed class Held : IAsyncResourceFilter
    {
        private int made;

        public SemaphoreSlim Arrived { get; } = new(0);

        public TaskCompletionSource Go { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public int Made => made;

        public async Task OnResourceExecutionAsync(ResourceExecutingContext context, ResourceExecutionDelegate next)
        {
            if (Interlocked.Increment(ref made) == 1)
            {
                Arrived.Release();
                await Go.Task;
            }

            await next();
        }
    }

    private static string WithoutInstant(string page) => System.Text.RegularExpressions.Regex.Replace(page, "known=[0-9TZ:.%A-]+", "known=");

    private static async Task<(HttpStatusCode Status, string Body, bool Kept, string Headers)> AskAsync(HttpClient client, string address)
    {
        using var answer = await client.GetAsync(new Uri(address, UriKind.Relative), Cancellation);
        var headers = answer.Headers.Concat(answer.Content.Headers).Where(header => header.Key is not ("Age" or "Content-Length" or "Date" or "Transfer-Encoding")).OrderBy(header => header.Key, StringComparer.Ordinal);
        return (answer.StatusCode, await answer.Content.ReadAsStringAsync(Cancellation), answer.Headers.Age is not null, string.Join('\n', headers.Select(header => $"{header.Key}: {string.Join(", ", header.Value)}")));
    }
}
