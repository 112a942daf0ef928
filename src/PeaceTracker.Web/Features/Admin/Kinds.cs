using System.Globalization;
using Microsoft.EntityFrameworkCore;
using PeaceTracker.Data;
using PeaceTracker.Data.Desk;
using PeaceTracker.Data.History;
using PeaceTracker.Domain.History;
using PeaceTracker.Domain.Issues;
using PeaceTracker.Domain.Parties;
using PeaceTracker.Domain.Processes;
using PeaceTracker.Domain.Reference;
using PeaceTracker.Domain.Sources;
using PeaceTracker.Domain.Time;

namespace PeaceTracker.Web.Features.Admin;

/// <summary>The kinds of reference data there are.</summary>
public static class Kinds
{
    public const string SlugHint = "Part of addresses: small letters, figures and hyphens. It cannot be changed once something hangs on it.";
    public const string DateHint = "As far as it is known, for example 20 Aug 2025, Aug 2025, about 2024.";
    public const string SeveralHint = "One a line.";

    public static IReadOnlyList<ReferenceKind> All { get; } = [new PartyKind(), new PersonKind(), new IssueKind(), new RegionKind(), new EventKind(), new PublisherKind()];

    public static ReferenceKind Settings { get; } = new SettingsKind();

    internal static IReadOnlyList<(string, string)> Options(IEnumerable<string> values) => [.. values.Select(value => (value, value.Replace('-', ' ')))];

    internal static IReadOnlyList<(string, string)> Parties(Known known) => [.. known.Contents.Parties.Select(party => (party.Slug, party.Name))];

    /// <summary>The list as it was when the same are chosen: boxes have no order of their own.</summary>
    internal static List<string> Chosen(Typed typed, string name, List<string>? before) =>
        typed.Several(name) is var chosen && before is not null && chosen.ToHashSet().SetEquals(before) ? before : chosen;

    internal static string Lines(IEnumerable<string> values) => string.Join('\n', values);

    internal static string Numeral(int? number) => number?.ToString(CultureInfo.InvariantCulture) ?? "";
}

internal sealed class PartyKind : ReferenceKind
{
    public override string Name => "parties";

    public override string One => "party";

    public override string About => "States, organisations and coalitions that hold positions.";

    public override IReadOnlyList<string> Columns { get; } = [nameof(Party.Name), nameof(Party.Monogram), nameof(Party.Kind), nameof(Party.Wikidata), nameof(Party.Aliases), nameof(Party.Members)];

    public override IQueryable<IVersioned> All(PeaceTrackerDbContext db, int process) => db.Parties.Where(row => row.ProcessId == process).OrderBy(row => row.Name);

    public override string KeyOf(IVersioned row) => ((Party)row).Slug;

    public override string TitleOf(IVersioned row) => ((Party)row).Name;

    public override string NoteOf(IVersioned row) => row is Party party ? $"{party.Monogram}, {party.Kind}" : "";

    public override IReadOnlyList<Input> Inputs(Known known, IReadOnlyDictionary<string, string> values, bool isNew) =>
    [
        new("name", "Name"),
        new("slug", "Slug") { Hint = Kinds.SlugHint },
        new("monogram", "Monogram") { Hint = "Two to four capital letters for where there is no room for the name; two are the code of a state." },
        new("kind", "Kind", InputKind.Choice) { Options = Kinds.Options(ReferenceRules.PartyKinds) },
        new("wikidata", "Wikidata item") { Hint = "Such as Q212; empty when not sure." },
        new("aliases", "Other names, in any script", InputKind.Lines) { Hint = Kinds.SeveralHint },
        new("members", "Members", InputKind.Boxes) { Options = Kinds.Parties(known), Hint = "Parties that belong to this one." },
    ];

    public override Dictionary<string, string> Values(IVersioned row) => row is not Party party ? [] : new()
    {
        ["name"] = party.Name,
        ["slug"] = party.Slug,
        ["monogram"] = party.Monogram,
        ["kind"] = party.Kind,
        ["wikidata"] = party.Wikidata ?? "",
        ["aliases"] = Kinds.Lines(party.Aliases),
        ["members"] = string.Join(';', party.Members),
    };

