using PeaceTracker.Web.Reading;

namespace PeaceTracker.Web.Features.Shared;

/// <summary>The form that narrows lists of proposals.</summary>
/// <param name="Checked">Slugs of the parties with a tick.</param>
/// <param name="Summary">What the choice of parties is called while it is closed.</param>
public sealed record ProposalFilter(View View, IReadOnlyCollection<string> Checked, string Summary);
