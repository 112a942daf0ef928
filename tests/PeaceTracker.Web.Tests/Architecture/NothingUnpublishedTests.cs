using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using PeaceTracker.Data;
using PeaceTracker.Data.Accounts;
using PeaceTracker.Data.Desk;
using PeaceTracker.Data.History;
using PeaceTracker.Domain.Codebook;
using PeaceTracker.Domain.Proposals;
using PeaceTracker.Domain.Sources;
using PeaceTracker.Domain.Statements;
using PeaceTracker.Domain.Time;
using PeaceTracker.Testing;
using PeaceTracker.Web.Files;

namespace PeaceTracker.Web.Tests.Architecture;

/// <summary>
/// Whatever is not published is in no page, file, feed, picture, count or suggestion that a reader can get. Every kind of unpublished record
/// is written with a word that stands nowhere else; every address for readers is asked before and after, with and without parameters. Not
/// a letter may differ.
/// </summary>
public sealed partial class NothingUnpublishedTests
{
    private const string Canary = EveryAddress.Unpublished;

    [Fact]
    public async Task What_is_not_published_changes_no_answer_to_a_reader()
    {
        // Each answer is made anew: one that was kept would show nothing new whatever the site does.
        await using var app = new PeaceTrackerApp { Settings = new Dictionary<string, string> { ["Cache:Megabytes"] = "0" } };
        using var reader = app.Visitor();
        var addresses = EveryAddress.Of(app);
        Assert.True(addresses.Count > 250, $"Only {addresses.Count} addresses were found.");
        var before = await ReadAsync(reader, addresses);
        // Without a process the answers are about accounts, and each is made for one reader.
        Assert.True(before.Count(pair => pair.Value.StartsWith("200 ", StringComparison.Ordinal)) > addresses.Count / 2, "Most addresses should answer.");

        var statement = await HideAsync(app);
        var after = await ReadAsync(reader, addresses);
        Assert.Empty(after.Where(pair => Uncovers(pair.Key, pair.Value)).Select(pair => pair.Key));
        Assert.Empty(after.Where(pair => OfAProcess(pair.Key) && pair.Value != before[pair.Key]).Select(pair => $"{pair.Key}: {FirstDifference(before[pair.Key], pair.Value)}"));

        // It is all there: at the desk it can be read, and what is published is found by the same walk.
        using var editor = await app.SignInAsync("Editor");
        Assert.Contains(Canary, (await editor.GetPageAsync("/ukraine/desk/sources/10001/texts/1")).Body!.TextContent, StringComparison.Ordinal);
        var reviewer = await app.Services.AddAccountAsync(["Reviewer"]);
        await app.Services.PublishAsync(reviewer, statement);
        var published = await ReadAsync(reader, [.. addresses.Where(address => !address.Contains('?', StringComparison.Ordinal))]);
        Assert.True(published.Count(pair => Uncovers(pair.Key, pair.Value)) > 10, "The walk does not see what is published.");
        // Who wrote and who approved it stands nowhere.
        var people = await PeopleAsync(app);
        Assert.Equal(3, people.Count);
        Assert.Empty(from answer in published where OfAProcess(answer.Key) from person in people from name in person where answer.Value.Contains(name, StringComparison.OrdinalIgnoreCase) select $"{answer.Key}: {name}");

        // An approval that was undone was none: readers learn that the number was shown, and nothing else.
        await app.Services.WriteAsync(reviewer, async (db, desk, process, changes) =>
        {
            await desk.TakeBackAsync((await desk.PublishedAsync(process, statement, TestContext.Current.CancellationToken))!, changes, reviewer.Id, "A slip.", TestContext.Current.CancellationToken);
            return statement;
        });
        var undone = await ReadAsync(reader, addresses);
        Assert.Empty(undone.Where(pair => Uncovers(pair.Key, pair.Value)).Select(pair => pair.Key));
        Assert.Empty(undone.Where(pair => OfAProcess(pair.Key) && pair.Value != before[pair.Key] && !TellsOfUndoing(pair.Key, statement)).Select(pair => $"{pair.Key}: {FirstDifference(before[pair.Key], pair.Value)}"));
        Assert.Contains("shown by mistake", undone[$"/ukraine/statements/{statement}"], StringComparison.Ordinal);
        Assert.Contains("shown by mistake", undone["/ukraine/changes"], StringComparison.Ordinal);
        Assert.Contains("shown by mistake", undone["/ukraine/changes.atom"], StringComparison.Ordinal);
    }

