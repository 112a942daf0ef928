using System.Globalization;
using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore;
using PeaceTracker.Data;
using PeaceTracker.Domain.Parties;
using PeaceTracker.Domain.Positions;
using PeaceTracker.Domain.Search;
using PeaceTracker.Domain.Sources;
using PeaceTracker.Domain.Statements;
using PeaceTracker.Web.Files;

namespace PeaceTracker.Web.Reading;

/// <summary>Statements that are alike in everything that lists are narrowed by.</summary>
/// <param name="Topic">Issues they only speak of; null when none.</param>
/// <param name="Count">How many there are.</param>
public sealed record StatementTally(IReadOnlyList<string> Parties, IReadOnlyList<string> Flags, Channel Channel, int Information, int Year, string? Topic, int Count);

/// <summary>Which statements a list shows. What is null or empty does not restrict.</summary>
public sealed record StatementFilter
{
    /// <summary>The page's own parameters, with what each takes.</summary>
    public static readonly IReadOnlyDictionary<string, string> Parameters = new Dictionary<string, string>
    {
        ["q"] = WordFinder.Takes,
        ["order"] = "newest or relevance, of the newest found",
        ["party"] = "the name of a party",
        ["issue"] = "the name of an issue",
        ["region"] = "an ISO 3166-2 code such as UA-14",
        ["channel"] = "the name of a channel",
        ["grade"] = "a number from 1 to 6",
        ["year"] = "a year such as 2025",
        ["proposal"] = "the name of a proposal, or any: clauses of whichever it is",
        ["response"] = "the name of a kind of response",
        ["flag"] = "the name of a flag",
        ["after"] = "the mark that the link to the next page carries",
        ["limit"] = ListPart.Takes,
    };

    /// <summary>The shared and own parameters that say how or as of when a list is shown, and not what is in it; each left out.</summary>
    public static readonly (string Name, string? Value)[] NotNarrowing = [("after", null), ("limit", null), ("order", null), ("known", null)];

    /// <summary>Statements of a page.</summary>
    public const int PageSize = 25;

    /// <summary>Value of "order" that puts what has the words most often first.</summary>
    public const string ByRelevance = "relevance";

    /// <summary>Value of "proposal" for the clauses of all of them.</summary>
    public const string AnyProposal = "any";

    /// <summary>The words looked for; null when none are.</summary>
    public SearchQuery? Query { get; init; }

    /// <summary>Of the newest found, those first that have the words most often.</summary>
    public bool Relevance { get; init; }

    public string? Party { get; init; }

    public string? Issue { get; init; }

    /// <summary>ISO code.</summary>
    public string? Region { get; init; }

    public IReadOnlyList<CodingState> CodedAs { get; init; } = [];

    public Channel? Channel { get; init; }

    public int? Information { get; init; }

    public int? Year { get; init; }

    public string? Proposal { get; init; }

    public ResponseKind? Response { get; init; }

    public string? Flag { get; init; }

    /// <summary>Any of these, from the shared parameter.</summary>
    public IReadOnlyList<string> Parties { get; init; } = [];

    /// <summary>Any of these, from the shared parameter.</summary>
    public IReadOnlyList<string> Issues { get; init; } = [];

    public required DateOnly Until { get; init; }

    /// <summary>Said after this day.</summary>
    public DateOnly? Since { get; init; }

    public required EvidenceFilter Evidence { get; init; }

    /// <summary>Statements of one answer; <see cref="int.MaxValue"/> for all.</summary>
    public int Limit { get; init; }

    /// <summary>Where the page before ended; null on the first page.</summary>
    public Mark? After { get; init; }

    /// <summary>Place in the list: the last statement of a page.</summary>
    public readonly record struct Mark(DateOnly Day, int Number)
    {
        public override string ToString() => ListPart.Mark(Day.DayNumber, Number);

        /// <summary>Null for a text that no page ever gave out.</summary>
        public static Mark? Read(string text) => ListPart.Place(text, 2) is [var day, var number] && day <= DateOnly.MaxValue.DayNumber ? new(DateOnly.FromDayNumber(day), number) : null;
    }

