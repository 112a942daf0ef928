namespace PeaceTracker.Web.Files;

/// <summary>What the values of a column are; each may be missing.</summary>
public enum ColumnKind
{
    Text,
    Whole,
    Fractional,
    Day,
    Instant,
    YesNo,
    Texts,
    Wholes,
}

/// <summary>A column of a table. Written as its name, and after a colon what its values are when they are not text: "step_from: whole".</summary>
public sealed record Column(string Name, ColumnKind Kind)
{
    private static readonly Dictionary<string, ColumnKind> Kinds = new()
    {
        ["whole"] = ColumnKind.Whole,
        ["decimal"] = ColumnKind.Fractional,
        ["day"] = ColumnKind.Day,
        ["instant"] = ColumnKind.Instant,
        ["yes/no"] = ColumnKind.YesNo,
        ["texts"] = ColumnKind.Texts,
        ["wholes"] = ColumnKind.Wholes,
    };

    public static implicit operator Column(string written) => Of(written);

    public static Column Of(string written)
    {
        ArgumentNullException.ThrowIfNull(written);
        return written.Split(": ") is [var name, var kind] ? new(name, Kinds[kind]) : new(written, ColumnKind.Text);
    }
}

/// <summary>Name and columns of a kind of rows, for example <c>positions</c>; docs/api.md lists them.</summary>
public sealed record Schema(string Name, IReadOnlyList<Column> Columns);

/// <summary>A model that is taken away as tables, the same ones whatever is in it.</summary>
public interface ITables
{
    /// <summary>The first is the one a CSV file holds.</summary>
    static abstract IReadOnlyList<Schema> Tables { get; }
}

/// <summary>The tables an action answers with, known without running it. Given twice where it answers with these or with those.</summary>
[AttributeUsage(AttributeTargets.Method, AllowMultiple = true)]
public abstract class GivesAttribute : Attribute
{
    public abstract IReadOnlyList<Schema> Tables { get; }
}

/// <inheritdoc cref="GivesAttribute"/>
public sealed class GivesAttribute<T> : GivesAttribute
    where T : ITables
{
    public override IReadOnlyList<Schema> Tables => T.Tables;
}
