using PeaceTracker.Domain.Statements;
using PeaceTracker.Web.Reading;

namespace PeaceTracker.Web.Features.Shared;

/// <summary>Statements in a few words each, for pages that are about something else.</summary>
public sealed record StatementList(View View, IReadOnlyList<Statement> Statements);
