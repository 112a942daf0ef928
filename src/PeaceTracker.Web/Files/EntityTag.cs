using System.IO.Pipelines;
using System.Security.Cryptography;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;

namespace PeaceTracker.Web.Files;

/// <summary>
/// Tells whether an answer is the one a reader has (ADR 0035). It is a digest of all the answer holds but the instant of asking, where the
/// address names none: two answers between which nothing changed are the same.
/// </summary>
internal static class EntityTag
{
    /// <summary>What differs from answer to answer while nothing changes, unless the address names the instant.</summary>
    private static readonly string[] OfTheMoment = ["known", "permalink"];

    /// <param name="form">In which form it is answered: the file and its marks.</param>
    /// <param name="atMoment">The address names no instant.</param>
    public static async Task<EntityTagHeaderValue> OfAsync(string form, bool atMoment, IReadOnlyList<(string Name, object? Value)> head, TakeAway takeAway, CancellationToken cancellation)
    {
        using var hash = SHA256.Create();
        await using (var digest = new CryptoStream(Stream.Null, hash, CryptoStreamMode.Write, leaveOpen: true))
        {
            var body = PipeWriter.Create(digest, new(leaveOpen: true));
            await JsonFile.WriteAsync(body, [("form", form), .. head.Where(pair => !atMoment || !OfTheMoment.Contains(pair.Name))], takeAway, cancellation);
            await body.CompleteAsync();
            await digest.FlushFinalBlockAsync(cancellation);
        }

        return Of(hash.Hash!);
    }

    public static EntityTagHeaderValue Of(byte[] digest) => new($"\"{WebEncoders.Base64UrlEncode(digest, 0, 16)}\"", isWeak: true);

    /// <summary>Marks the answer; whether the reader has it already, and it need not be sent: then it is answered so.</summary>
    public static bool IsKnown(HttpContext http, EntityTagHeaderValue tag)
    {
        Give(http, tag);
        if (!http.Request.GetTypedHeaders().IfNoneMatch.Any(one => one.Equals(EntityTagHeaderValue.Any) || one.Compare(tag, useStrongComparison: false)))
            return false;
        http.Response.StatusCode = StatusCodes.Status304NotModified;
        return true;
    }

    /// <summary>Marks the answer.</summary>
    public static void Give(HttpContext http, EntityTagHeaderValue tag)
    {
        http.Response.Headers.ETag = tag.ToString();
        // Kept, and asked about each time.
        http.Response.Headers.CacheControl = "no-cache";
    }
}
