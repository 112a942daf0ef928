using System.Globalization;
using Microsoft.Playwright;

namespace PeaceTracker.Browser.Tests;

/// <summary>
/// Does a task as a person would, and counts. A key held with another counts as two; what is written or pasted counts as letters, apart from keys.
/// The time is the keystroke-level estimate of the interface's targets: 1.35 s to think before each act, 1.1 s to point, 0.2 s a click and 0.2 s a key or letter.
/// Reading is not in it.
/// </summary>
internal sealed class Hand(IPage page)
{
    private const double Think = 1.35, Point = 1.1, Press = 0.2;

    private double seconds;

    public int Clicks { get; private set; }

    public int Keys { get; private set; }

    public int Letters { get; private set; }

    public double Seconds => Math.Round(seconds, 1);

    public async Task ClickAsync(ILocator where)
    {
        Clicks++;
        seconds += Think + Point + Press;
        await where.ClickAsync();
    }

    /// <summary>Clicks into words, just before these.</summary>
    public async Task ClickAtAsync(ILocator where, string before)
    {
        var at = await where.EvaluateAsync<double[]>(
            """
            (element, before) => {
              element.scrollIntoView({ block: "center" });
              const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
              while (walker.nextNode()) {
                const at = walker.currentNode.data.indexOf(before);
                if (at < 0) continue;
                const range = document.createRange();
                range.setStart(walker.currentNode, at);
                range.setEnd(walker.currentNode, at + 1);
                const box = range.getBoundingClientRect();
                return [box.left + 0.5, (box.top + box.bottom) / 2];
              }
              throw new Error("These words are not there.");
            }
            """,
            before);
        Clicks++;
        seconds += Think + Point + Press;
        await page.Mouse.ClickAsync((float)at[0], (float)at[1]);
    }

    /// <summary>Keys that come of one thought.</summary>
    public async Task PressAsync(params string[] keys)
    {
        seconds += Think;
        foreach (var key in keys)
        {
            var pressed = key.Split('+').Length;
            Keys += pressed;
            seconds += pressed * Press;
            await page.Keyboard.PressAsync(key);
        }
    }

    /// <summary>Words written where the focus is.</summary>
    public async Task WriteAsync(string words)
    {
        Letters += words.Length;
        seconds += Think + (words.Length * Press);
        await page.Keyboard.InsertTextAsync(words);
    }

    /// <summary>Words from the clipboard where the focus is: they were somewhere else already.</summary>
    public async Task PasteAsync(string words)
    {
        seconds += Think + (2 * Press);
        await page.Keyboard.InsertTextAsync(words);
    }

    /// <summary>Drags over words of a source from the first letter to the last, as a mouse does.</summary>
    public async Task SelectAsync(string passage)
    {
        var ends = await page.EvaluateAsync<double[]>(
            """
            passage => {
              const walker = document.createTreeWalker(document.querySelector("#text"), NodeFilter.SHOW_TEXT);
              while (walker.nextNode()) {
                const at = walker.currentNode.data.indexOf(passage);
                if (at < 0) continue;
                walker.currentNode.parentElement.scrollIntoView({ block: "center" });
                const edge = (from, to) => { const range = document.createRange(); range.setStart(walker.currentNode, from); range.setEnd(walker.currentNode, to); return range.getClientRects(); };
                const [first] = edge(at, at + 1);
                const last = [...edge(at + passage.length - 1, at + passage.length)].at(-1);
                return [first.left + 0.5, (first.top + first.bottom) / 2, last.right - 0.5, (last.top + last.bottom) / 2];
              }
              throw new Error("The passage is not in the text.");
            }
            """,
            passage);
        seconds += Think + (2 * Point) + Press;
        await page.Mouse.MoveAsync((float)ends[0], (float)ends[1]);
        await page.Mouse.DownAsync();
        await page.Mouse.MoveAsync((float)ends[2], (float)ends[3], new() { Steps = 4 });
        await page.Mouse.UpAsync();
        Assert.Equal(passage, await page.EvaluateAsync<string>("String(getSelection())"));
    }

    /// <summary>Fails when the task took more than it may, and writes down what it took.</summary>
    public void Took(string task, double atMostSeconds, int? atMostClicks = null, int? atMostKeys = null, int? atMostActs = null)
    {
        var took = string.Create(CultureInfo.InvariantCulture, $"{task}: {Clicks} clicks, {Keys} keys, {Letters} letters, {Seconds} s");
        TestContext.Current.TestOutputHelper?.WriteLine(took);
        Assert.True(Clicks <= (atMostClicks ?? int.MaxValue) && Keys <= (atMostKeys ?? int.MaxValue) && Clicks + Keys <= (atMostActs ?? int.MaxValue) && Seconds <= atMostSeconds, took);
    }
}
