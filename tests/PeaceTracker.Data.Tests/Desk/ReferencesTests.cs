using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using PeaceTracker.Data.Desk;
using PeaceTracker.Domain.Codebook;
using PeaceTracker.Domain.Issues;
using PeaceTracker.Domain.Parties;
using PeaceTracker.Domain.Processes;
using PeaceTracker.Domain.Proposals;
using PeaceTracker.Domain.Sources;
using PeaceTracker.Domain.Statements;
using PeaceTracker.Domain.Time;

namespace PeaceTracker.Data.Tests.Desk;

/// <summary>Every column that names reference rows is known to <see cref="References"/>, and each of them alone holds the row.</summary>
public sealed class ReferencesTests(SeededStore seeded) : IClassFixture<SeededStore>, IAsyncLifetime
{
    /// <summary>Columns of words and numbers that name no row of reference data. A column in neither list fails the test: say where it belongs.</summary>
    private static readonly HashSet<string> NamesNothing =
    [
        .. Of<PeaceProcess>("Slug", "Title", "Summary", "OldAfterDays", "LicenceName", "LicenceAddress", "Version"),
        .. Of<NoSeat>("Reason", "PeaceProcessId"),
        .. Of<Party>("ProcessId", "Slug", "Name", "Monogram", "Kind", "Wikidata", "Aliases", "Version"),
        .. Of<Person>("ProcessId", "Slug", "Name", "Aliases", "Wikidata", "Version"),
        .. Of<Office>("PersonId", "Title"),
        .. Of<Issue>("Slug", "Title", "Question", "Group", "Order", "Version"),
        // A part of its issue, kept and removed with it.
        .. Of<ScaleVersion>("Issue", "Codebook"),
        .. Of<CodebookVersion>("Number", "Note"),
        .. Of<Region>("ProcessId", "Iso", "Slug", "Name", "NameLocal", "Code", "Row", "Column", "Kind", "Version"),
        .. Of<TalksEvent>("ProcessId", "Slug", "Title", "Kind", "Place", "Summary", "Record", "Version"),
        .. Of<ControlFigure>("ProcessId", "Record", "ShareLow", "ShareHigh", "AttributedTo", "Statement", "Paragraph", "Note"),
        .. Of<Discrepancy>("ProcessId", "Code", "Kind", "Title", "Text"),
        .. Of<Publisher>("ProcessId", "Slug", "Name", "Kind", "Grade", "Reason", "Version"),
        .. Of<Source>("ProcessId", "Number", "Title", "Author", "Address", "NormalAddress", "ArchiveAddress", "NormalArchiveAddress", "Language", "Kind", "Grade", "Notes", "Version"),
        .. Of<SourceText>("ProcessId", "Number", "Text", "Sha256", "Editor", "Reason"),
        .. Of<SourceMerge>("ProcessId", "Reason", "Changes"),
        .. Of<Anchor>("ProcessId", "CitationId", "TextNumber", "Position", "Length", "Reason", "Editor"),
        .. Of<Proposal>("ProcessId", "Slug", "Record", "Title", "Provenance", "Summary", "AddresseesReason", "Version"),
        // Proposals are no reference data of admins: they are not removed at all.
        .. Of<ProposalLink>("ProposalId", "From", "Kind", "Note"),
        .. Of<ClauseDifference>("ProcessId", "Base", "Other", "Against", "Revision", "Label", "Note", "ReturnReason", "Editor", "Reviewer", "Version"),
        .. Of<Statement>(
            "ProcessId", "Number", "Revision", "Record", "AttributedTo", "Summary", "Quote", "QuoteSize", "QuoteLanguage", "QuoteTranslation", "Information", "Confidence", "Flags", "Proposal", "Clause",
            "SaidAbout", "RespondsTo", "RespondsToClause", "Plover", "Notes", "AmendReason", "WithdrawReason", "Editor", "Reviewer", "NoteToReviewer", "ReturnReason", "HoldReason", "Version", "WithdrawnBy", "WithdrawalConfirmedBy",
            // A title of the speaker, held by the rule for people, and not by their removal: the speaker is.
            "Office"),
        .. Of<Citation>("StatementId", "ProcessId", "Order", "Paragraph", "Note", "TextNumber", "Exact", "ExactSize", "Prefix", "Suffix", "Position"),
        .. Of<Coding>("StatementId", "ProcessId", "Record", "StepFrom", "StepTo", "Condition", "Reason", "Codebook", "Coder"),
        // Its codings name what they are about, and are never removed.
        .. Of<CodingSample>("ProcessId", "Number", "DrawnBy", "Coder", "Seed", "Statements", "Version"),
        .. Of<SampleUnit>("SampleId", "Order", "CodingId", "StatementId", "StepFrom", "StepTo", "AdjudicationReason", "Adjudicator"),
        .. Of<Quantity>("StatementId", "Measure", "Unit", "Note"),
    ];

