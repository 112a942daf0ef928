using PeaceTracker.Data;

namespace PeaceTracker.Web.Hosting;

/// <summary>Backups that a site makes by itself; section <c>Backup</c> of the settings.</summary>
public sealed class BackupOptions
{
    public const string Section = "Backup";

    /// <summary>Where they are made. A relative path starts at the content root; empty makes none.</summary>
    public string Folder { get; set; } = "";

    /// <summary>From the beginning of one to that of the next.</summary>
    public int Hours { get; set; } = 24;

    /// <summary>How many of the newest are left.</summary>
    public int Keep { get; set; } = 7;
}

/// <summary>
/// Makes a backup whenever the newest is older than the settings say: also soon after a start, if one was missed. One that fails is told in the log as an
/// error and tried again in an hour.
/// </summary>
internal sealed class ScheduledBackup(BackupOptions options, IServiceScopeFactory scopes, TimeProvider clock, ILogger<ScheduledBackup> logger) : BackgroundService
{
    private static readonly TimeSpan Look = TimeSpan.FromMinutes(1), TryAgain = TimeSpan.FromHours(1);

    /// <returns>Null where the site makes none.</returns>
    /// <exception cref="DatabaseOptionsException">The settings ask for what cannot be.</exception>
    public static BackupOptions? Of(IConfiguration configuration, string contentRoot)
    {
        var options = configuration.GetSection(BackupOptions.Section).Get<BackupOptions>() ?? new();
        if (options.Folder.Length == 0)
            return null;
        if (options.Hours < 1 || options.Keep < 1)
            throw new DatabaseOptionsException(FormattableString.Invariant($"The settings Backup:Hours ({options.Hours}) and Backup:Keep ({options.Keep}) have to be 1 or more."));
        options.Folder = Path.GetFullPath(options.Folder, contentRoot);
        return options;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // It looks at the clock rather than sleep until the next: the clock may be put right, and the machine may sleep too.
        using var timer = new PeriodicTimer(Look, clock);
        DateTimeOffset? failed = null;
        do
        {
            var now = clock.GetUtcNow();
            // One that is dated later was made before the clock was put right.
            var newest = Backups.In(options.Folder).Where(backup => backup.At <= now).Select(backup => (DateTimeOffset?)backup.At).LastOrDefault();
            if (newest?.AddHours(options.Hours) > now || (failed <= now && now < failed + TryAgain))
                continue;
            failed = await TakeAsync(stoppingToken) ? null : now;
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    private async Task<bool> TakeAsync(CancellationToken cancellation)
    {
        try
        {
            await using var scope = scopes.CreateAsyncScope();
            var (folder, manifest) = await scope.ServiceProvider.GetRequiredService<Backups>().TakeAsync(options.Folder, options.Keep, (_, _) => { }, cancellation);
            logger.LogInformation("Backup {Folder}: {Bytes} bytes, verified, {Entries} entries of the log", folder, manifest.Bytes, manifest.Entries);
            return true;
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            // Whatever it is, the site goes on, and the next try may succeed.
            logger.LogError(error, "No backup was made in {Folder}", options.Folder);
            return false;
        }
    }
}