    /// <summary>cases.md E 43: what was withdrawn is left out at one place, for every view, feed, file and picture.</summary>
    [Fact]
    public async Task What_was_withdrawn_is_on_its_own_page_and_in_no_other_answer()
    {
        const string word = "qzwithdrawn";
        await using var app = new PeaceTrackerApp();
        using var reader = app.Visitor();
        var (editor, reviewer) = (await app.Services.AddAccountAsync(["Editor"]), await app.Services.AddAccountAsync(["Reviewer"]));
        var number = await app.Services.PublishAsync(reviewer, await app.Services.SubmitAsync(editor, new() { Issue = "nato-membership", MadeOn = "2026-11-20", Summary = $"Speaks of the {word} plan." }));
        List<string> addresses = [.. EveryAddress.Of(app), "/ukraine/statements?q=" + word, "/ukraine/statements.json?q=" + word, "/ukraine/search.json?q=" + word, FormattableString.Invariant($"/ukraine/statements/{number}")];
        bool Tells(KeyValuePair<string, string> answer) => (answer.Key.Contains(word, StringComparison.Ordinal) ? answer.Value.Replace("q=" + word, "", StringComparison.Ordinal) : answer.Value).Contains($"{word} plan", StringComparison.Ordinal);
        Assert.True((await ReadAsync(reader, addresses)).Count(Tells) > 10, "The walk does not see what is published.");

        await app.Services.WriteAsync(reviewer, async (_, desk, process, changes) =>
        {
            await desk.WithdrawAsync((await desk.PublishedAsync(process, number, TestContext.Current.CancellationToken))!, changes, reviewer.Id, "The paper took it back.", TestContext.Current.CancellationToken);
            return number;
        });
        var withdrawn = await ReadAsync(reader, addresses);
        Assert.Contains($"{word} plan", withdrawn[FormattableString.Invariant($"/ukraine/statements/{number}")], StringComparison.Ordinal);
        var elsewhere = withdrawn.Where(Tells).Select(pair => pair.Key).Where(address => !address.Contains(FormattableString.Invariant($"/statements/{number}"), StringComparison.Ordinal)).ToList();
        Assert.True(elsewhere.Count == 0, string.Join('\n', elsewhere));
    }

    private static bool TellsOfUndoing(string address, int number) =>
        address.StartsWith($"/ukraine/statements/{number}", StringComparison.Ordinal) || address.StartsWith("/ukraine/changes", StringComparison.Ordinal);

    private static bool OfAProcess(string address) => address.StartsWith("/ukraine", StringComparison.Ordinal);

