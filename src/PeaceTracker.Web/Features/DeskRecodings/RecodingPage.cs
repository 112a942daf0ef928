using System.Globalization;
using Microsoft.EntityFrameworkCore;
using PeaceTracker.Data;
using PeaceTracker.Data.Desk;
using PeaceTracker.Domain.Sources;
using PeaceTracker.Domain.Statements;
using PeaceTracker.Web.Reading;
using PeaceTracker.Web.Writing;

namespace PeaceTracker.Web.Features.DeskRecodings;

/// <summary>What a recoding would do, read by the same code before it is confirmed and when it is.</summary>
public sealed class RecodingPage(PeaceTrackerDbContext db, DeskStatements desk, Recodings recodings, StatementForms forms, DraftsToReview review, ProposalReader proposals, WordFinder finder)
{
    /// <summary>Statements changed together.</summary>
    public const int Most = 500;

    /// <summary>Statements and recodings of a list.</summary>
    public const int MostLines = 100;

    /// <summary>The list of statements an address is about.</summary>
    public static string ListOf(View view) => view.With([.. StatementFilter.NotNarrowing, ("field", null), ("from", null), ("to", null)]).Replace($"/{view.Slug}/desk/recodings/new", $"/{view.Slug}/statements", StringComparison.Ordinal);

    /// <param name="reason">Why it is changed, in each amendment; null while it is only looked at.</param>
    public async Task<(RecodingModel? Model, Fault? Fault)> LoadAsync(View asked, IQueryCollection query, string? reason, CancellationToken cancellation)
    {
        var contents = asked.Contents;
        var process = contents.Process.Id;
        var titles = await proposals.TitlesAsync(process, cancellation);
        var (view, filter, fault) = StatementFilter.Read(asked, query, titles);
        if (fault is not null)
            return (null, fault);
        view = view.Taking(("field", query["field"]), ("from", query["from"]), ("to", query["to"]));
        var field = RecodedField.All.FirstOrDefault(one => one.Name == view.Given.GetValueOrDefault("field"));
        if (field is null && view.Given.TryGetValue("field", out var name))
        {
            return (null, new(400, "The address names a field that cannot be changed together", "Nothing was guessed in its place.")
            {
                Parts = [new("field", name, $"one of {string.Join(", ", RecodedField.All.Select(one => one.Name))}")],
                Suggestions = [.. ProcessReader.Nearest(name, [.. RecodedField.All.Select(one => one.Name)]).Select(near => new Suggestion($"Use {near}", view.With(("field", near)))), new("Choose the field", view.With(("field", null), ("from", null), ("to", null)))],
            });
        }

        var ids = await FittingAsync(view, filter, cancellation);
        var model = new RecodingModel(view, [.. filter.InWords(view, titles).Select(one => one.Text)], ids.Count, field, [], null, null, [], []);
        return (field is null || model.TooMany ? model : await ShownAsync(model, filter, ids, reason, cancellation), null);
    }

    /// <summary>Ids of the public revisions that fit, the newest first; one more than can be changed when there are more.</summary>
    private async Task<List<int>> FittingAsync(View view, StatementFilter filter, CancellationToken cancellation)
    {
        var process = view.Contents.Process.Id;
        // Only what is public now can be amended, whatever was known once.
        var fitting = filter.Apply(db.Published(process, view.Now), db.ShownCodings(process, view.Now, view.Date), db.Sources.Where(row => row.ProcessId == process));
        if (filter.Query is { } words)
        {
            var found = new List<int>();
            await foreach (var part in finder.AllAsync(view, words, await finder.SpellingsAsync(view, cancellation), fitting, filter.Facets, filter.Days, Most + 1, cancellation))
            {
                found.AddRange(part);
                if (found.Count > Most)
                    break;
            }

            return found;
        }

        return await fitting.OrderByDescending(row => row.Day).ThenByDescending(row => row.Number).Select(row => row.Id).Take(Most + 1).ToListAsync(cancellation);
    }

