using System.Globalization;
using System.Text.Json;
using Microsoft.Extensions.Primitives;
using PeaceTracker.Domain.Proposals;
using PeaceTracker.Domain.Statements;
using PeaceTracker.Web.Writing;

namespace PeaceTracker.Web.Features.DeskProposals;

/// <summary>An issue that a clause is tagged with, or may be.</summary>
/// <param name="Issue">Slug.</param>
/// <param name="Confirmed">A person ticked it; without that it is nothing.</param>
/// <param name="Step">Rank; "" when the clause only speaks of the issue.</param>
/// <param name="To">Rank of the last step the wording allows; "" for one step.</param>
/// <param name="Why">Which readings it allows.</param>
public sealed record TagFields(string Issue, bool Confirmed, string Step, string To, string Why)
{
    public bool Ambiguous => To.Length > 0 && To != Step;
}

/// <summary>What is typed of a piece beside its number.</summary>
/// <param name="More">Issue to be added to the tags; "" for none.</param>
public sealed record PieceFields(string Summary, string Translation, IReadOnlyList<TagFields> Tags, string More)
{
    /// <summary>A person said that none of the suggested issues fits.</summary>
    public bool NoneFits { get; init; }

    public static readonly PieceFields None = new("", "", [], "");

    public IEnumerable<TagFields> Confirmed => Tags.Where(tag => tag.Confirmed);

    /// <summary>Both, when the pieces become one: nothing typed is lost.</summary>
    public PieceFields And(PieceFields other) => new(
        Both(Summary, other.Summary),
        Both(Translation, other.Translation),
        [.. Tags.Concat(other.Tags).GroupBy(tag => tag.Issue).Select(group => group.OrderByDescending(tag => tag.Confirmed).ThenByDescending(tag => tag.Step.Length).First())],
        More.Length > 0 ? More : other.More)
    { NoneFits = NoneFits && other.NoneFits };

    private static string Both(string one, string other) => $"{one.Trim()} {other.Trim()}".Trim();
}

/// <summary>
/// The whole form of a new proposal as typed, between its steps: nothing of it is kept anywhere else. What is typed of a piece is found by the
/// place in the text where the piece begins, so that it stays with it whatever is joined or split around it.
/// </summary>
public sealed class ProposalEntry
{
    public const int MostPieces = 200;
    public const int MostCharacters = 200_000;

    private readonly IFormCollection sent;
    private readonly Dictionary<int, PieceFields> pieces = [];

