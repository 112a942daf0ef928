using System.Diagnostics;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using PeaceTracker.Testing;

namespace PeaceTracker.Cluster.Tests;

/// <summary>The sample of TLS for nginx, with a certificate of its own: which versions and ciphers it agrees to, and where it leads who comes without.</summary>
public sealed class TlsTests : IAsyncLifetime
{
    private readonly string folder = Directory.CreateTempSubdirectory("peacetracker-tls-").FullName;
    private readonly int port = PostgresProgram.FreePort(), withoutTls = PostgresProgram.FreePort();
    private Process? nginx;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var certificate = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256).CreateSelfSigned(PeaceTrackerApp.Start.AddYears(-1), PeaceTrackerApp.Start.AddYears(10));
        var (chain, secret) = (Path.Combine(folder, "chain.pem"), Path.Combine(folder, "key.pem"));
        await File.WriteAllTextAsync(chain, certificate.ExportCertificatePem(), Cancellation);
        await File.WriteAllTextAsync(secret, key.ExportPkcs8PrivateKeyPem(), Cancellation);
        var sample = await File.ReadAllTextAsync(Path.Combine(Repository.Root, "docs", "operations", "tls.conf"), Cancellation);
        foreach (var (found, own) in new[]
        {
            ("/etc/ssl/peacetracker/chain.pem", chain), ("/etc/ssl/peacetracker/key.pem", secret),
            ("listen 443 ", FormattableString.Invariant($"listen 127.0.0.1:{port} ")), ("listen [::]:443 ssl http2;", ""),
        })
        {
            Assert.Contains(found, sample, StringComparison.Ordinal);
            sample = sample.Replace(found, own, StringComparison.Ordinal);
        }

        var file = Path.Combine(folder, "nginx.conf");
        await File.WriteAllTextAsync(file, $"{(Environment.UserName == "root" ? "user root;" : "")} pid {folder}/nginx.pid; error_log {folder}/error.log; events {{ }} http {{ access_log off; server {{ listen 127.0.0.1:{withoutTls}; {sample}\nlocation / {{ return 200 'by TLS'; }} }} }}", Cancellation);
        nginx = Process.Start(new ProcessStartInfo("/usr/sbin/nginx", ["-p", folder, "-c", file, "-g", "daemon off;"]) { RedirectStandardError = true })!;
        for (var tries = 0; ; tries++)
        {
            try
            {
                using var client = new TcpClient();
                await client.ConnectAsync("127.0.0.1", port, Cancellation);
                return;
            }
            catch (SocketException) when (tries < 200 && !nginx.HasExited)
            {
                await Task.Delay(50, Cancellation);
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        nginx?.Kill(entireProcessTree: true);
        await nginx!.WaitForExitAsync(CancellationToken.None);
        nginx.Dispose();
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task Only_TLS_1_2_with_forward_secrecy_and_1_3_are_agreed_to_and_who_comes_without_is_led_to_it()
    {
        var (version, cipher) = await AgreedAsync("-tls1_3");
        Assert.Equal("TLSv1.3", version);
        Assert.StartsWith("TLS_", cipher, StringComparison.Ordinal);
        (version, cipher) = await AgreedAsync("-tls1_2");
        Assert.Equal("TLSv1.2", version);
        Assert.Matches("^ECDHE-.*(GCM|CHACHA20)", cipher);
        // Also for who would take anything.
        Assert.Equal("", (await AgreedAsync("-tls1_1", "-cipher", "ALL:@SECLEVEL=0")).Version);
        Assert.Equal("", (await AgreedAsync("-tls1", "-cipher", "ALL:@SECLEVEL=0")).Version);
        Assert.Equal("", (await AgreedAsync("-tls1_2", "-cipher", "AES128-SHA:AES256-GCM-SHA384:DHE-RSA-AES128-SHA@SECLEVEL=0")).Version);

        using var plain = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false });
        using var answer = await plain.GetAsync(new Uri(FormattableString.Invariant($"http://127.0.0.1:{withoutTls}/ukraine/positions?date=2025-01-01")), Cancellation);
        Assert.Equal((301, "https://127.0.0.1/ukraine/positions?date=2025-01-01"), ((int)answer.StatusCode, answer.Headers.Location?.OriginalString));
    }

    /// <summary>As openssl sees it, which can be told to try old versions; empty where nothing was agreed.</summary>
    private async Task<(string Version, string Cipher)> AgreedAsync(params string[] options)
    {
        var start = new ProcessStartInfo("openssl", ["s_client", "-connect", FormattableString.Invariant($"127.0.0.1:{port}"), "-brief", .. options]) { RedirectStandardInput = true, RedirectStandardError = true, RedirectStandardOutput = true };
        using var openssl = Process.Start(start)!;
        openssl.StandardInput.Close();
        var said = (await Task.WhenAll(openssl.StandardError.ReadToEndAsync(Cancellation), openssl.StandardOutput.ReadToEndAsync(Cancellation)))[0];
        await openssl.WaitForExitAsync(Cancellation);
        string Line(string name) => said.Split('\n').FirstOrDefault(line => line.StartsWith(name, StringComparison.Ordinal))?[name.Length..].Trim() ?? "";
        return (Line("Protocol version:"), Line("Ciphersuite:"));
    }
}
