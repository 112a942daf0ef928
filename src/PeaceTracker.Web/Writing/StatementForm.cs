using System.Globalization;
using System.Text.Json;
using PeaceTracker.Domain.Issues;
using PeaceTracker.Domain.Parties;
using PeaceTracker.Domain.Statements;
using PeaceTracker.Domain.Text;
using PeaceTracker.Web.Reading;

namespace PeaceTracker.Web.Writing;

/// <summary>
/// The form of a statement as it was typed: names of fields and their texts, right or wrong, so that nothing typed is lost on any way.
/// <see cref="StatementForms"/> reads a statement out of it.
/// </summary>
/// <remarks>A coding has the fields of <see cref="CodingFields"/>, the first without a number behind the name, the second as "party-2" and so on.</remarks>
public sealed class StatementForm
{
    /// <summary>In place of a party: somebody who speaks for none. In place of an issue: none has a scale for it. In place of a step: it takes none.</summary>
    public const string None = "none";

    public const string Ambiguous = "ambiguous";
    public const string Yes = "yes";

    /// <summary>Codings and citations a form can have; no statement of the record has half as many.</summary>
    internal const int Most = 60;

    /// <summary>The fields of a statement, beside those of its codings and further citations.</summary>
    private static readonly string[] Names =
    [
        "source", "text", "quote", "at", "own", "paragraph", "cite-note", "said", "speaker", "channel", "translation", "language", "information", "note", "summary", "composed",
        "event", "proposal", "clause", "about", "responds-to", "responds-to-clause", "response", "attributed-to", "also", "topics", "flags", "confidence", "notes",
        "amend-reason", "checked", "change-asked", "change", "no-change", "attach", "version",
    ];

    /// <summary>Names that are answers to what the form asked and no part of the statement.</summary>
    private static readonly string[] Answers = ["text", "at", "composed", "checked", "change-asked", "change", "attach", "version"];

    private readonly Dictionary<string, List<string>> fields = [];

    public StatementForm()
    {
    }

    /// <summary>What was sent; of other names nothing is taken.</summary>
    public StatementForm(IEnumerable<KeyValuePair<string, Microsoft.Extensions.Primitives.StringValues>> sent)
    {
        foreach (var (name, values) in sent.Where(pair => Takes(pair.Key)))
            fields[name] = [.. values.Select(value => value ?? "")];
    }

    public int Codings => Math.Max(1, Count("party"));

    /// <summary>Citations beside the first.</summary>
    public int FurtherCitations => Count("source") - 1;

    /// <summary>The first text of a field as it was typed; "" when there is none.</summary>
    public string this[string name]
    {
        get => fields.TryGetValue(name, out var values) && values.Count > 0 ? values[0] : "";
        set => fields[name] = [value];
    }

    /// <summary>The text without white space around it and with line breaks of one kind; null when nothing is left.</summary>
    public string? Text(string name) => LineBreaks.Plain(this[name]).Trim() is { Length: > 0 } text ? text : null;

    public IReadOnlyList<string> All(string name) => fields.GetValueOrDefault(name, []);

    public bool Has(string name, string value) => All(name).Contains(value);

    public bool Sent(string name) => fields.ContainsKey(name);

    public void Set(string name, IEnumerable<string> values) => fields[name] = [.. values];

    /// <summary>Gives a field what another form has in it.</summary>
    public void Take(string name, StatementForm other)
    {
        if (other.fields.TryGetValue(name, out var values))
            fields[name] = [.. values];
        else
            fields.Remove(name);
    }

    /// <summary>Takes out why it is another statement than those it looked like.</summary>
    public void ForgetAnswers()
    {
        foreach (var name in fields.Keys.Where(name => name.StartsWith("differs-", StringComparison.Ordinal)).ToList())
            fields.Remove(name);
    }

    /// <summary>"party" of the first coding, "party-2" of the second.</summary>
    public static string Of(string name, int coding) => coding == 1 ? name : FormattableString.Invariant($"{name}-{coding}");

    /// <summary>Names of the fields that say something of the statement, empty or not.</summary>
    public IEnumerable<string> FieldNames => fields.Keys.Where(name => !Answers.Contains(name));

