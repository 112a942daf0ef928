using PeaceTracker.Domain.Proposals;

namespace PeaceTracker.Domain.Statements;

/// <summary>
/// The one place where channels, states, responses and grades become words: pages, files and the method page print these, so that the
/// explanation cannot differ from the rule.
/// </summary>
public static class Words
{
    /// <summary>Slug, label and meaning of a value of a closed list.</summary>
    public sealed record Term(string Slug, string Label, string Meaning);

    public static Term Of(Channel channel) => channel switch
    {
        Channel.OfficialDocument => new("official-document", "official document", "A text the party itself published or handed over."),
        Channel.LegalDocument => new("legal-document", "legal document", "A law, treaty, decree or resolution in force or adopted."),
        Channel.JointStatement => new("joint-statement", "joint statement", "A text published together with others."),
        Channel.OnRecord => new("on-record", "on the record", "Words of a named person who speaks for the party."),
        Channel.LeakedDocument => new("leaked-document", "leaked document", "A text that reached the public without its authors publishing it."),
        Channel.Report => new("report", "report", "A paraphrase by somebody else, without the party's own words."),
        Channel.AnonymousSources => new("anonymous-sources", "unnamed sources", "People who speak about the party and are not named."),
        Channel.Analyst => new("analyst", "analyst", "A judgement by somebody who does not speak for the party."),
        _ => throw new ArgumentOutOfRangeException(nameof(channel), channel, null),
    };

    public static Term Of(CodingState state) => state switch
    {
        CodingState.Stated => new("stated", "stated", "The words name one step."),
        CodingState.Inferred => new("inferred", "inferred", "An editor concludes the step and gives the reason."),
        CodingState.Conditional => new("conditional", "conditional", "The step holds only if a condition is met."),
        CodingState.Ambiguous => new("ambiguous", "ambiguous", "The wording allows neighbouring steps."),
        CodingState.Silent => new("silent", "silent", "The party spoke or published on the matter and left the issue out."),
        CodingState.Declined => new("declined", "declined", "The party was asked and refused, or let a deadline pass."),
        _ => throw new ArgumentOutOfRangeException(nameof(state), state, null),
    };

    public static Term Of(ResponseKind kind) => kind switch
    {
        ResponseKind.Accepted => new("accepted", "accepted", "The party accepts the text."),
        ResponseKind.AcceptedInPrinciple => new("accepted-in-principle", "accepted in principle", "The party accepts the idea and leaves the terms open."),
        ResponseKind.AcceptedInPart => new("accepted-in-part", "accepted in part", "The party accepts some of the text."),
        ResponseKind.CounterProposed => new("counter-proposed", "counter-proposed", "The party answers with terms of its own."),
        ResponseKind.Rejected => new("rejected", "rejected", "The party refuses the text."),
        ResponseKind.NoResponseYet => new("no-response-yet", "no response yet", "Somebody observed, on that day, that no answer had been given. It is neither a refusal nor silence for ever after."),
        ResponseKind.Withdrawn => new("withdrawn", "withdrawn", "The party took an earlier answer back."),
        ResponseKind.Denied => new("denied", "denied", "The party denies an answer or a text ascribed to it."),
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, null),
    };

    public static Term Of(AnswerState state) => state switch
    {
        AnswerState.Answered => new("answered", "answered", "The party gave an answer of some kind."),
        AnswerState.Spoke => new("spoke", "on record about it, no answer coded", "It was asked, and what it said of the proposal, or is said to have done, is no answer of any kind."),
        AnswerState.NoResponseYet => new("no-response-yet", "no response yet", "It was asked, or its answer is waited for, and none is on record by the day."),
        AnswerState.SpokeUnasked => new("spoke-unasked", "on record about it, no answer coded", "Nothing shows that it was asked; what it said of the proposal, or is said to have done, is no answer of any kind."),
        AnswerState.PutForward => new("put-forward", "put it forward", "It put the proposal forward, with or without others, and was not asked."),
        AnswerState.NotAsked => new("nothing-on-record", "nothing on record", "Nothing shows that it was asked or that it spoke of the proposal."),
        _ => throw new ArgumentOutOfRangeException(nameof(state), state, null),
    };

    /// <summary>As it reads behind "is".</summary>
    public static string InWords(StatementStatus status) => status switch
    {
        StatementStatus.InReview => "in review",
        StatementStatus.Returned => "returned",
        StatementStatus.Draft => "draft",
        StatementStatus.Published => "published",
        StatementStatus.Amended => "amended",
        StatementStatus.Withdrawn => "withdrawn",
        StatementStatus.Undone => "undone",
        _ => throw new ArgumentOutOfRangeException(nameof(status), status, null),
    };

    /// <summary>How the terms of a proposal became known.</summary>
    public static Term OfProvenance(string provenance) => provenance switch
    {
        "official" => new("official", "official", "Published, handed over or spoken in public by those who put it forward."),
        "leaked" => new("leaked", "leaked", "The text reached the public without its authors publishing it."),
        "reported" => new("reported", "reported in words", "No text is known; others tell what it says."),
        _ => throw new ArgumentOutOfRangeException(nameof(provenance), provenance, null),
    };

    /// <summary>"revision of", said of the later proposal; "revised into", said of the earlier one.</summary>
    public static (string Of, string Into) OfDescent(string kind) => kind switch
    {
        "draft" => ("later draft of", "earlier draft of"),
        "revision" => ("revision of", "revised into"),
        "counter-draft" => ("counter-draft to", "answered with the counter-draft"),
        "merger" => ("merges in", "merged into"),
        "leak" => ("leaked form of", "leaked as"),
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, null),
    };

    public static string OfSource(char letter) => letter switch
    {
        'A' => "completely reliable source",
        'B' => "usually reliable source",
        'C' => "fairly reliable source",
        'D' => "not usually reliable source",
        'E' => "unreliable source",
        _ => "source that cannot be judged",
    };

    public static string OfInformation(int digit) => digit switch
    {
        1 => "confirmed by others",
        2 => "probably true",
        3 => "possibly true",
        4 => "doubtful",
        5 => "improbable",
        _ => "truth cannot be judged",
    };

    /// <summary>"usually reliable source, probably true (B2)".</summary>
    public static string Of(Grade grade) => $"{OfSource(grade.Source)}, {OfInformation(grade.Information)} ({grade})";

    /// <summary>The value whose slug this is, or null.</summary>
    public static T? FromSlug<T>(string slug, Func<T, Term> term) where T : struct, Enum
    {
        foreach (var value in Every<T>.Values)
        {
            if (term(value).Slug == slug)
                return value;
        }

        return null;
    }

    /// <summary>Asked for with every coding of every row: the framework makes them anew each time.</summary>
    private static class Every<T> where T : struct, Enum
    {
        public static readonly T[] Values = Enum.GetValues<T>();
    }
}
