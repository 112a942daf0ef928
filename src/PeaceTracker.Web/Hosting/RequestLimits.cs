using System.Net;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;

namespace PeaceTracker.Web.Hosting;

/// <summary>What is not taken from anybody: too much, too slowly, or what the proxy in front could read in another way than this program does.</summary>
internal static class RequestLimits
{
    /// <summary>Half-open connections cost little memory; more than these are closed at once.</summary>
    internal const int MostConnections = 12_000;

    /// <summary>Milliseconds in which somebody has to take something of an answer, who else is cut off and keeps the turn of a file from others no longer.</summary>
    private const int LongestPause = 30_000;

    /// <summary><c>TCP_USER_TIMEOUT</c>, with the number of its protocol: https://man7.org/linux/man-pages/man7/tcp.7.html</summary>
    private static readonly (int Level, int Name) UserTimeout = (6, 18);

    public static void Set(KestrelServerOptions kestrel)
    {
        kestrel.AddServerHeader = false;
        kestrel.Limits.MaxConcurrentConnections = MostConnections;
        kestrel.Limits.RequestHeadersTimeout = TimeSpan.FromSeconds(10);
        kestrel.Limits.KeepAliveTimeout = TimeSpan.FromSeconds(60);
        kestrel.Limits.MaxRequestHeadersTotalSize = 16 * 1024;
        kestrel.Limits.MaxRequestHeaderCount = 64;
        // Lines end as RFC 9112 says. Kestrel asks for this before it listens.
        AppContext.SetSwitch("Microsoft.AspNetCore.Server.Kestrel.DisableHttp1LineFeedTerminators", true);
    }

    /// <summary>
    /// Kestrel counts bytes a second on the average of a connection: who has taken three megabytes at once may then pause for hours before that is too slow.
    /// So the system is asked to watch; what listens hands this on to what it accepts.
    /// </summary>
    public static void CutPauses(SocketTransportOptions sockets) => sockets.CreateBoundListenSocket = address =>
    {
        var listening = SocketTransportOptions.CreateDefaultBoundListenSocket(address);
        if (OperatingSystem.IsLinux() && address is IPEndPoint)
            listening.SetRawSocketOption(UserTimeout.Level, UserTimeout.Name, BitConverter.GetBytes(LongestPause));
        return listening;
    };

    /// <summary>
    /// A body with a length and in parts could end in two places (RFC 9112, 6.3): Kestrel moves the length aside and goes by the parts. And it takes control
    /// characters in a query, which no address has (RFC 3986, 2) and no header may have in which the query comes back.
    /// </summary>
    public static Task RefuseUnclear(HttpContext context, RequestDelegate next)
    {
        var headers = context.Request.Headers;
        var twoLengths = headers.TransferEncoding.Count > 0 && (headers.ContentLength is not null || headers.ContainsKey("X-Content-Length"));
        if (!twoLengths && !context.Request.QueryString.Value.AsSpan().ContainsAnyInRange('\0', '\u001f') && !context.Request.QueryString.Value.AsSpan().Contains('\u007f'))
            return next(context);
        context.Response.StatusCode = StatusCodes.Status400BadRequest;
        context.Response.Headers.Connection = "close";
        return Task.CompletedTask;
    }
}
