using PeaceTracker.Fuzz;

namespace PeaceTracker.FaultTests;

/// <summary>What <c>bash tests/fuzz.sh</c> has kept, which is what goes somewhere in the code that nothing else goes: it still has to hold what has to hold.</summary>
public sealed class CorpusTests
{
    [Fact]
    public void Whatever_is_typed_or_brought_is_read_or_refused_with_a_reason()
    {
        var corpus = Targets.Corpus().ToList();
        Assert.Equal(Targets.All.Keys.Order(), corpus.Select(one => one.Target).Distinct().Order());
        var wrong = new List<string>();
        foreach (var (target, file, bytes) in corpus)
        {
            if (Record.Exception(() => Targets.All[target](bytes)) is { } error)
                wrong.Add($"{target}/{file}: {error}");
        }

        Assert.True(wrong.Count == 0, string.Join("\n", wrong));
    }
}
