using System.Globalization;
using System.Text.Json;
using PeaceTracker.Domain.Statements;
using PeaceTracker.Domain.Text;
using PeaceTracker.Domain.Time;
using PeaceTracker.Web.Reading;

namespace PeaceTracker.Web.Writing.Importing;

/// <summary>What is wrong in a cell.</summary>
/// <param name="Field">Name of the field, with the number of its coding; "" for the row as a whole.</param>
/// <param name="Found">What the file has there.</param>
/// <param name="Now">What stands for it after repairs; the same where there are none.</param>
/// <param name="Text">What was expected.</param>
/// <param name="OfText">The text means nothing in any row, so that one repair mends them all; false where it is wrong beside the other cells of its row alone.</param>
public sealed record RowProblem(string Field, string Found, string Now, string Text, bool OfText)
{
    /// <summary>"Row 42, said on: expected a date such as 2025-08-20 or 2025-08; found 03/04/25."</summary>
    public string InWords(int row)
    {
        var where = FormattableString.Invariant($"Row {row}");
        var text = Text.TrimEnd('.');
        if (Field.Length == 0)
            return $"{where}: {text}.";
        var label = StatementForm.Label(Field);
        where += $", {char.ToLowerInvariant(label[0])}{label[1..]}";
        // What the reader of dates says begins with what it found.
        if (Field == "said" && Now.Length > 0 && DateInput.Read(Now) is { Error: { } error })
            return $"{where}: expected a date such as 2025-08-20 or 2025-08; found {Now}. {(error.IndexOf("': ", StringComparison.Ordinal) is >= 0 and var at ? char.ToUpperInvariant(error[at + 3]) + error[(at + 4)..] : error)}";
        if (text.StartsWith("Expected ", StringComparison.Ordinal) || text.StartsWith("Give ", StringComparison.Ordinal))
            text = char.ToLowerInvariant(text[0]) + text[1..];
        return $"{where}: {text}{(Now.Length == 0 || text.StartsWith("Found ", StringComparison.Ordinal) ? "" : $"; found {Now}")}.";
    }
}

/// <summary>Things that a cell can name, by their short names and by their names in full.</summary>
internal sealed class NameList
{
    private readonly Dictionary<string, string> slugs = new(StringComparer.OrdinalIgnoreCase);

    // Null where several things are called so.
    private readonly Dictionary<string, string?> names = [];

    public NameList(IEnumerable<(string Slug, string Name)> all)
    {
        foreach (var (slug, name) in all)
        {
            slugs.TryAdd(slug, slug);
            var plain = PlainLetters.Of(name);
            names[plain] = names.TryGetValue(plain, out var other) && other != slug ? null : slug;
        }
    }

    /// <summary>Short name of what is called so, whatever the capitals and accents; null when nothing is, or several things are.</summary>
    public string? Find(string typed) => typed.Length == 0 ? null : slugs.TryGetValue(typed, out var slug) ? slug : names.GetValueOrDefault(PlainLetters.Of(typed));
}

/// <summary>What the cells of a table can name.</summary>
/// <param name="sources">Number of each source that was asked for, by what was asked; null where none has that number or address.</param>
internal sealed class Named(ProcessContents contents, IReadOnlyList<(string Slug, string Title)> proposals, IReadOnlyDictionary<string, int?> sources)
{
    private static readonly (string, string) Nothing = (StatementForm.None, StatementForm.None);

    public static NameList Channels { get; } = new(Enum.GetValues<Channel>().Select(channel => Words.Of(channel)).Select(term => (term.Slug, term.Label)));

    public static NameList Responses { get; } = new(Enum.GetValues<ResponseKind>().Select(kind => Words.Of(kind)).Select(term => (term.Slug, term.Label)));

    public static NameList Flags { get; } = new(StatementFlags.All.Select(flag => (flag.Slug, flag.Label)));

    public NameList Parties { get; } = new(NamesOf(contents));

    public NameList PartiesOrNone { get; } = new(NamesOf(contents).Append(Nothing));

