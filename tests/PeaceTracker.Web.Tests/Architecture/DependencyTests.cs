using System.Text.RegularExpressions;
using ArchUnitNET.Fluent.Syntax.Elements.Types;
using ArchUnitNET.Loader;
using ArchUnitNET.xUnitV3;
using Microsoft.EntityFrameworkCore;
using PeaceTracker.Data;
using PeaceTracker.Domain.Statements;
using PeaceTracker.Testing;
using PeaceTracker.Web.Hosting;
using static ArchUnitNET.Fluent.ArchRuleDefinition;

namespace PeaceTracker.Web.Tests.Architecture;

/// <summary>The rules of docs/architecture.md about who may use whom.</summary>
public sealed partial class DependencyTests
{
    private const string Views = @"^AspNetCoreGeneratedDocument";

    private static readonly System.Reflection.Assembly DomainAssembly = typeof(Statement).Assembly;
    private static readonly System.Reflection.Assembly DataAssembly = typeof(PeaceTrackerDbContext).Assembly;
    private static readonly System.Reflection.Assembly WebAssembly = typeof(PeaceTrackerHosting).Assembly;

    private static readonly ArchUnitNET.Domain.Architecture All = new ArchLoader().LoadAssemblies(DomainAssembly, DataAssembly, WebAssembly).Build();

    [Fact]
    public void The_domain_uses_nothing_but_the_language()
    {
        Assert.All(DomainAssembly.GetReferencedAssemblies(), used => Assert.Matches(@"^(System(\..+)?|netstandard)$", used.Name));
        In("^PeaceTracker\\.Domain").Should().NotDependOnAny(In("^PeaceTracker\\.(Data|Web)")).Check(All);
    }

    [Fact]
    public void The_data_do_not_use_the_web()
    {
        In("^PeaceTracker\\.Data").Should().NotDependOnAny(In("^PeaceTracker\\.Web")).Check(All);
        // Identity and Data Protection keep their rows by way of our context (ADR 0020); neither brings the web with it.
        string[] stores = ["Microsoft.AspNetCore.Identity.EntityFrameworkCore", "Microsoft.AspNetCore.DataProtection.EntityFrameworkCore"];
        Assert.DoesNotContain(DataAssembly.GetReferencedAssemblies(), used => used.Name!.StartsWith("Microsoft.AspNetCore", StringComparison.Ordinal) && !stores.Contains(used.Name));
    }

    [Fact]
    public void Only_hosting_and_the_data_name_a_provider() =>
        In("^PeaceTracker\\.Web\\.(?!Hosting)").Should().NotDependOnAny(In("^(PeaceTracker\\.Data\\.(Sqlite|Postgres)|Microsoft\\.Data\\.Sqlite|Npgsql)")).Check(All);

    [Fact]
    public void Charts_know_no_store_and_no_request() =>
        In("^PeaceTracker\\.Web\\.Charts").Should().NotDependOnAny(In("^(PeaceTracker\\.Data|Microsoft\\.EntityFrameworkCore|Microsoft\\.AspNetCore\\.Http)")).Check(All);

    [Fact]
    public void Views_read_nothing_from_the_store() =>
        In(Views).Should().NotDependOnAny(In("^(PeaceTracker\\.Data|Microsoft\\.EntityFrameworkCore)")).Check(All);

    [Fact]
    public void A_feature_uses_no_other_feature()
    {
        var features = Directory.GetDirectories(Path.Combine(Repository.Root, "src", "PeaceTracker.Web", "Features"))
            .Select(folder => Path.GetFileName(folder)!)
            .Where(name => name != "Shared")
            .ToList();
        Assert.Contains("Positions", features);
        foreach (var feature in features)
        {
            var others = string.Join('|', features.Where(name => name != feature));
            In($"^PeaceTracker\\.Web\\.Features\\.{feature}(\\.|$)").Should().NotDependOnAny(In($"^PeaceTracker\\.Web\\.Features\\.({others})(\\.|$)")).WithoutRequiringPositiveResults().Check(All);
            Types().That().ResideInNamespaceMatching(Views).And().HaveNameMatching($"^Features_{feature}_").Should()
                .NotDependOnAny(In($"^PeaceTracker\\.Web\\.Features\\.({others})(\\.|$)")).WithoutRequiringPositiveResults().Check(All);
        }
    }

    [Fact]
    public void Statements_and_codings_leave_the_store_by_one_door()
    {
        var open = typeof(PeaceTrackerDbContext).GetProperties()
            .Where(property => property.PropertyType.IsGenericType && property.PropertyType.GetGenericTypeDefinition() == typeof(DbSet<>))
            .Select(property => property.PropertyType.GetGenericArguments()[0].Name);
        Assert.DoesNotContain("Statement", open);
        Assert.DoesNotContain("Coding", open);
        Assert.DoesNotContain("PublishedCoding", open);
        Assert.All(
            Directory.EnumerateFiles(Path.Combine(Repository.Root, "src", "PeaceTracker.Web"), "*.cs*", SearchOption.AllDirectories).Where(file => !Built().IsMatch(file)),
            file => Assert.DoesNotMatch(AroundTheDoor(), File.ReadAllText(file)));
    }

    [Fact]
    public void A_rule_that_must_fail_does_fail()
    {
        Assert.False(In("^PeaceTracker\\.Data").Should().NotDependOnAny(In("^PeaceTracker\\.Domain")).HasNoViolations(All));
        Assert.False(In("^PeaceTracker\\.Data").Should().NotDependOnAny(In("^Microsoft\\.EntityFrameworkCore")).HasNoViolations(All));
        // The views are among the types that are looked at.
        Assert.False(In(Views).Should().NotDependOnAny(In("^PeaceTracker\\.Domain")).HasNoViolations(All));
    }

    private static GivenTypesConjunction In(string spaces) => Types(true).That().ResideInNamespaceMatching(spaces);

    [GeneratedRegex(@"[/\\](bin|obj|node_modules)[/\\]")]
    private static partial Regex Built();

    [GeneratedRegex(@"\.Set<|PublishedCodings\b|\b(db|context)\.Statements\b|FromSql|ExecuteSql")]
    private static partial Regex AroundTheDoor();
}
