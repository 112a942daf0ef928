using Microsoft.AspNetCore.OutputCaching;

namespace PeaceTracker.Web.Hosting;

/// <summary>
/// Answers that are kept by each instance and by all together: what one has made the others do not make again. What is found is true, because
/// the state of the record is part of the key (<see cref="PublicAnswers"/>), so that nothing has to be thrown out anywhere.
/// </summary>
/// <param name="here">In the memory of this instance: asked first.</param>
/// <param name="shared">In Redis.</param>
internal sealed class SharedAnswers(IOutputCacheStore here, IOutputCacheStore shared, Redis redis) : IOutputCacheStore
{
    public async ValueTask<byte[]?> GetAsync(string key, CancellationToken cancellationToken)
    {
        if (await here.GetAsync(key, cancellationToken) is { } kept)
            return kept;
        var made = await redis.AskAsync(token => shared.GetAsync(key, token), null, cancellationToken);
        if (made is not null)
            await here.SetAsync(key, made, null, PublicAnswers.Kept, cancellationToken);
        return made;
    }

    public async ValueTask SetAsync(string key, byte[] value, string[]? tags, TimeSpan validFor, CancellationToken cancellationToken)
    {
        await here.SetAsync(key, value, tags, validFor, cancellationToken);
        await redis.AskAsync(
            async token =>
            {
                await shared.SetAsync(key, value, tags, validFor, token);
                return true;
            },
            false,
            cancellationToken);
    }

    public async ValueTask EvictByTagAsync(string tag, CancellationToken cancellationToken)
    {
        await here.EvictByTagAsync(tag, cancellationToken);
        await shared.EvictByTagAsync(tag, cancellationToken);
    }
}