    public override IVersioned Read(Typed typed, IVersioned? old, Known known)
    {
        var party = new Party
        {
            ProcessId = known.Contents.Process.Id,
            Slug = typed.Text("slug"),
            Name = typed.Text("name"),
            Monogram = typed.Text("monogram"),
            Kind = typed.Text("kind"),
            Wikidata = typed.Optional("wikidata"),
            Aliases = typed.Several("aliases"),
            Members = Kinds.Chosen(typed, "members", ((Party?)old)?.Members),
        };
        typed.Judge(ReferenceRules.Of(party, known.Contents.Parties.Where(other => other.Id != ((Party?)old)?.Id).Select(other => other.Monogram).ToHashSet()));
        typed.Judge(ReferenceRules.OwnItem(party.Wikidata, known.ItemsOfOthers(One, ((Party?)old)?.Slug)));
        return party;
    }
}

internal sealed class PersonKind : ReferenceKind
{
    private static readonly string[] OfOffice = [nameof(Office.Title), nameof(Office.Party), nameof(Office.From), nameof(Office.To), nameof(Office.Source)];

    public override string Name => "people";

    public override string One => "person";

    public override string About => "Who speaks, in which office, for whom and when.";

    public override IReadOnlyList<string> Columns { get; } = [nameof(Person.Name), nameof(Person.Aliases), nameof(Person.Wikidata)];

    public override IQueryable<IVersioned> All(PeaceTrackerDbContext db, int process) =>
        db.People.Where(row => row.ProcessId == process).Include(row => row.Offices.OrderBy(office => office.Id)).OrderBy(row => row.Name);

    public override string KeyOf(IVersioned row) => ((Person)row).Slug;

    public override string TitleOf(IVersioned row) => ((Person)row).Name;

    public override string NoteOf(IVersioned row) => string.Join("; ", ((Person)row).Offices.Select(office => office.Title));

    public override IReadOnlyList<Input> Inputs(Known known, IReadOnlyDictionary<string, string> values, bool isNew) =>
    [
        new("name", "Name"),
        new("slug", "Slug") { Hint = Kinds.SlugHint },
        new("wikidata", "Wikidata item") { Hint = "Such as Q212; empty when not sure." },
        new("aliases", "Other names, in any script", InputKind.Lines) { Hint = Kinds.SeveralHint },
        .. Enumerable.Range(1, Parts(values, "office")).SelectMany(index =>
        {
            var group = FormattableString.Invariant($"Office {index}");
            string Field(string part) => FormattableString.Invariant($"office-{index}-{part}");
            return new Input[]
            {
                new(Field("title"), "Title") { Group = group, Hint = index == 1 ? "An office whose fields are all empty is taken out." : null },
                new(Field("party"), "Speaks for", InputKind.Choice) { Group = group, Options = Kinds.Parties(known) },
                new(Field("from"), "From") { Group = group, IsDate = true, Hint = index == 1 ? Kinds.DateHint : null },
                new(Field("to"), "To") { Group = group, IsDate = true },
                new(Field("source"), "Number of the source that says so") { Group = group, InputMode = "numeric" },
            };
        }),
    ];

    public override Dictionary<string, string> Values(IVersioned row)
    {
        var person = (Person)row;
        var values = new Dictionary<string, string>
        {
            ["name"] = person.Name,
            ["slug"] = person.Slug,
            ["wikidata"] = person.Wikidata ?? "",
            ["aliases"] = Kinds.Lines(person.Aliases),
        };
        foreach (var (office, index) in person.Offices.Select((office, index) => (office, index + 1)))
        {
            values[FormattableString.Invariant($"office-{index}-title")] = office.Title;
            values[FormattableString.Invariant($"office-{index}-party")] = office.Party ?? "";
            values[FormattableString.Invariant($"office-{index}-from")] = office.From?.Text ?? "";
            values[FormattableString.Invariant($"office-{index}-to")] = office.To?.Text ?? "";
            values[FormattableString.Invariant($"office-{index}-source")] = Kinds.Numeral(office.Source);
        }

        return values;
    }