    /// <summary>Only a coding can tell whether a statement fits.</summary>
    private bool AsksForCodings => Issue is not null || Issues.Count > 0 || Region is not null || CodedAs.Count > 0;

    /// <summary>
    /// The statements that fit. What is asked of codings must hold for one and the same coding: "Ukraine" and "territory" find what puts
    /// Ukraine somewhere on territory. Without a question about codings a party is one whose words or position it is, and so it is for what
    /// speaks of an issue without a step: that fits when issues are asked for, and neither region nor state.
    /// </summary>
    public IQueryable<Statement> Apply(IQueryable<Statement> statements, IQueryable<Coding> codings, IQueryable<Source> sources)
    {
        var whole = statements;
        statements = ApplyToText(statements, sources);
        if (AsksForCodings)
        {
            var fitting = ApplyToCodings(codings);
            if (Asked is not { } issues)
                return statements.Where(row => fitting.Any(coding => coding.StatementId == row.Id));
            var speaking = ApplyToSpeaking(whole, issues);
            return statements.Where(row => fitting.Any(coding => coding.StatementId == row.Id) || speaking.Any(other => other.Id == row.Id));
        }

        if (Party is not null)
            statements = statements.Where(row => row.Parties.Contains(Party));
        if (Parties.Count > 0)
            statements = statements.Where(row => row.Parties.Any(party => Parties.Contains(party)));
        return statements;
    }

    /// <summary>The issues of which a statement without a coding on them may speak to fit; null when only a coding can tell.</summary>
    private IReadOnlyList<string>? Asked => Region is not null || CodedAs.Count > 0 ? null
        : Issue is null ? (Issues.Count > 0 ? Issues : null)
        : Issues.Count == 0 || Issues.Contains(Issue) ? [Issue] : [];

    private IQueryable<Statement> ApplyToSpeaking(IQueryable<Statement> statements, IReadOnlyList<string> issues)
    {
        statements = statements.SpeakingOf(issues);
        if (Party is not null)
            statements = statements.Where(row => row.Parties.Contains(Party));
        return Parties.Count > 0 ? statements.Where(row => row.Parties.Any(party => Parties.Contains(party))) : statements;
    }

    /// <summary>How many statements fit with each party only because they speak of an issue asked for; null when none can.</summary>
    /// <param name="parties">The parties of the process.</param>
    public IQueryable<KeyValuePair<string, int>>? CountSpeakingParties(IQueryable<Statement> statements, IQueryable<Coding> codings, IQueryable<Source> sources, IQueryable<Party> parties)
    {
        var all = this with { Party = null };
        if (!AsksForCodings || all.Asked is not { } issues)
            return null;
        var fitting = all.ApplyToCodings(codings);
        var speaking = all.ApplyToSpeaking(all.ApplyToText(statements, sources), issues);
        return parties
            .Where(party => Parties.Count == 0 || Parties.Contains(party.Slug))
            .Select(party => new KeyValuePair<string, int>(
                party.Slug, speaking.Count(row => row.Parties.Contains(party.Slug) && !fitting.Any(coding => coding.StatementId == row.Id && coding.Party == party.Slug))));
    }

    /// <summary>What fits whichever issue is asked for. Statements that only speak of one are counted by it among these, where no coding has to tell.</summary>
    public StatementFilter? OfAnyTopic => Region is not null || CodedAs.Count > 0 ? null : this with { Issue = null, Issues = Issues.Count == 0 ? Issues : [] };

    /// <summary>How many statements fit with each party, where codings tell; null where the statements themselves do (<see cref="TallyAsync"/>).</summary>
    /// <param name="known">Instant (UTC) as of which codings are shown.</param>
    public IQueryable<KeyValuePair<string, int>>? CountParties(IQueryable<Statement> statements, IQueryable<Source> sources, DateTimeOffset known) =>
        AsksForCodings ? Count((this with { Party = null }).Coded(statements, sources, known), coding => coding.Party) : null;