    private async Task<RecodingModel> ShownAsync(RecodingModel model, StatementFilter filter, List<int> ids, string? reason, CancellationToken cancellation)
    {
        var (view, field) = (model.View, model.Field!);
        var contents = view.Contents;
        var process = contents.Process.Id;
        var statements = await DeskStatements.WithDetails(desk.All(process).AsNoTracking().Where(row => ids.Contains(row.Id))).OrderByDescending(row => row.Day).ThenByDescending(row => row.Number).ToListAsync(cancellation);
        var meant = (await filter.ApplyToCodings(db.ShownCodings(process, view.Now, view.Date)).Where(coding => ids.Contains(coding.StatementId)).Select(coding => coding.Id).ToListAsync(cancellation)).ToHashSet();
        var numbers = statements.ConvertAll(row => row.Number);
        var open = (await desk.BeingWorkedOn(process).Where(row => numbers.Contains(row.Number)).Select(row => row.Number).ToListAsync(cancellation)).ToHashSet();
        var around = new Dictionary<int, FormSurroundings>();
        foreach (var source in statements.Select(row => row.Citations[0].Source).Distinct())
            around[source] = (await forms.ReadAsync(contents, source, cancellation, around.Values.FirstOrDefault()))!;
        var proposals = around.Values.FirstOrDefault()?.Proposals ?? [];
        var read = statements.ConvertAll(row => (Statement: row, Form: Form(row), Codings: Meant(row, meant)));

        var found = read.SelectMany(one => field.Values(one.Form, one.Codings.Numbers)).CountBy(value => value)
            .Select(pair => new FoundValue(pair.Key.Length == 0 ? RecodedField.Empty : pair.Key, field.InWords(contents, proposals, pair.Key), pair.Value))
            .OrderByDescending(value => value.Statements).ThenBy(value => value.Text, StringComparer.Ordinal).ToList();
        var from = found.Find(value => value.Value == view.Given.GetValueOrDefault("from"))?.Value;
        var to = view.Given.GetValueOrDefault("to");
        model = model with
        {
            Found = found,
            From = from,
            To = to,
            Choices = field.Choices(contents, proposals),
            Typed = field.Name == "speaker" ? [.. around.Values.Take(1).SelectMany(one => one.Speakers)] : [],
        };
        if (!model.IsAsked)
            return model;

        var lines = read.Select(one => Line(one.Statement, one.Form, one.Codings)).OfType<RecodedLine>().ToList();
        var ready = lines.FindAll(line => line.Problems.Count == 0);
        return model with
        {
            Ready = ready,
            Refused = lines.FindAll(line => line.Problems.Count > 0),
            Mark = SourceText.Hash(string.Join(' ', ready.Select(line => string.Create(CultureInfo.InvariantCulture, $"{line.Published!.Id}.{line.Published.Version}")))),
        };

        StatementForm Form(Statement row)
        {
            var form = StatementForm.ToAmend(contents, row, around[row.Citations[0].Source].People);
            // It comes with the confirmation; for looking, any does.
            form["amend-reason"] = reason ?? "-";
            return form;
        }

        RecodedLine? Line(Statement row, StatementForm form, (IReadOnlySet<int> Numbers, bool InPart) codings)
        {
            var place = around[row.Citations[0].Source];
            var composed = StatementForms.Read(place, form, row).Composed;
            if (!field.Put(form, codings.Numbers, RecodedField.Given(from), RecodedField.Given(to)))
                return null;
            // A summary that said what the coding said goes on doing so.
            if (composed is not null && form["summary"] == composed)
                form["summary"] = "";
            var now = StatementForms.Read(place, form, row);
            IReadOnlyList<string> problems =
            [
                .. open.Contains(row.Number) ? new[] { "It is being worked on already." } : [],
                .. field.OfCoding && codings.InPart ? new[] { "Of one of its codings only some regions are in the list: change it by hand." } : [],
                .. now.Problems.Select(problem => problem.Field.Length > 0 ? $"{StatementForm.Label(problem.Field)}: {problem.Text}." : $"{problem.Text}."),
            ];
            var changes = problems.Count > 0 ? [] : StatementFields.Between(contents, row, now.Build(row.Number, row.Revision + 1, null));
            return problems.Count == 0 && changes.Count == 0 ? null
                : new(row.Number, row.Summary, row.MadeOn.ToWords(), changes, problems) { Published = row, Found = now };
        }
    }

