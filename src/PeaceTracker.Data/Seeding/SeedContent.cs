using System.Globalization;
using PeaceTracker.Domain.Issues;
using PeaceTracker.Domain.Parties;
using PeaceTracker.Domain.Processes;
using PeaceTracker.Domain.Proposals;
using PeaceTracker.Domain.Reference;
using PeaceTracker.Domain.Sources;
using PeaceTracker.Domain.Statements;
using PeaceTracker.Domain.Time;

namespace PeaceTracker.Data.Seeding;

/// <summary>The seeds as domain objects. Every rule about a row stands here; a row that breaks one becomes a <see cref="SeedFault"/>.</summary>
internal sealed class SeedContent
{
    private static readonly string[] Flags = ["contradicted", "unsupported", "altered-quote", "secondary-only", "date-approximate"];
    private static readonly string[] PloverVerbs = ["AGREE", "CONSULT", "SUPPORT", "CONCEDE", "DEMAND", "DISAPPROVE", "REJECT", "THREATEN"];

    public List<CodebookVersion> Versions { get; } = [];

    public List<Issue> Issues { get; } = [];

    public List<ProcessContent> Processes { get; } = [];

    /// <exception cref="SeedException">Any row has a fault; all faults are named.</exception>
    public static SeedContent From(SeedFolder folder)
    {
        var content = new SeedContent();
        content.ReadCodebook(folder);
        foreach (var process in folder.Processes)
        {
            if (content.ReadProcess(process, folder.Faults) is { } read)
                content.Processes.Add(read);
        }

        return folder.Faults.Count == 0 ? content : throw new SeedException([.. folder.Faults.Distinct()]);
    }

    private void ReadCodebook(SeedFolder folder)
    {
        Numbers(folder.Versions, "number");
        Keys(folder.Issues, "slug");
        foreach (var row in folder.Versions.Rows)
        {
            var published = row.Date("published_on");
            Versions.Add(new(row.Number("number"), published.Latest!.Value, row.Required("note")));
        }

        var steps = folder.Steps.Rows.ToLookup(row => row.Text("issue"));
        foreach (var row in folder.Issues.Rows)
        {
            var slug = row.Text("slug");
            row.Fault(ReferenceRules.OfIssue(slug, row.Text("title"), row.Text("group"), row.Text("question")));
            var scale = steps[slug].Select(ReadStep).ToList();
            if (scale.Count < 2 || scale.Where((step, index) => step.Rank != index + 1).Any())
            {
                row.Fault("slug", "two or more rows in codebook/steps.csv, ranked 1, 2, 3 in order");
                continue;
            }

            Issues.Add(new()
            {
                Slug = slug,
                Title = row.Text("title"),
                Group = row.Text("group"),
                Regional = row.YesOrNo("regional"),
                Question = row.Text("question"),
                Order = row.Number("order"),
                Scale = new(scale),
            });
        }

        var slugs = Issues.Select(issue => issue.Slug).ToHashSet();
        foreach (var row in folder.Steps.Rows.Where(row => folder.Issues.Rows.All(issue => issue.Text("slug") != row.Text("issue"))))
            row.Known("issue", row.Text("issue"), slugs, "an issue of codebook/issues.csv");
    }

    private static Step ReadStep(SeedTable.SeedRow row)
    {
        var step = new Step(row.Number("rank"), row.Text("label"), row.Text("definition"));
        row.Fault(ReferenceRules.OfStep(step));
        return step;
    }

