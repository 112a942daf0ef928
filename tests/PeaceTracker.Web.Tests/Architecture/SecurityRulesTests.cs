using System.Net;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.AuthenticatedEncryption;
using Microsoft.AspNetCore.DataProtection.AuthenticatedEncryption.ConfigurationModel;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using PeaceTracker.Data;
using PeaceTracker.Data.Accounts;
using PeaceTracker.Testing;
using PeaceTracker.Web.Accounts;
using PeaceTracker.Web.Hosting;

namespace PeaceTracker.Web.Tests.Architecture;

/// <summary>Rules of docs/security.md that no feature owns: what no line of the program does, and what holds for every answer.</summary>
public sealed partial class SecurityRulesTests(PeaceTrackerApp app) : IClassFixture<PeaceTrackerApp>
{
    private static readonly string[] OfTests = ["xunit", "playwright", "cscheck", "testing", "benchmark", "archunit", "jsonschema"];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public void No_line_makes_a_pattern_code_or_a_template_of_a_text() => Assert.Empty(Lines("*.cs", MadeOfText()));

    [Theory]
    [InlineData("if (Regex.IsMatch(text, typed))")]
    [InlineData("var found = new Regex(typed);")]
    [InlineData("CSharpScript.EvaluateAsync(typed)")]
    [InlineData("string.Format(CultureInfo.InvariantCulture, typed, 1)")]
    [InlineData("engine.CompileRenderAsync(typed)")]
    [InlineData("new BinaryFormatter()")]
    [InlineData("[DllImport(\"libc\")] unsafe")]
    public void What_would_is_recognised(string line) => Assert.Matches(MadeOfText(), line);

    [Fact]
    public void No_line_names_a_broken_algorithm_or_a_generator_that_can_be_guessed() =>
        // One list of passwords is in the order of their SHA-1, which keeps nothing safe.
        Assert.Equal(["BreachedPasswords.cs", "BreachedPasswords.cs"], Lines("*.cs", Weak()).Select(line => line.Split(':')[0]));

    [Theory]
    [InlineData("MD5.HashData(bytes)")]
    [InlineData("using var sha = SHA1.Create();")]
    [InlineData("new HMACMD5(key)")]
    [InlineData("aes.Mode = CipherMode.ECB;")]
    [InlineData("Random.Shared.Next()")]
    [InlineData("var random = new Random();")]
    [InlineData("RC2.Create()")]
    public void What_is_weak_is_recognised(string line) => Assert.Matches(Weak(), line);

    /// <summary>The one use of a generator that can be guessed draws a sample that has to come out the same again.</summary>
    [Fact]
    public void A_sample_is_drawn_from_a_seed_and_nothing_else_is() =>
        Assert.Equal(["CodingSamples.cs"], Lines("*.cs", Seeded()).Select(line => line.Split(':')[0]));

    [Fact]
    public void No_script_puts_text_in_as_a_page_or_runs_it() => Assert.Empty(Lines("*.js", Scripts()));

    /// <summary>The one place where nothing can be pasted shows the words of a clause, which are divided and not written.</summary>
    [Fact]
    public void Nothing_stops_pasting_into_a_field() =>
        Assert.Equal(["proposal.js"], Lines("*.js", Pasting()).Select(line => line.Split(':')[0]));

    [Theory]
    [InlineData("box.innerHTML = answer;")]
    [InlineData("box.insertAdjacentHTML('beforeend', answer)")]
    [InlineData("eval(answer)")]
    [InlineData("new Function(answer)")]
    [InlineData("if (a == b)")]
    [InlineData("target[field.name] = field.value")]
    public void What_a_script_may_not_do_is_recognised(string line) => Assert.Matches(Scripts(), line);