    /// <summary>Name to text, as two people's forms are compared; several values, whose order says nothing, stand behind each other.</summary>
    public IReadOnlyDictionary<string, string> ToFields() => FieldNames.ToDictionary(name => name, name => string.Join(", ", fields[name].Where(value => value.Length > 0).Select(value => value.ReplaceLineEndings("\n")).Order(StringComparer.Ordinal)));

    public string ToJson() => JsonSerializer.Serialize(fields);

    /// <exception cref="JsonException">It is not what <see cref="ToJson"/> gave.</exception>
    public static StatementForm FromJson(string json) =>
        new(JsonSerializer.Deserialize<Dictionary<string, List<string>>>(json)!.Select(pair => KeyValuePair.Create(pair.Key, new Microsoft.Extensions.Primitives.StringValues([.. pair.Value]))));

    /// <summary>A statement as a form: sending it back unchanged changes nothing.</summary>
    public static StatementForm From(ProcessContents contents, Statement statement, IReadOnlyList<Person> people)
    {
        var note = ReviewerNote.Parse(statement.NoteToReviewer);
        var form = new StatementForm
        {
            ["said"] = statement.MadeOn.Text,
            ["speaker"] = people.FirstOrDefault(person => person.Slug == statement.Speaker) is { } speaker ? Speaking(speaker, statement.Office) : "",
            ["channel"] = Words.Of(statement.Channel).Slug,
            ["translation"] = statement.QuoteTranslation ?? "",
            ["language"] = statement.QuoteLanguage ?? "",
            ["information"] = Number(statement.Information),
            ["note"] = note.Text,
            ["no-change"] = note.NoChange,
            ["summary"] = statement.Summary,
            ["event"] = statement.Event ?? "",
            ["proposal"] = statement.Proposal ?? "",
            ["clause"] = statement.Clause ?? "",
            ["about"] = statement.SaidAbout ?? "",
            ["responds-to"] = statement.RespondsTo ?? "",
            ["responds-to-clause"] = statement.RespondsToClause ?? "",
            ["response"] = statement.Response is { } response ? Words.Of(response).Slug : "",
            ["attributed-to"] = statement.AttributedTo ?? "",
            ["confidence"] = statement.Confidence ?? "",
            ["notes"] = statement.Notes ?? "",
            ["amend-reason"] = statement.AmendReason ?? "",
        };
        form.Set("flags", statement.Flags);
        form.Set("checked", note.Checked.Select(Warning.IdOf));
        foreach (var (number, why) in note.Differs)
            form[FormattableString.Invariant($"differs-{number}")] = why;

        form["quote"] = statement.Citations is [{ Exact: { } exact }, ..] ? exact : statement.Quote ?? "";
        form.Set("own", statement.Quote is null && form["quote"].Length > 0 ? [] : [Yes]);
        for (var index = 0; index < statement.Citations.Count; index++)
        {
            var citation = statement.Citations[index];
            form[Of("source", index + 1)] = Number(citation.Source);
            form[Of("paragraph", index + 1)] = citation.Paragraph ?? "";
            form[Of("cite-note", index + 1)] = citation.Note ?? "";
        }

        var groups = CodingFields.Groups(statement.Codings).ToList();
        for (var index = 0; index < groups.Count; index++)
            groups[index].WriteTo(form, index + 1);
        var topics = statement.Topics.ToList();
        if (groups.Count == 0)
        {
            var issue = topics.Find(topic => contents.Issues.Any(one => one.Slug == topic));
            topics.Remove(issue ?? "");
            form["party"] = statement.Parties.FirstOrDefault(None);
            form["issue"] = issue ?? None;
            form["step"] = None;
            form["basis"] = "stated";
        }

        form["topics"] = string.Join("; ", topics);
        var coded = groups.Select(group => group.Party).Append(form["party"]).ToHashSet();
        form.Set("also", statement.Parties.Where(party => !coded.Contains(party)));
        return form;
    }

    /// <summary>The same for a further revision, which has a reason and a note of its own.</summary>
    public static StatementForm ToAmend(ProcessContents contents, Statement statement, IReadOnlyList<Person> people)
    {
        var form = From(contents, statement, people);
        form["amend-reason"] = form["note"] = form["no-change"] = "";
        form.Set("checked", []);
        form.ForgetAnswers();
        return form;
    }

