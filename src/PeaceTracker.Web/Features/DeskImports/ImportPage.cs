using PeaceTracker.Data.Desk;
using PeaceTracker.Domain.Statements;
using PeaceTracker.Web.Files;
using PeaceTracker.Web.Reading;
using PeaceTracker.Web.Writing;
using PeaceTracker.Web.Writing.Importing;

namespace PeaceTracker.Web.Features.DeskImports;

/// <summary>What the pages of an import show.</summary>
public sealed class ImportPage(Imports imports, ImportChecks checks, DraftsToReview review, WordFinder finder)
{
    /// <summary>Repairs, and rows, that are shown at once.</summary>
    internal const int Most = 100;

    private const int MostImports = 50;
    private const int Samples = 3;
    private const int LongestSample = 80;

    /// <param name="told">What became of the last sending.</param>
    /// <param name="asked">Words to look for in the names of the tables; null for all of them.</param>
    public async Task<ImportsModel> IndexAsync(ProcessContents contents, int account, string? pasted, string? told, string? asked, CancellationToken cancellation)
    {
        var words = await finder.ReadAsync(contents, asked, cancellation);
        var rows = await imports.OfAsync(contents.Process.Id, account, words is null ? MostImports : WordFinder.MostAtDesk, cancellation);
        return new(
            contents.Process.Slug,
            [
                .. rows.Select(row => new ImportLine(row.Id, NameOf(row.Id, row.FileName), row switch
                {
                    { DoneAt: null } => $"waits since {View.InstantInWords(row.At)}",
                    { UndoneAt: { } undone } => $"undone {View.InstantInWords(undone)}",
                    _ => $"brought in {View.InstantInWords(row.DoneAt.Value)}: {Counted(row.Statements, "statement")}",
                }, row.DoneAt is null)).Where(line => words?.Finds([line.Name]) != false).Take(MostImports),
            ],
            pasted, told, asked);
    }

    internal static ImportColumnsModel Columns(ProcessContents contents, Import import, ImportChoices choices)
    {
        var process = contents.Process.Slug;
        var name = NameOf(import.Id, import.FileName);
        if (TableText.Read(import.Content, choices.Encoding, out var problem) is not { } text)
            return new(process, import.Id, import.Version, name, choices.Encoding ?? "", "", choices.Separator ?? ",", 0, problem, [], [], choices.Same);
        var table = TableRows.Read(text, choices.Separator);
        var columns = table.Headings.Select((heading, index) =>
        {
            var field = choices.Columns.FirstOrDefault(pair => pair.Value == index && choices.Columns.ContainsKey(pair.Key)).Key ?? "";
            var how = field.Length == 0 ? "left out" : ImportField.Of(heading) is { Exact: true } exact && exact.Field == field ? "found" : ImportField.Of(heading)?.Field == field ? "guessed" : "chosen";
            var samples = table.Rows.Select(row => row.Cells.ElementAtOrDefault(index) ?? "").Where(cell => cell.Length > 0).Distinct().Take(Samples).Select(cell => cell.Length > LongestSample ? cell[..LongestSample] + "…" : cell);
            return new ImportColumn(index, heading.Length > 0 ? heading : FormattableString.Invariant($"Column {index + 1}"), [.. samples], field, how);
        }).ToList();
        return new(
            process, import.Id, import.Version, name, text.Encoding, Encoded(text), table.Separator, table.Rows.Count, table.Problem, columns,
            [.. ImportField.All.Where(field => field.Required && !choices.Columns.ContainsKey(field.Name))], choices.Same)
        { IsText = text.Table is null };
    }

    internal static ImportCheckModel Check(ProcessContents contents, Import import, ImportCheck check, string? told)
    {
        var repairs = check.IsComplete ? Repairs(contents, check) : [];
        return new(
            contents.Process.Slug, import.Id, import.Version, NameOf(import.Id, import.FileName), Encoded(check.Text), check.Rows.Count, check.Table.Rows.Count, check.Mark,
            check.Ready.Count(), check.WithProblems.Count(), check.Near.Count(), check.Same.Count(),
            [.. repairs.Take(Most)], Math.Max(0, repairs.Count - Most),
            [.. check.Ready.Take(Most).Select(row => Line(contents, row))], [.. check.Near.Select(row => Line(contents, row))],
            check.Rows.Count(row => (row.IsReady || row.IsNear) && row.Asks), Mended(contents, check),
            [.. check.Same.Take(Most).Select(row => (row.Number, row.OnRecord is { } number ? FormattableString.Invariant($"says what No. {number} says") : FormattableString.Invariant($"says what row {row.LikeRow} says")))],
            told);
    }

    /// <param name="asking">Its drafts were to be sent to review just now: what is left to answer is said.</param>
    public async Task<ImportDoneModel> DoneAsync(ProcessContents contents, Import import, string? told, bool asking, CancellationToken cancellation)
    {
        var rows = await imports.StatementsAsync(import.Id, cancellation);
        var undoable = await imports.UndoableAsync(import, cancellation);
        var ids = undoable.Select(row => row.Id).ToHashSet();
        var go = rows.Where(row => ids.Contains(row.Statement.Id)).ToList();
        var choices = ImportChoices.FromJson(import.Choices);
        var all = TableText.Read(import.Content, choices.Encoding, out _) is { } text ? TableRows.Read(text, choices.Separator).Rows.Count : choices.Taken.Count;
        return new(
            contents.Process.Slug, import.Id, import.Version, NameOf(import.Id, import.FileName), View.InstantInWords(import.DoneAt!.Value), import.UndoneAt is { } undone ? View.InstantInWords(undone) : null,
            // What waits for its editor first.
            [.. rows.OrderByDescending(row => row.Statement.Status == StatementStatus.Draft)], all - choices.Taken.Count, go.Count,
            // The sending raises the version once.
            go.Count(row => row.Statement.Version > (row.Statement.Status == StatementStatus.InReview ? 2 : 1)),
            rows.Count(row => row.Statement.Status == StatementStatus.Draft), Undoable.Mark(undoable),
            asking ? await review.LeftAsync(contents, imports.Drafts(contents.Process.Id, import.Account, import.Id), Most, cancellation) : new Dictionary<int, IReadOnlyList<string>>(), told);
    }