    /// <summary>How many statements fit with each issue they are coded on.</summary>
    /// <param name="known">Instant (UTC) as of which codings are shown.</param>
    public IQueryable<KeyValuePair<string, int>> CountIssues(IQueryable<Statement> statements, IQueryable<Source> sources, DateTimeOffset known) =>
        Count((this with { Issue = null }).Coded(statements, sources, known), coding => coding.Issue);

    private IQueryable<Coding> Coded(IQueryable<Statement> statements, IQueryable<Source> sources, DateTimeOffset known) => ApplyToCodings(ApplyToText(statements, sources).ShownCodings(known));

    private static IQueryable<KeyValuePair<string, int>> Count(IQueryable<Coding> codings, Expression<Func<Coding, string>> by) =>
        codings.GroupBy(by).Select(group => new KeyValuePair<string, int>(group.Key, group.Select(coding => coding.StatementId).Distinct().Count()));

    /// <summary>How many statements have the same in everything that lists are narrowed by: in one look at them all, of which each count is then a sum.</summary>
    /// <param name="fitting">What <see cref="Apply"/> gave.</param>
    public static Task<List<StatementTally>> TallyAsync(IQueryable<Statement> fitting, CancellationToken cancellation) => fitting
        .GroupBy(row => new { row.Parties, row.Flags, row.Channel, row.Information, row.Day.Year, row.Topic })
        .Select(group => new StatementTally(group.Key.Parties, group.Key.Flags, group.Key.Channel, group.Key.Information, group.Key.Year, group.Key.Topic, group.Count()))
        .ToListAsync(cancellation);

    /// <summary>What every fitting statement has at least, in the language of the search.</summary>
    public IReadOnlyList<string> Facets =>
    [
        .. new[] { ("party", Party), ("issue", Issue), ("proposal", Proposal == AnyProposal ? null : Proposal), ("channel", Channel is { } channel ? Words.Of(channel).Slug : null) }
            .Where(pair => pair.Item2 is not null).Select(pair => $"{pair.Item1}:{pair.Item2}"),
    ];

    /// <summary>First and last day a fitting statement can be of.</summary>
    public (DateOnly First, DateOnly Last) Days
    {
        get
        {
            var (first, last) = Year is { } year ? (new DateOnly(year, 1, 1), new DateOnly(year, 12, 31)) : (DateOnly.MinValue, DateOnly.MaxValue);
            return (Since >= first ? Since.Value.AddDays(1) : first, Until < last ? Until : last);
        }
    }

    /// <summary>The codings that fit what is asked of codings; all of them when nothing is.</summary>
    public IQueryable<Coding> ApplyToCodings(IQueryable<Coding> codings)
    {
        if (Party is not null)
            codings = codings.Where(coding => coding.Party == Party);
        if (Parties.Count > 0)
            codings = codings.Where(coding => Parties.Contains(coding.Party));
        if (Issue is not null)
            codings = codings.Where(coding => coding.Issue == Issue);
        if (Issues.Count > 0)
            codings = codings.Where(coding => Issues.Contains(coding.Issue));
        if (Region is not null)
            codings = codings.Where(coding => coding.Region == Region);
        if (CodedAs.Count > 0)
            codings = codings.Where(coding => CodedAs.Contains(coding.State));
        return codings;
    }

