using System.Globalization;
using Microsoft.AspNetCore.Mvc.ModelBinding;
using PeaceTracker.Domain.Proposals;
using PeaceTracker.Domain.Sources;
using PeaceTracker.Domain.Statements;
using PeaceTracker.Domain.Text;
using PeaceTracker.Domain.Time;
using PeaceTracker.Web.Reading;

namespace PeaceTracker.Web.Features.DeskProposals;

/// <summary>What describes a proposal, as typed.</summary>
public sealed record ProposalForm
{
    /// <summary>Proposals one comes from that a form can name; no proposal of the record has as many.</summary>
    public const int MostLineage = 6;

    private const int LongestLine = 300;
    private const int LongestText = 4_000;

    public string Title { get; init; } = "";

    public string Date { get; init; } = "";

    public IReadOnlyList<string> Proponents { get; init; } = [];

    public IReadOnlyList<string> Addressees { get; init; } = [];

    public string AddresseesReason { get; init; } = "";

    public string Provenance { get; init; } = "";

    public string Summary { get; init; } = "";

    /// <summary>Slug of the earlier proposal and kind of the line of descent, row by row.</summary>
    public IReadOnlyList<(string From, string Kind)> Lineage { get; init; } = [];

    public int Version { get; init; }

    public string? DateEcho => string.IsNullOrWhiteSpace(Date) ? null : DateInput.Read(Date).Echo;

    /// <summary>Rows to print: those there are and an empty one.</summary>
    public IEnumerable<(int Number, string From, string Kind)> LineageRows => Lineage.Append(("", "")).Take(MostLineage).Select((row, index) => (index + 1, row.Item1, row.Item2));

    public static ProposalForm Of(IFormCollection sent) => new()
    {
        Title = sent["title"].ToString(),
        Date = sent["date"].ToString(),
        Proponents = Several(sent, "proponents"),
        Addressees = Several(sent, "addressees"),
        AddresseesReason = sent["addressees-reason"].ToString(),
        Provenance = sent["provenance"].ToString(),
        Summary = sent["summary"].ToString(),
        Lineage = [.. Enumerable.Range(1, MostLineage).Select(row => (sent[Row("from", row)].ToString(), sent[Row("kind", row)].ToString())).Where(row => row.Item1.Length > 0 || row.Item2.Length > 0)],
        Version = int.TryParse(sent["version"], NumberStyles.None, CultureInfo.InvariantCulture, out var version) ? version : 0,
    };

    public static ProposalForm Of(Proposal proposal) => new()
    {
        Title = proposal.Title,
        Date = proposal.Date.Text,
        Proponents = proposal.Proponents,
        Addressees = proposal.Addressees,
        AddresseesReason = proposal.AddresseesReason ?? "",
        Provenance = proposal.Provenance,
        Summary = proposal.Summary,
        Lineage = [.. proposal.Lineage.Select(link => (link.From, link.Kind))],
        Version = proposal.Version,
    };

    /// <summary>"from-1": name of a field of a row of the lineage.</summary>
    public static string Row(string name, int row) => FormattableString.Invariant($"{name}-{row}");

    /// <summary>Name to text, as two people's forms are compared.</summary>
    public IReadOnlyDictionary<string, string> Fields() => new Dictionary<string, string>
    {
        ["title"] = Title,
        ["date"] = Date,
        ["proponents"] = string.Join(", ", Proponents.Order(StringComparer.Ordinal)),
        ["addressees"] = string.Join(", ", Addressees.Order(StringComparer.Ordinal)),
        ["addressees-reason"] = AddresseesReason,
        ["provenance"] = Provenance,
        ["summary"] = Summary.ReplaceLineEndings("\n"),
        ["from-1"] = string.Join(", ", Lineage.Select(row => $"{row.From} ({row.Kind})")),
    };

    /// <summary>To whom it was put and how that is known are one.</summary>
    public static string PartOf(string name) => name == "addressees-reason" ? "addressees" : name;

    /// <summary>With what another form has in these fields.</summary>
    public ProposalForm Taking(IReadOnlySet<string> names, ProposalForm other) => this with
    {
        Title = names.Contains("title") ? other.Title : Title,
        Date = names.Contains("date") ? other.Date : Date,
        Proponents = names.Contains("proponents") ? other.Proponents : Proponents,
        Addressees = names.Contains("addressees") ? other.Addressees : Addressees,
        AddresseesReason = names.Contains("addressees-reason") ? other.AddresseesReason : AddresseesReason,
        Provenance = names.Contains("provenance") ? other.Provenance : Provenance,
        Summary = names.Contains("summary") ? other.Summary : Summary,
        Lineage = names.Contains("from-1") ? other.Lineage : Lineage,
    };