    /// <summary>Tables that hold no evidence: the log, copies made from other tables, what was typed or brought in and not sent, accounts.</summary>
    private static readonly string[] NoEvidence = ["Revision", "RevisionHeadRow", "CompletedRequest", "SeedDigest", "PublishedCoding", "StatementWords", "SourceWords", "Autosave", "Import", "ImportedStatement", "Recoding", "RecodedStatement"];

    private readonly Store store = seeded.Store;
    private IDbContextTransaction transaction = null!;
    private PeaceProcess process = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static TheoryData<string> Columns => [.. References.All.Select(Name)];

    public async ValueTask InitializeAsync()
    {
        // What a test writes is undone with it.
        transaction = await store.Db.Database.BeginTransactionAsync(Cancellation);
        process = await store.Db.Processes.Include(row => row.NoSeats).SingleAsync(Cancellation);
    }

    public async ValueTask DisposeAsync()
    {
        await transaction.DisposeAsync();
        store.Db.ChangeTracker.Clear();
    }

    [Fact]
    public void Every_column_of_the_model_either_names_reference_rows_and_is_known_or_names_none()
    {
        Type[] words = [typeof(string), typeof(int), typeof(int?), typeof(char), typeof(List<string>), typeof(List<int>)];
        var columns = store.Db.Model.GetEntityTypes()
            .Where(entity => entity.ClrType.Namespace!.StartsWith("PeaceTracker", StringComparison.Ordinal) && !entity.ClrType.Namespace.EndsWith("Accounts", StringComparison.Ordinal) && !NoEvidence.Contains(entity.ClrType.Name))
            .SelectMany(entity => entity.GetProperties().Where(property => words.Contains(property.ClrType) && property.Name != "Id").Select(property => $"{entity.ClrType.Name}.{property.Name}"))
            .ToHashSet();
        var known = References.All.Select(reference => $"{reference.In.Name}.{reference.Column}").ToHashSet();
        Assert.Equal([], columns.Except(known).Except(NamesNothing).Order());
        Assert.Equal([], known.Union(NamesNothing).Except(columns).Order());
        Assert.Equal([], known.Intersect(NamesNothing));
    }

    [Fact]
    public void Every_foreign_key_to_reference_data_is_known()
    {
        Type[] kinds = [typeof(Party), typeof(Person), typeof(Issue), typeof(Region), typeof(TalksEvent), typeof(Publisher), typeof(Source)];
        var keys = store.Db.Model.GetEntityTypes().SelectMany(entity => entity.GetForeignKeys())
            .Where(key => kinds.Contains(key.PrincipalEntityType.ClrType) && key.DeclaringEntityType.ClrType != typeof(ScaleVersion) && key.DeclaringEntityType.ClrType != typeof(Office))
            // What a source is found by goes with it.
            .Where(key => key.DeclaringEntityType.ClrType != typeof(PeaceTracker.Data.Search.SourceWords))
            .Select(key => $"{key.PrincipalEntityType.ClrType.Name} by {key.DeclaringEntityType.ClrType.Name}.{key.Properties[^1].Name}")
            .ToList();
        Assert.True(keys.Count > 5);
        Assert.All(keys, key => Assert.Contains(key, References.All.Select(Name)));
    }

    [Theory]
    [MemberData(nameof(Columns))]
    public async Task One_row_by_each_column_holds_what_it_names(string column)
    {
        var reference = References.All.Single(one => Name(one) == column);
        var target = await TargetAsync(reference.To);
        Assert.Empty(await store.Db.HangingOnAsync(target, Cancellation));
        await NameAsync(reference, target);
        await store.Db.SaveChangesAsync(Cancellation);
        var hanging = Assert.Single(await store.Db.HangingOnAsync(target, Cancellation));
        Assert.Equal((reference.Kind, 1), (hanging.Kind, hanging.Count));
        Assert.Single(hanging.Keys);
    }

    [Fact]
    public async Task Drafts_and_earlier_revisions_hold_what_they_name_and_count_once()
    {
        var party = (Party)await TargetAsync(typeof(Party));
        store.Db.Add(Statement(DeskStatements.FirstNumber, row => row.Parties.Add(party.Slug)));
        await store.Db.SaveChangesAsync(Cancellation);
        var first = await store.Service<DeskStatements>().OpenAsync(process.Id, DeskStatements.FirstNumber, Cancellation);
        first!.Submit(store.Clock.GetUtcNow());
        first.Publish(store.Clock.GetUtcNow(), 7);
        store.Db.Add(first.Amendment(2, 8, "A word."));
        await store.Db.SaveChangesAsync(Cancellation);
        var hanging = Assert.Single(await store.Db.HangingOnAsync(party, Cancellation));
        Assert.Equal(("statement", 1, "10001"), (hanging.Kind, hanging.Count, hanging.Keys.Single()));
    }

