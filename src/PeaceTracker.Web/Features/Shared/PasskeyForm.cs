using Microsoft.AspNetCore.Mvc;
using PeaceTracker.Web.Accounts;
using PeaceTracker.Web.Hosting;
using PeaceTracker.Web.Reading;

namespace PeaceTracker.Web.Features.Shared;

/// <summary>A form that asks the browser for a passkey, or to make one, before it is sent.</summary>
/// <param name="Action">Where the answer goes.</param>
/// <param name="Options">Where the challenge comes from.</param>
/// <param name="Button">What the button says.</param>
public sealed record PasskeyForm(string Action, string Options, string Button)
{
    public bool Create { get; init; }

    public string? Return { get; init; }

    /// <summary>What the script reads.</summary>
    public static ContentResult Answer(Challenge challenge) => new()
    {
        Content = $$"""{"challenge":"{{challenge.Token}}","options":{{challenge.OptionsJson}}}""",
        ContentType = "application/json",
    };

    /// <summary>The challenge is over or the answer does not fit it.</summary>
    public static IActionResult Refused(HttpContext context, string page) => new Fault(400, "The passkey was not accepted", "It took longer than five minutes, it is not one of this account, or the account is closed. Nothing was changed.")
    {
        Suggestions = [new("Try again", page)],
    }.ToResult(context);
}
