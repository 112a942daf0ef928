using System.Linq.Expressions;
using PeaceTracker.Domain.Statements;

namespace PeaceTracker.Web.Features.Review;

/// <summary>What a reviewer looks at twice.</summary>
public static class ReviewWarnings
{
    private const int Improbable = 5;

    /// <summary>A move of so many steps is rare enough to be a slip.</summary>
    private const int LongJump = 3;

    /// <summary>True of a statement of which <see cref="Of(Statement)"/> says something; the store can ask it.</summary>
    public static readonly Expression<Func<Statement, bool>> Any = row =>
        row.Information == Improbable || row.NoteToReviewer != null || row.Codings.Any(coding => coding.Coder != null);

    /// <summary>What the statement itself shows.</summary>
    public static IReadOnlyList<string> Of(Statement statement) =>
    [
        .. statement.Information == Improbable ? new[] { $"Information graded {Improbable}: {Words.OfInformation(Improbable)}" } : [],
        .. statement.NoteToReviewer is null ? [] : new[] { "Its editor has a note for you" },
        .. statement.Codings.Exists(coding => coding.Coder is not null) ? new[] { "It has a second reading: published, the position is disputed" } : [],
    ];

    /// <summary>The same with what only the positions show.</summary>
    public static IReadOnlyList<string> Of(Statement statement, IReadOnlyList<CellEffect> effects) =>
    [
        .. Of(statement),
        .. effects.Where(effect => effect.Jump >= LongJump).Select(effect => FormattableString.Invariant($"A move of {effect.Jump} steps: {effect.Name}")),
        .. effects.Where(effect => effect.Effect is { Before.StatedOn: { } newest } && statement.Day < newest).Select(effect => $"It was said before what decides now: {effect.Name}"),
    ];
}
