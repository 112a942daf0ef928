using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Identity;
using PeaceTracker.Web.Accounts;

namespace PeaceTracker.Web.Tests.Features.Accounts;

/// <summary>Where a passkey may have been used. A browser does the rest (PasskeyTests of the browser).</summary>
public sealed class PasskeyOriginTests
{
    [Theory]
    [InlineData("https://peace.example", "peace.example", true)]
    [InlineData("https://PEACE.example", "peace.example", true)]
    [InlineData("http://localhost:5080", "localhost", true)]
    [InlineData("http://peace.example", "peace.example", false)]
    [InlineData("https://evil.peace.example", "peace.example", false)]
    [InlineData("https://peace.example.evil", "peace.example", false)]
    [InlineData("https://xn--pece-5na.example", "peace.example", false)]
    [InlineData("null", "peace.example", false)]
    [InlineData("", "peace.example", false)]
    [InlineData("https://host.example", null, true)]
    [InlineData("https://peace.example", null, false)]
    public async Task A_passkey_counts_at_this_site_only(string origin, string? domain, bool ours)
    {
        var http = new DefaultHttpContext();
        http.Request.Host = new("host.example");
        Assert.Equal(ours, await Passkeys.IsOurs(new PasskeyOriginValidationContext { HttpContext = http, Origin = origin, CrossOrigin = false, TopOrigin = null }, domain));
        Assert.False(await Passkeys.IsOurs(new PasskeyOriginValidationContext { HttpContext = http, Origin = origin, CrossOrigin = true, TopOrigin = "https://evil.example" }, domain));
    }
}
