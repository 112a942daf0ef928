namespace PeaceTracker.Domain.Positions;

/// <summary>The time up to the date asked for in which a position held without a break: the same steps, or the same kind of absence.</summary>
/// <param name="From">Its first day.</param>
/// <param name="Position">As it was on that day, without working.</param>
/// <param name="Before">What held before that day, without working; null when nothing is on record before.</param>
public sealed record Stretch(DateOnly From, Position Position, Position? Before);