    /// <summary>The codings of a form that fit the list, by their numbers in the form; of a statement without codings the one it speaks in place of.</summary>
    private static (IReadOnlySet<int> Numbers, bool InPart) Meant(Statement row, HashSet<int> meant)
    {
        var groups = CodingFields.Grouped(row.Codings).Select((codings, index) => (Number: index + 1, Fit: codings.Count(coding => meant.Contains(coding.Id)), Count: codings.Count)).ToList();
        return groups.Count == 0 ? (new HashSet<int> { 1 }, false)
            : (groups.Where(group => group.Fit == group.Count).Select(group => group.Number).ToHashSet(), groups.Exists(group => group.Fit > 0 && group.Fit < group.Count));
    }

    /// <summary>The amendments of what is ready, each as a further revision.</summary>
    public async Task<IReadOnlyList<Statement>> BuildAsync(RecodingModel model, int editor, CancellationToken cancellation)
    {
        var numbers = model.Ready.Select(line => line.Number).ToList();
        var last = await desk.All(model.View.Contents.Process.Id).Where(row => numbers.Contains(row.Number)).GroupBy(row => row.Number)
            .Select(group => new { Number = group.Key, Last = group.Max(row => row.Revision) }).ToDictionaryAsync(row => row.Number, row => row.Last, cancellation);
        return [.. model.Ready.Select(line => line.Found!.Build(line.Number, last[line.Number] + 1, editor))];
    }

    public async Task<RecodingsModel> IndexAsync(ProcessContents contents, int account, CancellationToken cancellation)
    {
        var proposals = await ProposalsAsync(contents, cancellation);
        return new(
            contents.Process.Slug,
            [
                .. (await recodings.OfAsync(contents.Process.Id, account, MostLines, cancellation)).Select(one => new RecodingLine(
                    one.Recoding.Id, InWords(contents, proposals, one.Recoding),
                    one.Recoding.UndoneAt is { } undone ? $"undone {View.InstantInWords(undone)}"
                        : FormattableString.Invariant($"{View.InstantInWords(one.Recoding.At)}: {one.Statements} {(one.Statements == 1 ? "statement" : "statements")}, {one.Drafts} still {(one.Drafts == 1 ? "a draft" : "drafts")}"))),
            ]);
    }

    /// <param name="asking">Its drafts were to be sent to review just now: what is left to answer is said.</param>
    public async Task<RecodingDoneModel> DoneAsync(ProcessContents contents, Recoding recoding, string? told, bool asking, CancellationToken cancellation)
    {
        var rows = await recodings.StatementsAsync(recoding.Id, cancellation);
        var undoable = await recodings.UndoableAsync(recoding, cancellation);
        var go = undoable.Select(row => row.Id).ToHashSet();
        return new(
            contents.Process.Slug, recoding.Id, recoding.Version, InWords(contents, await ProposalsAsync(contents, cancellation), recoding), recoding.List, recoding.Reason,
            View.InstantInWords(recoding.At), recoding.UndoneAt is { } undone ? View.InstantInWords(undone) : null,
            // What waits for its editor first.
            [.. rows.OrderByDescending(row => row.Status == StatementStatus.Draft)], undoable.Count,
            // The sending raises the version once.
            rows.Count(row => go.Contains(row.Id) && PeaceTrackerDbContext.ChangesOf(row) > (row.Status == StatementStatus.InReview ? 1 : 0)),
            rows.Count(row => row.Status == StatementStatus.Draft), Undoable.Mark(undoable),
            asking ? await review.LeftAsync(contents, recodings.Drafts(contents.Process.Id, recoding.Account, recoding.Id), MostLines, cancellation) : new Dictionary<int, IReadOnlyList<string>>(), told);
    }

    /// <summary>"Channel: report becomes leaked document".</summary>
    private static string InWords(ProcessContents contents, IReadOnlyList<(string Slug, string Title)> proposals, Recoding recoding)
    {
        var field = RecodedField.All.First(one => one.Name == recoding.Field);
        return $"{field.Label}: {field.InWords(contents, proposals, recoding.From)} becomes {field.InWords(contents, proposals, recoding.To)}";
    }

    private async Task<IReadOnlyList<(string Slug, string Title)>> ProposalsAsync(ProcessContents contents, CancellationToken cancellation) =>
        [.. (await db.Proposals.IgnoreQueryFilters().AsNoTracking().Where(row => row.ProcessId == contents.Process.Id).Select(row => new { row.Slug, row.Title }).ToListAsync(cancellation)).Select(row => (row.Slug, row.Title))];
}
