using System.Net;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.StaticAssets;
using PeaceTracker.Data;
using PeaceTracker.Data.Accounts;
using PeaceTracker.Web.Accounts;

namespace PeaceTracker.Web.Hosting;

/// <summary>Accounts, sessions and rights (ADR 0020).</summary>
internal static class AccountHosting
{
    /// <summary>The browser sends it over TLS only, or to this machine, and no other host can set it.</summary>
    public const string SessionCookie = "__Host-pt";

    public static void AddAccounts(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        var options = builder.Configuration.GetSection(AccountOptions.Section).Get<AccountOptions>() ?? new();
        if (!new[] { AccountOptions.Everybody, AccountOptions.Admins }.Contains(options.SecondFactor, StringComparer.OrdinalIgnoreCase))
            throw new DatabaseOptionsException($"The setting Accounts:SecondFactor is \"{options.SecondFactor}\". It has to be {AccountOptions.Everybody} or {AccountOptions.Admins}.");
        services.AddSingleton(options);
        services.AddSingleton<SignInLimits>();
        services.Configure<ForwardedHeadersOptions>(forwarded =>
        {
            // Of one proxy, by its address; whoever else sends them could name any address as the own.
            forwarded.KnownIPNetworks.Clear();
            forwarded.KnownProxies.Clear();
            if (builder.Configuration["Proxy"] is { Length: > 0 } proxy)
            {
                forwarded.ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto;
                forwarded.KnownProxies.Add(IPAddress.Parse(proxy));
            }
        });
        services.AddHttpContextAccessor();
        services.AddDataProtection().SetApplicationName("PeaceTracker").PersistKeysToDbContext<PeaceTrackerDbContext>();
        services.AddSingleton<SealedKeys>();
        services.AddOptions<KeyManagementOptions>().Configure<SealedKeys>((keys, encryptor) => keys.XmlEncryptor = encryptor);
        services.Configure<AntiforgeryOptions>(form =>
        {
            form.Cookie = new HostCookie { Name = "__Host-pt-form", HttpOnly = true, SameSite = SameSiteMode.Strict, Path = "/", IsEssential = true };
            form.FormFieldName = Writing.OnceFilter.TokenField;
            // The content security policy says it, and more strictly.
            form.SuppressXFrameOptionsHeader = true;
        });

        // Before Identity adds its own: one validator says everything there is to say of a password.
        services.AddSingleton(new BreachedPasswords(options));
        services.AddSingleton<Passwords>();
        services.AddSingleton<IPasswordValidator<Account>>(all => all.GetRequiredService<Passwords>());
        services.AddIdentityCore<Account>(identity => identity.User.AllowedUserNameCharacters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._")
            .AddRoles<IdentityRole<int>>()
            .AddEntityFrameworkStores<PeaceTrackerDbContext>();
        services.Configure<PasswordHasherOptions>(hashing => hashing.IterationCount = 210_000);
        services.AddScoped<Authenticator>();
        services.AddScoped<SignIns>();
        services.AddScoped<NewAccounts>();
        services.AddScoped<IPasskeyHandler<Account>, PasskeyHandler<Account>>();
        services.AddScoped<Passkeys>();
        services.AddOptions<IdentityPasskeyOptions>().Configure<AccountOptions>((passkeys, accounts) =>
        {
            passkeys.ServerDomain = accounts.PasskeyDomain.Length > 0 ? accounts.PasskeyDomain : null;
            passkeys.UserVerificationRequirement = "required";
            passkeys.ResidentKeyRequirement = "required";
            passkeys.ValidateOrigin = context => Passkeys.IsOurs(context, passkeys.ServerDomain);
        });

        services.AddAuthentication(Visitor.Scheme).AddCookie(Visitor.Scheme).AddScheme<AuthenticationSchemeOptions, BearerTokens>(BearerTokens.Name, null);
        services.AddOptions<CookieAuthenticationOptions>(Visitor.Scheme).Configure<TimeProvider, AccountOptions>((session, clock, accounts) =>
        {
            session.Cookie.Name = SessionCookie;
            session.Cookie.HttpOnly = true;
            session.Cookie.SecurePolicy = CookieSecurePolicy.Always;
            session.Cookie.SameSite = SameSiteMode.Lax;
            session.Cookie.Path = "/";
            session.ExpireTimeSpan = Session.Longest;
            session.SlidingExpiration = false;
            session.TimeProvider = clock;
            session.SessionStore = new SessionTickets(clock, accounts);
        });
        services.AddAuthorization(Policies.Configure);
        services.AddSingleton<IAuthorizationHandler, FreshHandler>();
        services.AddSingleton<IAuthorizationMiddlewareResultHandler, Access>();
    }

    public static void UseAccounts(this WebApplication app)
    {
        app.Use(RefuseOtherSites);
        app.UseAuthentication();
        // Before rights are looked at, and after it is known whose page the answer is.
        app.Use(ReadOnlySite.Refuse);
        app.Use(KeepNothing);
        app.UseAuthorization();
    }

    /// <summary>A form of another site cannot be sent here, whatever cookies the browser adds.</summary>
    private static Task RefuseOtherSites(HttpContext context, RequestDelegate next)
    {
        var method = context.Request.Method;
        var safe = HttpMethods.IsGet(method) || HttpMethods.IsHead(method) || HttpMethods.IsOptions(method);
        return safe || context.Request.Headers["Sec-Fetch-Site"] != "cross-site"
            ? next(context)
            : ErrorPages.WriteAsync(context, new(403, "This form came from another site", "Only forms of this site are taken. Nothing was changed.") { Suggestions = [new("Go to the start page", "/")] });
    }

    /// <summary>Nothing that is made for one person stays in a cache. Files that are the same for all may.</summary>
    private static Task KeepNothing(HttpContext context, RequestDelegate next)
    {
        var personal = context.User.Identity?.IsAuthenticated == true || context.GetEndpoint()?.Metadata.GetMetadata<IAuthorizeData>() is not null || Personal.Any(path => context.Request.Path.StartsWithSegments(path, StringComparison.OrdinalIgnoreCase));
        if (personal && context.GetEndpoint()?.Metadata.GetMetadata<StaticAssetDescriptor>() is null)
            context.Response.OnStarting(() =>
            {
                context.Response.Headers.CacheControl = "no-store";
                return Task.CompletedTask;
            });
        return next(context);
    }

    private static readonly PathString[] Personal = ["/account", "/admin", "/setup"];

    /// <summary>
    /// Secure whatever the request came by, as the session is: browsers take it from loopback without TLS too. A policy of Always would
    /// have the framework refuse every form there.
    /// </summary>
    private sealed class HostCookie : CookieBuilder
    {
        public override CookieOptions Build(HttpContext context, DateTimeOffset expiresFrom)
        {
            var options = base.Build(context, expiresFrom);
            options.Secure = true;
            return options;
        }
    }
}
