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

    /// <summary>A plan of 28 clauses in their order, with a preamble and a line that is no clause; what each speaks of is known (see <see cref="PlanIssues"/>).</summary>
    public const string Plan = """
        Draft framework for the settlement
        The parties agree as follows.

        1. The sovereignty of Ukraine is confirmed.
        2. Russia, Ukraine and Europe conclude a comprehensive agreement of non-aggression. All ambiguities of the last thirty years are considered settled.
        3. It is expected that Russia does not invade its neighbours and that NATO does not enlarge further.
        4. A dialogue between Russia and the alliance is held, mediated by the United States, to settle every question of security.
        5. Ukraine receives reliable security guarantees.
        6. The size of the Ukrainian armed forces is limited to 600,000 personnel.
        7. Ukraine enshrines in its constitution that it does not join NATO, and NATO agrees in its statutes not to admit Ukraine.
        8. NATO agrees not to station troops in Ukraine.
        9. European fighter aircraft are placed in Poland.
        10. The United States is compensated for the guarantee. If Russia invades, all sanctions are restored.
        11. Ukraine is eligible to join the European Union and has better access to its market.
        12. A package of measures rebuilds Ukraine, among them a fund for development.
        13. Russia is brought back into the world economy:
        (a) sanctions are lifted in stages, case by case;
        (b) Russia is invited to rejoin the group of eight.
        14. Frozen assets: 100 billion dollars of frozen Russian assets are invested in rebuilding; the rest goes into a joint fund.
        15. A joint working group on security sees that the agreement is kept.
        16. Russia lays down in law that it does not attack Europe or Ukraine.
        17. The treaties on the control of nuclear arms are prolonged.
        18. Ukraine agrees to be a state without nuclear weapons.
        19. The Zaporizhzhia nuclear power plant is started under supervision, and its electricity is shared equally.
        20. Both countries teach tolerance in schools. Ukraine adopts the rules of the European Union on religious tolerance and the protection of language minorities.
        21. Crimea, Luhansk and Donetsk are recognised as Russian in fact. Kherson and Zaporizhzhia are frozen along the line of contact.
        22. Neither side changes these territorial arrangements by force.
        23. Russia does not hinder the use of the Dnipro for commerce, and grain is shipped freely across the Black Sea.
        24. All remaining prisoners are exchanged all for all; detained civilians and children are returned.
        25. Ukraine holds elections in 100 days.
        26. All parties to the conflict receive a full amnesty for what was done in the war.
        27. The agreement is legally binding and is monitored by a Peace Council.
        28. The ceasefire takes effect once all parties have agreed and withdrawn to the agreed points.
        Done in two copies.
        """;

    /// <summary>The issue that a clause of <see cref="Plan"/> speaks of foremost, as the clause of the same number and sense is coded in the record.</summary>
    public static readonly IReadOnlyDictionary<string, string> PlanIssues = new Dictionary<string, string>
    {
        ["3"] = "nato-enlargement",
        ["5"] = "security-guarantees",
        ["6"] = "force-limits",
        ["7"] = "nato-membership",
        ["8"] = "foreign-troops",
        ["10"] = "sanctions",
        ["11"] = "eu-membership",
        ["13a"] = "sanctions",
        ["14"] = "frozen-assets",
        ["19"] = "nuclear-plant",
        ["20"] = "language-church",
        ["21"] = "recognition",
        ["22"] = "territory",
        ["24"] = "prisoners-children",
        ["25"] = "elections",
        ["26"] = "accountability",
        ["28"] = "ceasefire",
    };

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
