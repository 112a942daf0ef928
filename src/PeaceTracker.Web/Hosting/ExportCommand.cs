using System.CommandLine;
using System.Net;
using System.Net.Sockets;

namespace PeaceTracker.Web.Hosting;

/// <summary><c>export</c>: exactly what an address of the site gives, by the site itself on a socket that nobody else can reach.</summary>
internal static class ExportCommand
{
    private const int Chunk = 1 << 16;
    private const int LongestAnswer = 600;

    /// <inheritdoc cref="VerifyCommand.Of"/>
    public static Command Of(Option<bool> json, Action<object> write)
    {
        var path = new Argument<string>("address") { Description = "An address of the site, whole or from its root: /ukraine/positions.csv?date=2025-01-01. With --process the rest of one: positions.csv." };
        var process = new Option<string?>("--process") { Description = "Short name of the process the address belongs to." };
        var target = new Option<string>("--out") { Description = "The file to write; one of this name is replaced when all is there.", Required = true };
        var command = new Command("export", "Writes what an address of the site gives to a file. Exit code 0 done, 1 not done, 130 stopped; then the file is as it was.") { path, process, target };
        command.Does(async (given, cancellation) =>
        {
            var answer = given.GetValue(json) ? write : null;
            var wanted = given.GetRequiredValue(path);
            if (given.GetValue(process) is { } slug && !wanted.Contains("://", StringComparison.Ordinal))
                wanted = $"/{slug}/{wanted.TrimStart('/')}";
            var folder = Directory.CreateTempSubdirectory("peacetracker-export-");
            await using var app = Commands.Build("", kestrel => kestrel.ListenUnixSocket(Path.Combine(folder.FullName, "site")));
            var site = (app.Configuration["Urls"]?.Split(';')[0] ?? "http://localhost:5080").Replace("*", "localhost", StringComparison.Ordinal).Replace("+", "localhost", StringComparison.Ordinal);
            if (!Uri.TryCreate(new Uri(site), wanted, out var address) || address.Scheme is not ("http" or "https"))
                return Commands.Refuse($"{wanted} is no address of a site.", answer);
            var file = Path.GetFullPath(given.GetRequiredValue(target));
            if (!Directory.Exists(Path.GetDirectoryName(file)))
                return Commands.Refuse($"There is no folder {Path.GetDirectoryName(file)}.", answer);
            var unfinished = file + ".part";
            try
            {
                // As if it had come by the address that was named: the links in the file lead there.
                app.Use((http, next) =>
                {
                    http.Request.Scheme = address.Scheme;
                    return next(http);
                });
                await app.UsePeaceTrackerAsync();
                await app.StartAsync(cancellation);
                using var progress = new ProgressLine(app.Services.GetRequiredService<TimeProvider>());
                using var client = new HttpClient(new SocketsHttpHandler
                {
                    AllowAutoRedirect = false,
                    UseCookies = false,
                    UseProxy = false,
                    ConnectCallback = async (_, token) =>
                    {
                        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
                        await socket.ConnectAsync(new UnixDomainSocketEndPoint(Path.Combine(folder.FullName, "site")), token);
                        return new NetworkStream(socket, ownsSocket: true);
                    },
                })
                { Timeout = Timeout.InfiniteTimeSpan };
                using var request = new HttpRequestMessage(HttpMethod.Get, new UriBuilder(address) { Scheme = "http" }.Uri);
                request.Headers.Host = address.Authority;
                using var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellation);
                if (response.StatusCode != HttpStatusCode.OK)
                {
                    var said = await response.Content.ReadAsStringAsync(cancellation);
                    var problem = response.Content.Headers.ContentType?.MediaType == "application/problem+json" ? ": " + said[..Math.Min(said.Length, LongestAnswer)] : "";
                    return Commands.Refuse(FormattableString.Invariant($"{address.PathAndQuery} answered {(int)response.StatusCode}{(response.Headers.Location is { } other ? $" and leads to {other.OriginalString}" : "")}{problem}. Nothing was written."), answer);
                }

                var written = 0L;
                await using (var stream = File.Create(unfinished))
                await using (var body = await response.Content.ReadAsStreamAsync(cancellation))
                {
                    var buffer = new byte[Chunk];
                    for (int read; (read = await body.ReadAsync(buffer, cancellation)) > 0; written += read)
                    {
                        await stream.WriteAsync(buffer.AsMemory(0, read), cancellation);
                        progress.Tell("Bytes written", written, response.Content.Headers.ContentLength ?? 0);
                    }
                }

                File.Move(unfinished, file, overwrite: true);
                if (answer is not null)
                    answer(new { address = address.AbsoluteUri, file, bytes = written, type = response.Content.Headers.ContentType?.ToString() });
                else
                    Console.Out.WriteLine(FormattableString.Invariant($"{file}: {written:#,0} bytes."));
                return 0;
            }
            finally
            {
                File.Delete(unfinished);
                await app.StopAsync(CancellationToken.None);
                folder.Delete(recursive: true);
            }
        });
        return command;
    }
}
