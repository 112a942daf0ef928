using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using PeaceTracker.Data;
using PeaceTracker.Testing;

namespace PeaceTracker.Cluster.Tests;

/// <summary>Several instances are one site: what one does the others know, and what they share may be gone.</summary>
public sealed class ClusterTests(RunningCluster running) : IClassFixture<RunningCluster>
{
    private readonly Testing.Cluster cluster = running.Cluster;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private HttpClient[] Both => [cluster.One.Client, cluster.Two.Client];

    [Fact]
    public async Task What_is_published_is_shown_by_all_also_where_the_page_was_kept()
    {
        var editor = await cluster.Inside.Services.AddAccountAsync(["Editor"]);
        var reviewer = await cluster.Inside.Services.AddAccountAsync(["Reviewer"]);
        for (var round = 0; round < 3; round++)
        {
            foreach (var site in (HttpClient[])[.. Both, cluster.Edge])
                await site.GetStringAsync("/ukraine/statements", Cancellation);
            var words = FormattableString.Invariant($"Says for the {round}th time that a summit is near.");
            var number = await cluster.Inside.Services.SubmitAsync(editor, new() { Summary = words, MadeOn = "2026-11-24" });
            foreach (var site in Both)
                Assert.DoesNotContain(words, await site.GetStringAsync("/ukraine/statements", Cancellation), StringComparison.Ordinal);
            await cluster.Inside.Services.PublishAsync(reviewer, number);
            foreach (var site in (HttpClient[])[.. Both, cluster.Edge])
                await RunningCluster.UntilAsync(async () => (await site.GetStringAsync("/ukraine/statements", Cancellation)).Contains(words, StringComparison.Ordinal));
        }
    }

    [Fact]
    public async Task What_one_made_the_other_does_not_make_again()
    {
        const string address = "/ukraine/positions?date=2021-03-05";
        using var first = await cluster.One.Client.GetAsync(address, Cancellation);
        Assert.Null(first.Headers.Age);
        using var second = await cluster.Two.Client.GetAsync(address, Cancellation);
        Assert.Equal((HttpStatusCode.OK, true), (second.StatusCode, second.Headers.Age is not null));
        Assert.Equal(await first.Content.ReadAsStringAsync(Cancellation), await second.Content.ReadAsStringAsync(Cancellation));
        Assert.All(await cluster.Redis.NamesAsync(), name => Assert.StartsWith("peacetracker:", name.Replace("rl:sw:{", "", StringComparison.Ordinal), StringComparison.Ordinal));
    }

    [Fact]
    public async Task Who_signs_in_at_one_is_signed_in_at_all_and_a_form_of_one_is_taken_by_the_other()
    {
        var editor = await cluster.Inside.Services.AddAccountAsync(["Editor"]);
        using var at = cluster.Browser(cluster.One.Client);
        using (var signedIn = await at.PostFormAsync("/account/sign-in", new() { ["name"] = editor.SignInName, ["password"] = editor.Password }))
            Assert.Equal("/desk", signedIn.Headers.Location?.OriginalString);
        var source = await cluster.Inside.Services.AddSourceAsync();
        var form = await at.FormAsync(FormattableString.Invariant($"/ukraine/desk/sources/{source}/edit"));
        using var other = cluster.Browser(cluster.Two.Client, at);
        using var taken = await other.SendFormAsync(form, new() { ["title"] = "A title from elsewhere" });
        Assert.Equal(HttpStatusCode.SeeOther, taken.StatusCode);
        Assert.Contains("A title from elsewhere", await at.GetStringAsync(FormattableString.Invariant($"/ukraine/desk/sources/{source}/edit"), Cancellation), StringComparison.Ordinal);
        using (var left = await other.PostFormAsync("/ukraine/desk", [], "form[action='/account/sign-out']"))
            Assert.Equal("/", left.Headers.Location?.OriginalString);
        using var gone = await at.GetAsync("/ukraine/desk", Cancellation);
        Assert.NotEqual(HttpStatusCode.OK, gone.StatusCode);
    }