    public override IVersioned Read(Typed typed, IVersioned? old, Known known)
    {
        var person = new Person
        {
            ProcessId = known.Contents.Process.Id,
            Slug = typed.Text("slug"),
            Name = typed.Text("name"),
            Aliases = typed.Several("aliases"),
            Wikidata = typed.Optional("wikidata"),
        };
        typed.Judge(ReferenceRules.Of(person));
        typed.Judge(ReferenceRules.OwnItem(person.Wikidata, known.ItemsOfOthers(One, ((Person?)old)?.Slug)));
        for (var index = 1; typed.Values.ContainsKey(FormattableString.Invariant($"office-{index}-title")); index++)
        {
            var prefix = FormattableString.Invariant($"office-{index}-");
            if (typed.Values.Where(pair => pair.Key.StartsWith(prefix, StringComparison.Ordinal)).All(pair => pair.Value.Length == 0))
                continue;
            var office = new Office
            {
                Title = typed.Text(prefix + "title"),
                Party = typed.Optional(prefix + "party"),
                From = typed.OptionalDate(prefix + "from"),
                To = typed.OptionalDate(prefix + "to"),
                Source = typed.OptionalNumber(prefix + "source"),
            };
            typed.Judge(ReferenceRules.Of(office), field => prefix + field);
            if (office.Source is { } source)
                known.Cited(typed, prefix + "source", ((Person?)old)?.Offices.Exists(before => before.Source == source) == true ? [] : [source]);
            person.Offices.Add(office);
        }

        return person;
    }

    public override async Task CheckAsync(PeaceTrackerDbContext db, DeskStatements statements, IVersioned old, IVersioned fresh, Typed typed, CancellationToken cancellation)
    {
        var (before, after) = ((Person)old, (Person)fresh);
        var gone = before.Offices.Select(office => office.Title).Except(after.Offices.Select(office => office.Title)).ToList();
        foreach (var title in gone)
        {
            var count = await statements.All(before.ProcessId).Where(row => row.Speaker == before.Slug && row.Office == title).Select(row => row.Number).Distinct().CountAsync(cancellation);
            if (count > 0)
            {
                typed.Refuse(
                    FormattableString.Invariant($"office-{before.Offices.FindIndex(office => office.Title == title) + 1}-title"),
                    FormattableString.Invariant($"{count} {(count == 1 ? "statement names" : "statements name")} {before.Name} as \"{title}\": the title stays as it is. Add another office instead"));
            }
        }
    }

    public override bool ReplaceParts(PeaceTrackerDbContext db, IVersioned old, IVersioned fresh) => Replace(db, old, nameof(Person.Name), ((Person)old).Offices, ((Person)fresh).Offices, OfOffice);
}

internal sealed class IssueKind : ReferenceKind
{
    /// <summary>Steps a new scale may begin with; more can be added behind the last pole later.</summary>
    private const int MostSteps = 7;

    public override string Name => "issues";

    public override string One => "issue";

    public override string About => "Questions the talks are about, each with its scale. They belong to every process.";

    public override IReadOnlyList<string> Columns { get; } = [nameof(Issue.Title), nameof(Issue.Question), nameof(Issue.Group), nameof(Issue.Regional), nameof(Issue.Order)];

    public override IQueryable<IVersioned> All(PeaceTrackerDbContext db, int process) => db.Issues.OrderBy(row => row.Order);

    public override string KeyOf(IVersioned row) => ((Issue)row).Slug;

    public override string TitleOf(IVersioned row) => ((Issue)row).Title;

    public override string NoteOf(IVersioned row) => row is Issue issue ? FormattableString.Invariant($"{issue.Group}, {issue.Scale.Count} steps from {issue.Scale.FirstPole.Label} to {issue.Scale.LastPole.Label}") : "";

