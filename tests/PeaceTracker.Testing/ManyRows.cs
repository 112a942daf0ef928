using System.Globalization;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using PeaceTracker.Web.Reading;

namespace PeaceTracker.Testing;

/// <summary>A long table of invented statements, none of which is like another: each has a party, an issue and a day of its own, and words of its own.</summary>
public static class ManyRows
{
    public const string Heading = "source,said,party,issue,step,channel,information,quote,paragraph,own\r\n";

    private const int Days = 6_000;
    private const int WordsOfQuote = 18;
    private const int Sources = 20;

    private static readonly DateOnly LastDay = new(2026, 10, 31);

    /// <summary>The same for the same number of rows, but for the numbers of the sources, which are added.</summary>
    /// <param name="from">Leaves out as many before.</param>
    public static async Task<string> OfAsync(IServiceProvider services, int rows, int from = 0)
    {
        await using var scope = services.CreateAsyncScope();
        var contents = (await scope.ServiceProvider.GetRequiredService<ProcessReader>().ReadAsync("ukraine", CancellationToken.None))!;
        var sources = new List<int>();
        for (var index = 0; index < Sources; index++)
            sources.Add(await services.AddSourceAsync(text: null));
        var places = (
            from party in contents.Parties
            from issue in contents.Issues
            where contents.NoSeat(party.Slug, issue.Slug) is null
            select (party.Slug, Issue: issue)).ToList();
        if (rows + from > places.Count * Days)
            throw new ArgumentOutOfRangeException(nameof(rows));
        var random = new Random(20261128);
        var text = new StringBuilder(Heading);
        for (var index = 0; index < rows + from; index++)
        {
            // Apart in places and days by numbers that have no divisor in common with theirs: no two are the same.
            var (party, issue) = places[index % places.Count];
            var day = LastDay.AddDays(-(int)(index / places.Count * 7L % Days));
            var quote = string.Join(' ', Enumerable.Range(0, WordsOfQuote).Select(_ => Word(random.Next(5_000))));
            if (index >= from)
                text.Append(CultureInfo.InvariantCulture, $"{sources[index % Sources]},{day:yyyy-MM-dd},{party},{issue.Slug},{1 + (index % issue.Scale.Count)},on-record,2,\"{quote}, no. {index}\",para {1 + (index % 40)},yes\r\n");
        }

        return text.ToString();
    }

    private static string Word(int number)
    {
        const string consonants = "bdfgklmnprstvz", vowels = "aeiou";
        var word = new StringBuilder();
        for (var rest = number + 70; rest > 0; rest /= consonants.Length * vowels.Length)
            word.Append(consonants[rest % consonants.Length]).Append(vowels[rest / consonants.Length % vowels.Length]);
        return word.ToString();
    }
}
