using System.CommandLine;
using System.Text.Json;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.EntityFrameworkCore;
using PeaceTracker.Data;
using PeaceTracker.Data.Accounts;
using PeaceTracker.Data.History;
using PeaceTracker.Web.Accounts;

namespace PeaceTracker.Web.Hosting;

/// <summary>What the program does besides serving: <c>PeaceTracker.Web user add ...</c>. Exit code 0 done, 1 not done or wrongly asked, 130 stopped.</summary>
public static class Commands
{
    /// <summary>As a shell says of a program that was stopped by Ctrl+C.</summary>
    private const int Interrupted = 130;

    /// <summary>A command that is stopped takes back what it began, and says so; on a busy machine that can take longer than the two seconds it would be given.</summary>
    private static readonly TimeSpan TimeToStop = TimeSpan.FromSeconds(30);

    private static readonly Option<bool> Json = new("--json") { Description = "Answer as JSON.", Recursive = true };

    /// <summary>True when the arguments name a command; settings begin with a hyphen.</summary>
    public static bool Asked(string[] args) => args.Length > 0 && (!args[0].StartsWith('-') || args[0] is "--help" or "-h" or "-?" or "--version");

    public static async Task<int> RunAsync(string[] args)
    {
        var parsed = Root().Parse(args);
        try
        {
            return await parsed.InvokeAsync(new() { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = TimeToStop });
        }
        catch (OperationCanceledException)
        {
            await Console.Error.WriteLineAsync("Stopped. Nothing was changed.");
            return Interrupted;
        }
        catch (Exception error) when (StoreTrouble.Says(error) is { } trouble)
        {
            return Refuse($"{trouble} Nothing was changed{(StoreTrouble.Passes(error) ? "; try again" : "")}.", parsed.GetValue(Json) ? Write : null);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or RevisionKeyException or DatabaseOptionsException or StoreDamagedException or BackupException)
        {
            return Refuse(error.Message, parsed.GetValue(Json) ? Write : null);
        }
    }

    /// <summary>All there is to ask for.</summary>
    public static RootCommand Root()
    {
        var root = new RootCommand("PeaceTracker. Without a command it serves the site; settings come from appsettings.json and the environment.") { Json };
        root.Add(ImportCommand.Of(Json, OpenToWriteAsync, Write));
        root.Add(ExportCommand.Of(Json, Write));
        root.Add(VerifyCommand.Of(Json, OpenAsync, Write));
        root.Add(StoreCommands.Rebuild(Json, OpenToWriteAsync, Write));
        root.Add(StoreCommands.Seed(Json, Write));
        root.Add(StoreCommands.Migrate(Json, Write));
        root.Add(CopyCommand.Of(Json, Write));
        root.Add(ReadOnlyCommand.Of(Json, Write));
        root.Add(BackupCommands.Backup(Json, OpenAsync, Write));
        root.Add(BackupCommands.Restore(Json, Write));
        root.Add(User());
        return root;
    }

    /// <summary>Says why nothing was done.</summary>
    /// <param name="json">Writes an answer as JSON; null where words are wanted.</param>
    /// <returns>The exit code.</returns>
    internal static int Refuse(string problem, Action<object>? json)
    {
        if (json is not null)
            json(new { error = problem });
        else
            Console.Error.WriteLine(problem);
        return 1;
    }

