using PeaceTracker.Domain.Sources;
using PeaceTracker.Domain.Statements;
using PeaceTracker.Web.Features.Shared;
using PeaceTracker.Web.Reading;

namespace PeaceTracker.Web.Features.Desk;

/// <summary>A statement as a line of a list at the desk.</summary>
/// <param name="Coded">What it is coded as, in words; one line a coding.</param>
/// <param name="Editor">Name of who works on it, or worked on it; null for the researched record.</param>
public sealed record DeskLine(Statement Statement, IReadOnlyList<string> Coded, string? Editor)
{
    public int Number => Statement.Number;

    public static DeskLine Of(ProcessContents contents, Statement statement, string? editor) =>
        new(statement, [.. statement.Codings.Select(coding => StatementFields.InWords(contents, coding)).Distinct()], editor);

    public static string InWords(StatementStatus status) => Words.InWords(status);
}

/// <summary>A statement that a reviewer changed before making it public.</summary>
/// <param name="Fields">Names of what differs.</param>
public sealed record ChangedByReviewer(int Number, string Reviewer, DateTimeOffset At, IReadOnlyList<string> Fields);

/// <summary>Own work on the clauses of two texts.</summary>
public sealed record AlignmentWork(string Address, string Titles, int Drafts, int InReview, int Returned);

/// <summary>The home of an editor. Lists are cut at <see cref="DeskPage.Most"/>.</summary>
/// <param name="Unfinished">Forms begun and not sent.</param>
/// <param name="Own">Open statements of the editor.</param>
/// <param name="Sources">Those with a text that the editor pasted or takes statements from.</param>
/// <param name="Orphans">Citations of anybody whose passages are not surely in the newest text of their source.</param>
/// <param name="Alignments">Texts whose clauses the editor sets beside each other; first those where something came back.</param>
public sealed record DeskModel(
    string Process, IReadOnlyList<UnfinishedForm> Unfinished, IReadOnlyList<DeskLine> Own, bool MoreOwn, IReadOnlyList<(Source Source, int Drafts)> Sources,
    IReadOnlyList<ChangedByReviewer> Changed, IReadOnlyList<OrphanedCitation> Orphans, IReadOnlyList<AlignmentWork> Alignments)
{
    /// <summary>What is looked for; null for nothing.</summary>
    public string? Words { get; init; }

    /// <summary>Tables of which rows still are drafts.</summary>
    public IReadOnlyList<(int Id, string Name, int Drafts)> Tables { get; init; } = [];

    /// <summary>Recodings of which amendments still are drafts.</summary>
    public IReadOnlyList<(int Id, int Drafts)> Recodings { get; init; } = [];

    /// <summary>Samples this person codes and has not finished.</summary>
    public IReadOnlyList<SampleWork> Samples { get; init; } = [];

    public IEnumerable<DeskLine> With(StatementStatus status) => Own.Where(line => line.Statement.Status == status);
}

/// <summary>A sample to code.</summary>
/// <param name="Done">Units coded so far.</param>
public sealed record SampleWork(int Number, int Done, int Units);

/// <summary>A run of a paragraph; with the statement that rests on it when one does.</summary>
public sealed record TextRun(string Text, DeskLine? Coded);

/// <summary>A paragraph of a source text with what is coded in it.</summary>
public sealed record CodedParagraph(int Number, IReadOnlyList<TextRun> Runs)
{
    public string Place => FormattableString.Invariant($"para {Number}");
}

/// <summary>The workbench: a source beside the form of a statement.</summary>
/// <param name="Coded">Statements that cite the source and are public or being worked on.</param>
/// <param name="Ready">Numbers of the editor's own drafts from it.</param>
/// <param name="Unfinished">The editor's forms of this source that were not sent.</param>
/// <param name="Told">What has just been done, in words.</param>
/// <param name="Orphans">Citations whose passages are not surely in its text.</param>
public sealed record WorkbenchModel(
    string Process, Source Source, SourceText? Text, IReadOnlyList<CodedParagraph> Paragraphs, IReadOnlyList<DeskLine> Coded, IReadOnlyList<int> Ready,
    IReadOnlyList<UnfinishedForm> Unfinished, StatementFormModel Form, string? Told, IReadOnlyList<OrphanedCitation> Orphans)
{
    /// <summary>The row for silence and refusal as it was sent and not taken; null when it was not.</summary>
    public PeaceTracker.Web.Writing.StatementForm? Quick { get; init; }
}

/// <summary>A statement of the desk with its form, or with its words alone when somebody else works on it.</summary>
/// <param name="Form">Null when it is not for the one who asks to change.</param>
public sealed record DeskStatementModel(
    string Process, DeskLine Line, bool Mine, bool Amends, StatementFormModel? Form, IReadOnlyList<(string Label, string Text)> Fields, IReadOnlyList<UnfinishedForm> Unfinished, string? Told,
    IReadOnlyList<int> Revisions);

/// <summary>What somebody typed into a form that cannot be sent again, because the statement is in other hands now.</summary>
/// <param name="Kept">It is among the unfinished forms of the account.</param>
public sealed record KeptTextModel(string Process, int Number, bool Kept, IReadOnlyList<KeptField> Fields)
{
    /// <summary>There is no such statement any more, or never was.</summary>
    public bool Gone { get; init; }
}

/// <param name="Theirs">What the other one left there; null when it is the same.</param>
public sealed record KeptField(string Label, string Mine, string? Theirs);
