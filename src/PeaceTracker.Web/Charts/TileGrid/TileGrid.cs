using Microsoft.AspNetCore.Mvc;

namespace PeaceTracker.Web.Charts.TileGrid;

/// <summary>One region of a tile grid.</summary>
/// <param name="Letters">What stands under the code; empty for nothing.</param>
/// <param name="Tone">Name of its look: a class of the page, a fill of the file.</param>
/// <param name="Spoken">All of it in words, beginning with the name of the region.</param>
/// <param name="Changed">Differs between the two grids beside each other.</param>
public sealed record Tile(string Code, int Row, int Column, string Letters, string Tone, string Spoken, string Address, bool Changed);

/// <summary>One line of the legend.</summary>
public sealed record TileMeaning(string Letters, string Tone, string Words, int Count);

/// <summary>A country as equal tiles, each in its place between the others.</summary>
public sealed record TileGrid(string Title, IReadOnlyList<Tile> Tiles, IReadOnlyList<TileMeaning> Legend);

/// <summary>Tile grids as a picture of its own, with what makes it stand alone.</summary>
/// <param name="Origin">Scheme and host, so that its links work elsewhere.</param>
public sealed record TileGridPicture(string Title, string Description, string Origin, IReadOnlyList<TileGrid> Grids, IReadOnlyList<string> Footer)
{
    /// <summary>Letters of a footer line that surely fit under one grid.</summary>
    public const int FooterLetters = 66;
}

/// <summary>Where everything lies in the picture. Numbers only.</summary>
public sealed class TileGridLayout
{
    public const int Side = 46;
    public const int Pitch = 50;
    public const int Head = 36;
    public const int GridHead = 26;
    public const int LegendLine = 22;
    private const int Margin = 12;
    private const int Between = 40;
    private const int FooterLine = 16;
    private const int NarrowestGrid = 430;

    public TileGridLayout(IReadOnlyList<TileGrid> grids, int footerLines)
    {
        Rows = grids.SelectMany(grid => grid.Tiles).Select(tile => tile.Row).DefaultIfEmpty().Max();
        var columns = grids.SelectMany(grid => grid.Tiles).Select(tile => tile.Column).DefaultIfEmpty().Max();
        GridWidth = Math.Max(NarrowestGrid, columns * Pitch);
        Width = (2 * Margin) + (grids.Count * GridWidth) + ((grids.Count - 1) * Between);
        FooterTop = LegendTop + (grids.Select(grid => grid.Legend.Count).DefaultIfEmpty().Max() * LegendLine) + 12;
        Height = FooterTop + (footerLines * FooterLine) + 8;
    }

    public int Rows { get; }

    public int GridWidth { get; }

    public int Width { get; }

    public int Height { get; }

    public int LegendTop => Head + GridHead + (Rows * Pitch) + 10;

    public int FooterTop { get; }

    public int GridLeft(int grid) => Margin + (grid * (GridWidth + Between));

    public int TileLeft(int grid, Tile tile) => GridLeft(grid) + ((tile.Column - 1) * Pitch);

    public static int TileTop(Tile tile) => Head + GridHead + ((tile.Row - 1) * Pitch);

    public int FooterLineAt(int line) => FooterTop + ((line + 1) * FooterLine);
}

/// <summary>Prints the picture.</summary>
public sealed class TileGridViewComponent : ViewComponent
{
    public IViewComponentResult Invoke(TileGridPicture picture) => View("/Charts/TileGrid/TileGrid.cshtml", picture);
}