    /// <summary>The word is in the answer and not only because it was asked for.</summary>
    private static bool Uncovers(string address, string answer)
    {
        foreach (var asked in new[] { Canary + "-plan", Canary + "-kind" })
        {
            if (address.Contains(asked, StringComparison.Ordinal))
                answer = answer.Replace(asked, "", StringComparison.OrdinalIgnoreCase);
        }

        // Asked for as such, it is repeated and nothing more.
        return AskedFor().IsMatch(address) ? Known().IsMatch(answer) : answer.Contains(Canary, StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>A workbook is packed, and its package bears the hour.</summary>
    private static async Task<string> TextAsync(HttpResponseMessage answer)
    {
        if (answer.Content.Headers.ContentType?.MediaType != WorkbookFile.ContentType)
            return await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        await using var package = new System.IO.Compression.ZipArchive(await answer.Content.ReadAsStreamAsync(TestContext.Current.CancellationToken));
        var text = new System.Text.StringBuilder();
        foreach (var part in package.Entries.Where(part => !part.FullName.StartsWith("docProps/", StringComparison.Ordinal)))
        {
            using var reader = new StreamReader(await part.OpenAsync(TestContext.Current.CancellationToken));
            text.Append(await reader.ReadToEndAsync(TestContext.Current.CancellationToken));
        }

        return text.ToString();
    }

    private static string FirstDifference(string one, string other)
    {
        var at = one.Zip(other).TakeWhile(pair => pair.First == pair.Second).Count();
        return $"...{one[Math.Max(0, at - 60)..Math.Min(one.Length, at + 60)]}... became ...{other[Math.Max(0, at - 60)..Math.Min(other.Length, at + 60)]}...";
    }

    private static async Task<Dictionary<string, string>> ReadAsync(HttpClient reader, IReadOnlyList<string> addresses)
    {
        var answers = new Dictionary<string, string>();
        foreach (var address in addresses)
        {
            using var answer = await reader.GetAsync(new Uri(address, UriKind.Relative), TestContext.Current.CancellationToken);
            var body = System.Net.WebUtility.HtmlDecode(await TextAsync(answer));
            Assert.True((int)answer.StatusCode < 500, $"{address}: {(int)answer.StatusCode}");
            // The mark of a page also changes with what is noted and seen by nobody yet, such as a source.
            if (!Path.HasExtension(answer.RequestMessage!.RequestUri!.AbsolutePath) && answer.Content.Headers.ContentType?.MediaType == "text/html")
                answer.Headers.ETag = null;
            answers[address] = $"{(int)answer.StatusCode} {answer.Headers.Location} {answer.Headers}\n{body}";
        }

        return answers;
    }

    /// <summary>Writes every kind of record that is not public.</summary>
    /// <returns>Number of the statement in review.</returns>
    private static async Task<int> HideAsync(PeaceTrackerApp app)
    {
        var cancellation = TestContext.Current.CancellationToken;
        await using var scope = app.Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<PeaceTrackerDbContext>();
        var statements = scope.ServiceProvider.GetRequiredService<DeskStatements>();
        var sources = scope.ServiceProvider.GetRequiredService<SourceDesk>();
        var process = await db.Processes.Select(row => row.Id).SingleAsync(cancellation);
        var users = scope.ServiceProvider.GetRequiredService<Microsoft.AspNetCore.Identity.UserManager<Account>>();
        var account = new Account { UserName = Canary + "-user", Name = Canary + " Person", CreatedAt = app.Clock.GetUtcNow() };
        Assert.True((await users.CreateAsync(account, "seven boats on a quiet river 99")).Succeeded);
        var inReview = 0;
        await scope.ServiceProvider.GetRequiredService<Ledger>().WriteAsync(new(account.Id, account.Pseudonym), null, async changes =>
        {
            var publisher = new Publisher { ProcessId = process, Slug = Canary + "-press", Name = $"{Canary} Press", Kind = Canary + "-kind", Grade = 'A', Reason = $"{Canary} reason" };
            await sources.AddAsync(publisher, cancellation);
            var source = new Source
            {
                ProcessId = process,
                Number = await sources.NextNumberAsync(process, cancellation),
                PublisherId = publisher.Id,
                Title = $"{Canary} title",
                Author = $"{Canary} author",
                Date = EdtfDate.Parse("2026-11-20"),
                Address = $"https://{Canary}.example/",
                ArchiveAddress = $"https://archive.example/{Canary}",
                Language = "zq",
                Kind = Canary + "-kind",
                Grade = 'A',
                Notes = $"{Canary} notes",
                // The public page of 901 lists what derives from it.
                DerivedFrom = [901],
            };
            Assert.Equal(10_001, source.Number);
            sources.Add(source);
            await db.SaveChangesAsync(cancellation);
            var (text, _) = await sources.AddTextAsync(source, $"{Canary} text\n\nWith {Canary} words to quote.", null, account.Id, changes.At, cancellation);
            db.Add(new Proposal
            {
                ProcessId = process,
                Slug = Canary + "-plan",
                Record = Canary,
                Title = $"{Canary} plan",
                Date = EdtfDate.Parse("2026-11-01"),
                Latest = new(2026, 11, 1),
                Proponents = ["russia"],
                Provenance = "official",
                Summary = $"{Canary} summary",
                Addressees = ["ukraine"],
                AddresseesReason = $"{Canary} reason",
                Lineage = [new() { From = "us-28-points-november-2025", Kind = "counter-draft", Source = source.Number, Note = $"{Canary} note" }],
                Sources = [source.Number],
            });
            var clauses = await db.Published(process, changes.At).Where(row => row.Proposal == "us-28-points-november-2025" || row.Proposal == "russian-terms-august-2025").ToListAsync(cancellation);
            var (one, other) = (clauses.First(row => row.Proposal![0] == 'u').Number, clauses.First(row => row.Proposal![0] == 'r').Number);
            foreach (var life in new[] { StatementStatus.Draft, StatementStatus.InReview, StatementStatus.Returned })
            {
                db.Add(new ClauseDifference { ProcessId = process, Base = one + (int)life, Other = other, Label = ["amount raised"], Note = $"{Canary} difference", Editor = account.Id, Status = life });
                db.Add(new ClauseDifference { ProcessId = process, Base = one + (int)life, Against = "russian-terms-august-2025", Label = ["removed"], Note = $"{Canary} difference", Editor = account.Id, Status = life, ReturnReason = $"{Canary} reason to return" });
            }

            db.Add(new Import { ProcessId = process, Account = account.Id, FileName = $"{Canary} table.csv", Content = System.Text.Encoding.UTF8.GetBytes($"quote\n{Canary} words"), Sha256 = new('0', 64), Choices = $"{{\"same\":{{\"summary\":\"{Canary} summary\"}}}}", At = changes.At });
            var drawn = await db.Published(process, changes.At).Where(row => row.Codings.Count > 0).OrderBy(row => row.Number).Include(row => row.Codings).FirstAsync(cancellation);
            db.Add(new CodingSample
            {
                ProcessId = process,
                Number = 1,
                DrawnAt = changes.At,
                DrawnBy = account.Id,
                Coder = account.Id,
                Seed = 7,
                Statements = 1,
                Units = [new() { Order = 1, CodingId = drawn.Codings[0].Id, StatementId = drawn.Id, StepFrom = 1, StepTo = 1, State = CodingState.Conditional, CodedAt = changes.At, Adjudication = Adjudication.SecondIsRight, AdjudicationReason = $"{Canary} reason", Adjudicator = account.Id }],
            });
            db.Add(new Autosave { Account = account.Id, Form = "/ukraine/desk/sources/10001", Fields = $"{{\"summary\":\"{Canary} unsent\"}}", At = changes.At });
            await db.SaveChangesAsync(cancellation);

            var number = DeskStatements.FirstNumber;
            foreach (var status in new[] { StatementStatus.Draft, StatementStatus.InReview, StatementStatus.Returned })
            {
                // A clause of a public proposal, an answer to one, and something told of one.
                var row = Statement(process, number++, 1, status, source.Number, account.Id, changes.At, part: status);
                statements.Add(row);
                changes.Note(row, "draft", "ukraine", $"{Canary} reason of the log");
                if (status == StatementStatus.InReview)
                    inReview = row.Number;
            }

            var amendment = Statement(process, 36, 2, StatementStatus.Draft, source.Number, account.Id, changes.At, null);
            statements.Add(amendment);
            await db.SaveChangesAsync(cancellation);
            db.Add(new Anchor { ProcessId = process, CitationId = amendment.Citations[0].Id, TextNumber = 2, Reason = $"{Canary} orphan", At = changes.At });
            changes.Note(amendment, "amend", "ukraine", $"{Canary} reason");
            changes.Note(publisher, "add", "ukraine");
            changes.Note(source, "add", "ukraine");
            changes.Note(text, "paste", "ukraine");
            return "/";
        }, cancellation);
        return inReview;
    }

    private static Statement Statement(int process, int number, int revision, StatementStatus status, int source, int editor, DateTimeOffset at, StatementStatus? part) => new()
    {
        ProcessId = process,
        Number = number,
        Revision = revision,
        Parties = ["russia", "ukraine"],
        Office = $"{Canary} office",
        AttributedTo = $"{Canary} voice",
        MadeOn = EdtfDate.Parse("2026-11-20"),
        Earliest = new(2026, 11, 20),
        Day = new(2026, 11, 20),
        Channel = Channel.OfficialDocument,
        Summary = $"{Canary} summary of NATO",
        Quote = $"{Canary} quote",
        QuoteLanguage = "zq",
        QuoteTranslation = $"{Canary} translation",
        Information = 1,
        Flags = ["contradicted"],
        Topic = $"{Canary} topic",
        Proposal = part == StatementStatus.Draft ? "us-28-points-november-2025" : null,
        Clause = part == StatementStatus.Draft ? $"99 {Canary}" : null,
        RespondsTo = part == StatementStatus.InReview ? "us-28-points-november-2025" : null,
        Response = part == StatementStatus.InReview ? ResponseKind.Rejected : null,
        SaidAbout = part == StatementStatus.Returned ? Canary + "-plan" : null,
        Event = "alaska-summit",
        Notes = $"{Canary} notes",
        NoteToReviewer = $"{Canary} note to the reviewer",
        ReturnReason = status == StatementStatus.Returned ? $"{Canary} reason to return" : null,
        AmendReason = revision > 1 ? $"{Canary} reason to amend" : null,
        HoldReason = status == StatementStatus.InReview ? $"{Canary} reason to hold" : null,
        SubmittedAt = status == StatementStatus.Draft ? null : at,
        Editor = editor,
        Status = status,
        Citations =
        [
            new() { ProcessId = process, Order = 0, Source = source, Paragraph = $"{Canary} para", Note = $"{Canary} note", TextNumber = 1, Exact = $"With {Canary} words", Prefix = "", Suffix = " to quote.", Position = 15 },
            new() { ProcessId = process, Order = 1, Source = 1, Paragraph = $"{Canary} para", Note = $"{Canary} note" },
        ],
        Codings =
        [
            new() { ProcessId = process, Party = "russia", Issue = "nato-membership", StepFrom = 1, StepTo = 1, State = CodingState.Conditional, Condition = $"{Canary} condition" },
            new() { ProcessId = process, Party = "ukraine", Issue = "territory", Region = "UA-14", StepFrom = 1, StepTo = 1, State = CodingState.Inferred, Reason = $"{Canary} reason" },
        ],
        Quantities = [new() { Measure = $"{Canary} measure", Low = 1, High = 1, Unit = Canary, Note = $"{Canary} note" }],
    };

    /// <summary>What names each account: name, sign-in name and pseudonym.</summary>
    private static async Task<List<string[]>> PeopleAsync(PeaceTrackerApp app)
    {
        await using var scope = app.Services.CreateAsyncScope();
        var accounts = await scope.ServiceProvider.GetRequiredService<PeaceTrackerDbContext>().Users.Select(row => new { row.Name, row.UserName, row.Pseudonym }).ToListAsync(TestContext.Current.CancellationToken);
        return [.. accounts.Select(row => new[] { row.Name, row.UserName!, row.Pseudonym })];
    }

    [GeneratedRegex($"(=|/){Canary}($|&)")]
    private static partial Regex AskedFor();

    /// <summary>The word with what stands beside it in the records.</summary>
    [GeneratedRegex($"{Canary}([- ](press|title|author|notes?|text|words|plan|summary|reason|quote|office|voice|translation|topic|para|condition|measure|difference|unsent|orphan|user|person|kind)|\\.example)", RegexOptions.IgnoreCase)]
    private static partial Regex Known();
}
