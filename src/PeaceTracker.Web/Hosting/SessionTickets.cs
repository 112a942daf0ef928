using System.Buffers.Text;
using System.Globalization;
using System.Security.Claims;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.EntityFrameworkCore;
using PeaceTracker.Data;
using PeaceTracker.Data.Accounts;
using PeaceTracker.Web.Accounts;

namespace PeaceTracker.Web.Hosting;

/// <summary>
/// Sessions live in the store; the cookie holds only their key. Account, roles and locks are read with the session at each request, so that
/// what is taken away is gone at once.
/// </summary>
internal sealed class SessionTickets(TimeProvider clock, AccountOptions options) : ITicketStore
{
    private const int LongestDevice = 250;
    private static readonly TimeSpan SeenEvery = TimeSpan.FromMinutes(1);

    private static readonly Func<PeaceTrackerDbContext, byte[], Task<Found?>> Find = EF.CompileAsyncQuery((PeaceTrackerDbContext db, byte[] hash) =>
        (from session in db.Sessions
         join account in db.Users on session.AccountId equals account.Id
         where session.KeyHash == hash && account.DisabledAt == null
         select new Found(
             session, account.Pseudonym,
             (from held in db.UserRoles join role in db.Roles on held.RoleId equals role.Id where held.UserId == account.Id select role.Name).ToList())).AsNoTracking().SingleOrDefault());

    public async Task<string> StoreAsync(AuthenticationTicket ticket, HttpContext httpContext, CancellationToken cancellationToken)
    {
        var db = Store(httpContext);
        var now = clock.GetUtcNow();
        var oldest = (now - Session.Longest, now - Session.Idle);
        await db.Sessions.Where(row => row.CreatedAt <= oldest.Item1 || row.LastSeenAt <= oldest.Item2).ExecuteDeleteAsync(cancellationToken);
        var key = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));
        var device = httpContext.Request.Headers.UserAgent.ToString();
        db.Add(new Session
        {
            KeyHash = OneTimeTokens.Hash(key),
            AccountId = ticket.Principal.AccountId(),
            CreatedAt = ticket.Properties.IssuedUtc ?? now,
            LastSeenAt = now,
            ProvedAt = now,
            TwoFactors = ticket.Principal.HasProvedTwoFactors(),
            Device = device.Length > LongestDevice ? device[..LongestDevice] : device,
        });
        await db.SaveChangesAsync(cancellationToken);
        return key;
    }

    public async Task<AuthenticationTicket?> RetrieveAsync(string key, HttpContext httpContext, CancellationToken cancellationToken)
    {
        var db = Store(httpContext);
        var hash = OneTimeTokens.Hash(key);
        if (await Find(db, hash) is not var (session, pseudonym, roles))
            return null;
        var now = clock.GetUtcNow();
        var isClosed = httpContext.RequestServices.GetRequiredService<ReadOnlyMark>().IsSet;
        if (session.HasEnded(now))
        {
            if (!isClosed)
                await db.Sessions.Where(row => row.Id == session.Id).ExecuteDeleteAsync(cancellationToken);
            return null;
        }

        if (!isClosed && now - session.LastSeenAt >= SeenEvery)
            await db.Sessions.Where(row => row.Id == session.Id).ExecuteUpdateAsync(row => row.SetProperty(one => one.LastSeenAt, now), cancellationToken);
        var identity = new ClaimsIdentity(
            [
                new(ClaimTypes.NameIdentifier, session.AccountId.ToString(CultureInfo.InvariantCulture)),
                new(Visitor.PseudonymClaim, pseudonym),
                new(Visitor.Session, session.Id.ToString(CultureInfo.InvariantCulture)),
                new(Visitor.Proved, session.ProvedAt.UtcTicks.ToString(CultureInfo.InvariantCulture)),
            ],
            Visitor.Scheme);
        if (session.TwoFactors)
            identity.AddClaim(new(Visitor.Factors, "yes"));
        foreach (var role in roles)
            identity.AddClaim(new(!session.TwoFactors && options.DemandsSecondFactor(role!) ? Visitor.Waiting : ClaimTypes.Role, role!));
        return new(new(identity), Visitor.Scheme);
    }

    public Task RemoveAsync(string key, HttpContext httpContext, CancellationToken cancellationToken)
    {
        var hash = OneTimeTokens.Hash(key);
        return Store(httpContext).Sessions.Where(row => row.KeyHash == hash).ExecuteDeleteAsync(cancellationToken);
    }

    /// <summary>Would keep a key across a sign-in; <see cref="SignIns"/> takes care that it never comes to this.</summary>
    public Task RenewAsync(string key, AuthenticationTicket ticket) => throw new NotSupportedException("A session is not renewed under its old key.");

    public Task<string> StoreAsync(AuthenticationTicket ticket) => throw new NotSupportedException("A session belongs to a request.");

    public Task<AuthenticationTicket?> RetrieveAsync(string key) => throw new NotSupportedException("A session belongs to a request.");

    public Task RemoveAsync(string key) => throw new NotSupportedException("A session belongs to a request.");

    private static PeaceTrackerDbContext Store(HttpContext context) => context.RequestServices.GetRequiredService<PeaceTrackerDbContext>();

    private sealed record Found(Session Session, string Pseudonym, List<string?> Roles);
}
