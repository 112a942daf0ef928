using System.Net;
using Microsoft.Data.Sqlite;
using PeaceTracker.Testing;

namespace PeaceTracker.Web.Tests.Hosting;

/// <summary>Something else, such as a tool, holds the store for writing.</summary>
public sealed class BusyStoreTests(PeaceTrackerApp app) : IClassFixture<PeaceTrackerApp>
{
    [Fact]
    public async Task Who_writes_meanwhile_is_asked_to_try_again_readers_notice_nothing_and_the_same_form_is_taken_later()
    {
        using var editor = await app.SignInAsync("Editor");
        var source = await app.Services.AddSourceAsync();
        var form = await editor.FormAsync($"/ukraine/desk/sources/{source}/edit");
        using (var other = new SqliteConnection($"Data Source={app.DatabaseFile};Pooling=False"))
        {
            await other.OpenAsync(TestContext.Current.CancellationToken);
            await using var hold = other.CreateCommand();
            hold.CommandText = "BEGIN IMMEDIATE";
            await hold.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
            using var refused = await editor.SendFormAsync(form, new() { ["title"] = "Another title" });
            Assert.Equal(HttpStatusCode.ServiceUnavailable, refused.StatusCode);
            Assert.Equal(TimeSpan.FromSeconds(5), refused.Headers.RetryAfter!.Delta);
            Assert.Contains("what you typed is still in the form", await refused.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
            using var reader = app.Visitor();
            await reader.GetPageAsync("/ukraine/positions");
        }

        using var taken = await editor.SendFormAsync(form, new() { ["title"] = "Another title" });
        Assert.Equal(HttpStatusCode.SeeOther, taken.StatusCode);
    }
}
