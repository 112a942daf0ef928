using System.Diagnostics;
using System.Net;
using AngleSharp.Html.Dom;
using PeaceTracker.Testing;

namespace PeaceTracker.Benchmarks;

/// <summary>What guessing passwords costs others, and whether the time of a refusal tells who has an account. Through Kestrel over loopback, with the real seeds.</summary>
internal sealed class SignInBench : IAsyncDisposable
{
    /// <summary>An account is locked after so many wrong passwords; what comes later is refused another way.</summary>
    private const int TriesPerAccount = 5;

    private const int GuessesPerSecond = 50;

    private static readonly string[] Pages = ["/ukraine/positions", "/ukraine/issues/nato-membership", "/ukraine/statements/36", "/account/sign-in"];

    private readonly ServedApp app;
    private readonly HttpClient guesser, reader;

    private SignInBench(ServedApp app)
    {
        this.app = app;
        guesser = Visitors.Browser(new(app.Address));
        guesser.Timeout = TimeSpan.FromMinutes(1);
        reader = new() { BaseAddress = new(app.Address), Timeout = TimeSpan.FromMinutes(1) };
    }

    public static async Task<SignInBench> StartAsync() => new(await ServedApp.StartAsync());

    /// <summary>Milliseconds of each refusal of a wrong password, for names somebody has and for names nobody has, in turns.</summary>
    public async Task<(List<double> Known, List<double> Unknown)> RefusalsAsync(int tries)
    {
        var names = new List<string>();
        for (var account = 0; account < Math.Max(1, tries / TriesPerAccount); account++)
            names.Add((await app.Services.AddAccountAsync(["Editor"])).SignInName);
        var form = await guesser.FormAsync("/account/sign-in");
        var (known, unknown) = (new List<double>(), new List<double>());
        // The first of each kind makes what later ones find.
        for (var index = -names.Count; index < names.Count * (TriesPerAccount - 1); index++)
        {
            var name = names[(index + names.Count) % names.Count];
            // In turns, and each kind first as often as the other.
            foreach (var somebody in index % 2 == 0 ? [true, false] : new[] { false, true })
            {
                var started = Stopwatch.GetTimestamp();
                var status = await GuessAsync(form, somebody ? name : FormattableString.Invariant($"nobody-{index}"));
                var taken = Stopwatch.GetElapsedTime(started).TotalMilliseconds;
                Proof.Demand(status == HttpStatusCode.UnprocessableEntity, $"a wrong password was answered {status}");
                if (index >= 0)
                    (somebody ? known : unknown).Add(taken);
            }
        }

        return (known, unknown);
    }

    /// <summary>Milliseconds of each page somebody reads, one after the other, for so long.</summary>
    /// <param name="guessing">While passwords are guessed fifty times a second, each for another name.</param>
    /// <returns>The times, and the guesses by the status they were answered with.</returns>
    public async Task<(List<double> Pages, IReadOnlyDictionary<HttpStatusCode, int> Guesses)> ReadAsync(TimeSpan time, bool guessing)
    {
        var form = await guesser.FormAsync("/account/sign-in");
        using var over = new CancellationTokenSource(time);
        var guesses = guessing ? Task.Run(() => GuessOnAsync(form, over.Token)) : Task.FromResult<IReadOnlyDictionary<HttpStatusCode, int>>(new Dictionary<HttpStatusCode, int>());
        var times = new List<double>();
        while (!over.IsCancellationRequested)
        {
            var started = Stopwatch.GetTimestamp();
            using var answer = await reader.GetAsync(new Uri(Pages[times.Count % Pages.Length], UriKind.Relative));
            answer.EnsureSuccessStatusCode();
            await answer.Content.ReadAsByteArrayAsync();
            times.Add(Stopwatch.GetElapsedTime(started).TotalMilliseconds);
            await Task.Delay(20);
        }

        return (times, await guesses);
    }

    private async Task<IReadOnlyDictionary<HttpStatusCode, int>> GuessOnAsync(IHtmlFormElement form, CancellationToken over)
    {
        var sent = new List<Task<HttpStatusCode>>();
        var started = Stopwatch.GetTimestamp();
        while (!over.IsCancellationRequested)
        {
            // As many as are due by now, whether or not the earlier ones were answered.
            while (sent.Count < Stopwatch.GetElapsedTime(started).TotalSeconds * GuessesPerSecond)
                sent.Add(GuessAsync(form, FormattableString.Invariant($"guessed-{sent.Count}")));
            await Task.Delay(5, CancellationToken.None);
        }

        return (await Task.WhenAll(sent)).CountBy(status => status).ToDictionary();
    }

    private async Task<HttpStatusCode> GuessAsync(IHtmlFormElement form, string name)
    {
        using var answer = await guesser.SendFormAsync(form, new() { ["name"] = name, ["password"] = "eight boats on a quiet river" });
        await answer.Content.ReadAsByteArrayAsync();
        return answer.StatusCode;
    }

    public async ValueTask DisposeAsync()
    {
        guesser.Dispose();
        reader.Dispose();
        await app.DisposeAsync();
    }
}