    private IQueryable<Statement> ApplyToText(IQueryable<Statement> statements, IQueryable<Source> sources)
    {
        statements = statements.Where(row => row.Day <= Until);
        if (Since is not null)
            statements = statements.Where(row => row.Day > Since);
        if (Year is { } year)
        {
            var (first, last) = (new DateOnly(year, 1, 1), new DateOnly(year, 12, 31));
            statements = statements.Where(row => row.Day >= first && row.Day <= last);
        }

        if (Channel is not null)
            statements = statements.Where(row => row.Channel == Channel);
        if (Information is not null)
            statements = statements.Where(row => row.Information == Information);
        if (Proposal == AnyProposal)
            statements = statements.Where(row => row.Proposal != null);
        else if (Proposal is not null)
            statements = statements.Where(row => row.Proposal == Proposal || row.RespondsTo == Proposal || row.SaidAbout == Proposal);
        if (Response is not null)
            statements = statements.Where(row => row.Response == Response);
        if (Flag is not null)
            statements = statements.Where(row => row.Flags.Contains(Flag));
        // The same limits as EvidenceFilter.Admits, in a form a database understands: F and 6 are never let in by a minimum.
        if (Evidence.WeakestChannel != Domain.Statements.Channel.Analyst)
        {
            var channels = Enum.GetValues<Channel>().Where(channel => channel <= Evidence.WeakestChannel).ToList();
            statements = statements.Where(row => channels.Contains(row.Channel));
        }

        if (Evidence.LowestInformation is { } digit)
            statements = statements.Where(row => row.Information <= digit && row.Information != Grade.InformationNotJudged);
        if (Evidence.LowestSource is { } lowest)
        {
            var letters = Enumerable.Range('A', lowest - 'A' + 1).Select(letter => (char)letter).ToList();
            statements = statements.Where(row => row.Citations.Any(citation => sources.Any(source => source.Number == citation.Source && letters.Contains(source.Grade))));
        }

        return statements;
    }

    /// <summary>What narrows the list, in words, each with the address without it.</summary>
    /// <param name="view">The one that <see cref="Read"/> gave.</param>
    /// <param name="proposals">Those of the process.</param>
    public IEnumerable<Suggestion> InWords(View view, IReadOnlyList<(string Slug, string Title)> proposals)
    {
        foreach (var (name, value) in view.Given.Where(pair => pair.Key is not ("known" or "after" or "limit")).OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            var words = name switch
            {
                "q" => $"with the words {value}",
                "order" => Relevance ? "those first that have the words most often" : "newest first",
                "date" => $"said up to {View.Words(view.Date)}",
                "since" => $"said after {View.Words(view.Since!.Value)}",
                "evidence" => $"evidence: {view.EvidenceInWords ?? "all"}",
                "party" => $"party: {view.Contents.PartyName(value)}",
                "issue" => $"issue: {view.Contents.Issue(value).Title}",
                "region" => $"region: {view.Contents.Region(value)!.Name}",
                "state" => $"coded as: {value}",
                "channel" => $"channel: {Words.Of(Channel!.Value).Label}",
                "grade" => $"grade: {value}: {Words.OfInformation(Information!.Value)}",
                "flag" => $"flag: {StatementFlags.Of(value).Label}",
                "proposal" => value == AnyProposal ? "clauses of proposals" : $"proposal: {proposals.First(proposal => proposal.Slug == value).Title}",
                "response" => $"response: {Words.Of(Response!.Value).Label}",
                "parties" => $"parties: {string.Join(", ", view.Parties.Select(party => party.Name))}",
                "issues" => $"issues: {string.Join(", ", view.Issues.Select(issue => issue.Title))}",
                "year" => $"year: {value}",
                _ => null,
            };
            if (words is not null)
                yield return new(words, view.With((name, null), ("after", null)));
        }
    }