    [Fact]
    public void Nothing_of_tests_is_in_what_is_published()
    {
        var parts = JsonNode.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory.Replace("tests/PeaceTracker.Web.Tests", "src/PeaceTracker.Web", StringComparison.Ordinal), "PeaceTracker.Web.deps.json")))!["libraries"]!.AsObject().Select(part => part.Key).ToList();
        Assert.True(parts.Count > 50);
        Assert.DoesNotContain(parts, part => OfTests.Any(word => part.Contains(word, StringComparison.OrdinalIgnoreCase)));
    }

    [Fact]
    public void What_is_encrypted_is_so_by_AES_of_256_bits_and_a_changed_bit_is_refused()
    {
        var keys = app.Services.GetRequiredService<IOptions<KeyManagementOptions>>().Value;
        // What the framework takes where nothing else is said.
        var means = (keys.AuthenticatedEncryptorConfiguration as AuthenticatedEncryptorConfiguration) ?? new AuthenticatedEncryptorConfiguration();
        Assert.Equal((EncryptionAlgorithm.AES_256_CBC, ValidationAlgorithm.HMACSHA256), (means.EncryptionAlgorithm, means.ValidationAlgorithm));
        var descriptor = app.Services.GetRequiredService<IKeyManager>().GetAllKeys().First().Descriptor;
        var written = descriptor.ExportToXml().SerializedDescriptorElement.ToString();
        Assert.Contains("AES_256_CBC", written, StringComparison.Ordinal);
        Assert.Contains("HMACSHA256", written, StringComparison.Ordinal);

        var protector = app.Services.GetRequiredService<IDataProtectionProvider>().CreateProtector("test");
        var sealedText = protector.Protect("a secret of an app"u8.ToArray());
        Assert.Equal("a secret of an app"u8.ToArray(), protector.Unprotect(sealedText));
        for (var place = 0; place < sealedText.Length; place++)
        {
            var changed = (byte[])sealedText.Clone();
            changed[place] ^= 1;
            Assert.ThrowsAny<System.Security.Cryptography.CryptographicException>(() => protector.Unprotect(changed));
        }
    }

    [Fact]
    public async Task Keys_of_sessions_have_256_bits_and_codes_of_recovery_128_and_none_comes_twice()
    {
        var account = await app.Services.AddAccountAsync([Roles.Editor]);
        await using var scope = app.Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<PeaceTrackerDbContext>();
        var tickets = new SessionTickets(app.Clock, new());
        var keys = new HashSet<string>();
        for (var made = 0; made < 50; made++)
        {
            var context = new Microsoft.AspNetCore.Http.DefaultHttpContext { RequestServices = scope.ServiceProvider };
            var person = new System.Security.Claims.ClaimsPrincipal(new System.Security.Claims.ClaimsIdentity([new(System.Security.Claims.ClaimTypes.NameIdentifier, account.Id.ToString(System.Globalization.CultureInfo.InvariantCulture))], "test"));
            var key = await tickets.StoreAsync(new(person, "test"), context, Cancellation);
            Assert.Equal(32, System.Buffers.Text.Base64Url.DecodeFromChars(key).Length);
            Assert.True(keys.Add(key));
        }

        Assert.DoesNotContain(await db.Sessions.AsNoTracking().Select(row => row.KeyHash).ToListAsync(Cancellation), hash => keys.Any(key => System.Buffers.Text.Base64Url.DecodeFromChars(key).SequenceEqual(hash)));
        var codes = new HashSet<string>();
        for (var made = 0; made < 50; made++)
            codes.UnionWith(await scope.ServiceProvider.GetRequiredService<RecoveryCodes>().RenewAsync(account.Id, Cancellation));
        Assert.Equal(50 * RecoveryCodes.Count, codes.Count);
        var letters = codes.SelectMany(code => code).Where(char.IsLetterOrDigit).Distinct().Count();
        Assert.All(codes, code => Assert.True(code.Count(char.IsLetterOrDigit) * Math.Log2(letters) >= 128, code));
    }

    [Fact]
    public async Task A_password_does_not_run_out()
    {
        await using var own = new PeaceTrackerApp();
        var account = await own.Services.AddAccountAsync([Roles.Editor]);
        own.Clock.Advance(TimeSpan.FromDays(3650));
        using var client = await own.SignInAsync(account);
        using var answer = await client.GetAsync(new Uri("/ukraine/desk", UriKind.Relative), Cancellation);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    /// <summary>Files of the program, of its sources and of other tools, folders, and the same written otherwise.</summary>
    [Theory]
    [InlineData("/.git/config")]
    [InlineData("/.git/HEAD")]
    [InlineData("/.env")]
    [InlineData("/appsettings.json")]
    [InlineData("/web.config")]
    [InlineData("/PeaceTracker.Web.dll")]
    [InlineData("/package-lock.json")]
    [InlineData("/App_Data/peacetracker.db")]
    [InlineData("/revision.key")]
    [InlineData("/setup-token")]
    [InlineData("/css/")]
    [InlineData("/js/")]
    [InlineData("/lib/")]
    [InlineData("/css/..%2fappsettings.json")]
    [InlineData("/css/..%252fappsettings.json")]
    [InlineData("/css/%2e%2e/%2e%2e/appsettings.json")]
    [InlineData("/css/..%5cappsettings.json")]
    [InlineData("/swagger")]
    [InlineData("/metrics")]
    [InlineData("/debug/routes")]
    public async Task Nothing_is_served_but_what_is_meant_to_be(string address)
    {
        using var client = app.Visitor();
        using var answer = await client.GetAsync(new Uri(address, UriKind.Relative), Cancellation);
        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
    }

    [Theory]
    [InlineData("TRACE")]
    [InlineData("TRACK")]
    [InlineData("CONNECT")]
    [InlineData("PROPFIND")]
    [InlineData("DELETE")]
    [InlineData("PUT")]
    public async Task A_verb_no_address_names_is_refused_and_nothing_sent_comes_back(string verb)
    {
        using var client = app.Visitor();
        using var request = new HttpRequestMessage(new HttpMethod(verb), "/ukraine/positions");
        request.Headers.Add("X-Canary", "canary-of-a-header");
        using var answer = await client.SendAsync(request, Cancellation);
        Assert.Equal(HttpStatusCode.MethodNotAllowed, answer.StatusCode);
        Assert.DoesNotContain("canary-of-a-header", await answer.Content.ReadAsStringAsync(Cancellation), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_was_encoded_twice_is_decoded_once()
    {
        using var client = app.Visitor();
        var page = await client.GetPageAsync("/ukraine/search?q=%2541ugust%2520%253Cb%253E");
        Assert.Equal("%41ugust%20%3Cb%3E", page.QuerySelectorAll<IHtmlInputElement>("main input[name=q]").First().Value);
        using var twice = await client.GetAsync(new Uri("/ukraine/parties/%2572ussia", UriKind.Relative), Cancellation);
        Assert.Equal(HttpStatusCode.NotFound, twice.StatusCode);
    }

    [Fact]
    public async Task Programs_are_answered_and_not_sent_elsewhere()
    {
        using var client = app.Visitor();
        client.BaseAddress = new Uri("http://peace.example");
        using var answer = await client.GetAsync(new Uri("/api/v1/ukraine/positions", UriKind.Relative), Cancellation);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    /// <summary>Numbers far outside of what any type holds, in every place of an address that takes something.</summary>
    [Theory]
    [InlineData("99999999999999999999")]
    [InlineData("-2147483649")]
    [InlineData("1e309")]
    public async Task A_number_too_large_is_no_error_of_ours(string number)
    {
        var everybody = await app.Services.AddAccountAsync([.. Roles.All], totp: true);
        using var client = await app.SignInAsync(everybody);
        var wrong = new List<string>();
        foreach (var line in AuthorizationTests.Lines().Where(line => line.Method == "GET"))
        {
            var address = AuthorizationTests.Address(line.Template);
            foreach (var asked in new[] { $"{address}?after={number}&limit={number}&year={number}&date={number}&minEvidence={number}&version={number}&from={number}&to={number}", Numbers().Replace(address, "/" + number) })
            {
                using var answer = await client.GetAsync(new Uri(asked, UriKind.Relative), Cancellation);
                if ((int)answer.StatusCode >= 500)
                    wrong.Add($"{asked}: {(int)answer.StatusCode}");
            }
        }

        Assert.Empty(wrong);
    }

    [Fact]
    public async Task Every_page_of_who_is_signed_in_has_the_button_to_sign_out_and_no_page_names_a_download_after_a_person()
    {
        var everybody = await app.Services.AddAccountAsync([.. Roles.All], totp: true);
        using var client = await app.SignInAsync(everybody);
        var (wrong, pages, names) = (new List<string>(), 0, new HashSet<string>());
        foreach (var line in AuthorizationTests.Lines().Where(line => line.Method == "GET" && !line.Template.StartsWith("/embed/", StringComparison.Ordinal)))
        {
            using var answer = await client.GetAsync(new Uri(AuthorizationTests.Address(line.Template), UriKind.Relative), Cancellation);
            if (answer.Content.Headers.ContentDisposition?.FileName is { } name)
                names.Add(name);
            if (answer.Content.Headers.ContentType?.MediaType != "text/html")
                continue;
            pages++;
            using var page = new HtmlParser().ParseDocument(await answer.Content.ReadAsStringAsync(Cancellation));
            if (page.QuerySelector("header form[action='/account/sign-out'] button") is null)
                wrong.Add(line.Template);
        }

        Assert.Empty(wrong);
        Assert.True(pages > 70, $"{pages} pages");
        Assert.All(names, name => Assert.Matches("^[a-z-]+\\.(csv|xlsx|txt)$", name));
    }

    [Fact]
    public async Task Passwords_are_masked_and_programs_that_keep_them_are_told_what_they_are()
    {
        var editor = await app.Services.AddAccountAsync([Roles.Editor]);
        using var signedIn = await app.SignInAsync(editor);
        using var visitor = app.Browser();
        string invitation;
        await using (var scope = app.Services.CreateAsyncScope())
            invitation = await scope.ServiceProvider.GetRequiredService<NewAccounts>().InviteAsync(new("Guest", [Roles.Editor], null), Cancellation);
        var fields = new List<IHtmlInputElement>();
        foreach (var (client, address) in new[] { (visitor, "/account/sign-in"), (visitor, $"/account/invite#{invitation}"), (signedIn, "/account/password"), (signedIn, "/account/confirm") })
        {
            var page = await (address.Contains('#', StringComparison.Ordinal) ? client.OpenLinkAsync(address) : client.GetPageAsync(address));
            var of = page.QuerySelectorAll<IHtmlInputElement>("main input").Where(field => field.Name!.StartsWith("password", StringComparison.Ordinal)).ToList();
            Assert.NotEmpty(of);
            fields.AddRange(of);
        }

        Assert.All(fields, field => Assert.Equal((field.Name, "password", true, ""), (field.Name, field.Type, field.Autocomplete is "current-password" or "new-password", field.Value)));
    }

    [Fact]
    public async Task An_error_of_ours_tells_nothing_of_itself_and_is_in_the_log_whole()
    {
        var folder = Directory.CreateTempSubdirectory("peacetracker-test-").FullName;
        try
        {
            var file = Path.Combine(folder, "site.db");
            SeededRecord.CopyTo(file);
            await using var site = await SiteProcess.StartAsync(file);
            await using (var connection = new SqliteConnection($"Data Source={file};Pooling=False"))
            {
                await connection.OpenAsync(Cancellation);
                await using var command = connection.CreateCommand();
                command.CommandText = "ALTER TABLE Sources RENAME TO Away";
                await command.ExecuteNonQueryAsync(Cancellation);
            }

            using var answer = await site.Client.GetAsync(new Uri("/ukraine/sources/1", UriKind.Relative), Cancellation);
            Assert.Equal(HttpStatusCode.InternalServerError, answer.StatusCode);
            Assert.Equal("same-origin", answer.Headers.GetValues("Referrer-Policy").Single());
            Assert.Equal("nosniff", answer.Headers.GetValues("X-Content-Type-Options").Single());
            var text = await answer.Content.ReadAsStringAsync(Cancellation);
            Assert.DoesNotMatch("(?i)exception|sqlite|no such table|SELECT|\\.cs:line|   at ", text);
            for (var look = 0; look < 500 && !site.Said.Contains("no such table", StringComparison.Ordinal); look++)
                await Task.Delay(10, Cancellation);
            Assert.Contains("no such table", site.Said, StringComparison.Ordinal);
            Assert.Contains("ERR] HTTP GET /ukraine/sources/1 responded 500", site.Said, StringComparison.Ordinal);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public async Task The_store_its_log_and_its_key_are_for_their_owner_alone()
    {
        var folder = Directory.CreateTempSubdirectory("peacetracker-test-").FullName;
        try
        {
            await using var site = await SiteProcess.StartAsync(Path.Combine(folder, "site.db"));
            var open = Directory.EnumerateFiles(folder).Where(file => Path.GetFileName(file) is "site.db" or "site.db-wal" or "site.db-shm" or "revision.key" or "setup-token")
                .ToDictionary(file => Path.GetFileName(file)!, file => new FileInfo(file).UnixFileMode);
            Assert.Equal(5, open.Count);
            Assert.All(open, file => Assert.Equal((file.Key, UnixFileMode.UserRead | UnixFileMode.UserWrite), (file.Key, file.Value)));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>No memory is handled by hand, but where the system is asked to write a folder to the disk.</summary>
    [Fact]
    public void Native_code_is_called_in_one_place() => Assert.Equal(["DurableFiles.cs"], Lines("*.cs", Native()).Select(line => line.Split(':')[0]).Distinct());

    /// <summary>What answers visitors opens no file and makes no path; the one there is holds the token of the first admin.</summary>
    [Fact]
    public void What_answers_visitors_makes_no_path_and_opens_no_file()
    {
        var web = Path.Combine(Repository.Root, "src", "PeaceTracker.Web");
        var files = Directory.EnumerateFiles(web, "*.cs", SearchOption.AllDirectories).Where(file => Path.GetRelativePath(web, file).Split(Path.DirectorySeparatorChar)[0] is not ("bin" or "obj" or "Hosting")).ToList();
        Assert.True(files.Count > 100, $"{files.Count} files");
        Assert.Equal(["NewAccounts.cs"], files.Where(file => FileSystem().IsMatch(File.ReadAllText(file))).Select(file => Path.GetFileName(file)));
    }

    [Theory]
    [InlineData("File.ReadAllText(name)")]
    [InlineData("Path.Combine(folder, name)")]
    [InlineData("PhysicalFile(name, type)")]
    [InlineData("new FileStream(name, FileMode.Open)")]
    [InlineData("new StreamWriter(name)")]
    [InlineData("Directory.EnumerateFiles(name)")]
    public void What_opens_a_file_is_recognised(string line) => Assert.Matches(FileSystem(), line);

    /// <summary>Nothing but what somebody has or knows as a secret opens an account: no hint, no question, no reminder.</summary>
    [Fact]
    public void No_account_has_a_hint_or_a_question()
    {
        using var scope = app.Services.CreateScope();
        var columns = scope.ServiceProvider.GetRequiredService<PeaceTrackerDbContext>().Model.FindEntityType(typeof(Account))!.GetProperties().Select(property => property.Name).ToList();
        Assert.Contains("PasswordHash", columns);
        Assert.DoesNotContain(columns, column => Hints().IsMatch(column));
        Assert.Empty(Lines("*.cshtml", HintFields()));
    }

    /// <summary>Lines of our own sources in which something is found, each with its file and number.</summary>
    private static List<string> Lines(string pattern, Regex wanted)
    {
        var files = Directory.EnumerateFiles(Path.Combine(Repository.Root, "src"), pattern, SearchOption.AllDirectories)
            .Where(file => !Path.GetRelativePath(Repository.Root, file).Split(Path.DirectorySeparatorChar).Any(part => part is "bin" or "obj" or "node_modules" or "lib")).ToList();
        Assert.True(files.Count >= 8, $"{files.Count} files");
        return [.. files.SelectMany(file => File.ReadLines(file).Select((line, at) => (Line: line, At: at + 1)).Where(one => wanted.IsMatch(one.Line)).Select(one => $"{Path.GetFileName(file)}:{one.At}: {one.Line.Trim()}"))];
    }

    // EdtfParser makes its forms of constants of its own, before anything is read.
    [GeneratedRegex(@"Regex\.(IsMatch|Match|Matches|Replace|Split|Count)\(|new Regex\((?!form, RegexOptions\.CultureInvariant\))|CSharpScript|CompileRender|RazorEngine|BinaryFormatter|TypeNameHandling|Assembly\.Load|\bunsafe\b|string\.Format\((?!\w+(\.\w+)*, "")(?!"")")]
    private static partial Regex MadeOfText();

    [GeneratedRegex(@"\bMD5\b|\bSHA1\.|\bSHA1Managed|HMACMD5|new HMACSHA1|\bDES\b|TripleDES|\bRC2\b|CipherMode\.|Random\.Shared|new Random\(\)|Guid\.NewGuid\(\)\.ToByteArray")]
    private static partial Regex Weak();

    [GeneratedRegex(@"new Random\(\w")]
    private static partial Regex Seeded();

    [GeneratedRegex(@"\.(inner|outer)HTML\s*\+?=[^=]|insertAdjacentHTML|document\.write|\beval\(|new Function|setTimeout\(['""`]|[^=!]==[^=]|!=[^=]|\w\[\w+\.name\]\s*=[^=]")]
    private static partial Regex Scripts();

    [GeneratedRegex(@"\b(Dll|Library)Import\b|\bMarshal\.|NativeMemory|GCHandle|\bfixed \(|stackalloc \w+\[[^\]]+\]\s*;\s*\w+\*")]
    private static partial Regex Native();

    [GeneratedRegex(@"\b(File|Directory)\.[A-Z]|new (FileStream|FileInfo|DirectoryInfo)\(|new Stream(Reader|Writer)\((?!stream\b|body\b|Request\.Body|typeof)|PhysicalFile(Result)?\(|Path\.(Combine|Join|GetFullPath)\(")]
    private static partial Regex FileSystem();

    [GeneratedRegex("(?i)hint|question|answer|reminder")]
    private static partial Regex Hints();

    [GeneratedRegex(@"(?i)<(input|select|textarea)[^>]*\sname=""[^""]*(hint|question|reminder)")]
    private static partial Regex HintFields();

    [GeneratedRegex(@"\b(on)?paste\b")]
    private static partial Regex Pasting();

    [GeneratedRegex(@"/[0-9]+(?=/|$)")]
    private static partial Regex Numbers();
}