    public override IReadOnlyList<Input> Inputs(Known known, IReadOnlyDictionary<string, string> values, bool isNew) =>
    [
        new("title", "Title"),
        new("slug", "Slug") { Hint = Kinds.SlugHint },
        new("question", "Question", InputKind.Text) { Hint = "Its answers are the steps." },
        new("group", "Group") { Hint = $"So far: {string.Join(", ", known.Contents.Issues.Select(issue => issue.Group).Distinct().Order(StringComparer.Ordinal))}." },
        new("order", "Place in lists") { InputMode = "numeric", Hint = "A number: an order of reading, not of weight." },
        new("regional", "Coded region by region", InputKind.Tick),
        .. Enumerable.Range(1, isNew ? MostSteps : 0).SelectMany(index =>
        {
            var group = FormattableString.Invariant($"Step {index}");
            return new Input[]
            {
                new(FormattableString.Invariant($"step-{index}-label"), "Label") { Group = group, Hint = index == 1 ? "Two to five words, by content and never by whose it is. Two steps or more, from one pole to the other." : null },
                new(FormattableString.Invariant($"step-{index}-definition"), "Definition", InputKind.Text) { Group = group, Hint = index == 1 ? "What falls in the step and what does not." : null },
            };
        }),
    ];

    public override Dictionary<string, string> Values(IVersioned row) => row is not Issue issue ? [] : new()
    {
        ["title"] = issue.Title,
        ["slug"] = issue.Slug,
        ["question"] = issue.Question,
        ["group"] = issue.Group,
        ["order"] = Kinds.Numeral(issue.Order),
        ["regional"] = issue.Regional ? "yes" : "",
    };

    public override IVersioned Read(Typed typed, IVersioned? old, Known known)
    {
        typed.Judge(ReferenceRules.OfIssue(typed.Text("slug"), typed.Text("title"), typed.Text("group"), typed.Text("question")));
        return new Issue
        {
            Slug = typed.Text("slug"),
            Title = typed.Text("title"),
            Question = typed.Text("question"),
            Group = typed.Text("group"),
            Order = typed.Number("order"),
            Regional = typed.Ticked("regional"),
            Scale = ((Issue?)old)?.Scale ?? ReadScale(typed),
        };
    }

    public override (string Kind, string Key) Logged(string process, string key) => (One, key);

    public override IReadOnlyList<(string Label, string Text)> Beside(IVersioned row) =>
        [("Scale", string.Join('\n', ((Issue)row).Scale.Steps.Select(step => FormattableString.Invariant($"{step.Rank}. {step.Label}: {step.Definition}"))))];

    public override Dictionary<string, string> ValuesAnew(IVersioned row)
    {
        var values = Values(row);
        foreach (var step in ((Issue)row).Scale.Steps)
        {
            values[FormattableString.Invariant($"step-{step.Rank}-label")] = step.Label;
            values[FormattableString.Invariant($"step-{step.Rank}-definition")] = step.Definition;
        }

        return values;
    }

    public override async Task CheckAsync(PeaceTrackerDbContext db, DeskStatements statements, IVersioned old, IVersioned fresh, Typed typed, CancellationToken cancellation)
    {
        if (((Issue)old).Regional && !((Issue)fresh).Regional && await db.IsCodedByRegionAsync((Issue)old, cancellation))
            typed.Refuse("regional", "There are codings of this issue that name a region: it stays coded region by region");
    }

    public override async Task AlsoAsync(PeaceTrackerDbContext db, IVersioned row, bool added, ChangeSet changes, CancellationToken cancellation)
    {
        var issue = (Issue)row;
        changes.Note(await db.AddCodebookVersionAsync(changes.At, added ? $"New issue: {issue.Title}." : $"Issue taken out: {issue.Title}.", added ? issue : null, cancellation), "add", "");
    }

    private static Scale ReadScale(Typed typed)
    {
        var steps = new List<Step>();
        for (var index = 1; index <= MostSteps; index++)
        {
            var prefix = FormattableString.Invariant($"step-{index}-");
            if (typed.Text(prefix + "label").Length + typed.Text(prefix + "definition").Length == 0)
                continue;
            var step = new Step(steps.Count + 1, typed.Text(prefix + "label"), typed.Text(prefix + "definition"));
            typed.Judge(ReferenceRules.OfStep(step), field => prefix + field);
            steps.Add(step);
        }

        if (steps.Count >= 2)
            return new(steps);
        typed.Refuse("step-1-label", "A scale has two steps or more: fill in both poles");
        return new([new(1, "", ""), new(2, "", "")]);
    }
}

