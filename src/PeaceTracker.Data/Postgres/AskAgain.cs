using System.Data.Common;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Npgsql;

namespace PeaceTracker.Data.Postgres;

/// <summary>
/// Of several servers, one that was away is not asked again for a second. Where that is so of all of them, what opens a connection waits that
/// second out, so that a standby that was away for a moment still reads.
/// </summary>
internal sealed class AskAgain : DbConnectionInterceptor
{
    private const int Tries = 5;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(300);

    public override async ValueTask<InterceptionResult> ConnectionOpeningAsync(
        DbConnection connection, ConnectionEventData eventData, InterceptionResult result, CancellationToken cancellationToken = default)
    {
        for (var tries = 1; ; tries++)
        {
            try
            {
                await connection.OpenAsync(cancellationToken);
                return InterceptionResult.Suppress();
            }
            // Nothing within: no server was asked, so that none is asked more often by this.
            catch (NpgsqlException error) when (error is { InnerException: null } and not PostgresException && tries < Tries)
            {
                await Task.Delay(Pause, cancellationToken);
            }
        }
    }
}