    /// <summary>What a field holds as a person reads it.</summary>
    public static string InWords(ProcessContents contents, string name, string value) => name switch
    {
        "proponents" or "addressees" => string.Join(", ", value.Split(", ", StringSplitOptions.RemoveEmptyEntries).Select(contents.PartyName)),
        "provenance" when Proposal.Provenances.Contains(value) => Words.OfProvenance(value).Label,
        _ => value,
    };

    /// <summary>Reads the fields; what is wrong goes into the problems, each under the name of its field.</summary>
    /// <param name="slug">Of the proposal; "" while it has none.</param>
    /// <param name="earlier">Slugs it may come from.</param>
    /// <returns>The proposal without sources; null when there is a problem.</returns>
    public Proposal? Read(ProcessContents contents, string slug, IReadOnlySet<string> earlier, DateOnly today, ModelStateDictionary problems)
    {
        var title = Text("title", "Title", Title, LongestLine, "Give the title by which the proposal is known");
        if (title.Any(char.IsControl))
            problems.AddModelError("title", "Title: found a line break or control character. Expected one line");
        var summary = Text("summary", "Summary", Summary, LongestText, "Say in a sentence or two, in our words, what it provides for");
        var reason = Text("addressees-reason", "How that is known", AddresseesReason, LongestText, null);
        var date = ReadDate(today, problems);
        if (Proponents.Count == 0)
            problems.AddModelError("proponents", "Choose who put it forward");
        Known("proponents", Proponents);
        Known("addressees", Addressees);
        if (Addressees.Count > 0 && reason.Length == 0)
            problems.AddModelError("addressees-reason", "Say how it is known to whom it was put: readers see it beside who has not answered");
        if (!Proposal.Provenances.Contains(Provenance))
            problems.AddModelError("provenance", "Choose how the text became known");
        foreach (var (number, from, kind) in LineageRows.Where(row => row.From.Length > 0 || row.Kind.Length > 0))
        {
            if (!earlier.Contains(from))
                problems.AddModelError(Row("from", number), from.Length == 0 ? "Choose the proposal it comes from, or empty the kind" : $"Found '{Short(from)}'. Expected another proposal of the list that does not itself come from this one");
            if (!ProposalLink.Kinds.Contains(kind))
                problems.AddModelError(Row("kind", number), "Choose in what way it comes from it");
        }

        if (Lineage.GroupBy(row => row.From).Any(group => group.Count() > 1))
            problems.AddModelError("from-1", "Comes from: name each proposal once");
        return !problems.IsValid ? null : new()
        {
            ProcessId = contents.Process.Id,
            Slug = slug,
            Record = "",
            Title = title,
            Date = date!,
            Latest = date!.Latest!.Value,
            Proponents = [.. Proponents],
            Provenance = Provenance,
            Summary = summary,
            Addressees = [.. Addressees],
            AddresseesReason = reason.Length == 0 ? null : reason,
            Lineage = [.. Lineage.Select(row => new ProposalLink { From = row.From, Kind = row.Kind })],
        };

        string Text(string name, string label, string typed, int most, string? required)
        {
            var text = typed.ReplaceLineEndings("\n").Trim();
            if (required is not null && SourceText.IsBlank(text))
                problems.AddModelError(name, required);
            if (text.Length > most)
                problems.AddModelError(name, string.Create(CultureInfo.InvariantCulture, $"{label}: found {text.Length:N0} characters. Expected {most:N0} at most"));
            if (Directions.Problem(label, text) is { } turned)
                problems.AddModelError(name, turned);
            return text;
        }

        void Known(string name, IReadOnlyList<string> parties)
        {
            if (parties.FirstOrDefault(slug => contents.Parties.All(party => party.Slug != slug)) is { } unknown)
                problems.AddModelError(name, $"Found '{Short(unknown)}'. Expected parties of the list");
        }
    }

    private static List<string> Several(IFormCollection sent, string name) => [.. sent[name].OfType<string>().Where(value => value.Length > 0).Distinct()];

    private EdtfDate? ReadDate(DateOnly today, ModelStateDictionary problems)
    {
        var read = DateInput.Read(Date);
        if (read.Date is not { } date)
            problems.AddModelError("date", $"Date: {read.Error}");
        else if (date.Earliest is null || date.Latest is null)
            problems.AddModelError("date", $"Date: found {date.ToWords()}. Expected a date with a beginning and an end");
        else if (date.Latest > today)
            problems.AddModelError("date", $"Date: found {date.ToWords()}, which allows days after today. Expected the day it was put forward or became known");
        return read.Date;
    }

    private static string Short(string text) => text.Length <= 40 ? text : text[..40] + "...";
}