internal sealed class RegionKind : ReferenceKind
{
    public override string Name => "regions";

    public override string One => "region";

    public override string About => "First-level units of the country, with their places in the tile grid.";

    public override string KeyField => "iso";

    public override IReadOnlyList<string> Columns { get; } =
        [nameof(Region.Slug), nameof(Region.Name), nameof(Region.NameLocal), nameof(Region.Code), nameof(Region.Row), nameof(Region.Column), nameof(Region.Kind)];

    public override IQueryable<IVersioned> All(PeaceTrackerDbContext db, int process) => db.Regions.Where(row => row.ProcessId == process).OrderBy(row => row.Name);

    public override string KeyOf(IVersioned row) => ((Region)row).Iso;

    public override string TitleOf(IVersioned row) => ((Region)row).Name;

    public override string NoteOf(IVersioned row) => row is Region region ? $"{region.Iso}, {region.Kind.Replace('-', ' ')}" : "";

    public override IReadOnlyList<Input> Inputs(Known known, IReadOnlyDictionary<string, string> values, bool isNew) =>
    [
        new("name", "Name"),
        new("name_uk", "Name in the language of the country"),
        new("iso", "ISO 3166-2 code") { Hint = "Such as UA-14. It cannot be changed once something hangs on it." },
        new("slug", "Slug") { Hint = Kinds.SlugHint },
        new("code", "Letters of its tile") { Hint = "Three capital letters." },
        new("kind", "Kind", InputKind.Choice) { Options = Kinds.Options(ReferenceRules.RegionKinds) },
        new("row", "Row in the tile grid") { InputMode = "numeric", Hint = FormattableString.Invariant($"1 in the north to {ReferenceRules.TileRows}.") },
        new("column", "Column in the tile grid") { InputMode = "numeric", Hint = FormattableString.Invariant($"1 in the west to {ReferenceRules.TileColumns}.") },
    ];

    public override Dictionary<string, string> Values(IVersioned row) => row is not Region region ? [] : new()
    {
        ["name"] = region.Name,
        ["name_uk"] = region.NameLocal,
        ["iso"] = region.Iso,
        ["slug"] = region.Slug,
        ["code"] = region.Code,
        ["kind"] = region.Kind,
        ["row"] = Kinds.Numeral(region.Row),
        ["column"] = Kinds.Numeral(region.Column),
    };

    public override IVersioned Read(Typed typed, IVersioned? old, Known known)
    {
        var region = new Region
        {
            ProcessId = known.Contents.Process.Id,
            Iso = typed.Text("iso"),
            Slug = typed.Text("slug"),
            Name = typed.Text("name"),
            NameLocal = typed.Text("name_uk"),
            Code = typed.Text("code"),
            Row = typed.Number("row"),
            Column = typed.Number("column"),
            Kind = typed.Text("kind"),
        };
        typed.Judge(ReferenceRules.Of(region, [.. known.Contents.Regions.Where(other => other.Id != ((Region?)old)?.Id)]));
        return region;
    }

    public override async Task CheckAsync(PeaceTrackerDbContext db, DeskStatements statements, IVersioned old, IVersioned fresh, Typed typed, CancellationToken cancellation)
    {
        if (((Region)old).Slug != ((Region)fresh).Slug && (await db.HangingOnAsync(old, cancellation)).Count > 0)
            typed.Refuse("slug", "Slug: it is part of addresses, and something hangs on this region: it stays as it is");
    }
}

internal sealed class EventKind : ReferenceKind
{
    public override string Name => "events";

    public override string One => "event";

    public override string About => "Summits, rounds, leaks, votes and what else marks a day of the talks.";

