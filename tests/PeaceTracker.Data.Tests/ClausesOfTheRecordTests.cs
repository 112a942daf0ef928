using Microsoft.EntityFrameworkCore;
using PeaceTracker.Data.Desk;
using PeaceTracker.Domain.Proposals;
using PeaceTracker.Domain.Statements;

namespace PeaceTracker.Data.Tests;

/// <summary>How often the true counterpart of a clause is proposed first. What is true stands in the record: the numbers of the clauses, and the pairs its researchers made.</summary>
public sealed class ClausesOfTheRecordTests
{
    private const string Draft = "us-28-points-november-2025";

    /// <summary>Changes to the text of the draft, clause by clause under the numbers of the draft (source 173).</summary>
    private const string CounterDraft = "e3-counter-draft-november-2025";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Of_the_counter_draft_each_clause_has_its_own_of_the_draft_first()
    {
        using var store = await Store.WithRealSeedsAsync();
        var clauses = (await ClausesAsync(store)).ToLookup(row => row.Proposal);
        var (draft, counter) = (clauses[Draft].ToList(), clauses[CounterDraft].ToList());
        Assert.Equal((36, 15), (draft.Count, counter.Count));
        var first = counter.Where(clause => True(clause, ClauseSuggestion.For(clause, draft)[0].Clause)).ToList();
        var back = draft.Where(clause => counter.Exists(other => True(clause, other))).ToList();
        var backFirst = back.Where(clause => True(clause, ClauseSuggestion.For(clause, counter)[0].Clause)).ToList();
        // Without what the number adds: what subjects and words alone find.
        var byWords = counter.Where(clause => True(clause, ClauseSuggestion.For(clause, draft).OrderByDescending(one => one.Subjects + one.Likeness).First().Clause)).ToList();
        Write($"counter-draft to draft {first.Count} of {counter.Count}, draft to counter-draft {backFirst.Count} of {back.Count}, without numbers {byWords.Count} of {counter.Count}");
        Assert.Equal(15, first.Count);
        Assert.Equal(back.Count, backFirst.Count);
        Assert.True(byWords.Count >= 14);

        static bool True(Statement one, Statement other) => ClausePlace.Covers(one.Clause!, other.Clause!) || ClausePlace.Covers(other.Clause!, one.Clause!);
    }

    [Fact]
    public async Task Pairs_the_researchers_made_are_proposed_first()
    {
        using var store = await Store.WithRealSeedsAsync();
        var clauses = (await ClausesAsync(store)).ToDictionary(row => row.Number);
        var made = File.ReadAllLines(Path.Combine(Store.RealSeeds, "ukraine", "clause-differences.csv")).Skip(1).Select(line => line.Split(',')).Select(cells => (Base: Number(cells[0]), Other: Number(cells[1]))).ToList();
        Assert.Equal(10, made.Count);
        var places = new List<int>();
        foreach (var (one, other) in made.Concat(made.Select(pair => (pair.Other, pair.Base))))
        {
            var proposed = ClauseSuggestion.For(clauses[one], clauses.Values.Where(row => row.Proposal == clauses[other].Proposal)).ToList();
            places.Add(1 + proposed.FindIndex(suggestion => suggestion.Clause.Number == other));
        }

        Write($"places of the ten pairs, both ways: {string.Join(' ', places)}");
        Assert.All(places, place => Assert.Equal(1, place));

        static int Number(string text) => int.Parse(text, System.Globalization.CultureInfo.InvariantCulture);
    }

    private static async Task<List<Statement>> ClausesAsync(Store store)
    {
        var texts = await store.Db.Proposals.Select(row => row.Slug).ToListAsync(Cancellation);
        return await store.Service<DeskDifferences>().ClausesAsync(await store.Db.Processes.Select(row => row.Id).SingleAsync(Cancellation), texts, Cancellation);
    }

    private static void Write(FormattableString text) => TestContext.Current.TestOutputHelper?.WriteLine(FormattableString.Invariant(text));
}
