namespace PeaceTracker.Web.Hosting;

/// <summary>How far a command is: one line beside the answer that is written over; none where nobody looks, and none for what is soon done.</summary>
internal sealed class ProgressLine(TimeProvider clock) : IDisposable
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(2), Often = TimeSpan.FromMilliseconds(100);

    private readonly long began = clock.GetTimestamp();
    private long told;
    private int width;

    /// <param name="whole">0 when it is not known how much there is.</param>
    public void Tell(string doing, long done, long whole)
    {
        if (Console.IsErrorRedirected || clock.GetElapsedTime(began) < Soon || (told != 0 && clock.GetElapsedTime(told) < Often))
            return;
        told = clock.GetTimestamp();
        const int bar = 30;
        var line = whole > 0
            ? FormattableString.Invariant($"{doing} [{new string('#', (int)(bar * done / whole)).PadRight(bar)}] {done:#,0} of {whole:#,0}")
            : FormattableString.Invariant($"{doing} {done:#,0}");
        Console.Error.Write("\r" + line.PadRight(width));
        width = line.Length;
    }

    public void Dispose()
    {
        if (width > 0)
            Console.Error.Write("\r" + new string(' ', width) + "\r");
    }
}
