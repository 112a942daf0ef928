using System.Globalization;
using Microsoft.AspNetCore.Identity;
using PeaceTracker.Data.Accounts;
using PeaceTracker.Web.Hosting;

namespace PeaceTracker.Web.Accounts;

/// <summary>
/// Length counts, kinds of letters do not. Refused is what many people choose, and what is hardly more than that, the name of the site or
/// the name one signs in with, and what is known from breaches, where the site has a list of those.
/// </summary>
public sealed class Passwords(BreachedPasswords breached) : IPasswordValidator<Account>
{
    public const int Shortest = 15;
    public const int Longest = 128;

    /// <summary>What must be left when the words of the site, the sign-in name and repetitions are taken away.</summary>
    private const int ShortestRest = 8;

    internal static readonly string[] OfTheSite = ["peacetracker", "peace", "tracker", "ukraine", "russia", "editor", "reviewer", "auditor", "administrator", "admin", "password", "passwort", "welcome", "letmein", "changeme", "qwertyuiop", "qwerty", "iloveyou"];

    public Task<IdentityResult> ValidateAsync(UserManager<Account> manager, Account user, string? password) =>
        Task.FromResult(ProblemHere(password ?? "", user.UserName) is { } problem ? IdentityResult.Failed(new IdentityError { Code = "Password", Description = problem }) : IdentityResult.Success);

    /// <summary>The same as <see cref="Problem"/>, and with the list of this site.</summary>
    public string? ProblemHere(string password, string? signInName) =>
        Problem(password, signInName) ?? (breached.Has(password) ? "Choose another password: this one is known from a breach of some site, and is tried at others" : null);

    /// <summary>What is wrong with a password on any site, in words; null when it may be used. It is never changed: all its letters count.</summary>
    public static string? Problem(string password, string? signInName)
    {
        var length = new StringInfo(password).LengthInTextElements;
        if (length < Shortest)
            return $"Choose a password of {Shortest} characters or more: some words in a row will do";
        if (password.Length > Longest)
            return $"Choose a password of {Longest} characters or fewer";
        return IsGuessed(password, signInName) ? "Choose another password: this is one of the first that are guessed" : null;
    }

    private static bool IsGuessed(string password, string? signInName)
    {
        var folded = string.Concat(password.Where(letter => !char.IsWhiteSpace(letter))).ToLowerInvariant();
        // "abcabcabcabcabc" is "abc".
        for (var size = 1; size <= folded.Length / 2; size++)
        {
            if (folded.Length % size == 0 && string.Concat(Enumerable.Repeat(folded[..size], folded.Length / size)) == folded)
            {
                folded = folded[..size];
                break;
            }
        }

        if (folded.Length < ShortestRest)
            return true;
        var rest = OfTheSite.Prepend(signInName?.ToLowerInvariant() ?? "").Where(word => word.Length > 2).Aggregate(folded, (text, word) => text.Replace(word, "", StringComparison.Ordinal));
        return rest.Length < ShortestRest || Common().Any(word => word == folded || word == rest);
    }

    /// <summary>The thirty thousand most used passwords, as zxcvbn brings them. Read when one is chosen and not kept: that is seldom.</summary>
    internal static IEnumerable<string> Common()
    {
        using var list = new StreamReader(typeof(Zxcvbn.Zxcvbn).Assembly.GetManifestResourceStream("zxcvbn-core.Dictionaries.passwords.lst")!);
        while (list.ReadLine() is { } word)
            yield return word.Trim();
    }
}
