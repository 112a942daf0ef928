using System.CommandLine;
using PeaceTracker.Data.History;
using PeaceTracker.Domain.History;

namespace PeaceTracker.Web.Hosting;

/// <summary><c>verify</c>: is the store as people made it? Exit code 0 when it is whole, 1 when anything is wrong.</summary>
internal static class VerifyCommand
{
    /// <param name="json">The option of all commands that asks for JSON.</param>
    /// <param name="open">Gives the site's services on its store.</param>
    /// <param name="write">Writes an answer as JSON.</param>
    public static Command Of(Option<bool> json, Func<CancellationToken, Task<WebApplication>> open, Action<object> write)
    {
        var head = new Option<string?>("--head") { Description = "Number and seal of the last entry as noted down earlier, for example 1234:9f2c...: the log must still have it." };
        head.Validators.Add(given =>
        {
            if (given.GetValue(head) is { } text && RevisionHead.Read(text) is null)
                given.AddError("--head takes a number, a colon and a seal of 64 hexadecimal digits, as the audit page shows them.");
        });
        var verify = new Command("verify", "Checks the file, the revision log, every record against the log, and the projection. Writes nothing.") { head };
        verify.Does(async (given, cancellation) =>
        {
            await using var app = await open(cancellation);
            await using var scope = app.Services.CreateAsyncScope();
            var verdict = await scope.ServiceProvider.GetRequiredService<StoreCheck>().RunAsync(RevisionHead.Read(given.GetValue(head)), Progress(), cancellation);
            var count = verdict.Log.Head?.Count ?? 0;
            if (given.GetValue(json))
            {
                write(new
                {
                    whole = verdict.IsWhole,
                    entries = verdict.Log.Count,
                    records = verdict.Records,
                    codings = verdict.Codings,
                    head = verdict.Log.Head is { } last ? FormattableString.Invariant($"{last.Count}:{last.Last}") : null,
                    faults = verdict.Faults.Select(fault => new { part = fault.Part, what = fault.What }),
                });
            }
            else
            {
                foreach (var fault in verdict.Faults)
                    Console.Out.WriteLine($"{fault.Part}: {fault.What}");
                Console.Out.WriteLine(verdict.IsWhole
                    ? FormattableString.Invariant($"Whole: {verdict.Log.Count} entries of the log, {verdict.Records} records, {verdict.Codings} rows of the projection.")
                    : FormattableString.Invariant($"Not whole, faults: {verdict.Faults.Count}. What to do stands in docs/operations.md."));
                if (verdict.Log.Head is { } last)
                    Console.Out.WriteLine(FormattableString.Invariant($"Head, to note down elsewhere: {count}:{last.Last}"));
            }

            return verdict.IsWhole ? 0 : 1;
        });
        return verify;
    }

    /// <summary>One line that is written over, beside the answer; none where nobody looks.</summary>
    private static Action<string, long>? Progress() => Console.IsErrorRedirected ? null : (part, count) => Console.Error.Write(FormattableString.Invariant($"\r{part,-12}{count,12}"));
}
