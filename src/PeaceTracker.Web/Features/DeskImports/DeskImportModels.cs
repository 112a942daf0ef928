using PeaceTracker.Domain.Statements;
using PeaceTracker.Web.Writing;
using PeaceTracker.Web.Writing.Importing;

namespace PeaceTracker.Web.Features.DeskImports;

/// <summary>An import in a list.</summary>
/// <param name="State">As it reads behind its name.</param>
public sealed record ImportLine(int Id, string Name, string State, bool Waits);

/// <summary>Where a table is given, and those given before.</summary>
/// <param name="Pasted">What was pasted, to be shown again.</param>
/// <param name="Told">What became of the last sending; null when nothing has to be said.</param>
/// <param name="Words">What is looked for; null for nothing.</param>
public sealed record ImportsModel(string Process, IReadOnlyList<ImportLine> Imports, string? Pasted, string? Told, string? Words);

/// <summary>A column of the file.</summary>
/// <param name="Samples">What stands in its first rows.</param>
/// <param name="Field">Name of the field it is; "" when it is left out.</param>
/// <param name="How">"found", "guessed" or "left out".</param>
public sealed record ImportColumn(int Index, string Heading, IReadOnlyList<string> Samples, string Field, string How);

/// <summary>What the columns are.</summary>
/// <param name="Encoding">Name of the encoding the file was read in, or asked to be read in; "" while it is not known, and of a packed file.</param>
/// <param name="EncodingSaid">How it is known, as a sentence.</param>
/// <param name="Problem">Why it cannot be read as a table; null when it can.</param>
/// <param name="Missing">Required fields that no column is.</param>
/// <param name="Same">Text of each field that is the same in every row.</param>
public sealed record ImportColumnsModel(
    string Process, int Id, int Version, string Name, string Encoding, string EncodingSaid, string Separator, int Rows, string? Problem, IReadOnlyList<ImportColumn> Columns,
    IReadOnlyList<ImportField> Missing, IReadOnlyDictionary<string, string> Same)
{
    /// <summary>It is a text with separators between its cells.</summary>
    public bool IsText { get; init; } = true;
}

/// <summary>Rows that are mended together.</summary>
/// <param name="Rows">Their numbers.</param>
/// <param name="Field">Name of the field; "" for whole rows.</param>
/// <param name="Now">What stands for it by now: the text of an earlier repair that was not understood either.</param>
/// <param name="Text">What was expected.</param>
/// <param name="Row">The row, where one alone is mended; null where every row with the same text is.</param>
/// <param name="Choices">Value and text, likely ones first; empty where it is typed.</param>
/// <param name="Likely">The value that is most like what was found; null when none is.</param>
public sealed record ImportRepair(IReadOnlyList<int> Rows, string Field, string Found, string Now, string Text, int? Row, IReadOnlyList<(string Value, string Text)> Choices, string? Likely)
{
    /// <summary>What is sent to leave a field empty that a row need not have.</summary>
    public const string Empty = "(empty)";

    public bool CanBeMended => Field.Length > 0;

    public bool CanBeEmpty => CanBeMended && Now.Length > 0 && !ImportField.IsRequired(Field);

    /// <summary>Long texts have several lines to be typed in.</summary>
    public bool IsLong => Field is "quote" or "translation" or "summary" or "notes" or "note";

    /// <summary>"Row 42, said on" or "9 rows, party".</summary>
    public string Title
    {
        get
        {
            var rows = Rows is [var one] ? FormattableString.Invariant($"Row {one}") : FormattableString.Invariant($"{Rows.Count} rows");
            return CanBeMended ? $"{rows}, {char.ToLowerInvariant(StatementForm.Label(Field)[0])}{StatementForm.Label(Field)[1..]}" : rows;
        }
    }

    /// <summary>"2, 5, 9 and 12 more".</summary>
    public string RowsInWords
    {
        get
        {
            const int most = 12;
            return string.Join(", ", Rows.Take(most)) + (Rows.Count > most ? FormattableString.Invariant($" and {Rows.Count - most} more") : "");
        }
    }
}

/// <summary>A row that can become a draft, as it will read.</summary>
/// <param name="Codings">What it puts parties at, in words.</param>
/// <param name="Warnings">What is asked about before it can go to review.</param>
/// <param name="NearRow">An earlier row that it likely repeats; null when there is none.</param>
public sealed record ImportRowLine(int Row, string Summary, string? Words, string Day, int Source, IReadOnlyList<string> Codings, IReadOnlyList<string> Warnings, IReadOnlyList<NearStatement> Near, (int Number, string Why)? NearRow);

/// <summary>Something that stands in the place of what the file has.</summary>
/// <param name="Key">Names it in the form that takes it back.</param>
/// <param name="Where">Field, and the row where it is for one alone.</param>
public sealed record ImportMended(string Key, string Where, string Found, string Now);

/// <summary>What the dry run found.</summary>
/// <param name="Checked">Rows looked at so far; all of them when <see cref="Rows"/> is reached.</param>
/// <param name="Mark">See <see cref="ImportCheck.Mark"/>.</param>
/// <param name="Asking">Of those that can become drafts, how many somebody has to answer something of before review.</param>
public sealed record ImportCheckModel(
    string Process, int Id, int Version, string Name, string EncodingSaid, int Checked, int Rows, string Mark, int Ready, int WithProblems, int Near, int Same,
    IReadOnlyList<ImportRepair> Repairs, int MoreRepairs, IReadOnlyList<ImportRowLine> ReadyRows, IReadOnlyList<ImportRowLine> NearRows, int Asking, IReadOnlyList<ImportMended> Mended, IReadOnlyList<(int Row, string Text)> SameRows, string? Told)
{
    public bool IsComplete => Checked == Rows;
}

/// <summary>What an import became.</summary>
/// <param name="LeftOut">Rows that became none.</param>
/// <param name="CanGo">How many would be thrown away.</param>
/// <param name="Changed">How many of these were changed by hand since.</param>
/// <param name="Mark">Of what would be thrown away.</param>
/// <param name="Left">What is left to answer on drafts that were not sent, by their number; empty unless they were to be sent just now.</param>
public sealed record ImportDoneModel(
    string Process, int Id, int Version, string Name, string When, string? Undone, IReadOnlyList<(int Row, Statement Statement)> Statements, int LeftOut, int CanGo, int Changed, int Drafts, string Mark,
    IReadOnlyDictionary<int, IReadOnlyList<string>> Left, string? Told);
