using System.Globalization;
using System.Text.RegularExpressions;
using PeaceTracker.Domain.Issues;
using PeaceTracker.Domain.Parties;
using PeaceTracker.Domain.Positions;
using PeaceTracker.Domain.Sources;
using PeaceTracker.Domain.Statements;
using PeaceTracker.Domain.Text;
using PeaceTracker.Domain.Time;
using PeaceTracker.Web.Reading;

namespace PeaceTracker.Web.Writing;

/// <summary>What forms of a process can name.</summary>
/// <param name="People">In the order of their names.</param>
/// <param name="Proposals">In the order of their titles, published or not.</param>
/// <param name="Sources">Numbers of those on record, with the one a merged source goes under; null for the others.</param>
/// <param name="Codebook">Number of the version that new codings are made under.</param>
public sealed record FormNames(IReadOnlyList<Person> People, IReadOnlyList<(string Slug, string Title)> Proposals, IReadOnlyDictionary<int, int?> Sources, int Codebook);

/// <summary>What stands around a form: what it may name, and the source it is about.</summary>
/// <param name="Text">The newest text of the source; null when none was pasted.</param>
public sealed record FormSurroundings(ProcessContents Contents, Source Source, SourceText? Text, FormNames Names, DateOnly Today)
{
    /// <inheritdoc cref="FormNames.People"/>
    public IReadOnlyList<Person> People => Names.People;

    /// <inheritdoc cref="FormNames.Proposals"/>
    public IReadOnlyList<(string Slug, string Title)> Proposals => Names.Proposals;

    /// <inheritdoc cref="FormNames.Sources"/>
    public IReadOnlyDictionary<int, int?> Sources => Names.Sources;

    /// <inheritdoc cref="FormNames.Codebook"/>
    public int Codebook => Names.Codebook;

    /// <summary>Who can be said to have spoken, each with an office.</summary>
    public IEnumerable<string> Speakers => People.SelectMany(person => person.Offices.Count == 0
        ? [person.Name]
        : person.Offices.Select(office => StatementForm.Speaking(person, office.Title)));
}

/// <param name="Field">Name of the field; "" when it is about none alone.</param>
public sealed record Problem(string Field, string Text);

/// <summary>Reads a statement out of a form. Nothing is guessed: what cannot be read is a problem in words.</summary>
internal sealed partial class StatementReading
{
    /// <summary>Place of a statement that rests on what is not there.</summary>
    public const string WholeText = "the whole text";

    private const int LongestCondition = 140;
    private const int LongestText = 10_000;
    private const int LongestLine = 600;

    private static readonly string[] Lines = ["summary", "speaker", "attributed-to", "amend-reason", "clause", "responds-to-clause"];
    private static readonly string[] Confidences = ["high", "medium", "low"];

    private readonly FormSurroundings around;
    private readonly StatementForm form;
    private readonly Statement? based;
    private readonly List<Problem> problems = [];

    /// <param name="based">The revision the form was filled from: what the form does not show is taken from it. Null for a new statement.</param>
    public StatementReading(FormSurroundings around, StatementForm form, Statement? based)
    {
        (this.around, this.form, this.based) = (around, form, based);
        Said = ReadDate();
        Channel = Words.FromSlug<Channel>(form.Text("channel") ?? "", Words.Of);
        if (Channel is null)
            Add("channel", "Choose how the words reached the public");
        Entries = [.. Enumerable.Range(1, form.Codings).Select(number => ReadEntry(number)).OfType<Entry>()];
        if (Entries.Count == 0 && problems.Count == 0)
            Add("party", "Leave one coding in the statement, or discard it");
        Parties = ReadParties();
        ReadPassage();
        ReadSpeaker();
        Information = ReadInformation();
        ReadRest();
        Composed = Compose();
        if (Composed is null && Entries.Count > 0 && form.Text("summary") is null)
            Add("summary", "Write in one sentence what was said: without an issue none can be composed");
        Lengths();
    }

    public EdtfDate? Said { get; }

    public Channel? Channel { get; }

    public IReadOnlyList<Entry> Entries { get; }

    public IReadOnlyList<string> Parties { get; }

    public int Information { get; }

