using PeaceTracker.Data.Desk;
using PeaceTracker.Domain.Statements;
using PeaceTracker.Web.Accounts;
using PeaceTracker.Web.Reading;

namespace PeaceTracker.Web.Features.Review;

/// <summary>A statement in review with everything a decision needs.</summary>
/// <param name="Published">What the public sees of it now; null when it is new.</param>
/// <param name="Changes">Fields that differ from that; of a new statement every field that is not empty.</param>
/// <param name="Own">The one who looks wrote of it.</param>
public sealed record ItemModel(
    ProcessContents Contents, Statement Statement, Statement? Published, IReadOnlyList<FieldChange> Changes, IReadOnlyList<CellEffect> Effects,
    IReadOnlyList<CitedPassage> Passages, IReadOnlyList<string> Warnings, IReadOnlyList<Statement> Alike, string EditorName, bool Own, string Age, QueueFilter Filter,
    int? Previous, int? Next, Done? Done)
{
    public string Slug => Contents.Process.Slug;

    /// <summary>It was changed by somebody after the form was opened.</summary>
    public bool Stale { get; init; }

    /// <summary>What was sent with a decision that could not be taken.</summary>
    public DecisionForm Form { get; init; } = new(0, null, null, null);

    /// <summary>Changed fields with their words in one column and not beside each other.</summary>
    public bool Inline { get; init; }

    public string Heading => StatementHeading.Of(Contents, Statement);

    public string Address => FormattableString.Invariant($"/{Slug}/review/{Statement.Number}");

    public string To(int number) => Filter.With(FormattableString.Invariant($"/{Slug}/review/{number}")) + "#item";
}

/// <summary>One item of the queue.</summary>
public sealed class ItemPage(DeskStatements desk, EffectReader effects, PassageReader passages, AlikeReader alike, AccountNames names, QueuePage queue, DoneReader done, TimeProvider clock)
{
    /// <returns>Null when no revision of that number is in review.</returns>
    public async Task<ItemModel?> LoadAsync(ProcessContents contents, int number, QueueFilter filter, string? doneNumbers, int account, CancellationToken cancellation)
    {
        if (await desk.OpenAsync(contents.Process.Id, number, cancellation) is not { Status: StatementStatus.InReview } statement)
            return null;
        var published = await desk.PublishedAsync(contents.Process.Id, number, cancellation);
        var changes = await effects.OfAsync(contents, [statement], cancellation);
        var name = statement.Editor is { } editor ? (await names.ByIdAsync([editor], cancellation)).GetValueOrDefault(editor) : null;
        var (previous, next) = await queue.NeighboursAsync(contents, filter, (statement.SubmittedAt!.Value, statement.Id), account, cancellation);
        return new(
            contents, statement, published, StatementFields.Between(contents, published, statement), changes,
            await passages.OfAsync(statement, cancellation), ReviewWarnings.Of(statement, changes), await alike.OfAsync(contents.Process.Id, statement, cancellation),
            name ?? "the researched record", statement.IsBy(account), Ages.InWords(clock.GetUtcNow() - statement.SubmittedAt!.Value), filter,
            previous, next, await done.OfAsync(contents, doneNumbers, cancellation));
    }
}
