using System.Data.Common;
using Microsoft.EntityFrameworkCore;

namespace PeaceTracker.Data;

/// <summary>Can the store be read, and is there room to write?</summary>
public sealed class StoreHealth(PeaceTrackerDbContext db, DatabaseOptions options, WriteGate gate)
{
    private const long LeastFree = 256L << 20;

    /// <returns>What is wrong, in words that tell nothing of where; null when nothing is.</returns>
    public async Task<string?> AskAsync(CancellationToken cancellation)
    {
        try
        {
            await db.Processes.AsNoTracking().AnyAsync(cancellation);
        }
        catch (Exception error) when (error is DbException or InvalidOperationException { InnerException: DbException })
        {
            return "the store cannot be read";
        }

        if (options.IsFile && new DriveInfo(Path.GetDirectoryName(options.File)!).AvailableFreeSpace < LeastFree)
            return "the disk is nearly full";
        return gate.IsNearlyFull ? "too many changes wait to be written" : null;
    }
}
