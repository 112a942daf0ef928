using PeaceTracker.Data;
using PeaceTracker.Data.History;
using PeaceTracker.Data.Seeding;
using PeaceTracker.Web.Hosting;

if (Commands.Asked(args))
    return await Commands.RunAsync(args);

var builder = WebApplication.CreateBuilder(args);
try
{
    builder.AddPeaceTracker();
}
catch (DatabaseOptionsException error)
{
    await Console.Error.WriteLineAsync(error.Message);
    return 1;
}

var app = builder.Build();
StoreOwner? owner = null;
try
{
    owner = StoreOwner.Take(app.Services);
    await app.UsePeaceTrackerAsync();
}
catch (Exception error) when ((error is SeedException or RevisionKeyException or DatabaseOptionsException or StoreDamagedException ? error.Message : StoreTrouble.Says(error)) is { } trouble)
{
    // For whoever keeps the files and the server to mend; a stack trace would only hide where it is.
    app.Logger.LogCritical("{Trouble}", trouble);
    owner?.Dispose();
    return 1;
}

using (owner)
    await app.RunAsync();
return 0;