    public override IReadOnlyList<string> Columns { get; } =
    [
        nameof(TalksEvent.Title), nameof(TalksEvent.Date), nameof(TalksEvent.Earliest), nameof(TalksEvent.Latest), nameof(TalksEvent.Kind), nameof(TalksEvent.Place),
        nameof(TalksEvent.Summary), nameof(TalksEvent.Parties), nameof(TalksEvent.Sources),
    ];

    public override IQueryable<IVersioned> All(PeaceTrackerDbContext db, int process) => db.Events.Where(row => row.ProcessId == process).OrderByDescending(row => row.Latest).ThenBy(row => row.Slug);

    public override string KeyOf(IVersioned row) => ((TalksEvent)row).Slug;

    public override string TitleOf(IVersioned row) => ((TalksEvent)row).Title;

    public override string NoteOf(IVersioned row) => row is TalksEvent talksEvent ? $"{talksEvent.Date.ToWords()}, {talksEvent.Kind}" : "";

    public override IReadOnlyList<Input> Inputs(Known known, IReadOnlyDictionary<string, string> values, bool isNew) =>
    [
        new("title", "Title"),
        new("slug", "Slug") { Hint = Kinds.SlugHint },
        new("date", "Date") { Hint = Kinds.DateHint, IsDate = true },
        new("kind", "Kind", InputKind.Choice) { Options = Kinds.Options(ReferenceRules.EventKinds) },
        new("place", "Place"),
        new("summary", "Summary", InputKind.Text),
        new("parties", "Parties", InputKind.Boxes) { Options = Kinds.Parties(known) },
        new("sources", "Numbers of its sources") { Hint = "With spaces between them." },
    ];

    public override Dictionary<string, string> Values(IVersioned row) => row is not TalksEvent talksEvent ? [] : new()
    {
        ["title"] = talksEvent.Title,
        ["slug"] = talksEvent.Slug,
        ["date"] = talksEvent.Date.Text,
        ["kind"] = talksEvent.Kind,
        ["place"] = talksEvent.Place ?? "",
        ["summary"] = talksEvent.Summary,
        ["parties"] = string.Join(';', talksEvent.Parties),
        ["sources"] = string.Join(' ', talksEvent.Sources.Select(number => Kinds.Numeral(number))),
    };

    public override IVersioned Read(Typed typed, IVersioned? old, Known known)
    {
        if (typed.Text("date").Length == 0)
            typed.Problem("date", "a date");
        var date = typed.OptionalDate("date") ?? EdtfDate.On(DateOnly.MinValue);
        var sources = typed.Numbers("sources");
        known.Cited(typed, "sources", sources.Except(((TalksEvent?)old)?.Sources ?? []));
        var talksEvent = new TalksEvent
        {
            ProcessId = known.Contents.Process.Id,
            Slug = typed.Text("slug"),
            Title = typed.Text("title"),
            Date = date,
            Earliest = date.Earliest ?? DateOnly.MinValue,
            Latest = date.Latest ?? DateOnly.MaxValue,
            Kind = typed.Text("kind"),
            Place = typed.Optional("place"),
            Summary = typed.Text("summary"),
            Parties = Kinds.Chosen(typed, "parties", ((TalksEvent?)old)?.Parties),
            Sources = sources,
        };
        typed.Judge(ReferenceRules.Of(talksEvent, known.Codes));
        return talksEvent;
    }
}

internal sealed class PublisherKind : ReferenceKind
{
    public override string Name => "publishers";

    public override string One => "publisher";

    public override string About => "Who publishes sources, with the grade their sources get when they have none of their own.";

    public override IReadOnlyList<string> Columns { get; } = [nameof(Publisher.Name), nameof(Publisher.Kind), nameof(Publisher.Grade), nameof(Publisher.Reason)];

    public override IQueryable<IVersioned> All(PeaceTrackerDbContext db, int process) => db.Publishers.IgnoreQueryFilters().Where(row => row.ProcessId == process).OrderBy(row => row.Name);

    public override string KeyOf(IVersioned row) => ((Publisher)row).Slug;

    public override string TitleOf(IVersioned row) => ((Publisher)row).Name;

