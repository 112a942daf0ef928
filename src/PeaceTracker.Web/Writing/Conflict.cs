namespace PeaceTracker.Web.Writing;

/// <summary>
/// Two people changed the same record: what the other one left in each field that differs. The form is shown again with one's own text in
/// its fields, theirs beside them, and the version of theirs, so that sending it again is a decision and nothing is lost.
/// </summary>
/// <param name="Theirs">Name of the field to the text it has now; only fields that differ.</param>
public sealed record Conflict(IReadOnlyDictionary<string, string> Theirs)
{
    /// <summary>Where <c>_Field</c> and the conflict summary look for it.</summary>
    public const string Key = "Conflict";

    /// <param name="mine">Fields as sent.</param>
    /// <param name="theirs">Fields as the record fills them now.</param>
    public static Conflict Between(IReadOnlyDictionary<string, string> mine, IReadOnlyDictionary<string, string> theirs) =>
        new(theirs.Where(pair => mine.GetValueOrDefault(pair.Key, "") != pair.Value).ToDictionary());
}

/// <summary>The record is no longer as it was when the form was opened.</summary>
public sealed class StaleFormException() : Exception("The record was changed after the form was opened.");
