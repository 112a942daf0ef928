using System.Text.Json;
using Microsoft.AspNetCore.DataProtection.EntityFrameworkCore;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Identity.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;
using PeaceTracker.Data.Accounts;
using PeaceTracker.Data.Desk;
using PeaceTracker.Data.History;
using PeaceTracker.Data.Search;
using PeaceTracker.Data.Seeding;
using PeaceTracker.Domain.Codebook;
using PeaceTracker.Domain.History;
using PeaceTracker.Domain.Issues;
using PeaceTracker.Domain.Parties;
using PeaceTracker.Domain.Processes;
using PeaceTracker.Domain.Proposals;
using PeaceTracker.Domain.Sources;
using PeaceTracker.Domain.Statements;
using PeaceTracker.Domain.Time;

namespace PeaceTracker.Data;

/// <summary>
/// The model shared by every provider; each provider derives its own context with its own migrations (ADR 0002). Statements and codings
/// are internal on purpose: the public reads them through <see cref="PublishedStatements"/> and <see cref="PositionReader"/> only.
/// </summary>
public abstract class PeaceTrackerDbContext(DbContextOptions options) : IdentityDbContext<Account, IdentityRole<int>, int>(options), IDataProtectionKeyContext
{
    /// <summary>More changes than an open revision ever sees.</summary>
    private const int EachRevision = 100_000;

    /// <summary>How often an open revision was changed since it was made.</summary>
    public static int ChangesOf(Statement open) => (open.Version - 1) % EachRevision;

    /// <summary>
    /// Name of the filter that keeps what is not yet published out of every query. The desk and the seeds lift it; nothing that is public does.
    /// </summary>
    public const string Public = "Public";

    public DbSet<Session> Sessions => Set<Session>();

    public DbSet<OneTimeToken> OneTimeTokens => Set<OneTimeToken>();

    public DbSet<ApiToken> ApiTokens => Set<ApiToken>();

    public DbSet<RecoveryCode> RecoveryCodes => Set<RecoveryCode>();

    public DbSet<AccountEvent> AccountEvents => Set<AccountEvent>();

    public DbSet<DataProtectionKey> DataProtectionKeys => Set<DataProtectionKey>();

    public DbSet<PeaceProcess> Processes => Set<PeaceProcess>();

    public DbSet<Party> Parties => Set<Party>();

    public DbSet<Person> People => Set<Person>();

    public DbSet<Issue> Issues => Set<Issue>();

    public DbSet<Region> Regions => Set<Region>();

    public DbSet<Publisher> Publishers => Set<Publisher>();

    public DbSet<Source> Sources => Set<Source>();

    public DbSet<Proposal> Proposals => Set<Proposal>();

    public DbSet<TalksEvent> Events => Set<TalksEvent>();

    public DbSet<ControlFigure> Figures => Set<ControlFigure>();

    public DbSet<Discrepancy> Discrepancies => Set<Discrepancy>();

    public DbSet<CodebookVersion> CodebookVersions => Set<CodebookVersion>();

    public DbSet<ScaleVersion> ScaleVersions => Set<ScaleVersion>();

    public DbSet<SourceMerge> SourceMerges => Set<SourceMerge>();

    public DbSet<ClauseDifference> ClauseDifferences => Set<ClauseDifference>();

    public DbSet<SourceText> SourceTexts => Set<SourceText>();

    public DbSet<Anchor> Anchors => Set<Anchor>();

    public DbSet<Autosave> Autosaves => Set<Autosave>();

    public DbSet<Import> Imports => Set<Import>();

    public DbSet<Recoding> Recodings => Set<Recoding>();

    public DbSet<CodingSample> CodingSamples => Set<CodingSample>();

    public DbSet<Revision> Revisions => Set<Revision>();

    internal DbSet<RevisionHeadRow> RevisionHeads => Set<RevisionHeadRow>();

    internal DbSet<CompletedRequest> CompletedRequests => Set<CompletedRequest>();

    internal DbSet<SeedDigest> SeedDigests => Set<SeedDigest>();

    internal DbSet<Statement> Statements => Set<Statement>();

