using System.Text.Json;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using PeaceTracker.Data;
using PeaceTracker.Data.Accounts;
using PeaceTracker.Domain.Text;

namespace PeaceTracker.Web.Accounts;

/// <summary>Whom a link invites, and as what.</summary>
public sealed record Invitation(string Name, IReadOnlyList<string> Roles, int? By)
{
    public string ToJson() => JsonSerializer.Serialize(this);

    public static Invitation Of(OneTimeToken token) => JsonSerializer.Deserialize<Invitation>(token.Content!)!;
}

/// <summary>Something wrong with a field of a form.</summary>
public sealed record FieldProblem(string Field, string Text);

/// <summary>Makes accounts: by invitation, or the first one with the token that only who runs the site can read.</summary>
public sealed class NewAccounts(
    PeaceTrackerDbContext db, UserManager<Account> users, IPasswordHasher<Account> hasher, Passwords passwords, OneTimeTokens tokens, SignInLimits limits, AccountEvents events,
    DatabaseOptions database, ReadOnlyMark closed, WriteGate gate, TimeProvider clock, ILogger<NewAccounts> logger)
{
    public static readonly TimeSpan LinkLifetime = TimeSpan.FromMinutes(30);
    private const int ShortestSignInName = 3;
    private const int LongestSignInName = 40;

    /// <summary>Beside the database.</summary>
    private string SetupFile => Path.Combine(Path.GetDirectoryName(database.File)!, "setup-token");

    public Task<bool> IsFirstWantedAsync(CancellationToken cancellation) => db.Users.AllAsync(_ => false, cancellation);

    /// <summary>While there is no account: writes a token that only the user of this process can read. Logs where, never what.</summary>
    public async Task PrepareFirstAsync(CancellationToken cancellation)
    {
        if (closed.IsSet || !await IsFirstWantedAsync(cancellation))
            return;
        var kept = File.Exists(SetupFile) ? await tokens.FindAsync(TokenPurpose.Setup, (await File.ReadAllTextAsync(SetupFile, cancellation)).Trim(), cancellation) : null;
        if (kept is null)
        {
            await db.OneTimeTokens.Where(row => row.Purpose == TokenPurpose.Setup).ExecuteDeleteAsync(cancellation);
            var token = await tokens.IssueAsync(TokenPurpose.Setup, TimeSpan.FromDays(36500), null, null, cancellation);
            File.Delete(SetupFile);
            var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
            if (!OperatingSystem.IsWindows())
                options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
            await using var file = new StreamWriter(SetupFile, options);
            await file.WriteLineAsync(token);
        }

        logger.LogInformation("There is no account yet: the first admin is made at /setup with the token in {File}", SetupFile);
    }

    /// <summary>A link for a new account. The token is nowhere kept.</summary>
    public async Task<string> InviteAsync(Invitation invitation, CancellationToken cancellation)
    {
        events.Add(AccountAct.Invited, null, invitation.By, string.Join(", ", invitation.Roles));
        return await tokens.IssueAsync(TokenPurpose.Invitation, LinkLifetime, null, invitation.ToJson(), cancellation);
    }

    /// <summary>A link to choose a new password.</summary>
    /// <param name="secondFactorToo">With it app, passkeys and recovery codes go: for who has lost all of them.</param>
    public async Task<string> ResetAsync(Account account, int by, bool secondFactorToo, CancellationToken cancellation)
    {
        events.Add(AccountAct.ResetLinkMade, account.Id, by, secondFactorToo ? SecondFactorToo : null);
        await tokens.RevokeAsync(TokenPurpose.Reset, account.Id, cancellation);
        return await tokens.IssueAsync(TokenPurpose.Reset, LinkLifetime, account.Id, secondFactorToo ? SecondFactorToo : null, cancellation);
    }

    private const string SecondFactorToo = "second factor too";

    public static bool TakesSecondFactor(OneTimeToken token) => token.Content == SecondFactorToo;

    /// <summary>Makes the account and uses the token up, both or none.</summary>
    /// <param name="then">What follows from it, in one with it.</param>
    /// <returns>The account, or what is wrong with the form; neither when the token was used meanwhile.</returns>
    public async Task<(Account? Account, IReadOnlyList<FieldProblem> Problems)> CreateAsync(
        OneTimeToken token, string name, string signInName, string password, IReadOnlyList<string> roles, Func<Account, Task> then, CancellationToken cancellation)
    {
        var account = new Account { UserName = signInName.Trim(), Name = name.Trim(), CreatedAt = clock.GetUtcNow() };
        List<FieldProblem> problems = [];
        if (account.Name.Length is 0 or > Account.LongestName)
            problems.Add(new("name", $"Enter your name, {Account.LongestName} characters at most"));
        if (Directions.Problem("Your name", account.Name) is { } turned)
            problems.Add(new("name", turned));
        if (account.UserName.Length is < ShortestSignInName or > LongestSignInName)
            problems.Add(new("sign-in-name", $"Choose a sign-in name of {ShortestSignInName} to {LongestSignInName} characters"));
        if (passwords.ProblemHere(password, account.UserName) is { } problem)
            problems.Add(new("password", problem));
        if (problems.Count > 0)
            return (null, problems);

        using (var turn = await limits.TurnAsync(cancellation))
        {
            if (!turn.IsAcquired)
                return (null, [new("", "Too many people sign in at this moment. Send the form again in a minute")]);
            account.PasswordHash = hasher.HashPassword(account, password);
        }

        using var alone = await gate.EnterAsync(cancellation);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellation);
        if ((token.Purpose == TokenPurpose.Setup && !await IsFirstWantedAsync(cancellation)) || !await tokens.UseUpAsync(token, cancellation))
            return (null, []);
        var made = await users.CreateAsync(account);
        if (!made.Succeeded)
        {
            db.ChangeTracker.Clear();
            return (null, [.. made.Errors.Select(error => new FieldProblem("sign-in-name", error.Code == "DuplicateUserName" ? "Choose another sign-in name: this one is taken" : "Use only letters from a to z, digits, dots, hyphens and underscores"))]);
        }

        await users.AddToRolesAsync(account, roles);
        events.Add(AccountAct.Created, account.Id, account.Id, string.Join(", ", roles));
        await events.SaveAsync(cancellation);
        await then(account);
        await transaction.CommitAsync(cancellation);
        if (token.Purpose == TokenPurpose.Setup)
            File.Delete(SetupFile);
        return (account, []);
    }

    /// <summary>Gives the account of a reset link its new password and ends its sessions.</summary>
    /// <returns>What is wrong with the password, or null; an empty text when the link was used meanwhile.</returns>
    public async Task<string?> ChoosePasswordAsync(OneTimeToken token, Account account, string password, CancellationToken cancellation)
    {
        if (passwords.ProblemHere(password, account.UserName) is { } problem)
            return problem;
        string hash;
        using (var turn = await limits.TurnAsync(cancellation))
        {
            if (!turn.IsAcquired)
                return "Too many people sign in at this moment. Send the form again in a minute";
            hash = hasher.HashPassword(account, password);
        }

        using var alone = await gate.EnterAsync(cancellation);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellation);
        if (!await tokens.UseUpAsync(token, cancellation))
            return "";
        account.PasswordHash = hash;
        if (TakesSecondFactor(token))
        {
            account.TwoFactorEnabled = false;
            account.TotpSecret = null;
            events.Add(AccountAct.AuthenticatorRemoved, account.Id, account.Id, "by the link for a new password");
            foreach (var passkey in await users.GetPasskeysAsync(account))
            {
                events.Add(AccountAct.PasskeyRemoved, account.Id, account.Id, "by the link for a new password");
                await users.RemovePasskeyAsync(account, passkey.CredentialId);
            }

            await db.RecoveryCodes.Where(row => row.AccountId == account.Id).ExecuteDeleteAsync(cancellation);
        }

        await users.UpdateSecurityStampAsync(account);
        await db.Sessions.Where(row => row.AccountId == account.Id).ExecuteDeleteAsync(cancellation);
        // Whoever was in the account before may have made some.
        await db.ApiTokens.Where(row => row.AccountId == account.Id).ExecuteDeleteAsync(cancellation);
        events.Add(AccountAct.PasswordReset, account.Id, account.Id);
        await events.SaveAsync(cancellation);
        await transaction.CommitAsync(cancellation);
        return null;
    }
}
