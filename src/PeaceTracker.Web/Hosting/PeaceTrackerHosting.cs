using System.IO.Compression;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.ResponseCompression;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.DependencyInjection.Extensions;
using PeaceTracker.Data;
using PeaceTracker.Web.Reading;
using Serilog;
using Serilog.Formatting.Compact;

namespace PeaceTracker.Web.Hosting;

/// <summary>The two methods that make the site. Program, tests and benchmarks all start exactly this.</summary>
public static class PeaceTrackerHosting
{
    public static WebApplicationBuilder AddPeaceTracker(this WebApplicationBuilder builder)
    {
        builder.Host.UseDefaultServiceProvider(options => options.ValidateOnBuild = options.ValidateScopes = true);
        var json = builder.Configuration.GetValue("Logs:Json", false);
        // Serilog writes to the console; what else the framework would write to stays out, or each line would come twice.
        builder.Logging.ClearProviders();
        // Of its own, not the one of the program: a second site in one program has other settings.
        builder.Services.AddSerilog(Say, preserveStaticLogger: true, writeToProviders: Telemetry.SendsLogs(builder.Configuration));
#pragma warning disable RS0030 // The one place that names the machine's clock; everything else is given this one.
        builder.Services.TryAddSingleton(TimeProvider.System);
#pragma warning restore RS0030
        builder.WebHost.ConfigureKestrel(RequestLimits.Set);
        builder.Services.Configure<SocketTransportOptions>(RequestLimits.CutPauses);

        var database = builder.Configuration.GetSection(DatabaseOptions.Section).Get<DatabaseOptions>() ?? new();
        builder.Services.AddPeaceTrackerData(database, builder.Environment.ContentRootPath);
        if (Redis.Of(builder.Configuration) is { } redis)
            builder.Services.AddSingleton(services => new Redis(redis, services.GetRequiredService<TimeProvider>(), services.GetRequiredService<ILogger<Redis>>()));
        if (ScheduledBackup.Of(builder.Configuration, builder.Environment.ContentRootPath) is { } backup)
            builder.Services.AddSingleton(backup).AddHostedService<ScheduledBackup>();
        Telemetry.Add(builder.Services, builder.Configuration);
        builder.Services.AddSingleton<Drain>().AddHostedService(services => services.GetRequiredService<Drain>());
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = Drain.Length(builder.Configuration) + Drain.ToEnd);
        builder.Services.AddHsts(hsts => (hsts.MaxAge, hsts.IncludeSubDomains) = (TimeSpan.FromDays(365), builder.Configuration.GetValue("Hsts:Subdomains", true)));
        builder.AddAccounts();
        builder.Services.AddScoped<ProcessReader>();
        builder.Services.AddScoped<CellReader>();
        builder.Services.AddScoped<ProposalReader>();
        builder.Services.AddScoped<AgreementReader>();
        builder.Services.AddScoped<Features.Proposals.ProposalsPage>();
        builder.Services.AddScoped<Features.Proposals.ProposalPage>();
        builder.Services.AddScoped<Features.Responses.ResponsesPage>();
        builder.Services.AddScoped<Features.About.ScalesPage>();
        builder.Services.AddScoped<Features.About.DataPage>();
        builder.Services.AddScoped<Features.Positions.PositionsPage>();
        builder.Services.AddScoped<Features.Positions.WorkingPage>();
        builder.Services.AddScoped<Features.Positions.RegionsPage>();
        builder.Services.AddScoped<Features.Issues.IssuesPage>();
        builder.Services.AddScoped<Features.Issues.IssuePage>();
        builder.Services.AddScoped<Features.Sources.SourcesPage>();
        builder.Services.AddScoped<Features.Sources.SourcePage>();
        builder.Services.AddScoped<Features.Events.EventsPage>();
        builder.Services.AddScoped<Features.Events.EventPage>();
        builder.Services.AddScoped<Features.Parties.PartiesPage>();
        builder.Services.AddScoped<Features.Parties.PartyPage>();
        builder.Services.AddScoped<Features.Figures.FiguresPage>();
        builder.Services.AddScoped<Features.Shares.SharesPage>();
        builder.Services.AddScoped<Features.Distance.DistancePage>();
        builder.Services.AddScoped<Features.Changes.ChangesPage>();
        builder.Services.AddScoped<Features.Territory.TerritoryReader>();
        builder.Services.AddScoped<Features.Territory.TerritoryPage>();
        builder.Services.AddScoped<Features.Territory.RegionPage>();
        builder.Services.AddScoped<Features.Compare.ComparePage>();
        builder.Services.AddScoped<Features.Shared.StatementCardReader>();
        builder.Services.AddSingleton<Api.ApiDescription>();
        builder.Services.AddScoped<WordFinder>();
        builder.Services.AddScoped<Features.Search.SearchPage>();
        builder.Services.AddScoped<Features.Statements.StatementsPage>();
        builder.Services.AddScoped<Features.Statements.StatementPage>();
        builder.Services.AddScoped<Features.DeskSources.SourceEffects>();
        builder.Services.AddScoped<Writing.StatementForms>();
        builder.Services.AddScoped<Writing.DraftsToReview>();
        builder.Services.AddScoped<Writing.Importing.ImportChecks>();
        builder.Services.AddScoped<Features.DeskImports.ImportPage>();
        builder.Services.AddScoped<Features.DeskRecodings.RecodingPage>();
        builder.Services.AddScoped<Features.Desk.DeskPage>();
        builder.Services.AddScoped<PairReader>();
        builder.Services.AddScoped<Features.DeskAlignment.AlignmentPage>();
        builder.Services.AddScoped<Features.Review.DifferencesPage>();
        builder.Services.AddScoped<Features.Desk.WorkbenchReader>();
        builder.Services.AddSingleton(Features.DeskSources.FetchingOptions.Of(builder.Configuration));
        builder.Services.AddSingleton<Features.DeskSources.PublicWeb>();
        // A source text has up to 2,000,000 characters, of which one can take nine when it is sent.
        builder.Services.Configure<Microsoft.AspNetCore.Http.Features.FormOptions>(form => form.ValueLengthLimit = 24 * 1024 * 1024);
        builder.Services.AddScoped<Features.Statements.HistoryPage>();
        builder.Services.AddScoped<Accounts.AccountNames>();
        builder.Services.AddScoped<RecordHistory>();
        builder.Services.AddScoped<Features.Review.QueuePage>();
        builder.Services.AddScoped<Features.Review.ItemPage>();
        builder.Services.AddScoped<Features.Review.EffectReader>();
        builder.Services.AddScoped<Features.Review.PassageReader>();
        builder.Services.AddScoped<Features.Review.AlikeReader>();
        builder.Services.AddScoped<Features.Review.DoneReader>();
        builder.Services.AddScoped<Features.Audit.AuditPage>();
        builder.Services.AddSingleton<Features.Audit.RunningCheck>();
        builder.Services.AddScoped<Features.Admin.ReferenceDesk>();
        builder.Services.AddControllersWithViews(mvc =>
        {
            mvc.Filters.Add<QueryNamesFilter>();
            mvc.Filters.Add<FaultFilter>();
            mvc.Filters.Add<PublicAnswers.TagFilter>();
            mvc.Filters.Add(new AutoValidateAntiforgeryTokenAttribute());
            mvc.Filters.Add<FormTokenFilter>();
            mvc.Filters.Add<Writing.OnceFilter>();
            mvc.Conventions.Add(new Api.ApiRoutes());
            mvc.Conventions.Add(new Embedding.EmbedRoutes());
            mvc.Conventions.Add(new PublicAnswers.Marking());
            mvc.Conventions.Add(new HeavyWork.Marking());
            mvc.Conventions.Add(new RouteParameters());
            mvc.ModelMetadataDetailsProviders.Add(new EmptyIsEmpty());
        });
        builder.Services.Configure<Microsoft.AspNetCore.Mvc.Razor.RazorViewEngineOptions>(ViewLocations.Configure);
        PublicAnswers.Add(builder.Services, builder.Configuration);
        HeavyWork.Add(builder.Services, builder.Configuration, database.IsFile);
        builder.Services.AddResponseCompression(compression => compression.EnableForHttps = true);
        builder.Services.Configure<BrotliCompressionProviderOptions>(brotli => brotli.Level = CompressionLevel.Optimal);
        builder.Services.AddRouting(routing =>
        {
            routing.LowercaseUrls = true;
            routing.SetParameterPolicy<Files.FileFormats>(Files.FileFormats.Constraint);
        });
        return builder;