    public NameList IssuesOrNone { get; } = new(contents.Issues.Select(issue => (issue.Slug, issue.Title)).Append(Nothing));

    public NameList Regions { get; } = new(contents.Regions.SelectMany(region => new[] { region.Name, region.NameLocal, region.Slug }.Select(name => (region.Iso, name))));

    public NameList Events { get; } = new(contents.Events.Select(one => (one.Slug, one.Title)));

    public NameList Proposals { get; } = new(proposals);

    public IReadOnlyList<(string Slug, string Title)> ProposalTitles { get; } = proposals;

    public IReadOnlyDictionary<string, int?> Sources => sources;

    public Domain.Issues.Issue? Issue(string slug) => contents.Issues.FirstOrDefault(issue => issue.Slug == slug);

    private static IEnumerable<(string Slug, string Name)> NamesOf(ProcessContents contents) =>
        contents.Parties.SelectMany(party => party.Aliases.Append(party.Name).Append(party.Monogram).Select(name => (party.Slug, name)));
}

/// <summary>Turns a row into the form a person would have filled in: names become the values the form sends. What names nothing on record is a problem, never a guess.</summary>
internal sealed class RowReading
{
    private readonly ImportChoices choices;
    private readonly TableRow row;
    private readonly Named named;
    private readonly List<RowProblem> problems = [];

    private static readonly string[] Texts = ["said", "language", "translation", "speaker", "attributed-to", "summary", "paragraph", "clause", "responds-to-clause", "notes", "note", "topics", "quote", "cite-note"];

    // Of what is kept the day is never asked.
    private static readonly EdtfDate NoDay = EdtfDate.Parse("0001");

    public RowReading(ImportChoices choices, TableRow row, Named named)
    {
        (this.choices, this.row, this.named) = (choices, row, named);
        if (row.Problem is { } broken)
        {
            problems.Add(new("", "", "", broken, true));
            return;
        }

        Source = named.Sources.GetValueOrDefault(Value("source"));
        if (Source is not { } source)
            Wrong("source", Value("source").Length == 0 ? "Give the number of a source, or its address" : "No source on record has this number or address. Add the source first, or give the number of another");
        else
            Form["source"] = StatementForm.Number(source);
        foreach (var name in Texts)
            Copy(name);
        // "B2" has the grade of the source before it, which the source has itself.
        Form["information"] = Value("information") is [>= 'A' and <= 'F' or >= 'a' and <= 'f', var digit] ? digit.ToString() : Value("information");
        if (Value("confidence") is { Length: > 0 } confidence)
            Form["confidence"] = confidence.ToLowerInvariant();
        if (Value("paragraph") is { Length: > 0 } place && place.All(char.IsAsciiDigit))
            Form["paragraph"] = $"para {place}";
        // Whose the words are is asked of a quotation alone.
        if (YesNo("own", Value("quote").Length > 0))
            Form["own"] = StatementForm.Yes;
        OneOrNone("channel", Named.Channels);
        OneOrNone("response", Named.Responses);
        OneOrNone("event", named.Events);
        OneOrNone("proposal", named.Proposals);
        OneOrNone("about", named.Proposals);
        OneOrNone("responds-to", named.Proposals);
        Several("flags", Named.Flags, "values of the list, with semicolons between");
        Several("also", named.Parties, "values of the list, with semicolons between");
        for (var number = 2; number <= Last(ImportField.CitationNames); number++)
        {
            foreach (var name in ImportField.CitationNames)
                Form[StatementForm.Of(name, number)] = Value(StatementForm.Of(name, number));
        }

        // A coding that is begun is read, and one that is left out between others is asked for: none is dropped in silence.
        var last = Last(ImportField.CodingNames);
        for (var number = 1; number <= last; number++)
            Coding(number);
        Kept = ReadKept(last);
        // Whoever reviews it knows, and need not ask how what was public can be unusual.
        if (Kept is not null && Form["note"].Length == 0)
            Form["note"] = "From a file of statements that were taken away.";

        // The highest number of which any of these fields has something in it.
        int Last(IReadOnlyList<string> names) => choices.FieldsOf(row).Where(field => names.Contains(ImportField.Stem(field)) && Value(field).Length > 0).Select(ImportField.NumberOf).Append(1).Max();
    }

