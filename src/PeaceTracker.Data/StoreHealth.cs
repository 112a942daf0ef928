using System.Data.Common;
using Microsoft.EntityFrameworkCore;

namespace PeaceTracker.Data;

/// <summary>Can the store be read, and is there room to write?</summary>
public sealed class StoreHealth(PeaceTrackerDbContext db, StoreRoom room, WriteGate gate)
{
    private const long LeastFree = 256L << 20;

    /// <returns>What is wrong, in words that tell nothing of where; null when nothing is.</returns>
    public async Task<string?> AskAsync(CancellationToken cancellation)
    {
        try
        {
            await db.Processes.AsNoTracking().AnyAsync(cancellation);
        }
        catch (Exception error) when (CannotRead(error))
        {
            return "the store cannot be read";
        }

        if (room.Free < LeastFree)
            return "the disk is nearly full";
        return gate.IsNearlyFull ? "too many changes wait to be written" : null;
    }

    /// <returns>The last change of form the store had; null where it cannot be read.</returns>
    public async Task<string?> MigrationAsync(CancellationToken cancellation)
    {
        try
        {
            return (await db.Database.GetAppliedMigrationsAsync(cancellation)).LastOrDefault();
        }
        catch (Exception error) when (CannotRead(error))
        {
            return null;
        }
    }

    private static bool CannotRead(Exception error) => error is DbException or InvalidOperationException { InnerException: DbException };
}