    internal DbSet<PublishedCoding> PublishedCodings => Set<PublishedCoding>();

    internal DbSet<StatementWords> StatementWords => Set<StatementWords>();

    internal DbSet<SourceWords> SourceWords => Set<SourceWords>();

    /// <summary>What the provider does in its own way; nothing else asks which one it is.</summary>
    internal abstract IProvider Provider { get; }

    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder)
    {
        // Whole numbers compare alike everywhere, and lose nothing: SQLite cannot order by offset, PostgreSQL keeps microseconds.
        configurationBuilder.Properties<DateTimeOffset>().HaveConversion<UtcTicksConverter>();
        configurationBuilder.Properties<EdtfDate>().HaveConversion<EdtfConverter>();
        configurationBuilder.Properties<Scale>().HaveConversion<ScaleConverter, ScaleComparer>();
        // Closed lists are stored by name, so that a row can be read without the code.
        configurationBuilder.Properties<StatementStatus>().HaveConversion<string>();
        configurationBuilder.Properties<ResponseKind>().HaveConversion<string>();
        configurationBuilder.Properties<CodingState>().HaveConversion<string>();
        configurationBuilder.Properties<Channel>().HaveConversion<string>();
        configurationBuilder.Properties<Adjudication>().HaveConversion<string>();
        configurationBuilder.Properties<TokenPurpose>().HaveConversion<string>();
        configurationBuilder.Properties<AccountAct>().HaveConversion<string>();
    }

    /// <summary>Raises the version of every versioned record that changes, and gives new codings the number of the codebook in force.</summary>
    public override int SaveChanges(bool acceptAllChangesOnSuccess)
    {
        if (Prepare() is { Count: > 0 } codings)
            Stamp(codings, CodebookVersions.Max(row => (int?)row.Number));
        return base.SaveChanges(acceptAllChangesOnSuccess);
    }

    /// <inheritdoc cref="SaveChanges(bool)"/>
    public override async Task<int> SaveChangesAsync(bool acceptAllChangesOnSuccess, CancellationToken cancellationToken = default)
    {
        if (Prepare() is { Count: > 0 } codings)
            Stamp(codings, await CurrentCodebookAsync(cancellationToken));
        return await base.SaveChangesAsync(acceptAllChangesOnSuccess, cancellationToken);
    }

    /// <summary>Number of the codebook version in force: the one new codings get.</summary>
    public async Task<int> CurrentCodebookAsync(CancellationToken cancellation) => await CodebookVersions.MaxAsync(row => (int?)row.Number, cancellation) ?? CodebookVersion.First;

    /// <summary>
    /// Runs what looks through all rows for those that changed. Each such look would search all values again, which with some hundred rows takes
    /// longer than to write them: they have to be searched before.
    /// </summary>
    internal T Searched<T>(Func<T> look)
    {
        var before = ChangeTracker.AutoDetectChangesEnabled;
        ChangeTracker.AutoDetectChangesEnabled = false;
        try
        {
            return look();
        }
        finally
        {
            ChangeTracker.AutoDetectChangesEnabled = before;
        }
    }

    /// <returns>New codings that have no codebook yet.</returns>
    private List<Coding> Prepare()
    {
        ChangeTracker.DetectChanges();
        return Searched(() =>
        {
            RaiseVersions();
            return ChangeTracker.Entries<Coding>().Where(entry => entry is { State: EntityState.Added, Entity.Codebook: 0 }).Select(entry => entry.Entity).ToList();
        });
    }

    private void Stamp(List<Coding> codings, int? codebook)
    {
        foreach (var coding in codings)
            Entry(coding).Property(row => row.Codebook).CurrentValue = codebook ?? CodebookVersion.First;
    }

    private void RaiseVersions()
    {
        foreach (var entry in ChangeTracker.Entries<IVersioned>().Where(entry => entry.State == EntityState.Modified))
        {
            var version = entry.Property(row => row.Version);
            version.CurrentValue = version.OriginalValue + 1;
        }

        // Each revision counts where no other of the record comes to: number and version name one text, and a decision on one is none on another.
        foreach (var entry in ChangeTracker.Entries<IVersioned>().Where(entry => entry.State == EntityState.Added && entry.Entity.Version == 1))
        {
            var revision = entry.Entity switch { Statement statement => statement.Revision, ClauseDifference difference => difference.Revision, _ => 1 };
            entry.Property(row => row.Version).CurrentValue += (revision - 1) * EachRevision;
        }
    }

    protected override void OnModelCreating(ModelBuilder builder)
    {
        base.OnModelCreating(builder);
        ConfigureAccounts(builder);
        ConfigureRecord(builder);
    }

    private static void ConfigureRecord(ModelBuilder modelBuilder)
    {
        modelBuilder.Entity<PeaceProcess>(process =>
        {
            process.HasIndex(row => row.Slug).IsUnique();
            process.HasMany(row => row.NoSeats).WithOne().IsRequired();
        });
        modelBuilder.Entity<Issue>().HasAlternateKey(row => row.Slug);
        modelBuilder.Entity<CodebookVersion>().HasKey(row => row.Number);
        modelBuilder.Entity<CodebookVersion>().Property(row => row.Number).ValueGeneratedNever();

        modelBuilder.Entity<ScaleVersion>(version =>
        {
            version.HasKey(row => new { row.Issue, row.Codebook });
            version.HasOne<Issue>().WithMany().HasForeignKey(row => row.Issue).HasPrincipalKey(row => row.Slug);
            version.HasOne<CodebookVersion>().WithMany().HasForeignKey(row => row.Codebook);
        });

        modelBuilder.Entity<Party>(party =>
        {
            party.HasAlternateKey(row => new { row.ProcessId, row.Slug });
            party.HasOne<PeaceProcess>().WithMany().HasForeignKey(row => row.ProcessId);
        });
        modelBuilder.Entity<Person>(person =>
        {
            person.HasAlternateKey(row => new { row.ProcessId, row.Slug });
            person.HasOne<PeaceProcess>().WithMany().HasForeignKey(row => row.ProcessId);
            person.HasMany(row => row.Offices).WithOne().HasForeignKey(row => row.PersonId);
        });
        modelBuilder.Entity<Region>(region =>
        {
            region.HasAlternateKey(row => row.Iso);
            region.HasOne<PeaceProcess>().WithMany().HasForeignKey(row => row.ProcessId);
        });
        modelBuilder.Entity<Publisher>(publisher =>
        {
            publisher.HasAlternateKey(row => new { row.ProcessId, row.Slug });
            publisher.HasQueryFilter(Public, row => row.PublishedAt != null);
            publisher.HasOne<PeaceProcess>().WithMany().HasForeignKey(row => row.ProcessId);
        });
        modelBuilder.Entity<Source>(source =>
        {
            source.HasAlternateKey(row => new { row.ProcessId, row.Number });
            source.HasQueryFilter(Public, row => row.PublishedAt != null);
            source.HasOne<PeaceProcess>().WithMany().HasForeignKey(row => row.ProcessId);
            source.HasOne(row => row.Publisher).WithMany().HasForeignKey(row => row.PublisherId);
            source.HasIndex(row => new { row.ProcessId, row.NormalAddress });
            source.HasIndex(row => new { row.ProcessId, row.NormalArchiveAddress });
        });
        modelBuilder.Entity<SourceMerge>(merge =>
        {
            merge.HasOne<PeaceProcess>().WithMany().HasForeignKey(row => row.ProcessId);
            merge.HasIndex(row => new { row.ProcessId, row.Merged });
        });
        modelBuilder.Entity<Proposal>(proposal =>
        {
            proposal.HasAlternateKey(row => new { row.ProcessId, row.Slug });
            proposal.HasQueryFilter(Public, row => row.PublishedAt != null);
            proposal.HasOne<PeaceProcess>().WithMany().HasForeignKey(row => row.ProcessId);
            proposal.HasMany(row => row.Lineage).WithOne().HasForeignKey(row => row.ProposalId);
        });
        modelBuilder.Entity<ClauseDifference>(difference =>
        {
            difference.HasOne<PeaceProcess>().WithMany().HasForeignKey(row => row.ProcessId);
            // One revision of a number: of a pair, and of a clause without a counterpart. What is not there is no key, so that each has its own.
            difference.HasIndex(row => new { row.ProcessId, row.Base, row.Other, row.Revision }).IsUnique();
            difference.HasIndex(row => new { row.ProcessId, row.Base, row.Against, row.Revision }).IsUnique();
            difference.HasIndex(row => new { row.ProcessId, row.Other });
            difference.HasQueryFilter(Public, row => row.PublishedAt != null);
        });
        modelBuilder.Entity<SeedDigest>().Property(row => row.Id).ValueGeneratedNever();
        modelBuilder.Entity<TalksEvent>(talksEvent =>
        {
            talksEvent.HasAlternateKey(row => new { row.ProcessId, row.Slug });
            talksEvent.HasOne<PeaceProcess>().WithMany().HasForeignKey(row => row.ProcessId);
        });
        modelBuilder.Entity<Discrepancy>(discrepancy =>
        {
            discrepancy.HasAlternateKey(row => new { row.ProcessId, row.Code });
            discrepancy.HasOne<PeaceProcess>().WithMany().HasForeignKey(row => row.ProcessId);
        });
        modelBuilder.Entity<ControlFigure>(figure =>
        {
            figure.HasOne<PeaceProcess>().WithMany().HasForeignKey(row => row.ProcessId);
            figure.HasIndex(row => new { row.ProcessId, row.Statement });
            figure.HasOne<Source>().WithMany().HasForeignKey(row => new { row.ProcessId, row.Source }).HasPrincipalKey(row => new { row.ProcessId, row.Number });
        });

        modelBuilder.Entity<Statement>(statement =>
        {
            statement.HasIndex(row => new { row.ProcessId, row.Number, row.Revision }).IsUnique();
            // Of one number one revision at most is public, and one at most is being worked on.
            statement.HasIndex([nameof(Statement.ProcessId), nameof(Statement.Number)], "IX_Statements_Published").IsUnique().HasFilter("\"Status\" = 'Published'");
            statement.HasIndex([nameof(Statement.ProcessId), nameof(Statement.Number)], "IX_Statements_Open").IsUnique().HasFilter("\"Status\" IN ('Draft', 'InReview', 'Returned')");
            statement.HasIndex(row => new { row.ProcessId, row.Status, row.SubmittedAt }).HasFilter("\"Status\" IN ('Draft', 'InReview', 'Returned')");
            // What is no longer shown is little: which of it since a day, without a look at the rest. Two terms, as SQLite looks for those of a question among them.
            statement.HasIndex([nameof(Statement.ProcessId), nameof(Statement.PublishedTo)], "IX_Statements_NoLongerShown").HasFilter("\"Status\" = 'Withdrawn' OR \"Status\" = 'Undone'");
            statement.HasOne<PeaceProcess>().WithMany().HasForeignKey(row => row.ProcessId);
            statement.HasOne<Person>().WithMany().HasForeignKey(row => new { row.ProcessId, row.Speaker }).HasPrincipalKey(row => new { row.ProcessId, row.Slug }).IsRequired(false);
            statement.HasOne<Proposal>().WithMany().HasForeignKey(row => new { row.ProcessId, row.Proposal }).HasPrincipalKey(row => new { row.ProcessId, row.Slug }).IsRequired(false);
            statement.HasOne<Proposal>().WithMany().HasForeignKey(row => new { row.ProcessId, row.RespondsTo }).HasPrincipalKey(row => new { row.ProcessId, row.Slug }).IsRequired(false);
            statement.HasOne<TalksEvent>().WithMany().HasForeignKey(row => new { row.ProcessId, row.Event }).HasPrincipalKey(row => new { row.ProcessId, row.Slug }).IsRequired(false);
            statement.HasMany(row => row.Citations).WithOne().HasForeignKey(row => row.StatementId);
            statement.HasMany(row => row.Codings).WithOne().HasForeignKey(row => row.StatementId);
            statement.HasMany(row => row.Quantities).WithOne().HasForeignKey(row => row.StatementId);
            statement.Ignore(row => row.Topics);
            // Read without the rows: which of all quotations may be like another.
            statement.HasIndex(row => new { row.ProcessId, row.QuoteSize, row.QuoteShape }).HasFilter("\"QuoteSize\" IS NOT NULL");
            // Most statements have none of these: an index of those that have is smaller, and not written to for the rest.
            statement.HasIndex(row => new { row.ProcessId, row.Speaker }).HasFilter("\"Speaker\" IS NOT NULL");
            statement.HasIndex(row => new { row.ProcessId, row.Proposal }).HasFilter("\"Proposal\" IS NOT NULL");
            statement.HasIndex(row => new { row.ProcessId, row.RespondsTo }).HasFilter("\"RespondsTo\" IS NOT NULL");
            statement.HasIndex(row => new { row.ProcessId, row.SaidAbout }).HasFilter("\"SaidAbout\" IS NOT NULL");
            statement.HasIndex(row => new { row.ProcessId, row.Event }).HasFilter("\"Event\" IS NOT NULL");
            // Lists run newest first within a process.
            statement.HasIndex(row => new { row.ProcessId, row.Day, row.Number });
            // Answers are few among many: newest first, without a look at the rest.
            statement.HasIndex(row => new { row.ProcessId, row.Day }).HasFilter("\"Response\" IS NOT NULL");
        });
        modelBuilder.Entity<StatementWords>(words =>
        {
            words.HasKey(row => row.StatementId);
            words.HasOne(row => row.Statement).WithOne().HasForeignKey<StatementWords>(row => row.StatementId);
            words.HasIndex(row => row.Quarter);
        });
        modelBuilder.Entity<SourceWords>(words =>
        {
            words.HasKey(row => row.SourceId);
            words.HasOne(row => row.Source).WithOne().HasForeignKey<SourceWords>(row => row.SourceId);
        });
        modelBuilder.Entity<Citation>(citation =>
        {
            citation.HasOne<Source>().WithMany().HasForeignKey(row => new { row.ProcessId, row.Source }).HasPrincipalKey(row => new { row.ProcessId, row.Number });
            citation.HasIndex(row => new { row.ProcessId, row.ExactSize, row.ExactShape }).HasFilter("\"ExactSize\" IS NOT NULL");
        });
        modelBuilder.Entity<Coding>(coding =>
        {
            coding.HasOne<Party>().WithMany().HasForeignKey(row => new { row.ProcessId, row.Party }).HasPrincipalKey(row => new { row.ProcessId, row.Slug });
            coding.HasOne<Issue>().WithMany().HasForeignKey(row => row.Issue).HasPrincipalKey(row => row.Slug);
            coding.HasIndex(row => row.Region).HasFilter("\"Region\" IS NOT NULL");
            coding.HasOne<Region>().WithMany().HasForeignKey(row => row.Region).HasPrincipalKey(row => row.Iso).IsRequired(false);
            coding.Ignore(row => row.Steps);
        });

        modelBuilder.Entity<SourceText>(text =>
        {
            text.HasIndex(row => new { row.ProcessId, row.Source, row.Number }).IsUnique();
            text.HasOne<Source>().WithMany().HasForeignKey(row => new { row.ProcessId, row.Source }).HasPrincipalKey(row => new { row.ProcessId, row.Number });
        });
        modelBuilder.Entity<Anchor>(anchor =>
        {
            anchor.HasOne<Citation>().WithMany().HasForeignKey(row => row.CitationId);
            anchor.HasIndex(row => new { row.CitationId, row.TextNumber });
            // The rule looks once; people may look again.
            anchor.HasIndex([nameof(Anchor.CitationId), nameof(Anchor.TextNumber)], "IX_Anchors_Rule").IsUnique().HasFilter("\"Editor\" IS NULL");
        });
        modelBuilder.Entity<Autosave>(autosave =>
        {
            autosave.HasIndex(row => new { row.Account, row.Form });
            autosave.Property(row => row.Version).IsConcurrencyToken();
        });
        modelBuilder.Entity<Import>(import =>
        {
            import.HasIndex(row => new { row.ProcessId, row.Sha256 });
            import.HasIndex(row => new { row.Account, row.ProcessId });
            import.HasOne<PeaceProcess>().WithMany().HasForeignKey(row => row.ProcessId);
            import.HasMany(row => row.Statements).WithOne().HasForeignKey(row => row.ImportId);
        });
        modelBuilder.Entity<ImportedStatement>(imported =>
        {
            imported.HasKey(row => new { row.ImportId, row.StatementId });
            imported.HasOne(row => row.Statement).WithMany().HasForeignKey(row => row.StatementId).OnDelete(DeleteBehavior.Cascade);
        });
        modelBuilder.Entity<Recoding>(recoding =>
        {
            recoding.HasIndex(row => new { row.Account, row.ProcessId });
            recoding.HasOne<PeaceProcess>().WithMany().HasForeignKey(row => row.ProcessId);
            recoding.HasMany(row => row.Statements).WithOne().HasForeignKey(row => row.RecodingId);
        });
        modelBuilder.Entity<RecodedStatement>(recoded =>
        {
            recoded.HasKey(row => new { row.RecodingId, row.StatementId });
            recoded.HasOne(row => row.Statement).WithMany().HasForeignKey(row => row.StatementId).OnDelete(DeleteBehavior.Cascade);
        });
        modelBuilder.Entity<CodingSample>(sample =>
        {
            sample.HasIndex(row => new { row.ProcessId, row.Number }).IsUnique();
            sample.HasOne<PeaceProcess>().WithMany().HasForeignKey(row => row.ProcessId);
            sample.HasMany(row => row.Units).WithOne().HasForeignKey(row => row.SampleId);
        });
        modelBuilder.Entity<SampleUnit>(unit =>
        {
            unit.HasOne<Coding>().WithMany().HasForeignKey(row => row.CodingId).OnDelete(DeleteBehavior.Restrict);
            unit.HasOne<Statement>().WithMany().HasForeignKey(row => row.StatementId).OnDelete(DeleteBehavior.Restrict);
            unit.Ignore(row => row.Steps);
        });
        modelBuilder.Entity<Revision>(revision =>
        {
            revision.HasKey(row => row.Number);
            revision.Property(row => row.Number).ValueGeneratedNever();
            // Two entries after the same one would be two logs.
            revision.HasIndex(row => row.Previous).IsUnique();
            revision.HasIndex(row => new { row.Kind, row.Key, row.Number });
        });
        modelBuilder.Entity<RevisionHeadRow>().ToTable("RevisionHead").Property(row => row.Id).ValueGeneratedNever();
        modelBuilder.Entity<CompletedRequest>(request =>
        {
            request.HasKey(row => new { row.Account, row.Key });
            request.HasIndex(row => row.At);
        });

        modelBuilder.Entity<PublishedCoding>(row =>
        {
            // The rows lie in this order, so that a cell is one seek and its newest rows are neighbours on one page (ADR 0014).
            row.HasKey(coding => new { coding.PartyId, coding.IssueId, coding.RegionId, coding.Day, coding.Id });
            row.HasOne<Coding>().WithOne().HasForeignKey<PublishedCoding>(coding => coding.Id).OnDelete(DeleteBehavior.Cascade);
        });

        foreach (var entity in modelBuilder.Model.GetEntityTypes().Where(entity => entity.ClrType.IsAssignableTo(typeof(IVersioned))))
            entity.FindProperty(nameof(IVersioned.Version))!.IsConcurrencyToken = true;
    }

    /// <summary>What ASP.NET Core Identity keeps (ADR 0020), less what is not used here: there is no mail, no telephone, no sign-in elsewhere, and rights are roles.</summary>
    private static void ConfigureAccounts(ModelBuilder modelBuilder)
    {
        modelBuilder.Ignore<IdentityUserClaim<int>>();
        modelBuilder.Ignore<IdentityUserLogin<int>>();
        modelBuilder.Ignore<IdentityUserToken<int>>();
        modelBuilder.Ignore<IdentityRoleClaim<int>>();
        modelBuilder.Entity<Account>(account =>
        {
            account.ToTable("Accounts");
            account.Ignore(row => row.Email);
            account.Ignore(row => row.NormalizedEmail);
            account.Ignore(row => row.EmailConfirmed);
            account.Ignore(row => row.PhoneNumber);
            account.Ignore(row => row.PhoneNumberConfirmed);
            account.Property(row => row.Name).HasMaxLength(Account.LongestName);
            account.HasIndex(row => row.Pseudonym).IsUnique();
            // Counted by updates in place: Identity writes whole rows, and one read before would bring back a step that was taken since.
            account.Property(row => row.LastTotpStep).Metadata.SetAfterSaveBehavior(PropertySaveBehavior.Ignore);
            account.Property(row => row.AccessFailedCount).Metadata.SetAfterSaveBehavior(PropertySaveBehavior.Ignore);
            account.Property(row => row.LockoutEnd).Metadata.SetAfterSaveBehavior(PropertySaveBehavior.Ignore);
        });
        modelBuilder.Entity<IdentityRole<int>>(role =>
        {
            role.ToTable("Roles");
            role.HasData(Accounts.Roles.All.Select((name, index) => new IdentityRole<int>(name) { Id = index + 1, NormalizedName = name.ToUpperInvariant(), ConcurrencyStamp = name }));
        });
        modelBuilder.Entity<IdentityUserRole<int>>().ToTable("AccountRoles");
        // As in Identity's third schema, which it makes only where a host tells the context so; the store must not depend on who opens it.
        modelBuilder.Entity<IdentityUserPasskey<int>>(passkey =>
        {
            passkey.ToTable("Passkeys");
            passkey.HasKey(row => row.CredentialId);
            passkey.Property(row => row.CredentialId).HasMaxLength(1024);
            passkey.OwnsOne(row => row.Data).ToJson();
            passkey.HasOne<Account>().WithMany().HasForeignKey(row => row.UserId);
        });
        modelBuilder.Entity<Session>(session =>
        {
            session.HasIndex(row => row.KeyHash).IsUnique();
            session.HasOne<Account>().WithMany().HasForeignKey(row => row.AccountId);
        });
        modelBuilder.Entity<OneTimeToken>(token =>
        {
            token.HasKey(row => row.Hash);
            token.HasOne<Account>().WithMany().HasForeignKey(row => row.AccountId).OnDelete(DeleteBehavior.Cascade);
        });
        modelBuilder.Entity<ApiToken>(token =>
        {
            token.HasIndex(row => row.Hash).IsUnique();
            token.Property(row => row.Name).HasMaxLength(ApiToken.LongestName);
            token.HasOne<Account>().WithMany().HasForeignKey(row => row.AccountId);
        });
        modelBuilder.Entity<RecoveryCode>(code =>
        {
            code.HasKey(row => new { row.AccountId, row.Hash });
            code.HasOne<Account>().WithMany().HasForeignKey(row => row.AccountId);
        });
        modelBuilder.Entity<AccountEvent>().HasIndex(row => row.AccountId);
    }

    private sealed class UtcTicksConverter() : ValueConverter<DateTimeOffset, long>(instant => instant.UtcTicks, ticks => new DateTimeOffset(ticks, TimeSpan.Zero));

    private sealed class EdtfConverter() : ValueConverter<EdtfDate, string>(date => date.Text, text => EdtfDate.Parse(text));

    /// <summary>Scales are equal when their steps are; without this every start would write all of them again.</summary>
    private sealed class ScaleComparer() : ValueComparer<Scale>(
        (left, right) => left == right || (left != null && right != null && left.Steps.SequenceEqual(right.Steps)),
        scale => scale.Count);

    private sealed class ScaleConverter() : ValueConverter<Scale, string>(
        scale => JsonSerializer.Serialize(scale.Steps, JsonSerializerOptions.Default),
        json => new Scale(JsonSerializer.Deserialize<List<Step>>(json, JsonSerializerOptions.Default)!));
}