        void Say(IServiceProvider services, LoggerConfiguration logging)
        {
            var console = logging.ReadFrom.Configuration(builder.Configuration).WriteTo;
            if (json)
                console.Console(new RenderedCompactJsonFormatter());
            else
                console.Console(formatProvider: System.Globalization.CultureInfo.InvariantCulture, outputTemplate: "[{UtcTimestamp:yyyy-MM-dd HH:mm:ss.fff}Z {Level:u3}] {Message:lj}{NewLine}{Exception}");
        }
    }

    /// <summary>Makes the store ready, then the pipeline.</summary>
    /// <exception cref="Data.Seeding.SeedException">A seed file has a fault; nothing was written.</exception>
    public static async Task UsePeaceTrackerAsync(this WebApplication app)
    {
        // Beside the pipeline, which takes a good part of a second to make as well.
        var store = Task.Run(() => MakeStoreReadyAsync(app), app.Lifetime.ApplicationStopping);
        // What it measures is there from the start.
        app.Services.GetRequiredService<SiteMeter>();
        app.UseForwardedHeaders();
        app.UseExceptionHandler(errors => errors.Run(ErrorPages.UnexpectedAsync));
        app.UseSerilogRequestLogging(options =>
        {
            options.Logger = app.Services.GetRequiredService<Serilog.ILogger>();
            options.IncludeQueryInRequestPath = false;
            // As it is sent: what stands for a line break in an address makes no line in the log.
            options.GetMessageTemplateProperties = (context, _, elapsed, status) =>
            [
                new("RequestMethod", new Serilog.Events.ScalarValue(context.Request.Method)), new("RequestPath", new Serilog.Events.ScalarValue(context.Request.Path.ToUriComponent())),
                new("StatusCode", new Serilog.Events.ScalarValue(status)), new("Elapsed", new Serilog.Events.ScalarValue(elapsed)),
            ];
            // Who asks again before the answer is there breaks the first request off: nothing went wrong.
            options.GetLevel = (context, _, error) =>
                context.RequestAborted.IsCancellationRequested && error is OperationCanceledException ? Serilog.Events.LogEventLevel.Debug
                : error is not null || context.Response.StatusCode >= 500 ? Serilog.Events.LogEventLevel.Error
                // Somebody without the right, without the token of a form, or too often: told apart, so that an alarm can count them.
                : context.Response.StatusCode is 401 or 403 or 429 || (context.Response.StatusCode == 400 && HttpMethods.IsPost(context.Request.Method)) ? Serilog.Events.LogEventLevel.Warning
                : PublicAnswers.WasKept(context) ? Serilog.Events.LogEventLevel.Debug
                : Serilog.Events.LogEventLevel.Information;
        });
        app.Use(RequestLimits.RefuseUnclear);
        app.UseHsts();
        app.Use(AnswerHead);
        PublicAnswers.Use(app);
        app.UseMiddleware<SecurityHeaders>();
        app.Use(KeepFonts);
        app.UseStatusCodePages(ErrorPages.StatusAsync);
        app.UseRouting();
        HeavyWork.Use(app);
        app.UseAccounts();
        app.UseResponseCompression();
        app.Use(PublicAnswers.Mark);
        app.Use(PublicAnswers.ReadElsewhere);
        app.MapStaticAssets().AllowAnonymous();
        app.MapControllers().WithStaticAssets();
        await store;
    }

    private static async Task MakeStoreReadyAsync(WebApplication app)
    {
        bool seeded;
        await using (var scope = app.Services.CreateAsyncScope())
        {
            seeded = await scope.ServiceProvider.GetRequiredService<DatabaseSetup>().RunAsync(app.Lifetime.ApplicationStopping);
            if (!scope.ServiceProvider.GetRequiredService<ReadOnlyMark>().IsSet)
                await scope.ServiceProvider.GetRequiredService<Accounts.SealedKeys>().SealOldAsync(scope.ServiceProvider.GetRequiredService<PeaceTrackerDbContext>(), app.Lifetime.ApplicationStopping);
            await scope.ServiceProvider.GetRequiredService<Accounts.NewAccounts>().PrepareFirstAsync(app.Lifetime.ApplicationStopping);
        }

        // Reading seeds takes once what no page will need: given back before the site settles.
        if (seeded)
            GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
    }

    /// <summary>
    /// The style sheet names fonts by their plain address, of which a browser otherwise asks each time whether it still holds; the answer
    /// would often come too late for the first drawing, and the font would never be used.
    /// </summary>
    private static Task KeepFonts(HttpContext context, RequestDelegate next)
    {
        if (context.Request.Path.Value!.EndsWith(".woff2", StringComparison.Ordinal))
            context.Response.OnStarting(() =>
            {
                if (context.Response.StatusCode < 400)
                    context.Response.Headers.CacheControl = "public, max-age=604800";
                return Task.CompletedTask;
            });
        return next(context);
    }

    /// <summary>HEAD is answered as GET without the body, so that probes and link checkers see what a reader would.</summary>
    private static async Task AnswerHead(HttpContext context, RequestDelegate next)
    {
        if (!HttpMethods.IsHead(context.Request.Method))
        {
            await next(context);
            return;
        }

        context.Request.Method = HttpMethods.Get;
        context.Response.Body = Stream.Null;
        await next(context);
        context.Request.Method = HttpMethods.Head;
    }
}