    /// <summary>The anchor of the passage in the newest text; null without text or passage.</summary>
    public TextAnchor? Anchor { get; private set; }

    /// <summary>What the coding says, as a sentence; null while there is none.</summary>
    public string? Composed { get; }

    public IReadOnlyList<Problem> Problems => problems;

    /// <summary>The words themselves; null where they are not the party's own.</summary>
    public string? Quote { get; private set; }

    /// <summary>The quotation is in another language and has no translation yet. It can be kept so, and not be sent.</summary>
    public bool Untranslated => Quote is not null && (form.Text("language") ?? around.Source.Language ?? "en") != "en" && form.Text("translation") is null;

    /// <summary>Who spoke is a person of the record.</summary>
    public bool NamesSpeaker => Speaker is not null;

    /// <summary>Number of the source it is from.</summary>
    public int Source => around.Source.Number;

    /// <summary>The words that were given, the party's own or not.</summary>
    public string? Given => form.Text("quote");

    /// <summary>What it puts on a step, or says to be silent.</summary>
    public IEnumerable<(string Party, string Issue, string? Region)> Places => Entries.Where(entry => entry.State is not null)
        .SelectMany(entry => entry.Regions.Select(region => (entry.Party!.Slug, entry.Issue!.Slug, region)));

    private Citation? First { get; set; }

    private string? Speaker { get; set; }

    private string? Office { get; set; }

    private string? AttributedTo { get; set; }

    private List<Citation> Further { get; } = [];

    /// <summary>One coding of the form: one of the statement for each region.</summary>
    /// <param name="Party">Null for who speaks for none.</param>
    /// <param name="Issue">Null when no issue has a scale for it.</param>
    /// <param name="State">Null when no step is taken.</param>
    internal sealed record Entry(int Number, CodingFields Fields, Party? Party, Issue? Issue, StepRange? Steps, CodingState? State)
    {
        /// <summary>Null once: the whole country.</summary>
        public IReadOnlyList<string?> Regions => Fields.Regions.Count == 0 ? new string?[] { null } : [.. Fields.Regions];
    }

    /// <summary>The citation of the passage, as a further one of another statement.</summary>
    public Citation? CitationAt(int order) => First is null ? null : Cite(First, order);

    /// <summary>The statement; each call makes a new one. Only when there are no problems.</summary>
    public Statement Build(int number, int revision, int? editor, string? note)
    {
        // Copies of all that the form does not show.
        var kept = based?.Amendment(revision, editor, "");
        return new()
        {
            ProcessId = around.Contents.Process.Id,
            Number = number,
            Revision = revision,
            Editor = editor,
            Status = StatementStatus.Draft,
            Record = kept?.Record ?? [],
            Parties = [.. Parties],
            Speaker = Speaker,
            Office = Office,
            AttributedTo = AttributedTo,
            MadeOn = Said!,
            Earliest = Said!.Earliest!.Value,
            Day = Said.Latest!.Value,
            Channel = Channel!.Value,
            Summary = form.Text("summary") ?? Composed!,
            Quote = Quote,
            QuoteLanguage = Quote is null ? null : form.Text("language") ?? around.Source.Language ?? "en",
            QuoteTranslation = Quote is null ? null : form.Text("translation"),
            Information = Information,
            Confidence = form.Text("confidence"),
            Flags = [.. OldOrder(based?.Flags ?? [], form.All("flags"))],
            Proposal = form.Text("proposal"),
            Clause = form.Text("clause"),
            Topic = Topics(),
            SaidAbout = form.Text("about"),
            RespondsTo = form.Text("responds-to"),
            RespondsToClause = form.Text("responds-to-clause"),
            Response = form.Text("response") is { } slug ? Words.FromSlug<ResponseKind>(slug, Words.Of) : null,
            Plover = based?.Plover,
            Event = form.Text("event"),
            Notes = form.Text("notes"),
            NoteToReviewer = note,
            AmendReason = revision > 1 ? form.Text("amend-reason") : null,
            Citations = [.. Further.Prepend(First!).Select(Cite)],
            Codings = Codings(kept),
            Quantities = kept?.Quantities ?? [],
        };
    }

