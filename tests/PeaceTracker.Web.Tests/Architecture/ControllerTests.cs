using System.Reflection;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Routing;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Patterns;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using PeaceTracker.Domain.Reference;
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

    /// <summary>A process of such a name could not be reached, or would hide what is there.</summary>
    [Fact]
    public void The_words_no_process_may_be_called_are_those_addresses_begin_with()
    {
        var words = app.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Select(endpoint => endpoint.RoutePattern.PathSegments is [{ IsSimple: true } first, ..] && first.Parts[0] is RoutePatternLiteralPart word ? word.Content : null)
            // What has a dot is no name of a process.
            .OfType<string>().Where(word => !word.Contains('.', StringComparison.Ordinal)).Distinct().Order(StringComparer.Ordinal);
        Assert.Equal(words, ReferenceRules.RouteWords);
    }

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

    /// <summary>What a form sends goes into records that have what the form has and nothing else.</summary>
    [Fact]
    public void No_action_takes_a_row_of_the_store()
    {
        var rows = new[] { typeof(Domain.Statements.Statement).Assembly, typeof(Data.PeaceTrackerDbContext).Assembly };
        var taken = Actions.SelectMany(action => action.GetParameters())
            .Where(parameter => parameter.GetCustomAttribute<FromServicesAttribute>() is null)
            .ToList();
        Assert.True(taken.Count > 100, $"Only {taken.Count} parameters were found.");
        Assert.Empty(taken.SelectMany(parameter => Types(parameter.ParameterType)).Where(type => type is { IsEnum: false, IsClass: true } && rows.Contains(type.Assembly)).Select(type => type.Name).Distinct());

        static IEnumerable<Type> Types(Type type, int depth = 0)
        {
            yield return type;
            foreach (var part in type.GetGenericArguments().Concat(type.IsArray ? [type.GetElementType()!] : []))
            {
                foreach (var inner in Types(part, depth))
                    yield return inner;
            }

            if (depth > 3 || type.Assembly != typeof(PeaceTrackerHosting).Assembly || type == typeof(PeaceTracker.Web.Reading.View))
                yield break;
            foreach (var property in type.GetProperties(BindingFlags.Instance | BindingFlags.Public).Where(property => property.CanWrite))
            {
                foreach (var inner in Types(property.PropertyType, depth + 1))
                    yield return inner;
            }
        }
    }

    [Fact]
    public void Everything_that_is_not_a_reading_checks_the_antiforgery_token()
    {
        var filters = app.Services.GetRequiredService<IOptions<MvcOptions>>().Value.Filters;
        Assert.Contains(filters, filter => filter is AutoValidateAntiforgeryTokenAttribute);
        // What takes the token of a program and no cookie cannot be sent by the page of another site.
        Assert.All(Actions.Where(action => action.DeclaringType!.GetCustomAttributes<AuthorizeAttribute>().All(attribute => attribute.Policy != Policies.Drafts)), action =>
        {
            Assert.Null(action.GetCustomAttribute<IgnoreAntiforgeryTokenAttribute>());
            Assert.Null(action.DeclaringType!.GetCustomAttribute<IgnoreAntiforgeryTokenAttribute>());
        });
    }
}
