using System.CommandLine;
using System.Text.Json;
using PeaceTracker.Data;

namespace PeaceTracker.Web.Hosting;

/// <summary>What the program does besides serving: <c>PeaceTracker.Web verify ...</c>. Exit code 0 done, 1 not done or wrongly asked.</summary>
public static class Commands
{
    private static readonly Option<bool> Json = new("--json") { Description = "Answer as JSON.", Recursive = true };

    /// <summary>True when the arguments name a command; settings begin with a hyphen.</summary>
    public static bool Asked(string[] args) => args.Length > 0 && (!args[0].StartsWith('-') || args[0] is "--help" or "-h" or "-?" or "--version");

    public static Task<int> RunAsync(string[] args)
    {
        var root = new RootCommand("PeaceTracker. Without a command it serves the site; settings come from appsettings.json and the environment.") { Json };
        root.Add(VerifyCommand.Of(Json, OpenAsync, Write));
        return root.Parse(args).InvokeAsync();
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