    private void Add(string field, string text) => problems.Add(new(field, text));

    private EdtfDate? ReadDate()
    {
        var input = DateInput.Read(form["said"]);
        if (input.Date is not { } date)
        {
            Add("said", input.Error!);
            return null;
        }

        if (date.Earliest is not { } earliest || date.Latest is not { } latest)
            Add("said", $"Found {date.ToWords()}. Expected a date with a beginning and an end: a statement counts from the last day its date allows");
        else if (earliest < View.FirstDay && !date.Equals(based?.MadeOn))
            Add("said", $"Found {date.ToWords()}. Expected a date of {View.FirstDay.Year} or later. Correct the year");
        else if (latest > around.Today && !date.Equals(based?.MadeOn))
            Add("said", $"Found {date.ToWords()}, which allows days after today, {View.Words(around.Today)}. Expected a date not after today. Correct it, or narrow it, for example {(earliest <= around.Today ? $"{View.Iso(earliest)}/{View.Iso(around.Today)}" : View.Iso(around.Today))}");
        else if (around.Source.Date?.Latest is { } printed && earliest > printed && form.Text("note") is null && !date.Equals(based?.MadeOn))
            Add("said", $"Found {date.ToWords()}, after the date of the source, {around.Source.Date.ToWords()}. Correct it, or say in the note to the reviewer how that can be");
        else
            return date;
        return null;
    }

    private Entry? ReadEntry(int number)
    {
        var fields = CodingFields.Of(form, number);
        if (fields.Dropped)
            return null;
        var party = fields.Party == StatementForm.None ? null : around.Contents.Parties.FirstOrDefault(one => one.Slug == fields.Party);
        var issue = fields.Issue == StatementForm.None ? null : around.Contents.Issues.FirstOrDefault(one => one.Slug == fields.Issue);
        var before = problems.Count;
        if (party is null && fields.Party != StatementForm.None)
            Wrong("party", "Choose the party whose words or position it is");
        if (issue is null && fields.Issue != StatementForm.None)
            Wrong("issue", "Choose the issue it is about");
        if (problems.Count > before)
            return null;
        if (fields.Step is StatementForm.None or "" && (issue is null || fields.Step.Length > 0))
            return new(number, fields, party, issue, null, null);
        if (issue is null)
            Wrong("step", "Without an issue there is no step. Choose an issue, or that it takes no step");
        else if (party is null)
            Wrong("party", "Only a party is put on a step. Choose the party, or that it takes no step");
        else if (around.Contents.NoSeat(party.Slug, issue.Slug) is { } seat && !(based?.Codings.Any(coding => coding.Party == party.Slug && coding.Issue == issue.Slug) ?? false))
            Wrong("issue", $"{party.Name} has no seat in {issue.Title} and is not coded there: {seat.Reason}");
        if (issue is null || party is null || problems.Count > before)
            return null;

        if (fields.Regions.Count > 0 && !issue.Regional)
            Wrong("region", $"{issue.Title} is not coded by region. Take the regions out");
        foreach (var iso in fields.Regions.Where(iso => around.Contents.Region(iso) is null))
            Wrong("region", $"Found \"{iso}\". Expected regions of the list");
        if (fields.Condition.Length > LongestCondition)
            Wrong("condition", FormattableString.Invariant($"Found {fields.Condition.Length} characters. Expected {LongestCondition} at most"));

        StepRange? steps = null;
        var state = fields.State;
        if (state is CodingState.Silent or CodingState.Declined)
        {
            if (fields.Condition.Length > 0)
                Wrong("condition", "Who takes no step sets no condition. Empty the condition, or choose a step");
        }
        else if (state == CodingState.Ambiguous)
        {
            if (fields.Steps is not { } range || range.To > issue.Scale.Count)
                Wrong("step-from", "Choose the two steps the wording allows, the lower first");
            else
                steps = range;
            if (fields.Reason.Length == 0)
                Wrong("reason", "Say which readings the wording allows");
        }
        else
        {
            if (fields.Steps is not { } step || step.To > issue.Scale.Count)
                Wrong("step", "Choose a step, or say that the party is silent or declined");
            else
                steps = step;
            if (fields.Basis is not ("stated" or "reported" or "inferred"))
                Wrong("basis", "Choose what the coding rests on");
            if (fields.Basis == "inferred" && fields.Reason.Length == 0)
                Wrong("reason", "Say why you conclude this step");
            if (fields.Basis == "reported" && Channel is { } channel && !PositionRule.IsReported(channel))
                Wrong("basis", "Reported follows from the channel. Choose one that is not in the party's own words, or stated");
        }

        return problems.Count > before ? null : new(number, fields, party, issue, steps, state);

        void Wrong(string name, string text) => Add(StatementForm.Of(name, number), text);
    }

