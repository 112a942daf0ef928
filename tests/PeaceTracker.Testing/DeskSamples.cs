using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using PeaceTracker.Data;
using PeaceTracker.Domain.Sources;
using PeaceTracker.Domain.Time;

namespace PeaceTracker.Testing;

/// <summary>A source with a text to take statements from, as an editor would have pasted it.</summary>
public static class DeskSamples
{
    /// <summary>Paragraph 3 has words that paragraph 5 has too.</summary>
    public const string Text = """
        Briefing at the ministry

        The minister said the country would not trade its course.

        "We do not trade the course set out in our constitution", she added, and called for talks on guarantees.

        Asked about troop limits she declined to answer.

        A colleague had said before: "We do not trade the course set out in our constitution", and left.

        The elections were not mentioned.
        """;

    /// <summary>Adds it; the number it has.</summary>
    public static async Task<int> AddSourceAsync(this IServiceProvider services, string? text = Text, string language = "en", string date = "2026-11-20", int editor = 1)
    {
        await using var scope = services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<PeaceTrackerDbContext>();
        var process = await db.Processes.SingleAsync(row => row.Slug == "ukraine");
        var publisher = await db.Publishers.IgnoreQueryFilters().FirstAsync(row => row.Kind == "agency");
        var number = Math.Max(10_001, 1 + await db.Sources.IgnoreQueryFilters().MaxAsync(row => row.Number));
        db.Add(new Source { ProcessId = process.Id, Number = number, PublisherId = publisher.Id, Title = FormattableString.Invariant($"Briefing {number}"), Date = EdtfDate.Parse(date), Language = language, Kind = "transcript", Grade = 'B' });
        if (text is not null)
        {
            if (!SourceText.TryNormalise(text, out var normal, out var error))
                throw new ArgumentException(error, nameof(text));
            db.Add(new SourceText { ProcessId = process.Id, Source = number, Number = 1, Text = normal, Sha256 = SourceText.Hash(normal), At = PeaceTrackerApp.Start, Editor = editor });
        }

        await db.SaveChangesAsync();
        return number;
    }
}
