using System.Diagnostics.Metrics;
using OpenTelemetry.Exporter;
using OpenTelemetry.Logs;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using PeaceTracker.Data;

namespace PeaceTracker.Web.Hosting;

/// <summary>Where numbers about the site are sent, and the lines of its log; section <c>Telemetry</c> of the settings.</summary>
public sealed class TelemetryOptions
{
    public const string Section = "Telemetry";

    /// <summary>A collector that takes OTLP by HTTP, such as <c>http://127.0.0.1:4318</c>; empty sends nothing.</summary>
    public string Endpoint { get; set; } = "";

    /// <summary>What the console says is sent there too.</summary>
    public bool Logs { get; set; }

    /// <summary>From one sending of numbers to the next.</summary>
    public int Seconds { get; set; } = 60;
}

/// <summary>
/// Numbers for whoever watches the site, and its log for where nobody can change it afterwards, by OpenTelemetry, and only where the settings say. No traces: they would carry addresses, and whose browser asked.
/// </summary>
internal static class Telemetry
{
    private static readonly string[] Meters = [WriteGate.MeterName, "Microsoft.AspNetCore.Hosting", "Microsoft.AspNetCore.Server.Kestrel", "System.Runtime", "Npgsql"];

    /// <summary>The log is kept elsewhere as well.</summary>
    public static bool SendsLogs(IConfiguration settings) => settings.GetSection(TelemetryOptions.Section).Get<TelemetryOptions>() is { Logs: true, Endpoint.Length: > 0 };

    /// <exception cref="DatabaseOptionsException">The settings name no address, or want the log sent nowhere.</exception>
    public static void Add(IServiceCollection services, IConfiguration settings)
    {
        services.AddSingleton<SiteMeter>();
        var options = settings.GetSection(TelemetryOptions.Section).Get<TelemetryOptions>() ?? new();
        if (options.Endpoint.Length == 0)
        {
            if (options.Logs)
                throw new DatabaseOptionsException("The setting Telemetry:Logs is true, and Telemetry:Endpoint names no collector to send them to. Name one, or set it to false.");
            return;
        }

        if (!Uri.TryCreate(options.Endpoint.TrimEnd('/') + "/v1/", UriKind.Absolute, out var endpoint) || endpoint.Scheme is not ("http" or "https"))
            throw new DatabaseOptionsException($"The setting Telemetry:Endpoint is \"{options.Endpoint}\". It has to be an address that begins with http:// or https://, such as http://127.0.0.1:4318.");
        if (endpoint.Scheme == "http" && !ThisMachine.Has(endpoint.Host))
            throw new DatabaseOptionsException($"The setting Telemetry:Endpoint is \"{options.Endpoint}\", on another machine. It has to begin with https:// there.");
        if (options.Seconds is < 1 or > 3600)
            throw new DatabaseOptionsException(FormattableString.Invariant($"The setting Telemetry:Seconds is {options.Seconds}. It has to be from 1 to 3600."));
        var telemetry = services.AddOpenTelemetry().ConfigureResource(site => site.AddService("PeaceTracker", autoGenerateServiceInstanceId: false)).WithMetrics(metrics => metrics.AddMeter(Meters).AddOtlpExporter((exporter, reader) =>
        {
            exporter.Protocol = OtlpExportProtocol.HttpProtobuf;
            exporter.Endpoint = new(endpoint, "metrics");
            reader.PeriodicExportingMetricReaderOptions.ExportIntervalMilliseconds = options.Seconds * 1000;
        }));
        if (options.Logs)
            telemetry.WithLogging(
                logging => logging.AddOtlpExporter(exporter => (exporter.Protocol, exporter.Endpoint) = (OtlpExportProtocol.HttpProtobuf, new(endpoint, "logs"))),
                line => line.IncludeFormattedMessage = true);
    }
}

/// <summary>What the site measures of itself besides what the framework does; docs/operations.md lists it.</summary>
public sealed class SiteMeter
{
    private readonly Counter<long> refusedSignIns;
    private readonly BackupOptions? backup;
    private readonly TimeProvider clock;

    public SiteMeter(IMeterFactory meters, IServiceProvider services)
    {
        (backup, clock) = (services.GetService<BackupOptions>(), services.GetRequiredService<TimeProvider>());
        Began = clock.GetUtcNow();
        var (room, closed) = (services.GetRequiredService<StoreRoom>(), services.GetRequiredService<ReadOnlyMark>());
        var meter = meters.Create(WriteGate.MeterName);
        refusedSignIns = meter.CreateCounter<long>("peacetracker.sign_in.refused", "{try}", "Tries to sign in that were refused.");
        meter.CreateObservableGauge("peacetracker.read_only", () => closed.IsSet ? 1 : 0, null, "1 while the store is closed to changes.");
        if (room.Free is not null)
        {
            meter.CreateObservableGauge("peacetracker.store.free", () => room.Free!.Value, "By", "Room left on the disk of the store.");
            meter.CreateObservableGauge("peacetracker.store.size", () => room.File!.Value, "By", "Size of the file of the store.");
            meter.CreateObservableGauge("peacetracker.store.log", () => room.Log!.Value, "By", "Size of the store's write-ahead log.");
        }

        if (backup is not null)
            meter.CreateObservableGauge("peacetracker.backup.age", () => BackupAge is { } age ? [new Measurement<double>(age.TotalSeconds)] : Array.Empty<Measurement<double>>(), "s", "Age of the newest backup.");
    }

    /// <summary>When the site started, in UTC.</summary>
    public DateTimeOffset Began { get; }

    /// <summary>Of the newest backup; null where the site makes none, or made none yet.</summary>
    public TimeSpan? BackupAge => backup is not null && Backups.In(backup.Folder) is [.., var (at, _)] ? clock.GetUtcNow() - at : null;

    public void SignInRefused() => refusedSignIns.Add(1);
}