    public ProposalEntry(IFormCollection sent)
    {
        this.sent = sent;
        Description = ProposalForm.Of(sent);
        TextNumber = int.TryParse(sent["text-number"], NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;
        (Pasted, Language, Channel, Information, Note) = (sent["text"].ToString(), sent["language"].ToString(), sent["channel"].ToString(), sent["information"].ToString(), sent["note"].ToString());
    }

    /// <summary>What was typed, as it is kept until it is sent.</summary>
    public string ToJson() => JsonSerializer.Serialize(sent.Where(pair => !NotTyped.Contains(pair.Key)).ToDictionary(pair => pair.Key, pair => pair.Value.ToArray()));

    /// <exception cref="JsonException">It is not what <see cref="ToJson"/> gave.</exception>
    public static ProposalEntry FromJson(string json) =>
        new(new FormCollection(JsonSerializer.Deserialize<Dictionary<string, string?[]>>(json)!.ToDictionary(pair => pair.Key, pair => new StringValues(pair.Value))));

    /// <summary>Fields that say how the form is sent, and nothing of the proposal.</summary>
    private static readonly string[] NotTyped = [OnceFilter.Field, OnceFilter.TokenField, "form", "autosave", "autosave-version", "window", "go", "caret"];

    public ProposalForm Description { get; init; }

    /// <summary>Number of the text of the source that was cut; 0 for one that is pasted here.</summary>
    public int TextNumber { get; init; }

    /// <summary>The text, where the source has none.</summary>
    public string Pasted { get; init; }

    public string Language { get; init; }

    /// <summary>As chosen; "" for the one that fits how the text became known.</summary>
    public string Channel { get; init; }

    /// <summary>Slug of the channel of every clause; "" while nothing says which.</summary>
    public string ChannelOfAll => Channel.Length > 0 ? Channel : Description.Provenance switch
    {
        "official" => Words.Of(Domain.Statements.Channel.OfficialDocument).Slug,
        "leaked" => Words.Of(Domain.Statements.Channel.LeakedDocument).Slug,
        "reported" => Words.Of(Domain.Statements.Channel.Report).Slug,
        _ => "",
    };

    public string Information { get; init; }

    /// <summary>What the reviewer of every clause is told.</summary>
    public string Note { get; init; } = "";

    /// <summary>Null before the text was cut.</summary>
    public CutText? Cut { get; private set; }

    /// <summary>The form carries pieces.</summary>
    public bool IsCut => sent["pieces"].ToString().Length > 0;

    public PieceFields Of(TextPiece piece) => pieces.TryGetValue(piece.At, out var fields) ? fields : PieceFields.None;

    /// <summary>Takes the pieces the form carries; false when they do not fit the text.</summary>
    public bool TryTake(string text)
    {
        if (!CutText.TryRead(text, sent["pieces"], at => sent[Name("number", at)].ToString().Trim(), out var cut) || cut.Pieces.Count > MostPieces)
            return false;
        Cut = cut;
        foreach (var piece in cut.Pieces)
            pieces[piece.At] = Typed(piece.At);
        return true;
    }

    /// <summary>Cuts a text anew. What was typed goes with the number of the clause.</summary>
    public void Split(string text)
    {
        var before = Cut is { } old ? old.Pieces.Where(piece => piece.Number.Length > 0).GroupBy(piece => piece.Number).ToDictionary(group => group.Key, group => Of(group.First())) : [];
        Cut = CutText.Of(text, out _);
        pieces.Clear();
        foreach (var piece in Cut.Pieces)
            pieces[piece.At] = before.GetValueOrDefault(piece.Number, PieceFields.None);
    }

    /// <summary>Leaves the pieces, for another text.</summary>
    public void Forget() => Cut = null;

    /// <summary>Does what a button of a piece is for: joins, splits, leaves out, takes in again, adds an issue.</summary>
    /// <param name="go">Such as "join-120".</param>
    /// <param name="at">Place where the piece begins that is then to be looked at.</param>
    /// <param name="error">Why it cannot be done; null when it was.</param>
    /// <returns>False when the button is none of a piece.</returns>
    public bool TryDo(string go, out int at, out string? error)
    {
        (at, error) = (0, null);
        var dash = go.IndexOf('-', StringComparison.Ordinal);
        if (Cut is not { } cut || dash < 0 || !int.TryParse(go.AsSpan(dash + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var place))
            return false;
        var index = cut.Pieces.ToList().FindIndex(piece => piece.At == place);
        if (index < 0)
            return false;
        at = place;
        switch (go[..dash])
        {
            case "join" when index > 0:
                var (before, joined) = (cut.Pieces[index - 1], cut.Pieces[index]);
                pieces[before.At] = Of(before).And(Of(joined));
                pieces.Remove(joined.At);
                Cut = cut.JoinToPrevious(index);
                at = before.At;
                return true;
            case "split":
                // The caret, where there is a script that knows it; else the place that was chosen.
                var chosen = sent["caret"].ToString() is { Length: > 0 } caret ? caret : sent[Name("place", place)].ToString();
                if (cut.Pieces.Count >= MostPieces)
                    error = FormattableString.Invariant($"There are {MostPieces} pieces already, the most a form can have");
                else if (!int.TryParse(chosen, NumberStyles.None, CultureInfo.InvariantCulture, out var where))
                    error = $"{(cut.Pieces[index].Number.Length > 0 ? $"Clause {cut.Pieces[index].Number}" : "This piece")}: choose where the second part begins";
                else if (cut.TrySplit(index, where, out var split, out error))
                    (Cut, at) = (split, split.Pieces[index + 1].At);
                return true;
            case "out":
                Cut = cut.With(index, PieceKind.LeftOut);
                return true;
            case "in":
                Cut = cut.With(index, PieceKind.Clause);
                return true;
            case "add":
                // It is among the tags since the form was read.
                return true;
            default:
                return false;
        }
    }

    /// <summary>"summary-120": name of a field of the piece that begins at a place.</summary>
    public static string Name(string name, int at) => FormattableString.Invariant($"{name}-{at}");

    /// <summary>"step-120-territory": name of a field of a tag.</summary>
    public static string Name(string name, int at, string issue) => FormattableString.Invariant($"{name}-{at}-{issue}");

    /// <summary>The form of the statement that a clause is.</summary>
    /// <param name="slug">Of the proposal.</param>
    public StatementForm Statement(FormSurroundings around, int index, string slug)
    {
        var (piece, cut) = (Cut!.Pieces[index], Cut);
        var fields = Of(piece);
        var form = new StatementForm
        {
            ["source"] = StatementForm.Number(around.Source.Number),
            ["quote"] = cut.WordsOf(index),
            ["at"] = StatementForm.Number(cut.StartOf(index)),
            ["own"] = StatementForm.Yes,
            ["said"] = Description.Date,
            ["channel"] = ChannelOfAll,
            ["information"] = Information,
            ["note"] = Note.Trim(),
            ["language"] = Language.Trim(),
            ["translation"] = fields.Translation,
            ["summary"] = fields.Summary,
            ["proposal"] = slug,
            ["clause"] = piece.Number,
        };
        var coding = 0;
        foreach (var tag in fields.Confirmed.Where(tag => tag.Step.Length > 0))
        {
            foreach (var party in Description.Proponents)
            {
                new CodingFields(
                    party, tag.Issue, [], tag.Ambiguous ? StatementForm.Ambiguous : tag.Step, tag.Ambiguous ? tag.Step : "", tag.Ambiguous ? tag.To : "", "stated",
                    tag.Ambiguous ? tag.Why.Trim() : "", "", false).WriteTo(form, ++coding);
            }
        }

        var topics = fields.Confirmed.Where(tag => tag.Step.Length == 0).Select(tag => tag.Issue).ToList();
        if (coding == 0)
        {
            form["party"] = Description.Proponents.FirstOrDefault("");
            form["issue"] = topics.FirstOrDefault(StatementForm.None);
            form["step"] = StatementForm.None;
            // Without an issue there is nothing to compose a summary from.
            if (topics.Count == 0 && form.Text("summary") is null)
                form["summary"] = $"{ClausePlace.ToWords(piece.Number, 0)} of \"{Description.Title.Trim()}\" names no issue of the codebook.";
        }

        form["topics"] = string.Join(PeaceTracker.Domain.Statements.Statement.TopicSeparator, topics.Skip(coding == 0 ? 1 : 0));
        form.Set("also", Description.Proponents);
        return form;
    }

    /// <summary>Codings the statement of a clause would have.</summary>
    public int CodingsOf(TextPiece piece) => Of(piece).Confirmed.Count(tag => tag.Step.Length > 0) * Description.Proponents.Count;

    private PieceFields Typed(int at)
    {
        var confirmed = sent[Name("tag", at)].OfType<string>().Where(slug => slug.Length > 0).ToList();
        var more = sent[Name("more", at)].ToString();
        // An issue that was chosen is one to add: from then on it stands among the others.
        if (more.Length > 0)
            confirmed.Add(more);
        var seen = sent[Name("tags", at)].ToString().Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return new(
            sent[Name("summary", at)].ToString(),
            sent[Name("translation", at)].ToString(),
            [
                .. seen.Concat(confirmed).Distinct().Take(60).Select(slug => new TagFields(
                    slug, confirmed.Contains(slug), sent[Name("step", at, slug)].ToString(), sent[Name("to", at, slug)].ToString(), sent[Name("why", at, slug)].ToString())),
            ],
            "")
        { NoneFits = sent[Name("none", at)] == StatementForm.Yes };
    }
}