    private static Command User()
    {
        var name = new Option<string>("--name") { Description = "Name of the person, shown to those who work on the record.", Required = true };
        var admin = new Option<bool>("--admin") { Description = "As an admin." };
        var roles = new Option<string[]>("--role") { Description = "A role; may be given several times." };
        roles.AcceptOnlyFromAmong([.. Roles.All]);
        var address = new Option<string?>("--address") { Description = "Address of the site as people type it; else the first it listens on." };
        var add = new Command("add", "Makes a link with which somebody chooses sign-in name and password: once, within 30 minutes.") { name, admin, roles, address };
        add.Validators.Add(given =>
        {
            if (given.GetResult(admin) is null && given.GetResult(roles) is null)
                given.AddError("Say --admin, or a role with --role.");
            if (given.GetResult(name)?.Tokens is [var token] && token.Value.Trim().Length is 0 or > Account.LongestName)
                given.AddError($"--name takes 1 to {Account.LongestName} characters.");
        });
        add.Does(async (given, cancellation) =>
        {
            await using var app = await OpenToWriteAsync(cancellation);
            await using var scope = app.Services.CreateAsyncScope();
            string[] wanted = [.. Roles.All.Where(role => (role == Roles.Admin && given.GetValue(admin)) || given.GetValue(roles)?.Contains(role) == true)];
            var token = await scope.ServiceProvider.GetRequiredService<NewAccounts>().InviteAsync(new(given.GetValue(name)!.Trim(), wanted, null), cancellation);
            var site = given.GetValue(address)?.TrimEnd('/') ?? app.Configuration["Urls"]?.Split(';')[0].TrimEnd('/') ?? "http://localhost:5080";
            var link = $"{site}/account/invite#{token}";
            if (given.GetValue(Json))
                Write(new { link, minutes = (int)NewAccounts.LinkLifetime.TotalMinutes, roles = wanted });
            else
                Console.Out.WriteLine($"Open this within {NewAccounts.LinkLifetime.TotalMinutes:0} minutes; it works once:\n{link}");
            return 0;
        });

        var list = new Command("list", "Lists the accounts.");
        list.Does(async (given, cancellation) =>
        {
            await using var app = await OpenAsync(cancellation);
            await using var scope = app.Services.CreateAsyncScope();
            var users = scope.ServiceProvider.GetRequiredService<UserManager<Account>>();
            var rows = new List<(string SignInName, string Name, IList<string> Roles, bool Disabled)>();
            foreach (var account in await users.Users.AsNoTracking().OrderBy(account => account.Id).ToListAsync(cancellation))
                rows.Add((account.UserName!, account.Name, await users.GetRolesAsync(account), account.DisabledAt is not null));
            if (given.GetValue(Json))
                Write(rows.Select(row => new { signInName = row.SignInName, name = row.Name, roles = row.Roles, disabled = row.Disabled }));
            else
                rows.ForEach(row => Console.Out.WriteLine($"{row.SignInName}\t{row.Name}\t{string.Join(", ", row.Roles)}{(row.Disabled ? "\tdisabled" : "")}"));
            return 0;
        });
        return new Command("user", "Accounts of those who work on the record.") { add, list };
    }

    /// <summary>
    /// Gives a command its work, which runs beside the caller from its beginning: the library listens for Ctrl+C once it has the work in hand, and
    /// work that never waits for anything would be over, or killed, by then.
    /// </summary>
    internal static void Does(this Command command, Func<ParseResult, CancellationToken, Task<int>> work) => command.SetAction((given, cancellation) => Task.Run(
        async () =>
        {
            try
            {
                return await work(given, cancellation);
            }
            catch (Exception error) when (error is not OperationCanceledException && cancellation.IsCancellationRequested && StoreTrouble.WasBrokenOff(error))
            {
                // SQLite says in its own way that it was stopped.
                throw new OperationCanceledException(error.Message, error, cancellation);
            }
        },
        cancellation));

    /// <summary>The site's services on its store, made ready but without the seeds; nothing listens.</summary>
    private static async Task<WebApplication> OpenAsync(CancellationToken cancellation)
    {
        var app = Build("");
        await using var scope = app.Services.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<DatabaseSetup>().RunAsync(cancellation);
        return app;
    }

    /// <inheritdoc cref="OpenAsync"/>
    /// <exception cref="DatabaseOptionsException">The store is closed to changes.</exception>
    private static async Task<WebApplication> OpenToWriteAsync(CancellationToken cancellation)
    {
        var app = await OpenAsync(cancellation);
        app.Services.GetRequiredService<ReadOnlyMark>().Demand();
        return app;
    }

    /// <summary>The site, of which nothing runs yet; what is logged is no part of the answer.</summary>
    /// <param name="seeds">Folder of the seeds; "" for none, null for that of the settings.</param>
    /// <param name="settings">Other than those of the site, as arguments.</param>
    internal static WebApplication Build(string? seeds, Action<KestrelServerOptions>? listen = null, params IEnumerable<string> settings)
    {
        List<string> all = ["--Serilog:MinimumLevel:Default=Error", "--Serilog:MinimumLevel:Override:Microsoft.EntityFrameworkCore=Fatal", "--Serilog:MinimumLevel:Override:Microsoft.AspNetCore=Error", "--Backup:Folder="];
        if (seeds is not null)
            all.Add("--Database:Seeds=" + seeds);
        var builder = WebApplication.CreateBuilder([.. all, .. settings]);
        builder.AddPeaceTracker();
        if (listen is not null)
            builder.WebHost.ConfigureKestrel(listen);
        return builder.Build();
    }

    private static void Write(object answer) => Console.Out.WriteLine(JsonSerializer.Serialize(answer, JsonSerializerOptions.Web));
}
