using PeaceTracker.Fuzz;
using SharpFuzz;

// Started by afl-fuzz, which bash tests/fuzz.sh starts: each input comes by the standard input.
if (args is not [var name] || (Targets.All.GetValueOrDefault(name) ?? (name == "control" ? Targets.Control : null)) is not { } target)
{
    Console.Error.WriteLine($"usage: PeaceTracker.Fuzz {string.Join('|', Targets.All.Keys)}");
    return 1;
}

Fuzzer.OutOfProcess.Run(input =>
{
    using var bytes = new MemoryStream();
    input.CopyTo(bytes);
    target(bytes.ToArray());
});
return 0;
