namespace PeaceTracker.Data.Desk;

/// <summary>What somebody has typed into a form and not sent: kept for them alone, as it is, right or wrong, until the form is sent or thrown away.</summary>
public sealed class Autosave
{
    public int Id { get; init; }

    /// <summary>Id of the account.</summary>
    public required int Account { get; init; }

    /// <summary>Address of the form.</summary>
    public required string Form { get; init; }

    /// <summary>Names and values of the fields, as JSON.</summary>
    public required string Fields { get; set; }

    /// <summary>Key of the window it is typed in, which goes with its form from page to page: savings that cross each other are one; null where there is none.</summary>
    public string? Window { get; init; }

    /// <summary>When it was last saved (UTC).</summary>
    public required DateTimeOffset At { get; set; }

    /// <summary>Counts the savings from 1: a window that has seen an older one writes beside it, never over it.</summary>
    public int Version { get; set; } = 1;
}