    public override string NoteOf(IVersioned row) => row is Publisher publisher ? $"{publisher.Kind.Replace('-', ' ')}, grade {publisher.Grade}" : "";

    public override IReadOnlyList<Input> Inputs(Known known, IReadOnlyDictionary<string, string> values, bool isNew) =>
    [
        new("name", "Name"),
        new("slug", "Slug") { Hint = Kinds.SlugHint },
        new("kind", "Kind", InputKind.Choice) { Options = Kinds.Options(Publisher.Kinds) },
        new("grade", "Grade", InputKind.Choice)
        {
            Options = [.. ReferenceRules.Grades.Select(letter => (letter, $"{letter}: {Domain.Statements.Words.OfSource(letter[0])}"))],
            Hint = "For sources entered from now on; those there are keep theirs.",
        },
        new("reason", "Why this grade", InputKind.Text),
    ];

    public override Dictionary<string, string> Values(IVersioned row) => row is not Publisher publisher ? [] : new()
    {
        ["name"] = publisher.Name,
        ["slug"] = publisher.Slug,
        ["kind"] = publisher.Kind,
        ["grade"] = publisher.Grade.ToString(),
        ["reason"] = publisher.Reason,
    };

    public override IVersioned Read(Typed typed, IVersioned? old, Known known)
    {
        var publisher = new Publisher
        {
            ProcessId = known.Contents.Process.Id,
            Slug = typed.Text("slug"),
            Name = typed.Text("name"),
            Kind = typed.Text("kind"),
            Grade = typed.Text("grade") is [var letter] ? letter : ' ',
            Reason = typed.Text("reason"),
        };
        typed.Judge(ReferenceRules.Of(publisher));
        return publisher;
    }
}

/// <summary>The process itself: one record, neither added nor removed here.</summary>
internal sealed class SettingsKind : ReferenceKind
{
    private static readonly string[] OfSeat = [nameof(NoSeat.Party), nameof(NoSeat.Issue), nameof(NoSeat.Reason)];

    public override string Name => "settings";

    public override string One => "process";

    public override string About => "Title, summary, which parties are shown first, and when a position is called old.";

    public override IReadOnlyList<string> Columns { get; } =
    [
        nameof(PeaceProcess.Title), nameof(PeaceProcess.Summary), nameof(PeaceProcess.PrincipalPair), nameof(PeaceProcess.DefaultParties),
        nameof(PeaceProcess.OldAfterDays), nameof(PeaceProcess.LastSearched),
    ];

    public override (string Kind, string Key) Logged(string process, string key) => ("process", process);

    public override IQueryable<IVersioned> All(PeaceTrackerDbContext db, int process) => db.Processes.Where(row => row.Id == process).Include(row => row.NoSeats.OrderBy(seat => seat.Id));

    public override string KeyOf(IVersioned row) => ((PeaceProcess)row).Slug;

    public override string TitleOf(IVersioned row) => ((PeaceProcess)row).Title;

    public override string NoteOf(IVersioned row) => "";

    public override IReadOnlyList<Input> Inputs(Known known, IReadOnlyDictionary<string, string> values, bool isNew) =>
    [
        new("title", "Title"),
        new("summary", "Summary", InputKind.Text),
        new("pair-1", "First of the principal pair", InputKind.Choice) { Options = Kinds.Parties(known), Hint = "Shown first where exactly two parties are compared." },
        new("pair-2", "Second of the principal pair", InputKind.Choice) { Options = Kinds.Parties(known) },
        new("defaults", "Parties shown when none are asked for", InputKind.Boxes) { Options = Kinds.Parties(known) },
        new("old-after", "Days after which a position is called old") { InputMode = "numeric" },
        new("searched", "When statements were last looked for") { Hint = Kinds.DateHint, IsDate = true },
        .. Enumerable.Range(1, Parts(values, "seat")).SelectMany(index =>
        {
            var group = FormattableString.Invariant($"Missing seat {index}");
            string Field(string part) => FormattableString.Invariant($"seat-{index}-{part}");
            return new Input[]
            {
                new(Field("party"), "Party", InputKind.Choice) { Group = group, Options = Kinds.Parties(known), Hint = index == 1 ? "It has no seat in the issue, whose cell is then not applicable. One whose fields are all empty is taken out." : null },
                new(Field("issue"), "Issue", InputKind.Choice) { Group = group, Options = [.. known.Contents.Issues.Select(issue => (issue.Slug, issue.Title))] },
                new(Field("reason"), "Reason") { Group = group },
            };
        }),
    ];

