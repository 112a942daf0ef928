using System.Collections.Concurrent;

namespace PeaceTracker.Web.Hosting;

/// <summary>
/// Public answers that are being made at this moment. Whoever asks for the same waits until it is made and is sent what is kept then, instead of
/// having it made once more: after a publication everybody asks for the same pages at once (ADR 0043).
/// </summary>
internal sealed class AnswersBeingMade(TimeProvider clock)
{
    /// <summary>Nobody waits longer: who has it made may be slow to take it, and it may be too long to be kept.</summary>
    internal static readonly TimeSpan Longest = TimeSpan.FromSeconds(1);

    private readonly ConcurrentDictionary<string, TaskCompletionSource> answers = new(StringComparer.Ordinal);
    private int count;

    /// <summary>Mostly there is none, and nobody has to know what would be waited for.</summary>
    public bool Any => Volatile.Read(ref count) > 0;

    /// <summary>Ends when this answer is made, or has been waited for long enough; at once where nobody is making it.</summary>
    /// <param name="key">Of the answer.</param>
    public Task WaitAsync(string key, CancellationToken cancellation) =>
        answers.TryGetValue(key, out var answer) ? Task.WhenAny(answer.Task, Task.Delay(Longest, clock, cancellation)) : Task.CompletedTask;

    /// <summary>Says that this request is having an answer made, until it is over.</summary>
    public void Begin(string key, HttpContext http)
    {
        var answer = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        if (!answers.TryAdd(key, answer))
            return;
        Interlocked.Increment(ref count);
        http.Response.OnCompleted(() =>
        {
            Interlocked.Decrement(ref count);
            answers.TryRemove(key, out _);
            answer.SetResult();
            return Task.CompletedTask;
        });
    }
}
