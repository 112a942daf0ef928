using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using PeaceTracker.Data;
using PeaceTracker.Data.History;
using PeaceTracker.Testing;
using PeaceTracker.Web.Accounts;

namespace PeaceTracker.Web.Tests.Hosting;

/// <summary>The keys that protect cookies, forms and secrets of apps: of no use to who has the store alone (decision 0055).</summary>
public sealed class SealedKeysTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Trait("Also", "PostgreSQL")]
    [Fact]
    public async Task Keys_lie_in_the_store_encrypted_and_open_with_its_key_alone()
    {
        await using var app = new PeaceTrackerApp();
        var words = Protector(app.Services).Protect("a secret of an app");
        Assert.NotEmpty(await KeysAsync(app));
        Assert.All(await KeysAsync(app), key =>
        {
            Assert.DoesNotContain("masterKey", key, StringComparison.Ordinal);
            Assert.DoesNotContain("<value>", key, StringComparison.Ordinal);
            Assert.Contains("<encryptedSecret", key, StringComparison.Ordinal);
        });
        // Another program on the same store, once with the key of the log and once with another.
        Assert.Equal("a secret of an app", Protector(Beside(app, File.ReadAllBytes(app.Services.GetRequiredService<RevisionKey>().File))).Unprotect(words));
        var wrong = Assert.ThrowsAny<CryptographicException>(() => Protector(Beside(app, RandomNumberGenerator.GetBytes(32))).Unprotect(words));
        Assert.DoesNotContain("a secret", wrong.ToString(), StringComparison.Ordinal);
    }

    [Trait("Also", "PostgreSQL")]
    [Fact]
    public async Task Keys_that_were_written_in_the_clear_are_encrypted_and_open_what_they_protected()
    {
        await using var app = new PeaceTrackerApp();
        var words = await InTheClearAsync(app);
        Assert.Contains("<value>", Assert.Single(await KeysAsync(app)), StringComparison.Ordinal);
        await SealAsync();
        var once = Assert.Single(await KeysAsync(app));
        Assert.DoesNotContain("<value>", once, StringComparison.Ordinal);
        Assert.Equal("a secret of an app", Protector(Beside(app, File.ReadAllBytes(app.Services.GetRequiredService<RevisionKey>().File))).Unprotect(words));
        await SealAsync();
        Assert.Equal(once, Assert.Single(await KeysAsync(app)));

        async Task SealAsync()
        {
            await using var scope = app.Services.CreateAsyncScope();
            await app.Services.GetRequiredService<SealedKeys>().SealOldAsync(scope.ServiceProvider.GetRequiredService<PeaceTrackerDbContext>(), Cancellation);
        }
    }

    [Fact]
    public async Task That_is_done_by_the_next_start()
    {
        var folder = Directory.CreateTempSubdirectory("peacetracker-test-").FullName;
        try
        {
            var file = Path.Combine(folder, "site.db");
            await using (var app = new PeaceTrackerApp())
            {
                await InTheClearAsync(app);
                await using var scope = app.Services.CreateAsyncScope();
                await scope.ServiceProvider.GetRequiredService<PeaceTrackerDbContext>().Database.ExecuteSqlAsync($"VACUUM INTO {file}", Cancellation);
                File.Copy(app.Services.GetRequiredService<RevisionKey>().File, Path.Combine(folder, "revision.key"));
            }

            Assert.True(await HasAsync("<value>"));
            await using (await SiteProcess.StartAsync(file))
            {
            }

            Assert.False(await HasAsync("<value>"));
            Assert.True(await HasAsync("<encryptedSecret"));

            async Task<bool> HasAsync(string text)
            {
                await using var connection = new SqliteConnection($"Data Source={file};Pooling=False");
                await connection.OpenAsync(Cancellation);
                await using var command = connection.CreateCommand();
                command.CommandText = "SELECT EXISTS (SELECT 1 FROM DataProtectionKeys WHERE instr(Xml, $text) > 0)";
                command.Parameters.AddWithValue("$text", text);
                return await command.ExecuteScalarAsync(Cancellation) is 1L;
            }
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>Has the store keep a key as the program before this one did.</summary>
    /// <returns>Words that it protects.</returns>
    private static async Task<string> InTheClearAsync(PeaceTrackerApp app)
    {
        await using var scope = app.Services.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<PeaceTrackerDbContext>().DataProtectionKeys.ExecuteDeleteAsync(Cancellation);
        return Protector(Beside(app, null)).Protect("a secret of an app");
    }

    /// <summary>Data Protection on the store of an app.</summary>
    /// <param name="key">Of the log; null where keys are not encrypted.</param>
    private static ServiceProvider Beside(PeaceTrackerApp app, byte[]? key)
    {
        var services = new ServiceCollection();
        services.AddLogging(logging => logging.ClearProviders());
        services.AddScoped(_ => app.Services.CreateScope().ServiceProvider.GetRequiredService<PeaceTrackerDbContext>());
        services.AddDataProtection().SetApplicationName("PeaceTracker").PersistKeysToDbContext<PeaceTrackerDbContext>();
        if (key is null)
            return services.BuildServiceProvider();
        var file = Path.Combine(Path.GetDirectoryName(app.DatabaseFile)!, $"{Guid.NewGuid():N}.key");
        File.WriteAllBytes(file, key);
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        services.AddSingleton(new SealedKeys(new(new() { Key = file })));
        return services.BuildServiceProvider();
    }

    private static IDataProtector Protector(IServiceProvider services) => services.GetRequiredService<IDataProtectionProvider>().CreateProtector("test");

    private static async Task<List<string>> KeysAsync(PeaceTrackerApp app)
    {
        await using var scope = app.Services.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<PeaceTrackerDbContext>().DataProtectionKeys.Select(row => row.Xml!).ToListAsync(Cancellation);
    }
}