    private List<string> ReadParties()
    {
        var chosen = new List<string>();
        foreach (var slug in Entries.Select(entry => entry.Party?.Slug).OfType<string>().Concat(form.All("also")).Where(slug => slug.Length > 0))
        {
            if (around.Contents.Parties.All(party => party.Slug != slug))
                Add("also", $"Found \"{slug}\". Expected parties of the list");
            else if (!chosen.Contains(slug))
                chosen.Add(slug);
        }

        var twice = Entries.Where(entry => entry.State is not null)
            .SelectMany(entry => entry.Regions.Select(region => (entry.Number, Key: (entry.Party!.Slug, entry.Issue!.Slug, region))))
            .GroupBy(pair => pair.Key).FirstOrDefault(group => group.Count() > 1);
        if (twice is not null)
            Add(StatementForm.Of("party", twice.Last().Number), "The statement puts this party on this issue twice. Leave one coding out, or say with \"ambiguous\" that both readings are allowed");
        return [.. OldOrder(based?.Parties ?? [], chosen)];
    }

    private void ReadPassage()
    {
        var source = around.Source.Number;
        var typed = form.Text("quote");
        var place = form.Text("paragraph");
        var note = form.Text("cite-note");
        var old = based?.Citations.FirstOrDefault() is { } first && first.Source == source ? first : null;
        if (form.Text("source") != StatementForm.Number(source))
            Add("source", "The form belongs to another source. Open it anew from its source");
        First = new() { ProcessId = around.Contents.Process.Id, Source = source, Paragraph = place, Note = note };
        var own = form.Has("own", StatementForm.Yes);
        var silent = Entries.Count > 0 && Entries.All(entry => entry.State == CodingState.Silent);
        if (around.Text is not { } text)
        {
            if (typed is null && place is null && based is null && !silent)
                Add("quote", "Give the words this statement rests on, or the place in the source where it stands");
            Quote = typed;
        }
        else if (based is not null && typed == Trimmed(old?.Exact ?? based.Quote))
        {
            // What was not touched stays as it is, found in this text or not.
            if (old is { Position: { } start, Exact: { } exact } && old.TextNumber == text.Number && TextAnchor.TryOf(text.Text, start, exact.Length, out var kept, out _))
                Anchor = kept;
            if (old is not null)
                First = Cite(new() { ProcessId = old.ProcessId, Source = source, Paragraph = place, Note = note, TextNumber = old.TextNumber, Exact = old.Exact, Prefix = old.Prefix, Suffix = old.Suffix, Position = old.Position }, 0);
            Quote = typed is null || !own ? null : based.Quote ?? typed;
        }
        else if (typed is null && (silent || place == WholeText))
        {
            if (!silent)
                Add("quote", "Select the words this statement rests on. The whole text is a place only for silence");
            First = new() { ProcessId = around.Contents.Process.Id, Source = source, Paragraph = place ?? WholeText, Note = note };
        }
        else
        {
            ReadQuote(text, typed, place, note, own);
        }

    }

