using System.Reflection;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using PeaceTracker.Testing;
using PeaceTracker.Web.Hosting;

namespace PeaceTracker.Web.Tests.Architecture;

/// <summary>What every action must have.</summary>
public sealed class ControllerTests(PeaceTrackerApp app) : IClassFixture<PeaceTrackerApp>
{
    private static readonly List<MethodInfo> Actions =
        [.. typeof(PeaceTrackerHosting).Assembly.GetTypes()
            .Where(type => type.IsAssignableTo(typeof(ControllerBase)) && !type.IsAbstract)
            .SelectMany(type => type.GetMethods(BindingFlags.Instance | BindingFlags.Public | BindingFlags.DeclaredOnly))
            .Where(method => !method.IsSpecialName && method.GetCustomAttribute<NonActionAttribute>() is null)];

    [Fact]
    public void Every_action_names_its_verb_and_its_whole_address()
    {
        Assert.NotEmpty(Actions);
        Assert.All(Actions, action =>
        {
            var verbs = action.GetCustomAttributes<HttpMethodAttribute>().ToList();
            Assert.True(verbs.Count > 0, $"{action.DeclaringType!.Name}.{action.Name} has no verb.");
            Assert.All(verbs, verb => Assert.StartsWith("/", verb.Template, StringComparison.Ordinal));
        });
    }

    [Fact]
    public void Everything_that_is_not_a_reading_checks_the_antiforgery_token()
    {
        var filters = app.Services.GetRequiredService<IOptions<MvcOptions>>().Value.Filters;
        Assert.Contains(filters, filter => filter is AutoValidateAntiforgeryTokenAttribute);
        Assert.All(Actions, action =>
        {
            Assert.Null(action.GetCustomAttribute<IgnoreAntiforgeryTokenAttribute>());
            Assert.Null(action.DeclaringType!.GetCustomAttribute<IgnoreAntiforgeryTokenAttribute>());
        });
    }
}
