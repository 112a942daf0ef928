using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using PeaceTracker.Data;
using PeaceTracker.Domain.Positions;
using PeaceTracker.Web.Features.Responses;
using PeaceTracker.Web.Features.Shared;
using PeaceTracker.Web.Reading;

namespace PeaceTracker.Benchmarks;

/// <summary>
/// What the comparison of two proposals of 28 clauses and the table of answers take from the store, each with a context of its own as in a
/// request and with the parties, issues, regions and events every page needs, against the same rows read straight from SQLite, with no
/// objects. Both are cold as a request is: a connection from the pool, commands made anew.
/// </summary>
internal sealed class ProposalBench
{
    private const string Published = "s.ProcessId = 1 AND s.Status = 'Published' AND s.PublishedAt <= $known AND s.Day <= $date";
    private const string OfBoth = Published + " AND s.Proposal IN ($first, $second)";

    private readonly GeneratedStore store;
    private readonly List<string> clauses;
    private readonly List<string> answers;

    public ProposalBench(GeneratedStore store)
    {
        this.store = store;
        List<string> contents =
        [
            "SELECT p.*, n.* FROM Processes p LEFT JOIN NoSeat n ON n.PeaceProcessId = p.Id WHERE p.Slug = $process",
            "SELECT * FROM Parties WHERE ProcessId = 1",
            "SELECT * FROM Issues ORDER BY \"Order\"",
            "SELECT * FROM Regions WHERE ProcessId = 1",
            "SELECT * FROM Events WHERE ProcessId = 1 ORDER BY Latest, Slug",
        ];
        clauses =
        [
            .. contents,
            $"SELECT s.* FROM Statements s WHERE {OfBoth} ORDER BY s.Number",
            $"SELECT c.* FROM Statements s JOIN Citation c ON c.StatementId = s.Id WHERE {OfBoth}",
            $"SELECT q.* FROM Statements s JOIN Quantity q ON q.StatementId = s.Id WHERE {OfBoth}",
            $"SELECT c.* FROM Statements s JOIN Coding c ON c.StatementId = s.Id WHERE {OfBoth} AND c.RecordedFrom <= $known AND (c.RecordedTo IS NULL OR c.RecordedTo > $known)",
            $"SELECT o.*, p.* FROM Sources o JOIN Publishers p ON p.Id = o.PublisherId WHERE o.ProcessId = 1 AND o.Number IN (SELECT c.Source FROM Statements s JOIN Citation c ON c.StatementId = s.Id WHERE {OfBoth})",
            $"SELECT Slug, Name FROM People WHERE ProcessId = 1 AND Slug IN (SELECT s.Speaker FROM Statements s WHERE {OfBoth})",
            "SELECT Slug, Title FROM Proposals WHERE ProcessId = 1 AND Slug IN ($first, $second)",
        ];
        answers =
        [
            .. contents,
            "SELECT p.* FROM Proposals p WHERE p.ProcessId = 1 AND p.Latest <= $date ORDER BY p.Latest DESC, p.Slug",
            $"SELECT s.Number, s.RespondsTo, s.RespondsToClause, s.Response, s.MadeOn, s.Day, s.Parties FROM Statements s WHERE {Published} AND s.RespondsTo > ''",
        ];
    }

    public async Task<int> ClausesAsync()
    {
        var read = await store.ReadAsync(async (_, db) =>
            (await new ProposalReader(db, new StatementCardReader(db)).ClausesAsync(await ViewAsync(db), [GeneratedStore.ProposalSlug(1), GeneratedStore.ProposalSlug(2)], default))
                .Sum(text => text.Sum(clause => clause.Cards.Count)));
        Proof.Demand(read == 56, "two proposals have 56 clauses");
        return read;
    }

    /// <summary>All proposals with an answer missing: every answer is read.</summary>
    public async Task<int> AnswersAsync() => await store.ReadAsync(async (_, db) =>
        (await new ResponsesPage(new(db, new(db)), new(new(db, new(), new Microsoft.Extensions.Time.Testing.FakeTimeProvider()))).LoadAsync(await ViewAsync(db) with { State = "no-answer" }, default)).Model!.Part.Total);

    public int PlainClauses() => Read(clauses);

    public int PlainAnswers() => Read(answers);

    private async Task<View> ViewAsync(PeaceTrackerDbContext db)
    {
        await using var scope = store.Scope();
        // As on the first page after a change: with nothing kept.
        var contents = (await new ProcessReader(db, ActivatorUtilities.CreateInstance<RecordCache>(scope.ServiceProvider)).ReadAsync(GeneratedStore.Slug, default))!;
        return new()
        {
            Contents = contents,
            Path = $"/{GeneratedStore.Slug}/compare",
            Date = GeneratedStore.LastDay,
            Known = GeneratedStore.Known,
            Now = GeneratedStore.Known,
            Parties = contents.Parties,
            Issues = contents.Issues,
            Evidence = EvidenceFilter.All,
            Given = new Dictionary<string, string>(),
        };
    }

    /// <summary>Every column of every row, so that none can be skipped.</summary>
    private int Read(List<string> commands)
    {
        using var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = store.File }.ToString());
        connection.Open();
        var rows = 0;
        foreach (var sql in commands)
        {
            using var command = connection.CreateCommand();
            command.CommandText = sql;
            command.Parameters.AddWithValue("$known", GeneratedStore.Known);
            command.Parameters.AddWithValue("$date", GeneratedStore.LastDay);
            command.Parameters.AddWithValue("$process", GeneratedStore.Slug);
            command.Parameters.AddWithValue("$first", GeneratedStore.ProposalSlug(1));
            command.Parameters.AddWithValue("$second", GeneratedStore.ProposalSlug(2));
            using var reader = command.ExecuteReader();
            var values = new object[reader.FieldCount];
            while (reader.Read())
            {
                rows++;
                reader.GetValues(values);
            }
        }

        return rows;
    }
}