    private void ReadQuote(SourceText text, string? typed, string? place, string? note, bool own)
    {
        var paragraphs = Paragraphs.Of(text.Text);
        var number = place is not null && PlaceNumber().Match(place) is { Success: true } match ? int.Parse(match.Groups[1].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture) : (int?)null;
        if (place == WholeText)
            place = null;
        if (number > paragraphs.Count || number == 0)
        {
            Add("paragraph", FormattableString.Invariant($"Found paragraph {number}. The text has {paragraphs.Count}"));
            return;
        }

        if (typed is null)
        {
            if (number is not { } whole)
                Add("quote", "Select the words this statement rests on");
            else if (!TextAnchor.TryOf(text.Text, paragraphs[whole - 1].Start, paragraphs[whole - 1].Length, out var all, out var refused))
                Add("quote", refused);
            else
                Hold(all);
            return;
        }

        // Where words stand that were cut out of the text is known, however often they stand there.
        var at = int.TryParse(form.Text("at"), NumberStyles.None, CultureInfo.InvariantCulture, out var start) ? start : (int?)null;
        var found = QuoteCheck.Within(text.Text, typed, number is { } named ? [named] : null, at);
        if (found?.Anchor is { } anchor)
        {
            place ??= $"para {NumberAt(anchor.Start)}";
            Hold(anchor);
            // The party's words are those of the source to the letter.
            if (own)
                Quote = anchor.Exact;
        }
        else if (found is { Paragraphs.Count: > 1 })
        {
            Add("paragraph", $"These words stand in paragraphs {string.Join(" and ", found.Paragraphs)}. Choose the one that is meant");
        }
        else if (found is not null)
        {
            Add("quote", FormattableString.Invariant($"These words stand more than once in paragraph {found.Paragraphs[0]}. Take in more words around them"));
        }
        else if (number is not null && QuoteCheck.Within(text.Text, typed) is { } elsewhere)
        {
            Add("paragraph", $"These words are not in paragraph {number}, but in {string.Join(" and ", elsewhere.Paragraphs)}. Choose the one that is meant");
        }
        else
        {
            Add("quote", WhereItDiffers(text.Text, typed));
        }

        void Hold(TextAnchor held)
        {
            Anchor = held;
            First = new()
            {
                ProcessId = around.Contents.Process.Id,
                Source = around.Source.Number,
                Paragraph = place,
                Note = note,
                TextNumber = text.Number,
                Exact = held.Exact,
                Prefix = held.Prefix,
                Suffix = held.Suffix,
                Position = held.Start,
            };
        }

        int NumberAt(int start) => paragraphs.Last(paragraph => paragraph.Start <= start).Number;
    }

    /// <summary>How far the words are found, and what stands there in their place.</summary>
    private static string WhereItDiffers(string text, string typed)
    {
        var words = typed.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        var (found, missing) = (0, words.Length);
        while (missing - found > 1)
        {
            var middle = (found + missing) / 2;
            if (QuoteCheck.Within(text, string.Join(' ', words[..middle])) is null)
                missing = middle;
            else
                found = middle;
        }

        if (found == 0)
            return $"These words are not in the text: it has \"{words[0]}\" nowhere as they begin. Copy them from the text, or correct the text of the source";
        var until = QuoteCheck.Within(text, string.Join(' ', words[..found]))!;
        var next = string.Join(' ', words.Skip(found).Take(3));
        var there = QuoteCheck.Within(text, string.Join(' ', words[..found]), [until.Paragraphs[0]])?.Anchor is { } anchor ? string.Join(' ', text[anchor.End..Math.Min(text.Length, anchor.End + 80)].Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Take(3)) : "";
        return FormattableString.Invariant($"These words are not in the text. In paragraph {until.Paragraphs[0]} it is the same up to \"{string.Join(' ', words[Math.Max(0, found - 3)..found])}\", and then ")
            + (there.Length > 0 ? $"the text has \"{there}\" where you have \"{next}\"" : $"\"{next}\" does not follow") + ". Copy them from the text";
    }

    private void ReadSpeaker()
    {
        var typed = form.Text("speaker");
        AttributedTo = form.Text("attributed-to");
        if (typed is null)
            return;
        foreach (var person in around.People)
        {
            if (person.Aliases.Prepend(person.Name).FirstOrDefault(name => typed.Equals(name, StringComparison.OrdinalIgnoreCase) || typed.StartsWith(name + ", ", StringComparison.OrdinalIgnoreCase)) is not { } name)
                continue;
            Speaker = person.Slug;
            Office = typed.Length > name.Length ? typed[(name.Length + 2)..].Trim() : null;
            return;
        }

        if (AttributedTo is not null && AttributedTo != typed)
            Add("speaker", $"Nobody of the record is called \"{typed}\", and the words are attributed to \"{AttributedTo}\" already. Keep one of the two");
        AttributedTo = typed;
    }

