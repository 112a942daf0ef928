using System.CommandLine;
using System.Text.Json;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using PeaceTracker.Data;
using PeaceTracker.Data.Accounts;
using PeaceTracker.Web.Accounts;

namespace PeaceTracker.Web.Hosting;

/// <summary>What the program does besides serving: <c>PeaceTracker.Web user add ...</c>. Exit code 0 done, 1 not done or wrongly asked.</summary>
public static class Commands
{
    private static readonly Option<bool> Json = new("--json") { Description = "Answer as JSON.", Recursive = true };

    /// <summary>True when the arguments name a command; settings begin with a hyphen.</summary>
    public static bool Asked(string[] args) => args.Length > 0 && (!args[0].StartsWith('-') || args[0] is "--help" or "-h" or "-?" or "--version");

    public static Task<int> RunAsync(string[] args)
    {
        var root = new RootCommand("PeaceTracker. Without a command it serves the site; settings come from appsettings.json and the environment.") { Json };
        root.Add(User());
        return root.Parse(args).InvokeAsync();
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
        add.SetAction(async (given, cancellation) =>
        {
            await using var app = await OpenAsync(cancellation);
            await using var scope = app.Services.CreateAsyncScope();
            string[] wanted = [.. Roles.All.Where(role => (role == Roles.Admin && given.GetValue(admin)) || given.GetValue(roles)?.Contains(role) == true)];
            var token = await scope.ServiceProvider.GetRequiredService<NewAccounts>().InviteAsync(new(given.GetValue(name)!.Trim(), wanted, null), cancellation);
            var site = given.GetValue(address)?.TrimEnd('/') ?? app.Configuration["Urls"]?.Split(';')[0].TrimEnd('/') ?? "http://localhost:5080";
            var link = $"{site}/account/invite?token={token}";
            if (given.GetValue(Json))
                Write(new { link, minutes = (int)NewAccounts.LinkLifetime.TotalMinutes, roles = wanted });
            else
                Console.Out.WriteLine($"Open this within {NewAccounts.LinkLifetime.TotalMinutes:0} minutes; it works once:\n{link}");
            return 0;
        });

        var list = new Command("list", "Lists the accounts.");
        list.SetAction(async (given, cancellation) =>
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

    /// <summary>The site's services on its store, made ready but without the seeds; nothing listens, and what is logged is no part of the answer.</summary>
    private static async Task<WebApplication> OpenAsync(CancellationToken cancellation)
    {
        var builder = WebApplication.CreateBuilder(["--Database:Seeds=", "--Serilog:MinimumLevel:Default=Error", "--Serilog:MinimumLevel:Override:Microsoft.EntityFrameworkCore=Error"]);
        var app = builder.AddPeaceTracker().Build();
        await using var scope = app.Services.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<DatabaseSetup>().RunAsync(cancellation);
        return app;
    }

    private static void Write(object answer) => Console.Out.WriteLine(JsonSerializer.Serialize(answer, JsonSerializerOptions.Web));
}