    /// <summary>The rows that became no draft, or would become none, with their own columns; null when the file cannot be read.</summary>
    public async Task<TakeAway?> RejectedAsync(ProcessContents contents, Import import, CancellationToken cancellation)
    {
        if (await checks.CheckAsync(contents, import, null, cancellation) is not { } check)
            return null;
        var taken = check.Choices.Taken.ToHashSet();
        return Rejected(check, row => import.DoneAt is null ? !row.IsReady : !taken.Contains(row.Number));
    }

    /// <summary>Rows of a table as the file has them, each with its number and why it becomes no draft.</summary>
    internal static TakeAway Rejected(ImportCheck check, Func<CheckedRow, bool> leftOut)
    {
        var found = check.Rows.ToDictionary(row => row.Number);
        var width = check.Table.Rows.Max(row => Math.Max(row.Cells.Count, check.Table.Headings.Count));
        return new(
            new(
                "import-rejected",
                [
                    .. check.Table.Headings.Concat(Enumerable.Range(check.Table.Headings.Count + 1, width - check.Table.Headings.Count).Select(number => FormattableString.Invariant($"column {number}"))).Select(heading => new Column(heading, ColumnKind.Text)),
                    "row: whole", "error",
                ]),
            check.Table.Rows
                .Where(row => leftOut(found[row.Number]))
                .Select(row => (IReadOnlyList<object?>)[.. row.Cells, .. Enumerable.Repeat("", width - row.Cells.Count), row.Number, Why(found[row.Number])])
                .ToList());
    }

    /// <summary>Why a row becomes no draft by itself.</summary>
    internal static string Why(CheckedRow row) => row switch
    {
        { HasProblems: true } => string.Join(' ', row.Problems.Select(problem => problem.InWords(row.Number))),
        { OnRecord: { } number } => FormattableString.Invariant($"Says what No. {number} says."),
        { LikeRow: { } other } => FormattableString.Invariant($"Says what row {other} says."),
        { NearRow: { } near } => FormattableString.Invariant($"May be the same as row {near.Number}. {near.Why}"),
        { IsNear: true } => string.Join(' ', row.Found!.Near.Where(near => near.Likely).Select(near => FormattableString.Invariant($"May be the same as No. {near.Statement.Number}. {near.Why}"))),
        _ => "Left out.",
    };

    private static string NameOf(int id, string file) => file.Length > 0 ? file : FormattableString.Invariant($"Pasted table {id}");

    private static string Counted(int count, string one) => FormattableString.Invariant($"{count} {one}{(count == 1 ? "" : "s")}");

    private static string Encoded(TableText text) => text.About is { } about ? $"{about}{(text.Encoding.Length > 0 ? $" {Letters(text)}" : "")}" : Letters(text);

    private static string Letters(TableText text) => text.Told ? $"Read as {text.Words}." : $"Read as {text.Words}, by what its letters look like: see whether they are right.";

    private static ImportRowLine Line(ProcessContents contents, CheckedRow row)
    {
        var statement = row.Found!.Build(DeskStatements.FirstNumber, 1, null);
        return new(
            row.Number, statement.Summary, statement.Citations[0].Exact ?? statement.Quote, statement.MadeOn.ToWords(), statement.Citations[0].Source, [.. statement.Codings.Select(coding => StatementFields.InWords(contents, coding))], [.. row.Found.Warnings.Select(warning => warning.Text)],
            [.. row.Found.Near.Where(near => near.Likely)], row.NearRow);
    }

    /// <summary>What stands in the place of what the file has.</summary>
    private static List<ImportMended> Mended(ProcessContents contents, ImportCheck check) =>
    [
        .. check.Choices.Repairs.SelectMany(field => field.Value.Select(repair => new ImportMended(
            $"{field.Key}\n{repair.Key}", $"{StatementForm.Label(field.Key)}, in every row", repair.Key, StatementForm.InWords(contents, field.Key, repair.Value)))),
        .. check.Choices.Edits.OrderBy(row => row.Key).SelectMany(row => row.Value.Select(edit => new ImportMended(
            FormattableString.Invariant($"{row.Key}\n{edit.Key}"), FormattableString.Invariant($"Row {row.Key}, {StatementForm.Label(edit.Key)}"),
            check.Table.Rows.FirstOrDefault(one => one.Number == row.Key) is { } cells ? check.Choices.Found(cells, edit.Key) : "", StatementForm.InWords(contents, edit.Key, edit.Value)))),
    ];

    private static List<ImportRepair> Repairs(ProcessContents contents, ImportCheck check) => check.Problems.Select(problem =>
    {
        var choices = FieldChoices.Of(contents, check.Named?.ProposalTitles ?? [], ImportField.Stem(problem.Field));
        return new ImportRepair(
            problem.Rows, problem.Field, problem.Found, problem.Now, problem.Text, problem.Row, choices,
            problem.Now.Length > 0 && choices.Count > 0 ? Likely(contents, problem.Field, problem.Now) : null);
    }).ToList();

    private static string? Likely(ProcessContents contents, string field, string found) => ImportField.Stem(field) switch
    {
        "party" => contents.NearestParties(found).FirstOrDefault()?.Slug,
        "issue" => contents.NearestIssues(found).FirstOrDefault()?.Slug,
        _ => null,
    };
}