    /// <summary>Reads the page's own parameters; the view comes back with them, so that its addresses carry them.</summary>
    public static (View View, StatementFilter Filter, Fault? Fault) Read(View view, IQueryCollection query, IReadOnlyList<(string Slug, string Title)> proposals)
    {
        var parts = new List<FaultPart>();
        var repairs = new List<(string Parameter, string Text, string? Value)>();
        var own = Parameters.Keys.Where(name => !string.IsNullOrWhiteSpace(query[name])).ToDictionary(name => name, name => query[name].ToString().Trim());
        view = view with { Given = view.Given.Concat(own).ToDictionary() };
        var contents = view.Contents;
        var filter = new StatementFilter
        {
            Query = own.TryGetValue("q", out var words) && SearchQuery.Read(words) is { IsEmpty: false } asked ? asked : null,
            Relevance = OneOf("order", ["newest", ByRelevance]) == ByRelevance,
            Party = OneOf("party", [.. contents.Parties.Select(party => party.Slug)], text => contents.NearestParties(text).Select(party => party.Slug)),
            Issue = OneOf("issue", [.. contents.Issues.Select(issue => issue.Slug)], text => contents.NearestIssues(text).Select(issue => issue.Slug)),
            Region = OneOf("region", [.. contents.Regions.Select(region => region.Iso)], text => contents.NearestRegions(text).Select(region => region.Iso)),
            CodedAs = ReadStates(),
            Channel = OneOf("channel", [.. Enum.GetValues<Channel>().Select(channel => Words.Of(channel).Slug)]) is { } channel ? Words.FromSlug<Channel>(channel, Words.Of) : null,
            Information = OneOf("grade", ["1", "2", "3", "4", "5", "6"]) is { } grade ? grade[0] - '0' : null,
            Year = ReadYear(),
            Proposal = OneOf("proposal", [.. proposals.Select(proposal => proposal.Slug), AnyProposal]),
            Response = OneOf("response", [.. Enum.GetValues<ResponseKind>().Select(kind => Words.Of(kind).Slug)]) is { } response ? Words.FromSlug<ResponseKind>(response, Words.Of) : null,
            Flag = OneOf("flag", [.. StatementFlags.All.Select(flag => flag.Slug)]),
            Parties = view.IsGiven("parties") ? [.. view.Parties.Select(party => party.Slug)] : [],
            Issues = view.IsGiven("issues") ? [.. view.Issues.Select(issue => issue.Slug)] : [],
            Until = view.Date,
            Since = view.Since,
            Evidence = view.Evidence,
            After = ReadMark(),
            Limit = ReadLimit(),
        };
        if (WordFinder.Wrong(own.GetValueOrDefault("q")) is { } wrong)
        {
            parts.Add(wrong);
            repairs.Add(("q", "Show without looking for words", null));
        }

        return (view, filter, parts.Count == 0 ? null : new Fault(400, "The address asks for statements that cannot be looked for", "Nothing was guessed in its place.")
        {
            Parts = parts,
            Suggestions = [.. repairs.Select(repair => new Suggestion(repair.Text, repair.Parameter == "after" ? view.With(("after", null)) : view.With((repair.Parameter, repair.Value), ("after", null))))],
        });

        string? OneOf(string parameter, IReadOnlyList<string> allowed, Func<string, IEnumerable<string>>? nearest = null)
        {
            if (!own.TryGetValue(parameter, out var text) || allowed.Contains(text))
                return text;
            Refuse(parameter, text, Parameters[parameter]);
            foreach (var near in nearest?.Invoke(text) ?? ProcessReader.Nearest(text, allowed))
                repairs.Add((parameter, $"Use {near}", near));
            repairs.Add((parameter, $"Leave {parameter} out", null));
            return null;
        }

        IReadOnlyList<CodingState> ReadStates()
        {
            if (CodedState.Wrong(view) is { } part)
            {
                parts.Add(part);
                repairs.Add(("state", "Leave state out", null));
            }

            return CodedState.Of(view.State);
        }

        int ReadLimit()
        {
            if (ListPart.Limit(view, PageSize) is { } limit)
                return limit;
            Refuse("limit", own["limit"], Parameters["limit"]);
            repairs.Add(("limit", "Leave limit out", null));
            return PageSize;
        }

        int? ReadYear()
        {
            if (!own.TryGetValue("year", out var text))
                return null;
            if (text.Length == 4 && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var year) && year > 0)
                return year;
            Refuse("year", text, Parameters["year"]);
            repairs.Add(("year", "Leave year out", null));
            return null;
        }

        Mark? ReadMark()
        {
            if (!own.TryGetValue("after", out var text))
                return null;
            if (Mark.Read(text) is { } mark)
                return mark;
            Refuse("after", text, Parameters["after"]);
            repairs.Add(("after", "Go to the first page", null));
            return null;
        }

        void Refuse(string parameter, string found, string expected) => parts.Add(new(parameter, found, expected));
    }
}