    private int ReadInformation()
    {
        if (int.TryParse(form.Text("information"), NumberStyles.None, CultureInfo.InvariantCulture, out var digit) && Grade.IsInformation(digit))
            return digit;
        Add("information", "Choose how likely it is that it was said so");
        return Grade.InformationNotJudged;
    }

    private void ReadRest()
    {
        for (var index = 0; index < form.FurtherCitations; index++)
        {
            var number = index + 2;
            if (form.Text(StatementForm.Of("source", number)) is not { } typed)
                continue;
            if (!int.TryParse(typed, NumberStyles.None, CultureInfo.InvariantCulture, out var source) || !around.Sources.TryGetValue(source, out var kept))
            {
                Add(StatementForm.Of("source", number), $"Found \"{typed}\". Expected the number of a source");
                continue;
            }

            var old = based?.Citations.ElementAtOrDefault(index + 1) is { } one && one.Source == source ? one : null;
            if (kept is { } goesUnder && old is null)
            {
                Add(StatementForm.Of("source", number), FormattableString.Invariant($"Source No. {source} was merged and goes under No. {goesUnder}. Give that number"));
                continue;
            }

            Further.Add(new()
            {
                ProcessId = around.Contents.Process.Id,
                Source = source,
                Paragraph = form.Text(StatementForm.Of("paragraph", number)),
                Note = form.Text(StatementForm.Of("cite-note", number)),
                TextNumber = old?.TextNumber,
                Exact = old?.Exact,
                Prefix = old?.Prefix,
                Suffix = old?.Suffix,
                Position = old?.Position,
            });
        }

        foreach (var name in (string[])["proposal", "about", "responds-to"])
        {
            if (form.Text(name) is { } slug && around.Proposals.All(proposal => proposal.Slug != slug))
                Add(name, $"Found \"{slug}\". Expected a proposal of the list");
        }

        if (form.Text("event") is { } talks && around.Contents.Events.All(one => one.Slug != talks))
            Add("event", $"Found \"{talks}\". Expected an event of the list");
        if (form.Text("clause") is not null && form.Text("proposal") is null)
            Add("proposal", "Choose the proposal it is a clause of");
        if (form.Text("proposal") is not null && form.Text("about") is not null)
            Add("about", "A clause of a proposal is not beside that also said about one. Keep one of the two");
        if ((form.Text("response") ?? form.Text("responds-to-clause")) is not null && form.Text("responds-to") is null)
            Add("responds-to", "Choose the proposal it answers");
        if (form.Text("response") is { } kind && Words.FromSlug<ResponseKind>(kind, Words.Of) is null)
            Add("response", $"Found \"{kind}\". Expected an answer of the list");
        foreach (var flag in form.All("flags").Where(flag => StatementFlags.All.All(term => term.Slug != flag) && !(based?.Flags.Contains(flag) ?? false)))
            Add("flags", $"Found \"{flag}\". Expected flags of the list");
        if (form.Text("confidence") is { } confidence && !Confidences.Contains(confidence))
            Add("confidence", $"Found \"{confidence}\". Expected high, medium or low");
        foreach (var topic in TopicList().Where(topic => Entries.Any(entry => entry.State is not null && entry.Issue!.Slug == topic)))
            Add("topics", $"{around.Contents.Issue(topic).Title} is coded already: a topic names only what it takes no step on");
        if (based is { } of && (of.Revision > 1 || !of.IsOpen) && form.Text("amend-reason") is null)
            Add("amend-reason", "Say why it is changed: readers see the reason in its history");
    }

    private void Lengths()
    {
        foreach (var name in Lines)
            Limit(name, LongestLine);
        foreach (var name in form.FieldNames.Where(name => problems.All(problem => problem.Field != name)))
            Limit(name, LongestText);

        // What is quoted stays as it is; what people write themselves turns nothing around.
        foreach (var name in form.FieldNames.Where(name => name is not ("quote" or "translation") && problems.All(problem => problem.Field != name)))
        {
            if (Directions.Found(form[name]) is not null)
                Add(name, Directions.Problem(StatementForm.Label(name), form[name])!);
        }

        void Limit(string name, int most)
        {
            if (form[name].Length is var length && length > most)
                Add(name, string.Create(CultureInfo.InvariantCulture, $"Found {length:#,0} characters. Expected {most:#,0} at most"));
        }
    }