    public override Dictionary<string, string> Values(IVersioned row)
    {
        var process = (PeaceProcess)row;
        var values = new Dictionary<string, string>
        {
            ["title"] = process.Title,
            ["summary"] = process.Summary,
            ["pair-1"] = process.PrincipalPair.ElementAtOrDefault(0) ?? "",
            ["pair-2"] = process.PrincipalPair.ElementAtOrDefault(1) ?? "",
            ["defaults"] = string.Join(';', process.DefaultParties),
            ["old-after"] = Kinds.Numeral(process.OldAfterDays),
            ["searched"] = process.LastSearched.Text,
        };
        foreach (var (seat, index) in process.NoSeats.Select((seat, index) => (seat, index + 1)))
        {
            values[FormattableString.Invariant($"seat-{index}-party")] = seat.Party;
            values[FormattableString.Invariant($"seat-{index}-issue")] = seat.Issue;
            values[FormattableString.Invariant($"seat-{index}-reason")] = seat.Reason;
        }

        return values;
    }

    public override IVersioned Read(Typed typed, IVersioned? old, Known known)
    {
        if (typed.Text("searched").Length == 0)
            typed.Problem("searched", "a date");
        var process = new PeaceProcess
        {
            Slug = known.Contents.Process.Slug,
            Title = typed.Text("title"),
            Summary = typed.Text("summary"),
            PrincipalPair = [typed.Text("pair-1"), typed.Text("pair-2")],
            DefaultParties = Kinds.Chosen(typed, "defaults", ((PeaceProcess?)old)?.DefaultParties),
            OldAfterDays = typed.Number("old-after"),
            LastSearched = typed.OptionalDate("searched") ?? EdtfDate.On(known.Today),
            LicenceName = known.Contents.Process.LicenceName,
            LicenceAddress = known.Contents.Process.LicenceAddress,
        };
        if (process.LastSearched.Earliest > known.Today)
            typed.Problem("searched", "a date not after today");
        if (process.PrincipalPair.Contains(""))
            typed.Problem("pair-1", "two parties");
        for (var index = 1; typed.Values.ContainsKey(FormattableString.Invariant($"seat-{index}-party")); index++)
        {
            var prefix = FormattableString.Invariant($"seat-{index}-");
            var seat = new NoSeat { Party = typed.Text(prefix + "party"), Issue = typed.Text(prefix + "issue"), Reason = typed.Text(prefix + "reason") };
            if (seat.Party.Length + seat.Issue.Length + seat.Reason.Length == 0)
                continue;
            if (seat.Party.Length == 0)
                typed.Problem(prefix + "party", "a party");
            if (seat.Issue.Length == 0)
                typed.Problem(prefix + "issue", "an issue");
            if (process.NoSeats.Exists(other => other.Party == seat.Party && other.Issue == seat.Issue))
                typed.Refuse(prefix + "party", "Party: this missing seat is in the list already");
            typed.Judge(ReferenceRules.Of(seat), field => prefix + field);
            process.NoSeats.Add(seat);
        }

        typed.Judge(ReferenceRules.Of(process), field => field switch
        {
            "principalPair" => "pair-1",
            "defaultParties" => "defaults",
            "oldAfterDays" => "old-after",
            "lastSearched" => "searched",
            _ => field,
        });
        return process;
    }

    public override bool ReplaceParts(PeaceTrackerDbContext db, IVersioned old, IVersioned fresh) => Replace(db, old, nameof(PeaceProcess.Title), ((PeaceProcess)old).NoSeats, ((PeaceProcess)fresh).NoSeats, OfSeat);
}
