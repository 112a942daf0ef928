using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using PeaceTracker.Data;
using PeaceTracker.Data.Accounts;
using PeaceTracker.Data.Desk;
using PeaceTracker.Testing;
using PeaceTracker.Web.Accounts;
using PeaceTracker.Web.Hosting;
using PeaceTracker.Web.Writing.Importing;

namespace PeaceTracker.Web.Tests.Architecture;

/// <summary>What docs/security.md says in words is what the program does, and it leaves nothing out.</summary>
public sealed partial class SecurityDocumentTests(PeaceTrackerApp app) : IClassFixture<PeaceTrackerApp>
{
    private static readonly string Document = File.ReadAllText(Path.Combine(Repository.Root, "docs", "security.md"));

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public void Lengths_and_words_are_those_of_the_program()
    {
        Says("Sessions", $"{Session.Idle.TotalMinutes} minutes without use, {Session.Longest.TotalHours} hours in any case");
        Says("Passwords", $"{Passwords.Shortest} to {Passwords.Longest} characters");
        Says("Passwords", $"words of the site: {string.Join(", ", Passwords.OfTheSite)}.");
    }

    [Fact]
    public void Limits_of_use_are_those_of_the_program()
    {
        Assert.Equal((10, 60, 3), (new AccountOptions().TriesPerAccount, new AccountOptions().TriesPerAddress, new LimitOptions().EachVisitor));
        Says("Limits of use", $"ten tries at a password in {Words(SignInLimits.Window)} for an account, sixty from an address; three searches and three files at once from an address; {RequestLimits.MostConnections:#,0} connections for all");
        Says("Limits of use", $"{Autosaves.Most} unfinished forms of {Autosaves.MaxLength:#,0} characters, {Imports.MostWaiting} tables waiting of {TableRows.Most:#,0} rows and {Import.MaxLength / 1_000_000} MB, {ApiToken.Most} tokens of programs, {Passkeys.Most} passkeys");
        Says("Limits of use", $"{TableRows.MostByCommand:#,0} rows");
        Says("Limits of use", $"one at a time, {WriteGate.Longest:#,0} waiting");

        static string Words(TimeSpan window) => window == TimeSpan.FromMinutes(5) ? "five minutes" : $"{window}";
    }

    [Fact]
    public void Kinds_and_sizes_of_files_are_those_of_the_program()
    {
        Says("Files that are brought in", $"{Import.MaxLength / 1_000_000} MB, told by their content, with which the ending of the name has to agree ({string.Join(", ", TableText.OfTexts)}; {string.Join(", ", TableText.OfPacked)})");
        Says("Files that are brought in", $"up to {PackedFile.MostParts:#,0} parts, {PackedFile.MostBytes >> 20} MB and, above {PackedFile.Few >> 20} MB, {PackedFile.MostRatio} times its packed size");
    }

    [Fact]
    public async Task An_account_may_have_any_number_of_sessions_at_once()
    {
        Says("Sessions", "An account may have any number at once");
        await using var own = new PeaceTrackerApp { Settings = new Dictionary<string, string> { ["Accounts:TriesPerAccount"] = "100" } };
        var editor = await own.Services.AddAccountAsync([Roles.Editor]);
        var clients = new List<HttpClient>();
        for (var device = 0; device < 16; device++)
            clients.Add(await own.SignInAsync(editor));
        foreach (var client in clients)
        {
            using var answer = await client.GetAsync(new Uri("/account", UriKind.Relative), Cancellation);
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
            client.Dispose();
        }
    }

    [Fact]
    public void How_long_keys_are_used_is_told() =>
        Says("Keys", $"the keys of Data Protection are made anew by the framework every {app.Services.GetRequiredService<IOptions<KeyManagementOptions>>().Value.NewKeyLifetime.TotalDays} days");

    /// <summary>Whatever file of ours uses cryptography is named where keys and algorithms are listed.</summary>
    [Fact]
    public void Every_use_of_cryptography_is_listed()
    {
        var files = Sources().Where(file => file.Text.Contains("using System.Security.Cryptography;", StringComparison.Ordinal)).Select(file => Path.GetFileNameWithoutExtension(file.Path)).Order(StringComparer.Ordinal).ToList();
        Assert.True(files.Count > 20, $"{files.Count} files");
        var listed = Named("Keys");
        // Files of several classes go by what they are called in the list.
        Assert.Empty(files.Select(file => file switch { "OneTimeToken" => "OneTimeTokens", "ApiToken" => "ApiTokens", _ => file }).Except(listed));
    }

    /// <summary>None is of our own making: what is used is these classes of the framework, each of 128 bits of strength or more.</summary>
    [Fact]
    public void Only_proven_and_strong_algorithms_are_used()
    {
        string[] taken = ["AesGcm", "CryptoStream", "CryptoStreamMode", "CryptographicOperations", "HashAlgorithmName", "HKDF", "HMACSHA256", "IncrementalHash", "RandomNumberGenerator", "SHA256"];
        var known = typeof(SHA256).Assembly.GetExportedTypes().Where(type => type.Namespace == "System.Security.Cryptography").Select(type => type.Name).ToHashSet(StringComparer.Ordinal);
        Assert.True(known.Count > 100);
        var used = Sources().Where(file => file.Text.Contains("System.Security.Cryptography", StringComparison.Ordinal)).SelectMany(file => Identifier().Matches(WithoutComments(file.Text)).Select(match => match.Value)).Where(known.Contains).Distinct().Order(StringComparer.Ordinal).ToList();
        Assert.Equal(taken.Append("SHA1").Order(StringComparer.Ordinal), used);
        // In one file, for the order of a list that others made.
        Assert.Equal(["BreachedPasswords"], Sources().Where(file => Identifier().Matches(WithoutComments(file.Text)).Any(match => match.Value == "SHA1")).Select(file => Path.GetFileNameWithoutExtension(file.Path)));
        Assert.DoesNotContain(Sources(), file => OtherHash().IsMatch(WithoutComments(file.Text)));
    }

