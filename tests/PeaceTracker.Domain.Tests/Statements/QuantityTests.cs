using PeaceTracker.Domain.Statements;

namespace PeaceTracker.Domain.Tests.Statements;

public class QuantityTests
{
    [Theory]
    [InlineData(600000d, 600000d, "people", "Ceiling of the army: 600,000 people")]
    [InlineData(10d, 15d, "years", "Ceiling of the army: 10 to 15 years")]
    [InlineData(20d, null, "years", "Ceiling of the army: at least 20 years")]
    [InlineData(null, 100d, "days", "Ceiling of the army: at most 100 days")]
    [InlineData(0.5d, 0.5d, "billion-dollars", "Ceiling of the army: 0.5 billion dollars")]
    [InlineData(2040d, 2040d, "calendar-year", "Ceiling of the army: 2040")]
    public void A_figure_reads_as_words(double? low, double? high, string unit, string words) =>
        Assert.Equal(words, new Quantity { Measure = "ceiling of the army", Low = low, High = high, Unit = unit }.ToWords());
}