    /// <summary>"Sergey Lavrov, Foreign Minister of Russia", as the list of speakers offers it.</summary>
    public static string Speaking(Person person, string? office) => office is null ? person.Name : $"{person.Name}, {office}";

    /// <summary>The field says how the form is to be read, and nothing of the statement.</summary>
    public static bool IsOfTheForm(string name) => name is "source" or "version" or "composed" or "change-asked" or "checked" or "at" or "then" or "go";

    /// <summary>What a field belongs to: a coding, a citation, a quotation, a place in a proposal say something as a whole only.</summary>
    public static string PartOf(string name)
    {
        var field = Stem(name);
        var number = field.Length == name.Length ? "1" : name[(field.Length + 1)..];
        return field switch
        {
            "differs" => name,
            "quote" or "own" or "language" or "translation" => "quotation",
            "source" or "paragraph" or "cite-note" => $"citation {number}",
            "proposal" or "clause" => "clause",
            "responds-to" or "responds-to-clause" or "response" => "answer",
            _ when CodingFields.Names.Contains(field) => $"coding {number}",
            _ => name,
        };
    }

    /// <summary>The name of a field as its label says it: "Said on"; "Step, 2" in the second coding.</summary>
    public static string Label(string name)
    {
        var field = Stem(name);
        var label = field switch
        {
            "quote" => "Passage",
            "own" => "The party's own words",
            "said" => "Said on",
            "also" => "Other parties",
            "note" => "Note to the reviewer",
            "amend-reason" => "Why it is changed",
            "no-change" => "Why it is no change of position",
            "differs" => "How it differs from another statement",
            "about" => "Tells something of proposal",
            "proposal" => "Clause of proposal",
            "responds-to" => "Answers proposal",
            _ => $"{char.ToUpperInvariant(field[0])}{field[1..].Replace('-', ' ')}",
        };
        return field.Length == name.Length ? label : $"{label}, {name[(field.Length + 1)..]}";
    }

    /// <summary>What a field holds, in words, for the one who compares; as it is where it is text.</summary>
    public static string InWords(ProcessContents contents, string name, string value)
    {
        var field = Stem(name);
        return field switch
        {
            "party" => contents.PartyName(value),
            "also" => Several(contents.PartyName),
            "issue" => contents.Issues.FirstOrDefault(issue => issue.Slug == value)?.Title ?? value,
            "region" => Several(iso => contents.Region(iso)?.Name ?? iso),
            "channel" => Words.FromSlug<Channel>(value, Words.Of) is { } channel ? Words.Of(channel).Label : value,
            "response" => Words.FromSlug<ResponseKind>(value, Words.Of) is { } kind ? Words.Of(kind).Label : value,
            "information" => int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var digit) ? $"{value}: {Words.OfInformation(digit)}" : value,
            "flags" => Several(flag => StatementFlags.Of(flag).Label),
            _ => value,
        };

