using System.Buffers.Binary;
using System.Globalization;
using System.Net;
using AngleSharp.Html.Dom;
using PeaceTracker.Testing;

namespace PeaceTracker.FaultTests;

/// <summary>
/// The clock of the machine jumps (<c>clock.c</c>) while eight programs write: the site goes on, the log stays whole, and what has ended by the later time
/// does not come back with the earlier one.
/// </summary>
public sealed class ClockTests
{
    private static readonly TimeSpan FarAhead = TimeSpan.FromDays(400), AnHour = TimeSpan.FromHours(1);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

#pragma warning disable RS0030 // The site has a process of its own, with the clock of the machine.
    private static DateTimeOffset Now => TimeProvider.System.GetUtcNow();
#pragma warning restore RS0030

    [Fact]
    public async Task A_clock_that_jumps_ends_sessions_and_codes_and_breaks_nothing()
    {
        var rounds = Math.Max(1, Rounds.Wanted / 6);
        await using var store = await WrittenStore.MakeAsync(editors: 2 * rounds);
        var shim = await Shim.CompileAsync("clock", store.Folder, Cancellation);
        var file = Path.Combine(store.Folder, "offset");
        await using var offset = new FileStream(file, FileMode.CreateNew, FileAccess.Write, FileShare.ReadWrite);
        Jump(TimeSpan.Zero);
        await using var site = await SiteProcess.StartAsync(store.File, settings: new Dictionary<string, string> { ["LD_PRELOAD"] = shim, ["CLOCK_OFFSET"] = file, ["Accounts:TriesPerAddress"] = "100000" });
        var writing = store.WriteAsync(site.Client, Cancellation);
        for (var round = 0; round < rounds; round++)
        {
            await store.UntilAsync(store.Acknowledged + 8, Cancellation);
            // A code is good once, so each sign-in needs an account of its own.
            var (one, two) = (store.Editors[2 * round], store.Editors[(2 * round) + 1]);
            using var person = Visitors.Browser(site.Client.BaseAddress!);
            using var other = Visitors.Browser(site.Client.BaseAddress!);

            // A year ahead: what was signed in, and the program, have ended. The code of the true time is an old one.
            await SignInAsync(person, one, Now, HttpStatusCode.Found);
            Assert.Equal(HttpStatusCode.OK, await DeskAsync(person));
            Jump(FarAhead);
            Assert.Equal(HttpStatusCode.Found, await DeskAsync(person));
            await store.UntilAsync(HttpStatusCode.Unauthorized, 8, Cancellation);
            await ReadAsync(FarAhead);
            await SignInAsync(other, two, Now, HttpStatusCode.UnprocessableEntity);

            // And back: the session has not come back, the program writes on.
            Jump(TimeSpan.Zero);
            Assert.Equal(HttpStatusCode.Found, await DeskAsync(person));
            await store.UntilAsync(store.Acknowledged + 8, Cancellation);
            await ReadAsync(TimeSpan.Zero);

            // An hour back: who signed in is still signed in; a code that would have been right then is older than the last one used.
            using var third = Visitors.Browser(site.Client.BaseAddress!);
            using var fourth = Visitors.Browser(site.Client.BaseAddress!);
            await SignInAsync(third, two, Now, HttpStatusCode.Found);
            Jump(-AnHour);
            Assert.Equal(HttpStatusCode.OK, await DeskAsync(third));
            await store.UntilAsync(store.Acknowledged + 8, Cancellation);
            await ReadAsync(-AnHour);
            await SignInAsync(fourth, two, Now - AnHour, HttpStatusCode.UnprocessableEntity);
            Jump(TimeSpan.Zero);
        }

        await store.UntilAsync(store.Acknowledged + 8, Cancellation);
        site.Kill();
        Assert.DoesNotContain(await writing, status => status != HttpStatusCode.Unauthorized);
        Assert.DoesNotContain(site.Said.Split('\n'), line => line.Contains("Z ERR]", StringComparison.Ordinal) || line.Contains("Z FTL]", StringComparison.Ordinal));
        Assert.Empty(await store.FaultsAsync(store.File, Cancellation));
        Assert.Contains("Whole", await store.VerifiedAsync(store.File, Cancellation), StringComparison.Ordinal);

        void Jump(TimeSpan by)
        {
            Span<byte> seconds = stackalloc byte[sizeof(long)];
            BinaryPrimitives.WriteInt64LittleEndian(seconds, (long)by.TotalSeconds);
            offset.Position = 0;
            offset.Write(seconds);
            offset.Flush();
        }

        async Task SignInAsync(HttpClient browser, TestAccount account, DateTimeOffset now, HttpStatusCode expected)
        {
            using var first = await browser.PostFormAsync("/account/sign-in", new() { ["name"] = account.SignInName, ["password"] = account.Password });
            Assert.Equal(HttpStatusCode.Found, first.StatusCode);
            using var second = await browser.PostFormAsync("/account/sign-in/code", new() { ["code"] = account.Code(now) });
            Assert.Equal((expected, expected == HttpStatusCode.Found ? "/desk" : null), (second.StatusCode, second.Headers.Location?.OriginalString));
        }

        async Task<HttpStatusCode> DeskAsync(HttpClient browser)
        {
            using var answer = await browser.GetAsync(new Uri("/ukraine/desk", UriKind.Relative), Cancellation);
            return answer.StatusCode;
        }

        // Pages are of the day the clock now says, also those that were kept.
        async Task ReadAsync(TimeSpan at)
        {
            var before = DateOnly.FromDateTime((Now + at).UtcDateTime);
            var page = await site.Client.GetPageAsync("/ukraine/positions");
            var after = DateOnly.FromDateTime((Now + at).UtcDateTime);
            Assert.Contains(((IHtmlInputElement)page.QuerySelector("#date")!).Value, new[] { before, after }.Select(day => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)));
            using var answer = await site.Client.GetAsync(new Uri("/ukraine/positions.json", UriKind.Relative), Cancellation);
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
            Assert.True(answer.Headers.Age is null || answer.Headers.Age >= TimeSpan.Zero, $"{answer.Headers.Age}");
        }
    }
}