    /// <summary>Whatever file of ours opens a connection is named where connections are listed, and so is every setting that says whereto.</summary>
    [Fact]
    public void Every_connection_is_listed()
    {
        var files = Sources().Where(file => Connecting().IsMatch(WithoutComments(file.Text))).Select(file => Path.GetFileNameWithoutExtension(file.Path)).ToList();
        Assert.True(files.Count >= 8, $"{files.Count} files");
        var listed = Named("Boundaries");
        Assert.Empty(files.Except(listed));
        foreach (var setting in new[] { "Urls", "Proxy", "Database:File", "Database:Connection", "Redis:Connection", "Telemetry:Endpoint", "Fetching:Enabled", "Fetching:Hosts" })
            Assert.Contains(setting, listed);
    }

    [Fact]
    public void Every_table_is_of_one_sort_with_the_time_it_is_kept()
    {
        using var scope = app.Services.CreateScope();
        var tables = scope.ServiceProvider.GetRequiredService<PeaceTrackerDbContext>().Model.GetEntityTypes().Select(type => type.GetTableName()).OfType<string>().Distinct().Order(StringComparer.Ordinal).ToList();
        var lines = Section("How long it is kept").Split('\n').Where(line => line.StartsWith("| ", StringComparison.Ordinal)).Skip(1).Select(line => line.Split('|')).ToList();
        Assert.All(lines, cells => Assert.All(cells[1..4], cell => Assert.False(string.IsNullOrWhiteSpace(cell))));
        Assert.Equal(tables, lines.SelectMany(cells => Quoted().Matches(cells[2]).Select(match => match.Groups[1].Value)).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void There_is_no_log_but_those_that_are_listed()
    {
        var listed = Named("Logs");
        Assert.Superset(new HashSet<string> { nameof(PeaceTrackerDbContext.Revisions), nameof(PeaceTrackerDbContext.AccountEvents), nameof(PeaceTrackerDbContext.Sessions) }, listed.ToHashSet());
        // Of what could be written to, the console alone, in two forms.
        var written = Sources().SelectMany(file => Sink().Matches(WithoutComments(file.Text)).Select(match => $"{Path.GetFileName(file.Path)}: {match.Value}")).Distinct().Order(StringComparer.Ordinal).ToList();
        Assert.Equal(["PeaceTrackerHosting.cs: console.Console(", "PeaceTrackerHosting.cs: logging.ReadFrom.Configuration(builder.Configuration).WriteTo"], written);
        var settings = File.ReadAllText(Path.Combine(Repository.Root, "src", "PeaceTracker.Web", "appsettings.json"));
        Assert.DoesNotContain("WriteTo", settings, StringComparison.Ordinal);
    }

    private static void Says(string section, FormattableString words) => Assert.Contains(words.ToString(CultureInfo.InvariantCulture), Section(section), StringComparison.Ordinal);

    private static void Says(string section, string words) => Assert.Contains(words, Section(section), StringComparison.Ordinal);

    private static string Section(string heading)
    {
        var parts = Document.Split($"\n## {heading}\n");
        Assert.Equal(2, parts.Length);
        return parts[1].Split("\n## ")[0];
    }

    private static List<string> Named(string section) => [.. Quoted().Matches(Section(section)).Select(match => match.Groups[1].Value)];

    private static IEnumerable<(string Path, string Text)> Sources() => Directory.EnumerateFiles(Path.Combine(Repository.Root, "src"), "*.cs", SearchOption.AllDirectories)
        .Where(file => !Path.GetRelativePath(Repository.Root, file).Split(Path.DirectorySeparatorChar).Any(part => part is "bin" or "obj" or "Migrations"))
        .Select(file => (file, File.ReadAllText(file)));

    private static string WithoutComments(string text) => Comment().Replace(text, "");

    [GeneratedRegex("`([A-Za-z:0-9]+)`")]
    private static partial Regex Quoted();

    [GeneratedRegex("//[^\n]*")]
    private static partial Regex Comment();

    [GeneratedRegex(@"\b[A-Za-z_][A-Za-z0-9_]*\b")]
    private static partial Regex Identifier();

    [GeneratedRegex(@":\s*(HashAlgorithm|KeyedHashAlgorithm|SymmetricAlgorithm|HMAC|RandomNumberGenerator|ICryptoTransform)\b|System\.IO\.Hashing|BouncyCastle|HashAlgorithmName\.(?!SHA256)\w+")]
    private static partial Regex OtherHash();

    [GeneratedRegex(@"\bUse(Npgsql|Sqlite)\(|new (Npgsql|Sqlite)Connection\(|NpgsqlConnection connection;|ConnectionMultiplexer\.Connect|AddOtlpExporter|new HttpClient|SocketsHttpHandler|AntiSSRFPolicy|new Socket\(|TcpClient|UdpClient|SmtpClient|ClientWebSocket|Process\.Start|CreateDefaultBoundListenSocket|KnownProxies\.Add")]
    private static partial Regex Connecting();

    [GeneratedRegex(@"[\w.()]*WriteTo(?=[;.])|\bconsole\.\w+\(|\bAdd(Console|Debug|EventLog|EventSourceLogger|File)\(")]
    private static partial Regex Sink();
}