    private static string Name(References.Reference reference) => $"{reference.To.Name} by {reference.In.Name}.{reference.Column}";

    private static IEnumerable<string> Of<T>(params string[] columns) => columns.Select(column => $"{typeof(T).Name}.{column}");

    /// <summary>A row nothing hangs on.</summary>
    private async Task<object> TargetAsync(Type kind)
    {
        var publisher = await store.Db.Publishers.Where(row => row.ProcessId == process.Id).Select(row => row.Id).FirstAsync(Cancellation);
        object row = kind.Name switch
        {
            nameof(Party) => new Party { ProcessId = process.Id, Slug = "ruritania", Name = "Ruritania", Monogram = "RUR", Kind = "state" },
            nameof(Person) => new Person { ProcessId = process.Id, Slug = "rudolf", Name = "Rudolf" },
            nameof(Issue) => new Issue { Slug = "moon", Title = "Moon", Question = "Whose?", Group = "sky", Order = 99, Scale = new([new(1, "Ours", "Ours."), new(2, "Theirs", "Theirs.")]) },
            nameof(Region) => new Region { ProcessId = process.Id, Iso = "UA-99", Slug = "streslau", Name = "Streslau", NameLocal = "Стрельсау", Code = "STR", Row = 6, Column = 1, Kind = "city" },
            nameof(TalksEvent) => new TalksEvent { ProcessId = process.Id, Slug = "coronation", Title = "Coronation", Date = EdtfDate.Parse("2026-01-01"), Earliest = new(2026, 1, 1), Latest = new(2026, 1, 1), Kind = "other", Summary = "A crown." },
            nameof(Publisher) => new Publisher { ProcessId = process.Id, Slug = "gazette", Name = "Gazette", Kind = "newspaper", Grade = 'C', Reason = "New." },
            nameof(Source) => new Source { ProcessId = process.Id, Number = 20_001, PublisherId = publisher, Title = "Report", Kind = "report", Grade = 'C' },
            _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, null),
        };
        store.Db.Add(row);
        await store.Db.SaveChangesAsync(Cancellation);
        return row;
    }

    /// <summary>Adds one row, or changes one, so that it names the target by this column and by no other.</summary>
    private async Task NameAsync(References.Reference reference, object target)
    {
        var slug = target switch
        {
            Party party => party.Slug,
            Person person => person.Slug,
            Issue issue => issue.Slug,
            Region region => region.Iso,
            TalksEvent talksEvent => talksEvent.Slug,
            Publisher publisher => publisher.Slug,
            Source source => source.Number.ToString(CultureInfo.InvariantCulture),
            _ => "",
        };
        var number = target is Source cited ? cited.Number : 0;
        var (db, open) = (store.Db, DeskStatements.FirstNumber);
        switch (reference.In.Name, reference.Column)
        {
            case (nameof(Domain.Statements.Statement), nameof(Domain.Statements.Statement.Parties)):
                db.Add(Statement(open, row => row.Parties.Add(slug)));
                break;
            case (nameof(Domain.Statements.Statement), nameof(Domain.Statements.Statement.Speaker)):
                db.Add(Statement(open, _ => { }, speaker: slug));
                break;
            case (nameof(Domain.Statements.Statement), nameof(Domain.Statements.Statement.Event)):
                db.Add(Statement(open, _ => { }, at: slug));
                break;
            case (nameof(Domain.Statements.Statement), nameof(Domain.Statements.Statement.Topic)):
                db.Add(Statement(open, _ => { }, topic: "framing;" + slug));
                break;
            case (nameof(Coding), nameof(Coding.Party)):
                db.Add(Statement(open, row => row.Codings.Add(new() { ProcessId = process.Id, Party = slug, Issue = "neutrality", State = CodingState.Silent })));
                break;
            case (nameof(Coding), nameof(Coding.Issue)):
                db.Add(Statement(open, row => row.Codings.Add(new() { ProcessId = process.Id, Party = "russia", Issue = slug, State = CodingState.Silent })));
                break;
            case (nameof(Coding), nameof(Coding.Region)):
                db.Add(Statement(open, row => row.Codings.Add(new() { ProcessId = process.Id, Party = "russia", Issue = "territory", Region = slug, State = CodingState.Silent })));
                break;
            case (nameof(Citation), _):
                db.Add(Statement(open, row => row.Citations[0] = new() { ProcessId = process.Id, Source = number }));
                break;
            case (nameof(Office), nameof(Office.Party)):
                (await db.People.Include(row => row.Offices).FirstAsync(Cancellation)).Offices.Add(new() { Title = "Envoy", Party = slug });
                break;
            case (nameof(Office), _):
                (await db.People.Include(row => row.Offices).FirstAsync(Cancellation)).Offices.Add(new() { Title = "Envoy", Source = number });
                break;
            case (nameof(Party), _):
                (await db.Parties.FirstAsync(row => row.Slug == "african-states", Cancellation)).Members.Add(slug);
                break;
            case (nameof(PeaceProcess), nameof(PeaceProcess.PrincipalPair)):
                process.PrincipalPair[1] = slug;
                break;
            case (nameof(PeaceProcess), _):
                process.DefaultParties.Add(slug);
                break;
            case (nameof(NoSeat), nameof(NoSeat.Party)):
                process.NoSeats.Add(new() { Party = slug, Issue = "neutrality", Reason = "None." });
                break;
            case (nameof(NoSeat), _):
                process.NoSeats.Add(new() { Party = "nato", Issue = slug, Reason = "None." });
                break;
            case (nameof(Proposal), var column):
                var proposal = await db.Proposals.OrderBy(row => row.Id).FirstAsync(Cancellation);
                if (column == nameof(Proposal.Sources))
                    proposal.Sources.Add(number);
                else
                    (column == nameof(Proposal.Proponents) ? proposal.Proponents : proposal.Addressees).Add(slug);
                break;
            case (nameof(ProposalLink), _):
                var earlier = await db.Proposals.Include(row => row.Lineage).OrderBy(row => row.Id).ToListAsync(Cancellation);
                earlier[1].Lineage.Add(new() { From = earlier[0].Slug, Kind = "revision", Source = number });
                break;
            case (nameof(TalksEvent), var column):
                var talksEvent = await db.Events.OrderBy(row => row.Id).FirstAsync(Cancellation);
                if (column == nameof(TalksEvent.Sources))
                    talksEvent.Sources.Add(number);
                else
                    talksEvent.Parties.Add(slug);
                break;
            case (nameof(ControlFigure), var column):
                db.Add(new ControlFigure
                {
                    ProcessId = process.Id,
                    Record = "X001",
                    Regions = column == nameof(ControlFigure.Regions) ? [slug] : [],
                    HeldBy = column == nameof(ControlFigure.HeldBy) ? slug : "russia",
                    AsOf = EdtfDate.Parse("2026-01-01"),
                    Statement = 22,
                    Source = column == nameof(ControlFigure.Source) ? number : 1,
                });
                break;
            case (nameof(Source), nameof(Source.PublisherId)):
                db.Add(new Source { ProcessId = process.Id, Number = 20_002, PublisherId = ((Publisher)target).Id, Title = "Report", Kind = "report", Grade = 'C' });
                break;
            case (nameof(Source), nameof(Source.DerivedFrom)):
                (await db.Sources.OrderBy(row => row.Id).FirstAsync(Cancellation)).DerivedFrom.Add(number);
                break;
            case (nameof(Source), nameof(Source.MergedInto)):
                db.Entry(await db.Sources.OrderBy(row => row.Id).FirstAsync(Cancellation)).Property(row => row.MergedInto).CurrentValue = number;
                break;
            case (nameof(Discrepancy), _):
                (await db.Discrepancies.OrderBy(row => row.Id).FirstAsync(Cancellation)).Sources.Add(number);
                break;
            case (nameof(SourceText), _):
                db.Add(new SourceText { ProcessId = process.Id, Source = number, Number = 1, Text = "Text.", Sha256 = SourceText.Hash("Text."), At = store.Clock.GetUtcNow(), Editor = 7 });
                break;
            case (nameof(SourceMerge), var column):
                db.Add(new SourceMerge { ProcessId = process.Id, Merged = column == nameof(SourceMerge.Merged) ? number : 1, Kept = column == nameof(SourceMerge.Kept) ? number : 1, At = store.Clock.GetUtcNow(), Changes = "{}" });
                break;
            default:
                throw new InvalidOperationException($"How a row names another by {Name(reference)} is not said here: say it.");
        }
    }

    private Statement Statement(int number, Action<Statement> change, string? speaker = null, string? at = null, string? topic = null)
    {
        var statement = new Statement
        {
            ProcessId = process.Id,
            Number = number,
            Speaker = speaker,
            Event = at,
            Topic = topic,
            MadeOn = EdtfDate.Parse("2026-01-01"),
            Earliest = new(2026, 1, 1),
            Day = new(2026, 1, 1),
            Channel = Channel.Report,
            Summary = "A statement of the tests.",
            Information = 3,
            Status = StatementStatus.Draft,
            Citations = [new() { ProcessId = process.Id, Source = 1 }],
        };
        change(statement);
        return statement;
    }
}