    /// <summary>"Ukraine on NATO membership: Path to membership."</summary>
    private string? Compose()
    {
        if (Entries.Count == 0 || Entries.Any(entry => entry.Issue is null))
            return null;
        return string.Join(' ', Entries.Select(entry =>
        {
            var where = string.Join(", ", entry.Fields.Regions.Select(iso => around.Contents.Region(iso)?.Name ?? iso));
            var what = entry.Steps is { } steps ? entry.Issue!.Scale.Label(steps) : entry.State is { } state ? Words.Of(state).Label : "no step taken";
            return $"{entry.Party?.Name ?? "Somebody"} on {entry.Issue!.Title}{(where.Length > 0 ? $" ({where})" : "")}: {what}{(entry.Fields.Condition.Length > 0 ? $", if {entry.Fields.Condition.TrimEnd('.')}" : "")}.";
        }));
    }

    private List<Coding> Codings(Statement? kept)
    {
        var old = kept?.Codings ?? [];
        var made = new List<(int Order, Coding Coding)>();
        foreach (var entry in Entries.Where(entry => entry.State is not null))
        {
            foreach (var region in entry.Regions)
            {
                var index = old.FindIndex(coding => coding.Party == entry.Party!.Slug && coding.Issue == entry.Issue!.Slug && coding.Region == region);
                var before = index < 0 ? null : old[index];
                var (condition, reason, special) = (Null(entry.Fields.Condition), Null(entry.Fields.Reason), entry.Fields.Special && entry.Issue!.Regional);
                var same = before is not null && before.Steps == entry.Steps && before.State == entry.State && before.Condition == condition && before.Reason == reason && before.SpecialStatus == special;
                made.Add((index < 0 ? int.MaxValue : index, new()
                {
                    ProcessId = around.Contents.Process.Id,
                    Record = before?.Record,
                    Party = entry.Party!.Slug,
                    Issue = entry.Issue!.Slug,
                    Region = region,
                    StepFrom = entry.Steps?.From,
                    StepTo = entry.Steps?.To,
                    State = entry.State!.Value,
                    Condition = condition,
                    Reason = reason,
                    SpecialStatus = special,
                    Codebook = same && before!.Codebook > 0 ? Math.Min(before.Codebook, around.Codebook) : around.Codebook,
                }));
            }
        }

        return [.. made.OrderBy(pair => pair.Order).Select(pair => pair.Coding)];

        static string? Null(string text) => text.Length == 0 ? null : text;
    }

    private List<string> TopicList() => [.. form["topics"].Split(Statement.TopicSeparator, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)];

    private string? Topics()
    {
        var topics = Entries.Where(entry => entry.State is null && entry.Issue is not null).Select(entry => entry.Issue!.Slug).Concat(TopicList()).Distinct().ToList();
        return topics.Count == 0 ? null : string.Join(Statement.TopicSeparator, OldOrder(based?.Topics ?? [], topics));
    }

    private static IEnumerable<string> OldOrder(IReadOnlyList<string> old, IReadOnlyList<string> chosen) =>
        [.. old.Where(chosen.Contains), .. chosen.Where(one => !old.Contains(one) && one.Length > 0)];

    private static Citation Cite(Citation citation, int order) => new()
    {
        ProcessId = citation.ProcessId,
        Order = order,
        Source = citation.Source,
        Paragraph = citation.Paragraph,
        Note = citation.Note,
        TextNumber = citation.TextNumber,
        Exact = citation.Exact,
        Prefix = citation.Prefix,
        Suffix = citation.Suffix,
        Position = citation.Position,
    };

    private static string? Trimmed(string? text) => (text is null ? null : LineBreaks.Plain(text).Trim()) is { Length: > 0 } some ? some : null;

    [GeneratedRegex(@"^para ([0-9]{1,6})\b")]
    private static partial Regex PlaceNumber();
}
