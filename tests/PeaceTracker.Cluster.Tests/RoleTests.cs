using System.Net;
using Npgsql;
using PeaceTracker.Testing;

namespace PeaceTracker.Cluster.Tests;

/// <summary>A site whose role owns nothing: it works, and cannot touch what is only added to, nor what guards that.</summary>
public sealed class RoleTests : IAsyncLifetime
{
    private readonly string folder = Directory.CreateTempSubdirectory("peacetracker-role-").FullName;
    private PostgresProgram server = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        server = await PostgresProgram.NewAsync("fsync=off");
        await server.AskAsync("postgres", "CREATE DATABASE record");
        await server.AskAsync("postgres", "CREATE ROLE desk LOGIN");
    }

    public async ValueTask DisposeAsync()
    {
        await server.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task A_role_that_owns_nothing_is_enough_for_the_site_and_can_change_nothing_that_is_only_added_to()
    {
        var (code, said) = await ProgramRun.OfAsync(Settings("peacetracker"), ["migrate", "--grant-to", "nobody"], Cancellation);
        Assert.Equal(1, code);
        Assert.Contains("The server has no role nobody. Make it with CREATE ROLE first.", said, StringComparison.Ordinal);
        (code, said) = await ProgramRun.OfAsync(Settings("desk"), ["verify"], Cancellation);
        Assert.True(code == 1, said);
        // Twice, as after each new version.
        for (var time = 0; time < 2; time++)
        {
            (code, said) = await ProgramRun.OfAsync(Settings("peacetracker"), ["migrate", "--grant-to", "desk"], Cancellation);
            Assert.True(code == 0, said);
            Assert.Contains("The role desk may read and write", said, StringComparison.Ordinal);
        }

        // It reads the seeds, which fill nearly every table, shows them, and takes somebody in.
        await using (var site = await SiteProcess.StartAsync(Path.Combine(folder, "peacetracker.db"), settings: Settings("desk")))
        {
            (code, said) = await ProgramRun.OfAsync(Settings("desk"), ["user", "add", "--role", "Editor", "--name", "Guest", "--address", "http://localhost"], Cancellation);
            Assert.True(code == 0, said);
            using var guest = Visitors.Browser(site.Client.BaseAddress!);
            var link = said[said.IndexOf("/account/invite#", StringComparison.Ordinal)..].Split('\n')[0].Trim();
            using var joined = await guest.PostLinkFormAsync(link, new() { ["sign-in-name"] = "guest", ["password"] = "ten small lamps along the quay", ["password-again"] = "ten small lamps along the quay" });
            Assert.Equal((HttpStatusCode.Redirect, "/account"), (joined.StatusCode, joined.Headers.Location?.OriginalString));
        }

        (code, said) = await ProgramRun.OfAsync(Settings("desk"), ["verify"], Cancellation);
        Assert.True(code == 0, said);

        string[] guarded =
        [
            """UPDATE "Revisions" SET "Seal" = "Seal" """, """DELETE FROM "Revisions" """, """TRUNCATE "Revisions" CASCADE""", """ALTER TABLE "Revisions" DISABLE TRIGGER ALL""",
            """DROP TRIGGER "Revisions_change" ON "Revisions" """, """DROP TABLE "Revisions" CASCADE""", """UPDATE "AccountEvents" SET "Note" = NULL""", """DELETE FROM "AccountEvents" """,
            """ALTER TABLE "AccountEvents" DISABLE TRIGGER ALL""", """DELETE FROM "__EFMigrationsHistory" """, """TRUNCATE "Statements" CASCADE""", "CREATE TABLE own (id int)",
            """CREATE TRIGGER own BEFORE INSERT ON "Revisions" FOR EACH ROW EXECUTE FUNCTION suppress_redundant_updates_trigger()""", "SET session_replication_role = replica",
        ];
        await using var connection = new NpgsqlConnection(server.To("record").Replace("Username=peacetracker", "Username=desk", StringComparison.Ordinal) + ";Pooling=false");
        await connection.OpenAsync(Cancellation);
        foreach (var sql in guarded)
        {
            await using var command = new NpgsqlCommand(sql, connection);
            var refused = await Assert.ThrowsAsync<PostgresException>(() => command.ExecuteNonQueryAsync(Cancellation));
            Assert.Equal((sql, PostgresErrorCodes.InsufficientPrivilege), (sql, refused.SqlState));
        }
    }

    private Dictionary<string, string> Settings(string role) => new(UsualSettings.All)
    {
        ["Database:Provider"] = "PostgreSQL",
        ["Database:Connection"] = server.To("record").Replace("Username=peacetracker", $"Username={role}", StringComparison.Ordinal),
        ["Database:File"] = Path.Combine(folder, "peacetracker.db"),
        ["Database:Migrate"] = "false",
    };
}
