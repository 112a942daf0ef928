using System.Globalization;
using PeaceTracker.Domain.Codebook;
using PeaceTracker.Domain.Issues;
using PeaceTracker.Domain.Sources;
using PeaceTracker.Domain.Statements;
using PeaceTracker.Web.Reading;

namespace PeaceTracker.Web.Features.Samples;

/// <summary>What is asked for when a sample is drawn, as typed.</summary>
public sealed class DrawForm
{
    public string Size { get; set; } = "20";

    public string Coder { get; set; } = "";
}

/// <param name="Rows">Newest first.</param>
/// <param name="Names">Of accounts, by id: for the desk only.</param>
public sealed record SamplesModel(
    ProcessContents Contents, int Account, bool Reviewer, IReadOnlyList<CodingSample> Rows, IReadOnlyDictionary<int, string> Names, IReadOnlyList<(int Id, string Name)> Coders, DrawForm Form)
{
    /// <summary>Samples listed.</summary>
    public const int Most = 100;
}

/// <summary>How the second coder answered, as sent.</summary>
public sealed class UnitForm
{
    public const string Silent = "silent", Declined = "declined", CannotTell = "cannot-tell";

    public string Unit { get; set; } = "";

    /// <summary>A rank, or one of the words above.</summary>
    public string Step { get; set; } = "";

    /// <summary>The last step where the wording allows more than one; empty otherwise.</summary>
    public string To { get; set; } = "";

    /// <summary>Slug.</summary>
    public string Channel { get; set; } = "";

    /// <summary>What the answer was when the form was shown, as <see cref="Answer"/>.</summary>
    public string Seen { get; set; } = "";

    /// <summary>The answer as one text, to tell whether it changed; "" while there is none.</summary>
    public string Answer => string.Join(", ", new[] { Step, To, Channel }.Where(part => part.Length > 0));

    /// <summary>What was answered before, for changing it.</summary>
    public static UnitForm Of(SampleUnit? unit)
    {
        var form = Answered(unit);
        form.Seen = form.Answer;
        return form;
    }

    private static UnitForm Answered(SampleUnit? unit) => unit?.CodedAt is null
        ? new() { Unit = unit?.Order.ToString(CultureInfo.InvariantCulture) ?? "" }
        : new()
        {
            Unit = unit.Order.ToString(CultureInfo.InvariantCulture),
            Step = unit.StepFrom?.ToString(CultureInfo.InvariantCulture) ?? unit.State switch { CodingState.Silent => Silent, CodingState.Declined => Declined, _ => CannotTell },
            To = unit.StepTo is { } to && to != unit.StepFrom ? to.ToString(CultureInfo.InvariantCulture) : "",
            Channel = unit.Channel is { } channel ? Words.Of(channel).Slug : "",
        };

    /// <summary>Null when something is missing or wrong; what, is told.</summary>
    public (int? From, int? To, CodingState? State, Channel Channel)? Read(Scale scale, Action<string, string> tell)
    {
        int? from = null, to = null;
        CodingState? state = null;
        switch (Step)
        {
            case Silent: state = CodingState.Silent; break;
            case Declined: state = CodingState.Declined; break;
            case CannotTell: break;
            default:
                if (!int.TryParse(Step, NumberStyles.None, CultureInfo.InvariantCulture, out var rank) || rank < 1 || rank > scale.Count)
                {
                    tell("step-1", "Choose a step, or say that the party is silent, declined, or that the words do not tell.");
                    break;
                }

                (from, to, state) = (rank, rank, CodingState.Stated);
                if (To.Length == 0)
                    break;
                if (!int.TryParse(To, NumberStyles.None, CultureInfo.InvariantCulture, out var last) || last <= rank || last > scale.Count)
                    tell("to", "The last step comes after the first. Leave it empty when the words name one step.");
                else
                    (to, state) = (last, CodingState.Ambiguous);
                break;
        }

        if (Words.FromSlug<Channel>(Channel, Words.Of) is { } channel)
            return (from, to, state, channel);
        tell("channel", "Choose how the words became known.");
        return null;
    }
}

/// <summary>One unit as the second coder sees it: without the first coding, and without our summary where the words themselves are kept.</summary>
/// <param name="Drawn">Null when every unit is coded.</param>
/// <param name="Done">Units coded so far.</param>
public sealed record UnitModel(ProcessContents Contents, CodingSample Sample, DrawnUnit? Drawn, Source? Source, int Done, UnitForm Form);

/// <summary>What is decided of a difference, as sent.</summary>
public sealed class AdjudicationForm
{
    public string Unit { get; set; } = "";

    public string Decision { get; set; } = "";

    public string Reason { get; set; } = "";

    /// <summary>What was decided when the form was shown.</summary>
    public string Seen { get; set; } = "";
}

/// <param name="Sent">The form that was refused; empty otherwise.</param>
public sealed record AdjudicationModel(ProcessContents Contents, CodingSample Sample, IReadOnlyList<DrawnUnit> Units, IReadOnlyDictionary<int, string> Names, AdjudicationForm Sent)
{
    /// <summary>What is decided of a unit and by whom, to tell whether it changed; "" while nothing is.</summary>
    public static string Decided(SampleUnit unit) => unit.Adjudication is null ? "" : FormattableString.Invariant($"{unit.Adjudicator} {unit.Adjudication}: {unit.AdjudicationReason}");

    public static bool Differ(DrawnUnit one) => one.First.Steps != one.Unit.Steps || (one.First.Steps is null && one.First.State != one.Unit.State) || DifferInChannel(one);

    /// <summary>They say otherwise how the words became known; who cannot tell says nothing of it.</summary>
    private static bool DifferInChannel(DrawnUnit one) => one.Unit.Channel is { } second && second != one.Statement.Channel;

    public IReadOnlyList<DrawnUnit> Differing => [.. Units.Where(Differ)];

    public string First(DrawnUnit one) => Answer(one, one.First.Steps, one.First.State, one.Statement.Channel);

    public string Second(DrawnUnit one) => Answer(one, one.Unit.Steps, one.Unit.State, one.Unit.Channel);

    private string Answer(DrawnUnit one, StepRange? steps, CodingState? state, Channel? channel)
    {
        var scale = Contents.Issue(one.First.Issue).Scale;
        return (steps is { } range ? FormattableString.Invariant($"{scale.Label(range)} (step{(range.IsOneStep ? "" : "s")} {range} of {scale.Count})") : state is { } absent ? Words.Of(absent).Label : "the words do not tell")
            + (DifferInChannel(one) && channel is { } heard ? $"; known by: {Words.Of(heard).Label}" : "");
    }

    public static string InWords(Adjudication decision) => decision switch
    {
        Adjudication.FirstStands => "The first coding stands",
        Adjudication.SecondIsRight => "The second is right: the statement is to be amended",
        Adjudication.WordingAllowsBoth => "The wording allows both: the statement is to be amended to ambiguous",
        _ => throw new ArgumentOutOfRangeException(nameof(decision), decision, null),
    };
}
