using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;

namespace PeaceTracker.Data.Accounts;

/// <summary>One way back in for who lost the second factor.</summary>
public sealed class RecoveryCode
{
    public required int AccountId { get; init; }

    public required byte[] Hash { get; init; }
}

/// <summary>Ten codes, each good once. Random enough (138 bits) that a plain hash keeps them.</summary>
public sealed class RecoveryCodes(PeaceTrackerDbContext db)
{
    public const int Count = 10;

    /// <summary>Letters and digits that are not taken for each other.</summary>
    private const string Alphabet = "23456789abcdefghjkmnpqrstuvwxyz";

    public Task<int> LeftAsync(int account, CancellationToken cancellation) => db.RecoveryCodes.CountAsync(row => row.AccountId == account, cancellation);

    /// <summary>New codes, shown this once; those there were are void.</summary>
    public async Task<IReadOnlyList<string>> RenewAsync(int account, CancellationToken cancellation)
    {
        var codes = Enumerable.Range(0, Count).Select(_ => string.Join('-', Enumerable.Range(0, 4).Select(_ => RandomNumberGenerator.GetString(Alphabet, 7)))).ToList();
        await using var transaction = db.Database.CurrentTransaction is null ? await db.Database.BeginTransactionAsync(cancellation) : null;
        await db.RecoveryCodes.Where(row => row.AccountId == account).ExecuteDeleteAsync(cancellation);
        db.AddRange(codes.Select(code => new RecoveryCode { AccountId = account, Hash = OneTimeTokens.Hash(Folded(code)) }));
        await db.SaveChangesAsync(cancellation);
        if (transaction is not null)
            await transaction.CommitAsync(cancellation);
        return codes;
    }

    /// <summary>True when the code was there, for one caller only.</summary>
    public async Task<bool> UseUpAsync(int account, string code, CancellationToken cancellation)
    {
        var hash = OneTimeTokens.Hash(Folded(code));
        return await db.RecoveryCodes.Where(row => row.AccountId == account && row.Hash == hash).ExecuteDeleteAsync(cancellation) == 1;
    }

    /// <summary>As typed or copied: hyphens, spaces and capitals do not count.</summary>
    private static string Folded(string code) => string.Concat(code.Where(char.IsLetterOrDigit)).ToLowerInvariant();
}