        string Several(Func<string, string> word) => string.Join(", ", value.Split(", ", StringSplitOptions.RemoveEmptyEntries).Select(word));
    }

    /// <summary>Name of a field without the number of its coding or citation.</summary>
    private static string Stem(string name) => name.TrimEnd('0', '1', '2', '3', '4', '5', '6', '7', '8', '9').TrimEnd('-');

    internal static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);

    /// <summary>The highest number behind this name, which stands for 1 by itself.</summary>
    private int Count(string name)
    {
        var most = 1;
        foreach (var field in fields.Keys)
        {
            if (field.Length > name.Length + 1 && field[name.Length] == '-' && field[name.Length + 1] != '0' && field.StartsWith(name, StringComparison.Ordinal)
                && int.TryParse(field.AsSpan(name.Length + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number <= Most)
                most = Math.Max(most, number);
        }

        return most;
    }

    private static bool Takes(string name)
    {
        if (Names.Contains(name) || CodingFields.Names.Contains(name))
            return true;
        var dash = name.LastIndexOf('-');
        if (dash < 0 || !int.TryParse(name[(dash + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out var number))
            return false;
        var stem = name[..dash];
        return stem == "differs" || (number is > 1 and <= Most && (stem is "source" or "paragraph" or "cite-note" || CodingFields.Names.Contains(stem)));
    }
}

/// <summary>What the form asks of a coding; codings that differ in their region alone are one.</summary>
public sealed record CodingFields(
    string Party, string Issue, IReadOnlyList<string> Regions, string Step, string StepFrom, string StepTo, string Basis, string Reason, string Condition, bool Special)
{
    internal static readonly string[] Names = ["party", "issue", "region", "step", "step-from", "step-to", "basis", "reason", "condition", "special", "drop"];

    internal static CodingFields Of(StatementForm form, int number)
    {
        return new(
            Field("party"), Field("issue"), [.. form.All(StatementForm.Of("region", number)).Where(iso => iso.Length > 0).Distinct()], Field("step"), Field("step-from"), Field("step-to"),
            Field("basis"), Field("reason"), Field("condition"), Field("special") == StatementForm.Yes)
        {
            Dropped = Field("drop") == StatementForm.Yes,
        };

        string Field(string name) => form.Text(StatementForm.Of(name, number)) ?? "";
    }

    /// <summary>What it says, as far as it can be read.</summary>
    internal CodingState State => Words.FromSlug<CodingState>(Step, Words.Of) is { } absent and (CodingState.Silent or CodingState.Declined) ? absent
        : Step == StatementForm.Ambiguous ? CodingState.Ambiguous
        : Condition.Length > 0 ? CodingState.Conditional
        : Basis == "inferred" ? CodingState.Inferred
        : CodingState.Stated;

    /// <summary>The step or steps it names; null when it names none.</summary>
    internal StepRange? Steps => Step == StatementForm.Ambiguous ? Rank(StepFrom) is { } from && Rank(StepTo) is { } to && from < to ? new StepRange(from, to) : null
        : Rank(Step) is { } rank ? new StepRange(rank) : null;

    private static int? Rank(string text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var rank) && rank >= 1 ? rank : null;

    /// <summary>Somebody wants it out of the statement.</summary>
    public bool Dropped { get; init; }

    /// <summary>Codings that differ in their region alone, each time together; in the order of the form.</summary>
    internal static IEnumerable<IReadOnlyList<Coding>> Grouped(IEnumerable<Coding> codings) => codings
        .GroupBy(coding => (coding.Party, coding.Issue, Whole: coding.Region is null, coding.StepFrom, coding.StepTo, coding.State, coding.Condition, coding.Reason, coding.SpecialStatus))
        .Select(group => group.ToList());

    internal static IEnumerable<CodingFields> Groups(IEnumerable<Coding> codings) => Grouped(codings).Select(group => (One: group[0], Regions: group.Select(coding => coding.Region).OfType<string>().ToList()))
        .Select(group => new CodingFields(
            group.One.Party,
            group.One.Issue,
            group.Regions,
            group.One.State switch
            {
                CodingState.Silent or CodingState.Declined => Words.Of(group.One.State).Slug,
                CodingState.Ambiguous => StatementForm.Ambiguous,
                _ => StatementForm.Number(group.One.StepFrom!.Value),
            },
            group.One.State == CodingState.Ambiguous ? StatementForm.Number(group.One.StepFrom!.Value) : "",
            group.One.State == CodingState.Ambiguous ? StatementForm.Number(group.One.StepTo!.Value) : "",
            group.One.State == CodingState.Inferred ? "inferred" : "stated",
            group.One.Reason ?? "",
            group.One.Condition ?? "",
            group.One.SpecialStatus));

    internal void WriteTo(StatementForm form, int number)
    {
        Write("party", Party);
        Write("issue", Issue);
        form.Set(StatementForm.Of("region", number), Regions);
        Write("step", Step);
        Write("step-from", StepFrom);
        Write("step-to", StepTo);
        Write("basis", Basis);
        Write("reason", Reason);
        Write("condition", Condition);
        form.Set(StatementForm.Of("special", number), Special ? [StatementForm.Yes] : []);

        void Write(string name, string value) => form[StatementForm.Of(name, number)] = value;
    }
}
