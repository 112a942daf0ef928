using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using PeaceTracker.Data.History;
using PeaceTracker.Domain.Proposals;
using PeaceTracker.Domain.Statements;
using PeaceTracker.Domain.Text;
using PeaceTracker.Domain.Time;

namespace PeaceTracker.Data.Desk;

/// <summary>
/// The desk's door to proposals, public or not, and to their clauses whatever the status. Only for people who are signed in. All writing
/// happens inside <see cref="Ledger.WriteAsync"/>.
/// </summary>
public sealed partial class ProposalDesk(PeaceTrackerDbContext db)
{
    private const int LongestSlug = 60;

    /// <summary>Words that the addresses of the desk use themselves.</summary>
    private static readonly string[] Taken = ["new"];

    private static readonly IReadOnlyList<StatementStatus> Current = [StatementStatus.Draft, StatementStatus.InReview, StatementStatus.Returned, StatementStatus.Published];

    /// <summary>What a form can change of a proposal; its lineage beside.</summary>
    private static readonly string[] Content =
        [nameof(Proposal.Title), nameof(Proposal.Date), nameof(Proposal.Latest), nameof(Proposal.Proponents), nameof(Proposal.Provenance), nameof(Proposal.Summary), nameof(Proposal.Addressees), nameof(Proposal.AddresseesReason)];

    /// <summary>Every proposal with its lineage.</summary>
    public IQueryable<Proposal> All(int process) => db.Proposals.IgnoreQueryFilters().Include(row => row.Lineage.OrderBy(link => link.Id)).Where(row => row.ProcessId == process);

    public Task<Proposal?> FindAsync(int process, string slug, CancellationToken cancellation) => All(process).SingleOrDefaultAsync(row => row.Slug == slug, cancellation);

    /// <summary>A proposal as it read at a version; null when that is not known.</summary>
    public Task<Proposal?> AtVersionAsync(Proposal proposal, string process, int version, CancellationToken cancellation) => db.AtVersionAsync(proposal, process, version, cancellation);

    /// <summary>Clauses that are public or being worked on, without details; of an amended one both revisions.</summary>
    public IQueryable<Statement> Clauses(int process) => db.Statements.Where(row => row.ProcessId == process && row.Proposal != null && Current.Contains(row.Status));

    /// <summary>A slug no proposal has, made from its title; from its date where the title has no letter that an address has.</summary>
    public async Task<string> FreeSlugAsync(int process, string title, EdtfDate date, CancellationToken cancellation)
    {
        var slug = NotInSlug().Replace(PlainLetters.Of(title), "-").Trim('-');
        if (slug.Length < 2)
            slug = "proposal-" + (NotInSlug().Replace(date.Text.ToLowerInvariant(), "-").Trim('-') is { Length: > 0 } day ? day : "undated");
        slug = slug[..Math.Min(slug.Length, LongestSlug)].Trim('-');
        var taken = (await All(process).Select(row => row.Slug).ToListAsync(cancellation)).Concat(Taken).ToHashSet();
        var unique = slug;
        for (var next = 2; taken.Contains(unique); next++)
            unique = FormattableString.Invariant($"{slug}-{next}");
        return unique;
    }

    /// <summary>Adds a proposal at once, so that its clauses can name it.</summary>
    public async Task AddAsync(Proposal proposal, CancellationToken cancellation)
    {
        db.Add(proposal);
        await db.SaveChangesAsync(cancellation);
    }

    /// <summary>Gives a proposal another description; what it is, its sources and its life stay.</summary>
    /// <param name="proposal">Read from here.</param>
    public void Change(Proposal proposal, Proposal fresh)
    {
        var entry = db.Entry(proposal);
        foreach (var name in Content)
            entry.Property(name).CurrentValue = typeof(Proposal).GetProperty(name)!.GetValue(fresh);
        // Another lineage alone would leave the row, and so its version, as they were.
        entry.Property(row => row.Title).IsModified = true;
        // What is said of a line of descent that stays is not in the form.
        var kept = proposal.Lineage.Where(old => fresh.Lineage.Exists(link => (link.From, link.Kind) == (old.From, old.Kind))).ToList();
        db.RemoveRange(proposal.Lineage.Except(kept).ToList());
        proposal.Lineage.RemoveAll(link => !kept.Contains(link));
        proposal.Lineage.AddRange(fresh.Lineage.Where(link => !kept.Exists(old => (link.From, link.Kind) == (old.From, old.Kind))));
    }

    /// <summary>The proposals that come from a proposal, by whatever number of steps, and itself.</summary>
    public async Task<IReadOnlySet<string>> DescendantsAsync(int process, string slug, CancellationToken cancellation)
    {
        var links = await All(process).AsNoTracking().ToListAsync(cancellation);
        var found = new HashSet<string> { slug };
        while (links.FindAll(row => !found.Contains(row.Slug) && row.Lineage.Exists(link => found.Contains(link.From))) is { Count: > 0 } more)
            found.UnionWith(more.Select(row => row.Slug));
        return found;
    }

    [GeneratedRegex("[^a-z0-9]+")]
    private static partial Regex NotInSlug();
}
