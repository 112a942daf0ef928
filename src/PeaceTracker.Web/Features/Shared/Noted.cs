using PeaceTracker.Web.Reading;

namespace PeaceTracker.Web.Features.Shared;

/// <summary>A note whose codes of discrepancies lead to what they stand for.</summary>
public sealed record Noted(View View, string Text);