    private ProcessContent? ReadProcess(SeedFolder.ProcessFolder folder, List<SeedFault> faults)
    {
        if (folder.Settings is not { } settings)
            return null;
        var file = $"{settings.Slug}/process.json";
        if (!EdtfDate.TryParse(settings.LastSearched, out var searched, out var error))
        {
            faults.Add(new(file, 0, "lastSearched", settings.LastSearched, $"an EDTF date ({error})"));
            return null;
        }

        var content = new ProcessContent
        {
            Process = new()
            {
                Slug = settings.Slug,
                Title = settings.Title,
                Summary = settings.Summary,
                PrincipalPair = settings.PrincipalPair,
                OldAfterDays = settings.OldAfterDays,
                LastSearched = searched,
                DefaultParties = settings.DefaultParties,
                LicenceName = settings.Licence.Name,
                LicenceAddress = settings.Licence.Url,
                NoSeats = [.. settings.NotApplicable.Select(seat => new NoSeat { Party = seat.Party, Issue = seat.Issue, Reason = seat.Reason })],
            },
        };
        foreach (var breach in ReferenceRules.OfProcessSlug(settings.Slug).Concat(ReferenceRules.Of(content.Process)).Concat(content.Process.NoSeats.SelectMany(ReferenceRules.Of)))
            faults.Add(new(file, 0, breach.Field, breach.Field == "slug" ? settings.Slug : "", breach.Expected));
        var parties = Keys(folder.Parties, "slug");
        var people = Keys(folder.People, "slug");
        var regions = Keys(folder.Regions, "iso");
        var publishers = Keys(folder.Publishers, "slug");
        var proposals = Keys(folder.Proposals, "slug");
        var events = Keys(folder.Events, "slug");
        var codes = Keys(folder.Discrepancies, "code");
        var sources = Numbers(folder.Sources, "number");
        var statements = Numbers(folder.Statements, "number");
        var issues = Issues.DistinctBy(issue => issue.Slug).ToDictionary(issue => issue.Slug);
        foreach (var slug in settings.DefaultParties.Concat(settings.PrincipalPair).Concat(settings.NotApplicable.Select(seat => seat.Party)).Where(slug => !parties.Contains(slug)))
            faults.Add(new(file, 0, "", slug, "a party of parties.csv"));
        foreach (var slug in settings.NotApplicable.Select(seat => seat.Issue).Where(slug => !issues.ContainsKey(slug)))
            faults.Add(new(file, 0, "notApplicable", slug, "an issue of codebook/issues.csv"));

        var (monograms, items) = (new HashSet<string>(), new HashSet<string>());
        foreach (var row in folder.Parties.Rows)
        {
            var party = new Party
            {
                Slug = row.Text("slug"),
                Name = row.Text("name"),
                Monogram = row.Text("monogram"),
                Kind = row.Text("kind"),
                Wikidata = row.Optional("wikidata"),
                Aliases = row.Several("aliases"),
                Members = [.. row.Several("members").Select(slug => row.Known("members", slug, parties, "parties of parties.csv"))],
            };
            row.Fault(ReferenceRules.Of(party, monograms).Concat(ReferenceRules.OwnItem(party.Wikidata, items)));
            monograms.Add(party.Monogram);
            if (party.Wikidata is { } item)
                items.Add(item);
            content.Parties.Add(party);
        }

        var offices = new HashSet<(string Person, string Title)>();
        var officesOf = folder.Offices.Rows.ToLookup(row => row.Known("person", row.Text("person"), people, "a person of people.csv"));
        foreach (var row in folder.People.Rows)
        {
            var slug = row.Text("slug");
            var person = new Person
            {
                Slug = slug,
                Name = row.Text("name"),
                Aliases = row.Several("aliases"),
                Wikidata = row.Optional("wikidata"),
                Offices = [.. officesOf[slug].Select(office =>
                {
                    offices.Add((slug, office.Text("title")));
                    var read = new Office
                    {
                        Title = office.Text("title"),
                        Party = office.Optional("party") is { } party ? office.Known("party", party, parties, "a party of parties.csv") : null,
                        From = office.OptionalDate("from"),
                        To = office.OptionalDate("to"),
                        Source = office.OptionalNumber("source") is { } source ? office.Known("source", source, sources, "a source of sources.csv") : null,
                    };
                    office.Fault(ReferenceRules.Of(read));
                    return read;
                })],
            };
            row.Fault(ReferenceRules.Of(person).Concat(ReferenceRules.OwnItem(person.Wikidata, items)));
            if (person.Wikidata is { } item)
                items.Add(item);
            content.People.Add(person);
        }

        foreach (var row in folder.Regions.Rows)
        {
            var region = new Region
            {
                Iso = row.Text("iso"),
                Slug = row.Text("slug"),
                Name = row.Text("name"),
                NameLocal = row.Text("name_uk"),
                Code = row.Text("code"),
                Row = row.Number("row"),
                Column = row.Number("column"),
                Kind = row.Text("kind"),
            };
            row.Fault(ReferenceRules.Of(region, content.Regions));
            content.Regions.Add(region);
        }

        var grades = new Dictionary<string, char>();
        foreach (var row in folder.Publishers.Rows)
        {
            var publisher = new Publisher
            {
                Slug = row.Text("slug"),
                Name = row.Text("name"),
                Kind = row.Text("kind"),
                Grade = row.Text("grade") is [var letter] ? letter : ' ',
                Reason = row.Text("reason"),
            };
            row.Fault(ReferenceRules.Of(publisher));
            grades[publisher.Slug] = publisher.Grade;
            content.Publishers.Add(publisher);
        }

        foreach (var row in folder.Sources.Rows)
        {
            var publisher = row.Known("publisher", row.Text("publisher"), publishers, "a publisher of publishers.csv");
            // Pages lead there.
            foreach (var column in new[] { "url", "archive_url" })
            {
                if (row.Optional(column) is { } text && !(Uri.TryCreate(text, UriKind.Absolute, out var web) && (web.Scheme == Uri.UriSchemeHttps || web.Scheme == Uri.UriSchemeHttp)))
                    row.Fault(column, "an address that begins with https:// or http://, or nothing");
            }

            content.Sources.Add((publisher, new()
            {
                Number = row.Number("number"),
                Title = row.Required("title"),
                TitleDescribed = row.YesOrNo("title_described"),
                Author = row.Optional("author"),
                Date = row.OptionalDate("date"),
                Address = row.Optional("url"),
                ArchiveAddress = row.Optional("archive_url"),
                Language = row.Optional("language"),
                Kind = row.Required("kind"),
                Grade = row.OptionalOneOf("grade", ReferenceRules.Grades)?.FirstOrDefault() ?? grades.GetValueOrDefault(publisher, Grade.SourceNotJudged),
                Notes = row.Optional("notes"),
                DerivedFrom = [.. row.Numbers("derived_from").Select(number => row.Known("derived_from", number, sources, "sources of sources.csv"))],
            }));
        }

        var derivedFrom = content.Sources.DistinctBy(pair => pair.Source.Number).ToDictionary(pair => pair.Source.Number, pair => (IReadOnlyList<int>)pair.Source.DerivedFrom);
        foreach (var row in folder.Sources.Rows)
        {
            try
            {
                Origins.Of([row.Number("number")], derivedFrom);
            }
            catch (ArgumentException)
            {
                row.Fault("derived_from", "derivations that do not run in a circle");
            }
        }

        var lineage = folder.Lineage.Rows.ToLookup(row => row.Known("proposal", row.Text("proposal"), proposals, "a proposal of proposals.csv"));
        foreach (var row in folder.Proposals.Rows)
        {
            var date = row.Date("date");
            content.Proposals.Add(new()
            {
                Slug = row.Required("slug"),
                Record = row.Required("record"),
                Title = row.Required("title"),
                Date = date,
                Latest = date.Latest!.Value,
                Proponents = [.. row.Several("proponents").Select(slug => row.Known("proponents", slug, parties, "parties of parties.csv"))],
                Provenance = row.OneOf("provenance", [.. Proposal.Provenances]),
                Summary = row.Required("summary"),
                Addressees = [.. row.Several("addressees").Select(slug => row.Known("addressees", slug, parties, "parties of parties.csv"))],
                AddresseesReason = row.Optional("addressees_reason"),
                Lineage = [.. lineage[row.Text("slug")].Select(link => new ProposalLink
                {
                    From = link.Known("from", link.Text("from"), proposals, "a proposal of proposals.csv"),
                    Kind = link.OneOf("kind", [.. ProposalLink.Kinds]),
                    Source = link.OptionalNumber("source") is { } source ? link.Known("source", source, sources, "a source of sources.csv") : null,
                    Note = link.Optional("note"),
                })],
                Sources = [.. row.Numbers("sources").Select(number => row.Known("sources", number, sources, "sources of sources.csv"))],
            });
        }

        foreach (var row in folder.Events.Rows)
        {
            var date = row.Date("date");
            var talksEvent = new TalksEvent
            {
                Slug = row.Text("slug"),
                Record = row.Several("record"),
                Title = row.Text("title"),
                Date = date,
                Earliest = date.Earliest!.Value,
                Latest = date.Latest!.Value,
                Kind = row.Text("kind"),
                Place = row.Optional("place"),
                Summary = row.Text("summary"),
                Parties = [.. row.Several("parties").Select(slug => row.Known("parties", slug, parties, "parties of parties.csv"))],
                Sources = [.. row.Numbers("sources").Select(number => row.Known("sources", number, sources, "sources of sources.csv"))],
            };
            row.Fault(ReferenceRules.Of(talksEvent, codes));
            content.Events.Add(talksEvent);
        }

        var citations = folder.Citations.Rows.ToLookup(row => row.Number("statement"));
        var codings = folder.Codings.Rows.ToLookup(row => row.Number("statement"));
        var quantities = folder.Quantities.Rows.ToLookup(row => row.Number("statement"));
        foreach (var row in folder.Citations.Rows.Concat(folder.Codings.Rows).Concat(folder.Figures.Rows).Concat(folder.Quantities.Rows))
            row.Known("statement", row.Number("statement"), statements, "a statement of statements.csv");
        Numbers(folder.SaidAbout, "statement");
        var saidAbout = new Dictionary<int, string>();
        foreach (var row in folder.SaidAbout.Rows)
            saidAbout[row.Known("statement", row.Number("statement"), statements, "a statement of statements.csv")] = row.Known("proposal", row.Text("proposal"), proposals, "a proposal of proposals.csv");

        foreach (var row in folder.Statements.Rows)
        {
            var number = row.Number("number");
            var date = row.Date("made_on");
            var published = ReadInstant(row, "published_at");
            var ofParties = row.Several("parties").Select(slug => row.Known("parties", slug, parties, "parties of parties.csv")).ToList();
            var speaker = row.Optional("speaker") is { } person ? row.Known("speaker", person, people, "a person of people.csv") : null;
            var office = row.Optional("office");
            if (office is not null && (speaker is null || !offices.Contains((speaker, office))))
                row.Fault("office", "an office of the speaker in offices.csv");
            if (!citations[number].Any())
                row.Fault("number", "at least one row in citations.csv: no statement without a source");
            var channel = Words.FromSlug<Channel>(row.Text("channel"), Words.Of);
            if (channel is null)
                row.Fault("channel", $"one of {string.Join(", ", Enum.GetValues<Channel>().Select(value => Words.Of(value).Slug))}");
            var response = row.Optional("response") is { } kind ? Words.FromSlug<ResponseKind>(kind, Words.Of) : null;
            if (row.Text("response").Length > 0 && response is null)
                row.Fault("response", $"one of {string.Join(", ", Enum.GetValues<ResponseKind>().Select(value => Words.Of(value).Slug))}");
            if (response is not null && row.Text("responds_to").Length == 0)
                row.Fault("responds_to", "the proposal the response answers");
            if (row.Text("responds_to_clause").Length > 0 && row.Text("responds_to").Length == 0)
                row.Fault("responds_to", "the proposal whose clause is answered");
            if (row.Text("clause").Length > 0 && row.Text("proposal").Length == 0)
                row.Fault("proposal", "the proposal it is a clause of");
            if (row.Text("proposal").Length > 0 && saidAbout.ContainsKey(number))
                row.Fault("proposal", "nothing for a statement of said-about.csv: it is no clause");
            var topics = row.Several("topic");
            if (topics.Exists(topic => codings[number].Any(coding => coding.Text("issue") == topic)))
                row.Fault("topic", "no issue that the statement is coded on");
            if (row.Text("quote").Length > 0 && row.Text("quote_language").Length == 0)
                row.Fault("quote_language", "the language of the quote");
            foreach (var flag in row.Several("flags").Where(flag => !Flags.Contains(flag)))
                row.Fault("flags", $"some of {string.Join(", ", Flags)}");
            if (!Grade.IsInformation(row.Number("grade")))
                row.Fault("grade", "a digit from 1 to 6");

            content.Statements.Add(new()
            {
                Number = number,
                Record = row.Several("record"),
                Parties = ofParties,
                Speaker = speaker,
                Office = office,
                AttributedTo = row.Optional("attributed_to"),
                MadeOn = date,
                Earliest = date.Earliest!.Value,
                Day = date.Latest!.Value,
                Channel = channel ?? Channel.Report,
                Summary = row.Required("summary"),
                Quote = row.Optional("quote"),
                QuoteLanguage = row.Optional("quote_language"),
                QuoteTranslation = row.Optional("quote_translation"),
                Information = row.Number("grade"),
                Confidence = row.OptionalOneOf("confidence", "high", "medium", "low"),
                Flags = row.Several("flags"),
                Proposal = row.Optional("proposal") is { } proposal ? row.Known("proposal", proposal, proposals, "a proposal of proposals.csv") : null,
                Clause = row.Optional("clause"),
                Topic = topics.Count == 0 ? null : string.Join(Statement.TopicSeparator, topics),
                SaidAbout = saidAbout.GetValueOrDefault(number),
                RespondsTo = row.Optional("responds_to") is { } answered ? row.Known("responds_to", answered, proposals, "a proposal of proposals.csv") : null,
                RespondsToClause = row.Optional("responds_to_clause"),
                Response = response,
                Plover = row.OptionalOneOf("plover", PloverVerbs),
                Event = row.Optional("event") is { } talksEvent ? row.Known("event", talksEvent, events, "an event of events.csv") : null,
                Notes = row.Optional("notes"),
                Status = StatementStatus.Published,
                PublishedAt = published,
                Citations = [.. citations[number].Select((citation, index) => new Citation
                {
                    Order = index,
                    Source = citation.Known("source", citation.Number("source"), sources, "a source of sources.csv"),
                    Paragraph = citation.Optional("paragraph"),
                    Note = citation.Optional("note"),
                })],
                Codings = [.. codings[number].Select(coding => ReadCoding(coding, ofParties, issues, regions, published, CodebookOn(published)))],
                Quantities = [.. quantities[number].Select(ReadQuantity)],
            });
        }

        foreach (var row in folder.Figures.Rows)
        {
            content.Figures.Add(new()
            {
                Record = row.Required("record"),
                Regions = [.. row.Several("regions").Select(iso => row.Known("regions", iso, regions, "regions of regions.csv"))],
                HeldBy = row.Known("held_by", row.Text("held_by"), parties, "a party of parties.csv"),
                ShareLow = row.OptionalNumber("share_low"),
                ShareHigh = row.OptionalNumber("share_high"),
                AsOf = row.Date("as_of"),
                AttributedTo = row.Optional("attributed_to"),
                Statement = row.Number("statement"),
                Source = row.Known("source", row.Number("source"), sources, "a source of sources.csv"),
                Paragraph = row.Optional("paragraph"),
                Note = row.Optional("note"),
            });
        }

        var pairs = new HashSet<(string, string)>();
        foreach (var row in folder.ClauseDifferences.Rows)
        {
            if (!pairs.Add((row.Text("base"), row.Text("other"))))
                row.Fault("other", "each pair of clauses once");
            foreach (var label in row.Several("label").Where(label => !ClauseDifference.Labels.Contains(label)))
                row.Fault("label", $"some of {string.Join(", ", ClauseDifference.Labels)}");
            content.ClauseDifferences.Add(new()
            {
                Base = row.Known("base", row.Number("base"), statements, "a statement of statements.csv"),
                Other = row.Known("other", row.Number("other"), statements, "a statement of statements.csv"),
                Label = row.Several("label"),
                Note = row.Optional("note"),
            });
        }

        foreach (var row in folder.Discrepancies.Rows)
        {
            var kind = row.OneOf("kind", "conflict", "oddity");
            var code = row.Required("code");
            if (Discrepancy.Parts(code).Take(2).ToList() is not [(_, true)] || code[0] != (kind == "oddity" ? 'O' : 'K'))
                row.Fault("code", "K and a number from 1 to 99 for a conflict, O and a number for an oddity");
            content.Discrepancies.Add(new()
            {
                Code = code,
                Kind = kind,
                Title = row.Required("title"),
                Text = row.Required("text"),
                Sources = [.. row.Numbers("sources").Select(number => row.Known("sources", number, sources, "sources of sources.csv"))],
            });
        }

        (SeedTable Table, string Column)[] notes =
        [
            (folder.Statements, "notes"), (folder.Citations, "note"), (folder.Codings, "reason"), (folder.Sources, "notes"), (folder.Figures, "note"),
            (folder.Proposals, "summary"),
        ];
        foreach (var (table, column) in notes)
        {
            foreach (var row in table.Rows)
                row.Fault(ReferenceRules.NamesKnown(column, row.Text(column), codes));
        }

        return content;
    }

