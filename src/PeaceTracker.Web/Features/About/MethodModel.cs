using System.Globalization;
using PeaceTracker.Domain.Codebook;
using PeaceTracker.Domain.Positions;
using PeaceTracker.Domain.Statements;
using PeaceTracker.Web.Files;
using PeaceTracker.Web.Reading;

namespace PeaceTracker.Web.Features.About;

/// <summary>The method in the words of the constants the rule itself uses; nothing here is written a second time.</summary>
/// <param name="Agreement">Of people who coded the same statements without seeing each other's codings.</param>
public sealed record MethodModel(View View, CodersAgreement Agreement) : ITables
{
    public IReadOnlyList<(string Name, string Text)> Clauses { get; } =
        [.. Domain.Positions.Clauses.InOrder.Select(clause => (Domain.Positions.Clauses.Name(clause), Domain.Positions.Clauses.Text(clause)))];

    public IReadOnlyList<(string Slug, string Label, string Meaning)> States { get; } =
        [.. Enum.GetValues<PositionState>().Select(Domain.Positions.Clauses.Of)];

    public IReadOnlyList<Words.Term> Channels { get; } = [.. Enum.GetValues<Channel>().Select(Words.Of)];

    public IReadOnlyList<Words.Term> CodingStates { get; } = [.. Enum.GetValues<CodingState>().Select(Words.Of)];

    public IReadOnlyList<Words.Term> Responses { get; } = [.. Enum.GetValues<ResponseKind>().Select(Words.Of)];

    public IReadOnlyList<(string Letter, string Meaning)> SourceGrades { get; } =
        [.. "ABCDEF".Select(letter => (letter.ToString(), Words.OfSource(letter)))];

    public IReadOnlyList<(int Digit, string Meaning)> InformationGrades { get; } =
        [.. Enumerable.Range(1, Grade.InformationNotJudged).Select(digit => (digit, Words.OfInformation(digit)))];

    public IReadOnlyDictionary<string, string> Parameters => ViewBinder.Parameters;

    /// <summary>The weakest channel that still counts as the party's own words.</summary>
    public Words.Term WeakestOwnWords { get; } = Words.Of(PositionRule.WeakestOwnWords);

    private static readonly Schema ClausesTable = new("clauses", ["order: whole", "name", "text"]);

    private static readonly Schema SourceGradesTable = new("source_grades", ["letter", "meaning"]);

    private static readonly Schema InformationGradesTable = new("information_grades", ["digit: whole", "meaning"]);

    private static readonly Schema AgreementTable = new("agreement", ["issue", "units: whole", "one_step_only: whole", "per_cent", "alpha", "alpha_in_words", "pairs: whole", "kappas_in_words"]);

    private static readonly Schema ChannelAgreement = new("channel_agreement", ["statements: whole", "per_cent", "alpha", "alpha_in_words"]);

    private static readonly Schema ParametersTable = new("parameters", ["name", "takes"]);

    public static IReadOnlyList<Schema> Tables => [ClausesTable, Terms("states"), Terms("channels"), Terms("coding_states"), Terms("response_kinds"), SourceGradesTable, InformationGradesTable, AgreementTable, ChannelAgreement, ParametersTable];

    public TakeAway TakeAway => new(
        ClausesTable,
        Clauses.Select((clause, index) => (IReadOnlyList<object?>)[index + 1, clause.Name, clause.Text]))
    {
        More =
        [
            Terms("states", States.Select(state => new Words.Term(state.Slug, state.Label, state.Meaning))),
            Terms("channels", Channels),
            Terms("coding_states", CodingStates),
            Terms("response_kinds", Responses),
            new(SourceGradesTable, SourceGrades.Select(grade => (IReadOnlyList<object?>)[grade.Letter, grade.Meaning])),
            new(InformationGradesTable, InformationGrades.Select(grade => (IReadOnlyList<object?>)[grade.Digit, grade.Meaning])),
            new(
                AgreementTable,
                Agreement.Issues.Select(row => (IReadOnlyList<object?>)
                [
                    row.Issue.Slug, row.Units, row.OneStepOnly, Rounded(row.PerCent), Value(row.Alpha), row.Alpha.ToWords(), row.Pairs.Count, string.Join("; ", row.Pairs.Select(pair => pair.Kappa.ToWords())),
                ])),
            new(
                ChannelAgreement,
                [[Agreement.Statements, Rounded(Agreement.ChannelPerCent), Value(Agreement.Channel), Agreement.Channel.ToWords()]]),
            new(ParametersTable, Parameters.Select(pair => (IReadOnlyList<object?>)[pair.Key, pair.Value])),
        ],
    };

    private static Schema Terms(string name) => new(name, ["slug", "label", "meaning"]);

    private static TakeAway Terms(string name, IEnumerable<Words.Term> terms) =>
        new(Terms(name), terms.Select(term => (IReadOnlyList<object?>)[term.Slug, term.Label, term.Meaning]));

    private static string? Value(Agreement agreement) => agreement is Agreement.Computed computed ? computed.Value.ToString("0.000", CultureInfo.InvariantCulture) : null;

    private static string? Rounded(double? perCent) => perCent?.ToString("0.0", CultureInfo.InvariantCulture);
}
