using System.Globalization;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using PeaceTracker.Data.Accounts;
using PeaceTracker.Data.History;
using PeaceTracker.Domain.Text;
using PeaceTracker.Web.Accounts;
using PeaceTracker.Web.Features.Shared;
using PeaceTracker.Web.Hosting;
using PeaceTracker.Web.Reading;
using PeaceTracker.Web.Writing;

namespace PeaceTracker.Web.Features.Tokens;

/// <summary>Tokens with which programs write drafts for an editor.</summary>
[Authorize(Policies.Edit)]
[Authorize(Policies.Fresh)]
public sealed class TokensController(ApiTokens tokens, AccountEvents events, Ledger ledger) : Controller
{
    private const string Page = "/account/tokens";

    [HttpGet(Page)]
    public async Task<IActionResult> Index(CancellationToken cancellation) => View(await ModelAsync("", "", cancellation));

    /// <summary>Makes one, which is shown this once.</summary>
    [HttpPost(Page)]
    public async Task<IActionResult> Make([FromForm] TokenForm form, CancellationToken cancellation)
    {
        var (account, name, typed) = (User.AccountId(), form.Name?.Trim() ?? "", form.Days?.Trim() ?? "");
        if (name.Length is 0 or > ApiToken.LongestName)
            ModelState.AddModelError("name", $"Enter what you call it, {ApiToken.LongestName} characters at most");
        if (Directions.Problem("Name", name) is { } turned)
            ModelState.AddModelError("name", turned);
        if (!int.TryParse(typed, NumberStyles.None, CultureInfo.InvariantCulture, out var days) || days is < 1 or > ApiToken.LongestDays)
            ModelState.AddModelError("days", $"Enter a number of days from 1 to {ApiToken.LongestDays}");
        var model = await ModelAsync(name, typed, cancellation);
        if (model.Tokens.Count >= ApiToken.Most)
            ModelState.AddModelError("", $"An account has {ApiToken.Most} tokens at most: take one back first");
        if (!ModelState.IsValid)
            return this.Again(nameof(Index), model);
        var token = await this.MakeOnceAsync(ledger, () =>
        {
            events.Add(AccountAct.TokenMade, account, account, ApiToken.Drafts);
            return tokens.IssueAsync(account, name, ApiToken.Drafts, TimeSpan.FromDays(days), cancellation);
        }, Page);
        return token is null
            ? new Fault(409, "This token was made and shown before", "It is shown once. If you did not keep it, take it back and make another.") { Suggestions = [new("Go back", Page)] }.ToResult(HttpContext)
            : View("Token", token);
    }

    [Repeatable("Taken back twice it is taken back.")]
    [HttpPost(Page + "/revoke")]
    public async Task<IActionResult> Revoke([FromForm] TokenRevokeForm form, CancellationToken cancellation)
    {
        var (account, revoked) = (User.AccountId(), 0);
        await events.WriteAsync(async () =>
        {
            revoked = await tokens.RevokeAsync(account, form.Id, cancellation);
            if (revoked > 0)
                events.Add(AccountAct.TokenRevoked, account, account);
        }, cancellation);
        return revoked == 0 ? NotFound() : LocalRedirect(Page);
    }

    private async Task<TokensModel> ModelAsync(string name, string days, CancellationToken cancellation) => new(
        [.. (await tokens.OfAsync(User.AccountId(), cancellation)).Select(row => new TokenRow(row.Id, row.Name, row.Scope, row.CreatedAt, row.ExpiresAt, row.LastUsedOn))], name, days);
}

public sealed record TokenForm(string? Name, string? Days);

public sealed record TokenRevokeForm(int Id);

public sealed record TokenRow(int Id, string Name, string Scope, DateTimeOffset Made, DateTimeOffset Until, DateOnly? LastUsedOn);

public sealed record TokensModel(IReadOnlyList<TokenRow> Tokens, string Name, string Days);