    public StatementForm Form { get; } = new();

    /// <summary>
    /// What no form shows, of a statement that was taken away from here: read as a statement that the form was filled from. Null where the row has
    /// nothing of the kind.
    /// </summary>
    public Statement? Kept { get; }

    /// <summary>Number of its source; null when none is found.</summary>
    public int? Source { get; }

    public IReadOnlyList<RowProblem> Problems => problems;

    private string Value(string field) => choices.Value(row, field);

    // An empty cell is an empty field: of many rows no such fields are kept.
    private void Copy(string field)
    {
        if (Value(field) is { Length: > 0 } text)
            Form[field] = text;
    }

    /// <param name="ofText">False where the same text can be right in another row.</param>
    private void Wrong(string field, string text, bool ofText = true)
    {
        var found = choices.Found(row, field);
        problems.Add(new(field, found, Value(field), text, ofText && found.Length > 0 && !choices.IsEdited(row, field)));
    }

    private bool YesNo(string field, bool otherwise)
    {
        switch (Value(field).ToLowerInvariant())
        {
            case "":
                return otherwise;
            case "yes" or "y" or "true" or "1":
                return true;
            case "no" or "n" or "false" or "0":
                return false;
            default:
                Wrong(field, "Expected yes or no");
                return otherwise;
        }
    }

    private Statement? ReadKept(int codings)
    {
        if (!choices.FieldsOf(row).Any(field => ImportField.KeptNames.Contains(ImportField.Stem(field)) && Value(field).Length > 0))
            return null;
        var quantities = new List<Quantity>();
        try
        {
            foreach (var figure in Value("quantities").Length == 0 ? [] : JsonSerializer.Deserialize<List<FigureNamed>>(Value("quantities"), FigureNamed.Json) ?? [])
            {
                if (figure is not { Measure.Length: > 0, Unit.Length: > 0 } || (figure.Low ?? figure.High) is null || figure.Low > figure.High)
                    Wrong("quantities", "Expected a measure, a unit, and a least or a greatest value for every figure", ofText: false);
                else
                    quantities.Add(new() { Measure = figure.Measure, Low = figure.Low, High = figure.High, Unit = figure.Unit, Note = figure.Note });
            }
        }
        catch (JsonException)
        {
            Wrong("quantities", "Expected a JSON list such as [{\"measure\": \"troops\", \"low\": 600000, \"high\": 600000, \"unit\": \"people\"}]", ofText: false);
        }

        if (Value("plover").Any(letter => letter is not (>= 'A' and <= 'Z')))
            Wrong("plover", "Expected a PLOVER verb such as CONSULT");
        // The order of what is said in any order is kept with it.
        return new()
        {
            Number = 0,
            MadeOn = NoDay,
            Channel = Channel.OnRecord,
            Summary = "",
            Information = Grade.InformationNotJudged,
            Status = StatementStatus.Draft,
            Record = Listed("record"),
            Parties = [.. Form.All("also")],
            Flags = [.. Form.All("flags")],
            Topic = Form.Text("topics") is { } topics ? string.Join(Statement.TopicSeparator, topics.Split(Statement.TopicSeparator, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)) : null,
            Plover = Value("plover") is { Length: > 0 } verb ? verb : null,
            Quantities = quantities,
            Codings = [.. Enumerable.Range(1, codings).SelectMany(Codings)],
        };

        List<string> Listed(string field) => [.. Value(field).Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)];

