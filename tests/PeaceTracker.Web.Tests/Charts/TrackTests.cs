using PeaceTracker.Domain.Issues;
using PeaceTracker.Web.Charts;

namespace PeaceTracker.Web.Tests.Charts;

public sealed class TrackTests
{
    private static readonly Scale Six = new(Enumerable.Range(1, 6).Select(rank => new Step(rank, $"Step {rank}", "Definition")));

    [Fact]
    public void A_range_has_the_tones_of_both_its_ends_and_a_step_its_own()
    {
        Assert.Equal("q1", Track.Tone(Six, new StepRange(1)));
        Assert.Equal("q1 two to2", Track.Tone(Six, new StepRange(1, 2)));
        // Six steps take seven tones without the middle one.
        Assert.Equal("q3 two to7", Track.Tone(Six, new StepRange(3, 6)));
        Assert.Equal("q3 two to7", Track.Of(Six, new StepRange(3, 6), null).Tones);
        Assert.Equal("", Track.Of(Six, null, new StepRange(2)).Tones);
    }
}
