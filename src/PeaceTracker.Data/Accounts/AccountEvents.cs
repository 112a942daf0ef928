namespace PeaceTracker.Data.Accounts;

/// <summary>What can happen to an account; stored by name.</summary>
public enum AccountAct
{
    Created,
    Invited,
    InvitationWithdrawn,
    SignedIn,
    SignInRefused,
    PasswordLocked,
    Confirmed,
    SignedOut,
    SessionEnded,
    OtherSessionsEnded,
    PasswordChanged,
    ResetLinkMade,
    ResetLinkWithdrawn,
    PasswordReset,
    AuthenticatorSet,
    AuthenticatorRemoved,
    PasskeyAdded,
    PasskeyRenamed,
    PasskeyRemoved,
    RecoveryCodesMade,
    RecoveryCodeUsed,
    TokenMade,
    TokenRevoked,
    RolesChanged,
    Disabled,
    Enabled,
}

/// <summary>Acts that belong together.</summary>
public static class AccountActs
{
    /// <summary>What changed by what the account is signed in to. Its person is told: whoever did it may be somebody else.</summary>
    public static readonly IReadOnlyList<AccountAct> OfProof =
    [
        AccountAct.PasswordLocked, AccountAct.PasswordChanged, AccountAct.ResetLinkMade, AccountAct.ResetLinkWithdrawn, AccountAct.PasswordReset, AccountAct.AuthenticatorSet,
        AccountAct.AuthenticatorRemoved, AccountAct.PasskeyAdded, AccountAct.PasskeyRemoved, AccountAct.RecoveryCodesMade, AccountAct.RecoveryCodeUsed,
    ];
}

/// <summary>Something that happened to an account.</summary>
public sealed class AccountEvent
{
    public long Id { get; init; }

    public required DateTimeOffset At { get; init; }

    public required AccountAct Act { get; init; }

    /// <summary>Null when the act made no account yet.</summary>
    public int? AccountId { get; init; }

    /// <summary>Who did it; null when nobody was signed in.</summary>
    public int? ByAccountId { get; init; }

    /// <summary>In words without names or secrets, such as the roles given.</summary>
    public string? Note { get; init; }
}

/// <summary>The one place where acts on accounts are written down.</summary>
public sealed class AccountEvents(PeaceTrackerDbContext db, WriteGate gate, TimeProvider clock)
{
    /// <summary>An act of several steps: all of it with its entries, or nothing, and in its turn like every other change. Nothing slow belongs inside, and no other of these.</summary>
    public async Task WriteAsync(Func<Task> act, CancellationToken cancellation)
    {
        using var turn = await gate.EnterAsync(cancellation);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellation);
        await act();
        await db.SaveChangesAsync(cancellation);
        await transaction.CommitAsync(cancellation);
    }

    /// <summary>Is stored with the next save of this scope's context, so that act and entry are in one transaction.</summary>
    public void Add(AccountAct act, int? account, int? by, string? note = null) =>
        db.Add(new AccountEvent { At = clock.GetUtcNow(), Act = act, AccountId = account, ByAccountId = by, Note = note });

    /// <summary>Stores what was added, when nothing else does.</summary>
    public Task SaveAsync(CancellationToken cancellation) => db.SaveChangesAsync(cancellation);
}
