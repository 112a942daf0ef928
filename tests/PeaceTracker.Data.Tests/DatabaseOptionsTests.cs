using Microsoft.Extensions.DependencyInjection;

namespace PeaceTracker.Data.Tests;

/// <summary>Settings that do not say where the data are: the message names the setting and how to mend it.</summary>
public class DatabaseOptionsTests
{
    [Theory]
    [InlineData("MySQL", "", "Database:Provider", "\"MySQL\"", "SQLite or PostgreSQL")]
    [InlineData("", "", "Database:Provider", "\"\"", "SQLite or PostgreSQL")]
    [InlineData("PostgreSQL", "", "Database:Connection", "says nothing", "Host=")]
    [InlineData("postgresql", "  ", "Database:Connection", "says nothing", "Host=")]
    [InlineData("PostgreSQL", "Hots=db", "Database:Connection", "cannot be read", "hots")]
    public void What_is_wrong_is_named(string provider, string connection, params string[] named)
    {
        var error = Assert.Throws<DatabaseOptionsException>(() => new ServiceCollection().AddPeaceTrackerData(new() { Provider = provider, Connection = connection }, Path.GetTempPath()));
        Assert.All(named, words => Assert.Contains(words, error.Message, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("SQLite")]
    [InlineData("sqlite")]
    [InlineData("POSTGRESQL")]
    public void The_case_of_letters_says_nothing(string provider) =>
        Assert.NotEmpty(new ServiceCollection().AddPeaceTrackerData(new() { Provider = provider, Connection = "Host=127.0.0.1" }, Path.GetTempPath()));
}