    private static Quantity ReadQuantity(SeedTable.SeedRow row)
    {
        var (low, high) = (row.OptionalFraction("low"), row.OptionalFraction("high"));
        if ((low is null && high is null) || low > high)
            row.Fault("low", "a least or a greatest value, the lower first");
        return new() { Measure = row.Required("measure"), Low = low, High = high, Unit = row.Required("unit"), Note = row.Optional("note") };
    }

    private static Coding ReadCoding(
        SeedTable.SeedRow row, List<string> parties, Dictionary<string, Issue> issues, HashSet<string> regions, DateTimeOffset published, int codebook)
    {
        var party = row.Text("party");
        if (!parties.Contains(party))
            row.Fault("party", $"a party of the statement ({string.Join(", ", parties)})");
        var issue = issues.GetValueOrDefault(row.Text("issue"));
        if (issue is null)
            row.Fault("issue", "an issue of codebook/issues.csv");
        var region = row.Optional("region");
        if (region is not null)
            row.Known("region", region, regions, "a region of regions.csv");
        if (region is not null && issue is { Regional: false })
            row.Fault("region", "nothing: the issue is not coded by region");
        var state = Words.FromSlug<CodingState>(row.Text("state"), Words.Of);
        if (state is null)
            row.Fault("state", $"one of {string.Join(", ", Enum.GetValues<CodingState>().Select(value => Words.Of(value).Slug))}");
        var (from, to) = (row.OptionalNumber("step_from"), row.OptionalNumber("step_to"));
        if (from is null != to is null)
            row.Fault("step_to", "both step_from and step_to, or neither");
        else if (from is { } low && to is { } high && (low < 1 || high < low || high > issue?.Scale.Count))
            row.Fault("step_from", $"steps from 1 to {issue?.Scale.Count}, the lower first");
        else if (state is CodingState.Silent or CodingState.Declined != from is null)
            row.Fault("step_from", "a step, except with the states silent and declined");
        else if (state is CodingState.Ambiguous != (from != to))
            row.Fault("step_to", "a range of steps with the state ambiguous, one step with every other");
        if (state is CodingState.Conditional && row.Text("condition").Length == 0)
            row.Fault("condition", "the condition in words");
        if (state is CodingState.Inferred or CodingState.Ambiguous && row.Text("reason").Length == 0)
            row.Fault("reason", "the reason in words");
        return new()
        {
            Record = row.Optional("record"),
            Party = party,
            Issue = row.Text("issue"),
            Region = region,
            StepFrom = from,
            StepTo = to,
            State = state ?? CodingState.Stated,
            Condition = row.Optional("condition"),
            Reason = row.Optional("reason"),
            SpecialStatus = row.OptionalOneOf("special_status", "yes") is not null,
            Codebook = codebook,
            RecordedFrom = published,
        };
    }

