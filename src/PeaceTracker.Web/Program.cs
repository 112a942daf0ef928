using PeaceTracker.Data;
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
try
{
    await app.UsePeaceTrackerAsync();
}
catch (SeedException error)
{
    // A fault in a file is for its writer to mend; a stack trace would only hide where it is.
    app.Logger.LogCritical("{Faults}", error.Message);
    return 1;
}

await app.RunAsync();
return 0;
