using PeaceTracker.Web.Hosting;

var builder = WebApplication.CreateBuilder(args);
builder.AddPeaceTracker();
var app = builder.Build();
await app.UsePeaceTrackerAsync();
await app.RunAsync();