    /// <summary>The version in force on the day a row was published: a later one does not alter it.</summary>
    private int CodebookOn(DateTimeOffset published) =>
        Versions.Where(version => version.PublishedOn <= DateOnly.FromDateTime(published.UtcDateTime)).Select(version => version.Number).DefaultIfEmpty(CodebookVersion.First).Max();

    private static DateTimeOffset ReadInstant(SeedTable.SeedRow row, string column)
    {
        if (DateTimeOffset.TryParseExact(row.Text(column), "yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var instant))
            return instant;
        row.Fault(column, "an instant in UTC such as 2026-11-25T00:00:00Z");
        return default;
    }

    private static HashSet<string> Keys(SeedTable table, string column)
    {
        var keys = new HashSet<string>();
        foreach (var row in table.Rows)
        {
            if (!keys.Add(row.Required(column)))
                row.Fault(column, "a value that no other row has");
        }

        return keys;
    }

    private static HashSet<int> Numbers(SeedTable table, string column)
    {
        var numbers = new HashSet<int>();
        foreach (var row in table.Rows)
        {
            if (!numbers.Add(row.Number(column)))
                row.Fault(column, "a number that no other row has");
        }

        return numbers;
    }

    internal sealed class ProcessContent
    {
        public required PeaceProcess Process { get; init; }

        public List<Party> Parties { get; } = [];

        public List<Person> People { get; } = [];

        public List<Region> Regions { get; } = [];

        public List<Publisher> Publishers { get; } = [];

        public List<(string Publisher, Source Source)> Sources { get; } = [];

        public List<Proposal> Proposals { get; } = [];

        public List<TalksEvent> Events { get; } = [];

        public List<Statement> Statements { get; } = [];

        public List<ControlFigure> Figures { get; } = [];

        public List<ClauseDifference> ClauseDifferences { get; } = [];

        public List<Discrepancy> Discrepancies { get; } = [];
    }
}