        IEnumerable<Coding> Codings(int number)
        {
            var fields = CodingFields.Of(Form, number);
            var (record, codebook) = (Value(StatementForm.Of("coding-record", number)), Value(StatementForm.Of("codebook", number)));
            if (record.Length + codebook.Length == 0 || fields.Step == StatementForm.None)
                yield break;
            var version = 0;
            if (codebook.Length > 0 && (!int.TryParse(codebook, NumberStyles.None, CultureInfo.InvariantCulture, out version) || version == 0))
                Wrong(StatementForm.Of("codebook", number), "Expected the number of a codebook version");
            foreach (var region in fields.Regions.Count == 0 ? [null] : fields.Regions.Cast<string?>())
            {
                yield return new()
                {
                    Record = record.Length > 0 ? record : null,
                    Party = fields.Party,
                    Issue = fields.Issue,
                    Region = region,
                    StepFrom = fields.Steps?.From,
                    StepTo = fields.Steps?.To,
                    State = fields.State,
                    Condition = fields.Condition.Length > 0 ? fields.Condition : null,
                    Reason = fields.Reason.Length > 0 ? fields.Reason : null,
                    SpecialStatus = fields.Special,
                    Codebook = version,
                };
            }
        }
    }

    private void Coding(int number)
    {
        string Of(string name) => StatementForm.Of(name, number);
        One(Of("party"), named.PartiesOrNone, "the name of a party on record, or none");
        One(Of("issue"), named.IssuesOrNone, "the title of an issue, or none");
        Several(Of("region"), named.Regions, "regions of the list");
        Copy(Of("condition"));
        Copy(Of("reason"));
        Form[Of("basis")] = Value(Of("basis")).ToLowerInvariant() is { Length: > 0 } basis ? basis : "stated";
        if (YesNo(Of("special"), false))
            Form[Of("special")] = StatementForm.Yes;
        Step(Of("step"), number, named.Issue(Form[Of("issue")]));
    }

    private void Step(string field, int number, Domain.Issues.Issue? issue)
    {
        var typed = Value(field);
        var plain = PlainLetters.Of(typed);
        Form[field] = typed;
        if (typed.Length == 0)
            Wrong(field, $"Give the rank of a step{Ranks()}, silent, declined or none", ofText: false);
        else if (plain is "none" or "silent" or "declined")
            Form[field] = plain;
        else if (typed.Split(['-', '\u2013']) is [var from, var to] && Rank(from) is { } first && Rank(to) is { } last && first < last && (issue is null || last <= issue.Scale.Count))
            (Form[field], Form[StatementForm.Of("step-from", number)], Form[StatementForm.Of("step-to", number)]) = (StatementForm.Ambiguous, StatementForm.Number(first), StatementForm.Number(last));
        else if (Rank(typed) is { } rank && (issue is null || rank <= issue.Scale.Count))
            Form[field] = StatementForm.Number(rank);
        else if (issue?.Scale.Steps.FirstOrDefault(step => PlainLetters.Of(step.Label) == plain) is { } labelled)
            Form[field] = StatementForm.Number(labelled.Rank);
        else
            Wrong(field, $"Expected the rank or the words of a step{Ranks()}, two ranks such as 2-3, the lower first, silent, declined or none", ofText: false);

        string Ranks() => issue is null ? "" : FormattableString.Invariant($", 1 ({issue.Scale.FirstPole.Label}) to {issue.Scale.Count} ({issue.Scale.LastPole.Label})");

        static int? Rank(string text) => int.TryParse(text.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var rank) && rank >= 1 ? rank : null;
    }

    private void OneOrNone(string field, NameList all)
    {
        if (Value(field).Length > 0)
            One(field, all, "one of the list");
    }

    private void One(string field, NameList all, string expected)
    {
        var typed = Value(field);
        var slug = all.Find(typed);
        Form[field] = slug ?? typed;
        if (slug is null)
            Wrong(field, typed.Length == 0 ? $"Give {expected}" : $"Expected {expected}");
    }

    private void Several(string field, NameList all, string expected)
    {
        var chosen = new List<string>();
        foreach (var typed in Value(field).Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            if (all.Find(typed) is { } slug)
                chosen.Add(slug);
            else
                Wrong(field, $"\"{typed}\" is none of them. Expected {expected}");
        }

        if (chosen.Count > 0)
            Form.Set(field, chosen);
    }
}