    [Fact]
    public async Task Tries_at_a_password_are_counted_by_all_together()
    {
        var editor = await cluster.Inside.Services.AddAccountAsync(["Editor"]);
        var answers = new List<HttpStatusCode>();
        // Ten are let try in five minutes; each instance by itself would let ten.
        for (var index = 0; index < 12; index++)
        {
            using var at = cluster.Browser(Both[index % 2]);
            using var answer = await at.PostFormAsync("/account/sign-in", new() { ["name"] = editor.SignInName, ["password"] = "not the one" });
            answers.Add(answer.StatusCode);
        }

        Assert.DoesNotContain(HttpStatusCode.TooManyRequests, answers[..10]);
        Assert.All(answers[10..], status => Assert.Equal(HttpStatusCode.TooManyRequests, status));
        Assert.DoesNotContain(await cluster.Redis.NamesAsync(), name => name.Contains(editor.SignInName, StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public async Task Without_Redis_each_goes_on_alone_and_nobody_sees_an_error()
    {
        var wrong = new List<string>();
        await LookAsync("flushed", async () => await cluster.Redis.FlushAsync());
        await LookAsync("stopped", async () => await cluster.Redis.StopAsync());
        await LookAsync("going on", async () => await cluster.Redis.ContinueAsync());
        await LookAsync("killed", async () => await cluster.Redis.KillAsync());
        await LookAsync("back", async () => await cluster.Redis.StartAgainAsync());
        Assert.True(wrong.Count == 0, string.Join('\n', wrong.Append(cluster.One.Said).Append(cluster.Two.Said)));
        // And they share again, once it is found to answer.
        var day = new DateOnly(2023, 1, 1);
        await RunningCluster.UntilAsync(async () =>
        {
            day = day.AddDays(1);
            var address = $"/ukraine/positions?date={day:yyyy-MM-dd}";
            await cluster.One.Client.GetStringAsync(address, Cancellation);
            using var second = await cluster.Two.Client.GetAsync(address, Cancellation);
            return second.Headers.Age is not null;
        });

        async Task LookAsync(string state, Func<Task> change)
        {
            var editor = await cluster.Inside.Services.AddAccountAsync(["Editor"]);
            using var reading = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
            var readers = Both.Append(cluster.Edge).Select((site, index) => Task.Run(() => ReadAsync(site, index, state, reading.Token), Cancellation)).ToList();
            await change();
            foreach (var site in Both)
            {
                using var at = cluster.Browser(site);
                using var answer = await at.PostFormAsync("/account/sign-in", new() { ["name"] = editor.SignInName, ["password"] = editor.Password });
                if (answer.Headers.Location?.OriginalString != "/desk")
                    wrong.Add($"{state}: signing in answered {answer.StatusCode}");
            }

            await Task.Delay(TimeSpan.FromSeconds(2), Cancellation);
            await reading.CancelAsync();
            Assert.All(await Task.WhenAll(readers), read => Assert.InRange(read, 10, int.MaxValue));
        }

        async Task<int> ReadAsync(HttpClient site, int reader, string state, CancellationToken reading)
        {
            var read = 0;
            for (; !reading.IsCancellationRequested; read++)
            {
                // Some that are kept and some that nobody has asked for.
                var date = new DateOnly(2022, 3, 1).AddDays(reader * 300 + (read % 4 == 0 ? read / 4 : 0));
                using var answer = await site.GetAsync($"/ukraine/positions?date={date:yyyy-MM-dd}", Cancellation);
                if (answer.StatusCode != HttpStatusCode.OK)
                {
                    lock (wrong)
                        wrong.Add($"{state}: a page answered {answer.StatusCode}");
                }
            }

            return read;
        }
    }

    [Fact]
    public async Task An_instance_starts_without_Redis()
    {
        await using var site = await cluster.StartAsync(new() { ["Redis:Connection"] = FormattableString.Invariant($"127.0.0.1:{PostgresProgram.FreePort()}") });
        for (var day = 1; day < 20; day++)
        {
            using var page = await site.Client.GetAsync(FormattableString.Invariant($"/ukraine/positions?date=2022-04-{day:00}"), Cancellation);
            Assert.Equal(HttpStatusCode.OK, page.StatusCode);
        }

        var editor = await cluster.Inside.Services.AddAccountAsync(["Editor"]);
        using var at = cluster.Browser(site.Client);
        using var signedIn = await at.PostFormAsync("/account/sign-in", new() { ["name"] = editor.SignInName, ["password"] = editor.Password });
        Assert.Equal("/desk", signedIn.Headers.Location?.OriginalString);
    }

    [Fact]
    public async Task Files_are_read_from_the_standby_once_it_has_all()
    {
        var before = await ScansAsync();
        var day = new DateOnly(2024, 1, 1);
        await RunningCluster.UntilAsync(async () =>
        {
            day = day.AddDays(1);
            await cluster.One.Client.GetStringAsync($"/ukraine/statements.csv?date={day:yyyy-MM-dd}", Cancellation);
            return await ScansAsync() > before;
        });

        // What is published is in the file though the standby has not heard of it.
        await ShownWithoutTheStandbyAsync("/ukraine/statements.csv");

        async Task<long> ScansAsync() => long.Parse((await cluster.Standby.AskAsync("peacetracker", "SELECT coalesce(seq_scan, 0) + coalesce(idx_scan, 0) FROM pg_stat_user_tables WHERE relname = 'Statements'"))!, CultureInfo.InvariantCulture);
    }

    [Fact]
    public async Task Servers_that_fall_over_and_get_up_again_are_told_as_away_and_never_as_an_error_of_ours()
    {
        var source = await cluster.Inside.Services.AddSourceAsync(text: null);
        var programs = await Task.WhenAll(Both.Select(cluster.ProgramAsync));
        var seen = new ConcurrentBag<HttpStatusCode>();
        using var over = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        // No page is asked for twice, so that none is kept.
        var visitors = programs.Select((program, which) => Task.Run(async () =>
        {
            for (var index = which; !over.IsCancellationRequested; index += programs.Length)
            {
                using (var written = await program.PostDraftAsync(source, index, Cancellation))
                    seen.Add(written.StatusCode);
                using var read = await Both[which].GetAsync($"/ukraine/positions?date={new DateOnly(2015, 1, 1).AddDays(index % 4000):yyyy-MM-dd}", Cancellation);
                seen.Add(read.StatusCode);
            }
        }, Cancellation)).ToList();

        try
        {
            // When one of its processes dies a server makes all anew. Both do so within the second in which neither is asked again.
            for (var round = 0; round < 3; round++)
            {
                await OneMoreIsWrittenAsync();
                var ones = await Task.WhenAll(((PostgresProgram[])[cluster.Primary, cluster.Standby]).Select(OneOfAsync));
                using var kill = Process.Start("kill", ["-KILL", .. ones]);
                await kill.WaitForExitAsync(Cancellation);
                var reached = seen.Count;
                await RunningCluster.UntilAsync(() => seen.Count > reached + 20);
            }

            await OneMoreIsWrittenAsync();
        }
        finally
        {
            // Other tests go on with the same servers, however this one ends.
            await over.CancelAsync();
            await Task.WhenAll(visitors);
            NpgsqlConnection.ClearAllPools();
        }

        Assert.True(seen.All(status => status is HttpStatusCode.Created or HttpStatusCode.OK or HttpStatusCode.ServiceUnavailable), $"{string.Join(", ", seen.Distinct())}. {cluster.SaidOfErrors}");
        // Who asked the standby meanwhile what is public asks the primary again.
        await ShownWithoutTheStandbyAsync("/ukraine/statements");

        async Task OneMoreIsWrittenAsync()
        {
            var written = seen.Count(status => status == HttpStatusCode.Created);
            await RunningCluster.UntilAsync(() => seen.Count(status => status == HttpStatusCode.Created) > written);
        }

        // Each has this one, also a standby of which nobody reads. It follows again before it lets anybody ask.
        static async Task<string> OneOfAsync(PostgresProgram server)
        {
            string? one = null;
            await RunningCluster.UntilAsync(async () =>
            {
                try
                {
                    one = await server.AskAsync("postgres", "SELECT pid FROM pg_stat_activity WHERE backend_type = 'background writer'");
                }
                catch (NpgsqlException error) when (error.IsTransient)
                {
                }

                return one is not null;
            });
            return one!;
        }
    }

    [Fact]
    public async Task Those_who_write_at_all_of_them_at_once_are_one_row()
    {
        var source = await cluster.Inside.Services.AddSourceAsync(text: null);
        var programs = await Task.WhenAll(Enumerable.Range(0, 6).Select(index => cluster.ProgramAsync(Both[index % 2])));
        var numbers = await Task.WhenAll(programs.SelectMany((program, writer) => Enumerable.Range(0, 8).Select(async index =>
        {
            using var answer = await program.PostDraftAsync(source, writer * 8 + index, Cancellation);
            Assert.True(answer.StatusCode == HttpStatusCode.Created, await answer.Content.ReadAsStringAsync(Cancellation));
            return JsonNode.Parse(await answer.Content.ReadAsStringAsync(Cancellation))!["statement"]!.GetValue<int>();
        })));
        Assert.Equal(48, numbers.Distinct().Count());
        Assert.Contains("Whole", await cluster.RunAsync("verify"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_edge_keeps_what_everybody_may_read_and_nothing_else()
    {
        const string address = "/ukraine/parties?date=2025-05-05";
        using (var first = await cluster.Edge.GetAsync(address, Cancellation))
            Assert.Equal("MISS", Cached(first));
        using (var second = await cluster.Edge.GetAsync(address, Cancellation))
            Assert.Contains(Cached(second), (string[])["HIT", "REVALIDATED", "EXPIRED"]);
        await RunningCluster.UntilAsync(async () =>
        {
            using var again = await cluster.Edge.GetAsync(address, Cancellation);
            return Cached(again) == "HIT";
        });
        foreach (var open in new[] { "/account/sign-in", "/ukraine/nothing-here", "/ukraine/desk" })
        {
            for (var tries = 0; tries < 3; tries++)
            {
                using var answer = await cluster.Edge.GetAsync(open, Cancellation);
                Assert.Equal((open, "MISS"), (open, Cached(answer)));
            }
        }

        var editor = await cluster.Inside.Services.AddAccountAsync(["Editor"]);
        using var at = cluster.Browser(cluster.Edge);
        using (var signedIn = await at.PostFormAsync("/account/sign-in", new() { ["name"] = editor.SignInName, ["password"] = editor.Password }))
            Assert.Equal("/desk", signedIn.Headers.Location?.OriginalString);
        using var own = await at.GetAsync(address, Cancellation);
        Assert.Equal("BYPASS", Cached(own));
        Assert.Contains("/account/sign-out", await own.Content.ReadAsStringAsync(Cancellation), StringComparison.Ordinal);
        Assert.DoesNotContain("/account/sign-out", await cluster.Edge.GetStringAsync(address, Cancellation), StringComparison.Ordinal);

        static string Cached(HttpResponseMessage answer) => answer.Headers.GetValues("X-Cache").Single();
    }

    [Fact]
    public async Task An_instance_does_not_start_on_a_store_of_another_form()
    {
        await using var scope = cluster.Inside.Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<PeaceTrackerDbContext>();
        var last = (await db.Database.GetAppliedMigrationsAsync(Cancellation)).Last();
        await db.Database.ExecuteSqlAsync($"DELETE FROM \"__EFMigrationsHistory\" WHERE \"MigrationId\" = {last}", Cancellation);
        try
        {
            var error = await Assert.ThrowsAsync<InvalidOperationException>(() => cluster.RunAsync("verify"));
            Assert.Contains($"Run the command migrate first. Missing: {last}.", error.Message, StringComparison.Ordinal);
            Assert.Contains("ended with 1", error.Message, StringComparison.Ordinal);
        }
        finally
        {
            await db.Database.ExecuteSqlAsync($"INSERT INTO \"__EFMigrationsHistory\" VALUES ({last}, '10.0.15')", Cancellation);
        }
    }

    /// <summary>Publishes while the standby hears nothing of what is written, until both instances show it.</summary>
    private async Task ShownWithoutTheStandbyAsync(string address)
    {
        var editor = await cluster.Inside.Services.AddAccountAsync(["Editor"]);
        var reviewer = await cluster.Inside.Services.AddAccountAsync(["Reviewer"]);
        await cluster.Standby.AskAsync("peacetracker", "SELECT pg_wal_replay_pause()");
        try
        {
            var words = $"Says what only the primary has heard, as {address} has to show.";
            await cluster.Inside.Services.PublishAsync(reviewer, await cluster.Inside.Services.SubmitAsync(editor, new() { Summary = words }));
            foreach (var site in Both)
                await RunningCluster.UntilAsync(async () => (await site.GetStringAsync(address, Cancellation)).Contains(words, StringComparison.Ordinal));
            // An editor writes as before, with the same contexts that read from the standby.
            await cluster.Inside.Services.SubmitAsync(editor);
        }
        finally
        {
            await cluster.Standby.AskAsync("peacetracker", "SELECT pg_wal_replay_resume()");
        }
    }
}
