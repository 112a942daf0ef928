using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using PeaceTracker.Data;
using PeaceTracker.Data.History;
using PeaceTracker.Testing;

namespace PeaceTracker.Web.Tests.Hosting;

/// <summary>The keys that protect cookies, forms and secrets of apps: of no use to who has the store alone (decision 0055).</summary>
[Trait("Also", "PostgreSQL")]
public sealed class SealedKeysTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

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

    [Fact]
    public async Task Keys_that_were_written_in_the_clear_are_encrypted_at_the_next_start_and_open_what_they_protected()
    {
        await using var app = new PeaceTrackerApp();
        await using (var scope = app.Services.CreateAsyncScope())
            await scope.ServiceProvider.GetRequiredService<PeaceTrackerDbContext>().DataProtectionKeys.ExecuteDeleteAsync(Cancellation);
        // As the program before this one kept them.
        var words = Protector(Beside(app, null)).Protect("a secret of an app");
        Assert.Contains("<value>", Assert.Single(await KeysAsync(app)), StringComparison.Ordinal);
        await using (var scope = app.Services.CreateAsyncScope())
            await scope.ServiceProvider.GetRequiredService<DatabaseSetup>().RunAsync(Cancellation);
        var once = Assert.Single(await KeysAsync(app));
        Assert.DoesNotContain("<value>", once, StringComparison.Ordinal);
        Assert.Equal("a secret of an app", Protector(Beside(app, File.ReadAllBytes(app.Services.GetRequiredService<RevisionKey>().File))).Unprotect(words));
        await using (var scope = app.Services.CreateAsyncScope())
            await scope.ServiceProvider.GetRequiredService<DatabaseSetup>().RunAsync(Cancellation);
        Assert.Equal(once, Assert.Single(await KeysAsync(app)));
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
        services.AddSingleton(new RevisionKey(new() { Key = file }));
        return services.BuildServiceProvider();
    }

    private static IDataProtector Protector(IServiceProvider services) => services.GetRequiredService<IDataProtectionProvider>().CreateProtector("test");

    private static async Task<List<string>> KeysAsync(PeaceTrackerApp app)
    {
        await using var scope = app.Services.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<PeaceTrackerDbContext>().DataProtectionKeys.Select(row => row.Xml!).ToListAsync(Cancellation);
    }
}
