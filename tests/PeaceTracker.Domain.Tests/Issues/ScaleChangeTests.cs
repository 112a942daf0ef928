using PeaceTracker.Domain.Issues;

namespace PeaceTracker.Domain.Tests.Issues;

public class ScaleChangeTests
{
    private static readonly Scale Now = new([new(1, "Inside", "In."), new(2, "Between", "Neither."), new(3, "Outside", "Out.")]);

    [Fact]
    public void Labels_and_definitions_of_coded_steps_may_change() =>
        Assert.Empty(Change((1, "In full"), (2, "Between"), (3, "Outside")).Moved([4, 2, 1]));

    [Fact]
    public void A_step_may_be_added_after_the_last_pole() => Assert.Empty(Change((1, "Inside"), (2, "Between"), (3, "Outside"), (null, "Far outside")).Moved([4, 2, 1]));

    [Fact]
    public void A_step_before_the_first_pole_would_move_every_coded_step() =>
        Assert.Equal([new MovedStep(1, 4, 2), new(3, 1, 4)], Change((null, "Before"), (1, "Inside"), (2, "Between"), (3, "Outside")).Moved([4, 0, 1]));

    [Fact]
    public void A_coded_step_does_not_go() => Assert.Equal([new MovedStep(3, 1, null)], Change((1, "Inside"), (2, "Between")).Moved([4, 2, 1]));

    [Fact]
    public void A_step_without_codings_goes_when_no_coded_step_stands_behind_it()
    {
        Assert.Empty(Change((1, "Inside"), (2, "Between")).Moved([4, 2, 0]));
        Assert.Equal([new MovedStep(3, 1, 2)], Change((1, "Inside"), (3, "Outside")).Moved([4, 0, 1]));
    }

    [Fact]
    public void Whatever_is_not_coded_may_be_put_in_any_order() => Assert.Empty(Change((null, "New"), (3, "Outside"), (1, "Inside")).Moved([0, 0, 0]));

    [Fact]
    public void The_new_steps_are_ranked_from_one_and_equal_steps_are_no_change()
    {
        Assert.Equal([new Step(1, "New", "D"), new(2, "Outside", "Out.")], new ScaleChange(Now, [new(null, "New", "D"), new(3, "Outside", "Out.")]).NewSteps);
        Assert.False(new ScaleChange(Now, [.. Now.Steps.Select(step => new ChangedStep(step.Rank, step.Label, step.Definition))]).IsChange);
        Assert.True(Change((1, "Inside"), (2, "Between"), (3, "Outside!")).IsChange);
    }

    private static ScaleChange Change(params (int? From, string Label)[] steps) => new(Now, [.. steps.Select(step => new ChangedStep(step.From, step.Label, "Defined."))]);
}
