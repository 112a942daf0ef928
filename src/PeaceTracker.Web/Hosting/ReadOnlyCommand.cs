using System.CommandLine;
using PeaceTracker.Data;

namespace PeaceTracker.Web.Hosting;

/// <summary><c>read-only</c>: closes the store to changes and opens it again, while the site runs.</summary>
internal static class ReadOnlyCommand
{
    /// <inheritdoc cref="VerifyCommand.Of"/>
    public static Command Of(Option<bool> json, Action<object> write)
    {
        var on = new Option<string?>("--because") { Description = "Closes it, and says why to those who work on the record, such as \"It moves to another machine until 18:00 UTC\"." };
        var off = new Option<bool>("--off") { Description = "Opens it again." };
        on.Validators.Add(given =>
        {
            if (given.GetValue(on) is { } reason && (reason.Trim().Length is 0 or > ReadOnlyMark.LongestReason || reason.Any(char.IsControl)))
                given.AddError($"--because takes one line of 1 to {ReadOnlyMark.LongestReason} characters.");
        });
        var command = new Command("read-only", "Says whether the store is closed to changes; closes or opens it. Reading goes on. Of several instances each has to be told. Exit code 0 done, 1 not done.") { on, off };
        command.Validators.Add(given =>
        {
            if (given.GetResult(on) is not null && given.GetResult(off) is not null)
                given.AddError("Say --because or --off, not both.");
        });
        command.Does(async (given, _) =>
        {
            await using var app = Commands.Build("");
            var mark = app.Services.GetRequiredService<ReadOnlyMark>();
            if (given.GetValue(on) is { } reason)
                mark.Set(reason.Trim());
            else if (given.GetValue(off))
                mark.Remove();
            if (given.GetValue(json))
                write(new { readOnly = mark.IsSet, reason = mark.Reason });
            else
                Console.Out.WriteLine(mark.Reason is { } because ? $"The store is closed to changes{(because.Length > 0 ? ": " + because : "")}." : "The store takes changes.");
            return 0;
        });
        return command;
    }
}
