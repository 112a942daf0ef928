using Microsoft.Data.Sqlite;
using PeaceTracker.Domain.Positions;
using PeaceTracker.Domain.Proposals;
using PeaceTracker.Web.Features.Shared;
using PeaceTracker.Web.Reading;

namespace PeaceTracker.Benchmarks;

/// <summary>
/// What the comparison of two proposals of 28 clauses and the table of answers take from the store, each with a context of its own as in a
/// request, against the same rows read straight from SQLite, with no objects, on a connection that stays open and commands that stay prepared.
/// </summary>
internal sealed class ProposalBench : IDisposable
{
    private const string Published = "s.ProcessId = 1 AND s.Status = 'Published' AND s.PublishedAt <= $known AND s.Day <= $date";
    private const string OfBoth = Published + " AND s.Proposal IN ($first, $second)";

    private readonly GeneratedStore store;
    private readonly SqliteConnection connection;
    private readonly List<SqliteCommand> clauses;
    private readonly List<SqliteCommand> answers;

    public ProposalBench(GeneratedStore store)
    {
        this.store = store;
        connection = store.Open();
        clauses =
        [
            Command($"SELECT s.* FROM Statements s WHERE {OfBoth} ORDER BY s.Number"),
            Command($"SELECT c.* FROM Statements s JOIN Citation c ON c.StatementId = s.Id WHERE {OfBoth}"),
            Command($"SELECT q.* FROM Statements s JOIN Quantity q ON q.StatementId = s.Id WHERE {OfBoth}"),
            Command($"SELECT c.* FROM Statements s JOIN Coding c ON c.StatementId = s.Id WHERE {OfBoth} AND c.RecordedFrom <= $known AND (c.RecordedTo IS NULL OR c.RecordedTo > $known)"),
            Command($"SELECT o.*, p.* FROM Sources o JOIN Publishers p ON p.Id = o.PublisherId WHERE o.ProcessId = 1 AND o.Number IN (SELECT c.Source FROM Statements s JOIN Citation c ON c.StatementId = s.Id WHERE {OfBoth})"),
        ];
        answers =
        [
            Command("SELECT p.* FROM Proposals p WHERE p.ProcessId = 1 AND p.Latest <= $date ORDER BY p.Latest DESC, p.Slug"),
            Command($"SELECT s.Number, s.RespondsTo, s.RespondsToClause, s.Response, s.MadeOn, s.Day, s.Parties FROM Statements s WHERE {Published} AND s.RespondsTo > ''"),
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

    public async Task<int> AnswersAsync() => await store.ReadAsync(async (_, db) =>
    {
        var view = await ViewAsync(db);
        var proposals = new ProposalReader(db, new StatementCardReader(db));
        var said = (await proposals.ResponsesAsync(view, null, default)).ToLookup(response => response.Proposal);
        return (await proposals.PutForwardAsync(view, default)).Sum(proposal => view.Parties.Count(party => Answer.Of(proposal, party.Slug, said[proposal.Slug], view.Date).Missing));
    });

    public int PlainClauses() => clauses.Sum(Read);

    public int PlainAnswers() => answers.Sum(Read);

    public void Dispose()
    {
        foreach (var command in clauses.Concat(answers))
            command.Dispose();
        connection.Dispose();
    }

    private static async Task<View> ViewAsync(Data.PeaceTrackerDbContext db)
    {
        var contents = (await new ProcessReader(db).ReadAsync(GeneratedStore.Slug, default))!;
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

    private SqliteCommand Command(string sql)
    {
        var command = connection.CreateCommand();
        command.CommandText = sql;
        command.Parameters.AddWithValue("$known", GeneratedStore.Known);
        command.Parameters.AddWithValue("$date", GeneratedStore.LastDay);
        command.Parameters.AddWithValue("$first", GeneratedStore.ProposalSlug(1));
        command.Parameters.AddWithValue("$second", GeneratedStore.ProposalSlug(2));
        return command;
    }

    /// <summary>Every column of every row, so that none can be skipped.</summary>
    private static int Read(SqliteCommand command)
    {
        using var reader = command.ExecuteReader();
        var rows = 0;
        var values = new object[reader.FieldCount];
        while (reader.Read())
        {
            rows++;
            reader.GetValues(values);
        }

        return rows;
    }
}
