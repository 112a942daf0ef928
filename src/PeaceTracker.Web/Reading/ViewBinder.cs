using System.Globalization;
using Microsoft.AspNetCore.Mvc.ModelBinding;
using PeaceTracker.Domain.Positions;
using PeaceTracker.Domain.Statements;
using PeaceTracker.Web.Api;
using PeaceTracker.Web.Embedding;

namespace PeaceTracker.Web.Reading;

/// <summary>
/// Reads the shared parameters <c>date since known parties issues state evidence</c>. Anything it does not understand becomes a
/// <see cref="Fault"/> that says what was found, what would be right, and links to the nearest right address.
/// </summary>
internal sealed class ViewBinder(ProcessReader processes, TimeProvider clock) : IModelBinder
{
    /// <summary>The shared parameters, with what each takes; the method page and docs/api.md list the same.</summary>
    public static readonly IReadOnlyDictionary<string, string> Parameters = new Dictionary<string, string>
    {
        ["date"] = "a day such as 2025-08-31, a month or a year (its end is meant), not after today",
        ["since"] = "a day before the date, a month or a year (its beginning is meant), or the name of an event",
        ["known"] = "an instant such as 2026-11-25T12:00:00Z, or a day, month or year (its end is meant), not in the future",
        ["parties"] = "names of parties, separated by commas",
        ["issues"] = "names of issues, separated by commas",
        ["state"] = "changed, no-answer or one of the states",
        ["evidence"] = "a channel (it and stronger ones count), source-A to source-E, grade-1 to grade-5, separated by commas",
    };

    public static readonly IReadOnlyList<string> States =
        ["changed", "no-answer", .. Enum.GetValues<PositionState>().Select(state => Clauses.Of(state).Slug)];

    public async Task BindModelAsync(ModelBindingContext bindingContext)
    {
        var http = bindingContext.HttpContext;
        var slug = http.Request.RouteValues["process"] as string ?? "";
        var contents = await processes.ReadAsync(slug, http.RequestAborted);
        if (contents is null)
        {
            var all = await processes.AllAsync(http.RequestAborted);
            http.Features.Set(Fault.NotFound("peace process", slug, all.Select(process => new Suggestion(process.Title, $"/{process.Slug}/positions"))));
            return;
        }

        var (format, path) = ((http.Request.RouteValues["format"] as string)?.ToLowerInvariant(), http.Request.Path.ToUriComponent());
        if (format is not null)
            path = path[..^(format.Length + 1)];
        var asked = http.GetEndpoint()?.Metadata;
        var (api, embedded) = (asked?.GetMetadata<ApiAnswer>() is not null, asked?.GetMetadata<EmbedAnswer>() is not null);
        if (api)
            (format, path) = ("json", path[ApiRoutes.Prefix.Length..]);
        else if (embedded)
            path = path[EmbedRoutes.Prefix.Length..];
        var view = new Reader(contents, http.Request.Query, clock.GetUtcNow()).Read(
            path, format, asked?.GetMetadata<WithoutEffectAttribute>()?.Names ?? [], out var fault);
        if (fault is not null)
            http.Features.Set(fault);
        else
            bindingContext.Result = ModelBindingResult.Success(view! with { Api = api, Embedded = embedded });
    }

    /// <summary>The view of one of several processes that an address shows together.</summary>
    /// <returns>Null when the query cannot be understood, as the fault says.</returns>
    public static View? Read(ProcessContents contents, IQueryCollection query, DateTimeOffset now, string path, out Fault? fault)
    {
        var view = new Reader(contents, query, now).Read(path, null, [], out fault);
        return fault is null ? view : null;
    }

    private sealed class Reader(ProcessContents contents, IQueryCollection query, DateTimeOffset now)
    {
        private readonly List<FaultPart> parts = [];
        private readonly List<(string Parameter, string Text, string? Value)> repairs = [];

        public View? Read(string path, string? format, IReadOnlyList<string> withoutEffect, out Fault? fault)
        {
            var today = DateOnly.FromDateTime(now.UtcDateTime);
            var given = Parameters.Keys
                .Where(name => !string.IsNullOrWhiteSpace(query[name]))
                .ToDictionary(name => name, name => query[name].ToString().Trim());
            var date = ReadDate(given.GetValueOrDefault("date"), "date", today) ?? today;
            var view = new View
            {
                Contents = contents,
                Path = path,
                Format = format,
                Now = now,
                Date = date,
                Since = ReadSince(given.GetValueOrDefault("since"), date, today),
                // Whole milliseconds, as publications have, so that the instant survives being written into an address.
                Known = ReadKnown(given.GetValueOrDefault("known")) ?? now.AddTicks(-(now.Ticks % TimeSpan.TicksPerMillisecond)),
                Parties = ReadSlugs(given, "parties", contents.Parties, party => party.Slug, contents.NearestParties, "a party") is { } parties
                    ? [.. contents.Parties.Where(parties.Contains)]
                    : [.. contents.Parties.Where(party => contents.Process.DefaultParties.Contains(party.Slug))],
                Issues = ReadSlugs(given, "issues", contents.Issues, issue => issue.Slug, contents.NearestIssues, "an issue") is { } issues
                    ? [.. contents.Issues.Where(issues.Contains)]
                    : contents.Issues,
                State = ReadState(given.GetValueOrDefault("state")),
                Evidence = ReadEvidence(given.GetValueOrDefault("evidence")),
                Given = given,
                WithoutEffect = [.. withoutEffect.Where(given.ContainsKey)],
            };
            if (view.State == "changed" && view.Since is null && parts.Count == 0)
            {
                parts.Add(new("state", "changed", "a comparison date in \"since\" as well"));
                repairs.Add(("state", "Show everything", null));
                if (View.Offered(date.AddYears(-1)) is { } year)
                    repairs.Add(("since", "Compare with a year earlier", View.Iso(year)));
            }

            // Whoever follows a suggestion keeps what the page itself was asked.
            var asked = view.Taking([.. query.Where(pair => !Parameters.ContainsKey(pair.Key)).Select(pair => (pair.Key, (string?)pair.Value.ToString()))]);
            fault = parts.Count == 0 ? null : new Fault(400, "The address asks for something that cannot be shown", "Nothing was guessed in its place.")
            {
                Parts = parts,
                Suggestions = [.. Together(asked), .. repairs.Select(repair => new Suggestion(repair.Text, asked.With((repair.Parameter, repair.Value))))],
            };
            return view;
        }

        /// <summary>One link that mends everything at once, when more than one thing is wrong.</summary>
        private IEnumerable<Suggestion> Together(View view)
        {
            var first = repairs.DistinctBy(repair => repair.Parameter).ToList();
            if (first.Count > 1)
                yield return new($"All of these: {string.Join("; ", first.Select(repair => char.ToLowerInvariant(repair.Text[0]) + repair.Text[1..]))}", view.With([.. first.Select(repair => (repair.Parameter, repair.Value))]));
        }

        private DateOnly? ReadDate(string? text, string parameter, DateOnly latest)
        {
            if (text is null)
                return null;
            // A month or year that goes on still counts as far as it has come; compared is with the day it began.
            if (PartialDay.Read(text) is { First: var first, Last: var last } && first != last)
                text = View.Iso(parameter == "since" || first > latest ? first : Earlier(last, latest));
            if (!DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
            {
                parts.Add(new(parameter, text, Parameters["date"]));
                repairs.Add((parameter, parameter == "date" ? "Show today" : "Show without a comparison", null));
                return null;
            }

            if (day < View.FirstDay)
            {
                parts.Add(new(parameter, text, $"a day from {View.Iso(View.FirstDay)} on"));
                Offer(parameter, View.FirstDay);
                return null;
            }

            if (day <= latest)
                return day;
            parts.Add(new(parameter, text, $"a day up to {View.Iso(latest)}: nothing is known of later days"));
            Offer(parameter, latest);
            return null;
        }

        private void Offer(string parameter, DateOnly day) => repairs.Add((parameter, $"Use {View.Words(day)}", View.Iso(day)));

        private DateOnly? ReadSince(string? text, DateOnly date, DateOnly today)
        {
            if (text is null)
                return null;
            if (contents.Events.FirstOrDefault(item => item.Slug == text) is { } talksEvent)
                text = View.Iso(talksEvent.Latest);
            else if (char.IsAsciiLetter(text[0]))
            {
                parts.Add(new("since", text, "a day such as 2025-08-31, or the name of an event"));
                foreach (var near in ProcessReader.Nearest(text, contents.Events.Where(item => item.Latest < date), item => [item.Slug, item.Title]))
                    repairs.Add(("since", $"Compare with {near.Title}", near.Slug));
                repairs.Add(("since", "Show without a comparison", null));
                return null;
            }

            if (ReadDate(text, "since", today) is not { } since)
                return null;
            if (since < date)
                return since;
            parts.Add(new("since", text, $"a day before the date looked at ({View.Iso(date)})"));
            if (View.Offered(date.AddDays(-30)) is { } earlier)
                Offer("since", earlier);
            repairs.Add(("since", "Show without a comparison", null));
            return null;
        }

        private DateTimeOffset? ReadKnown(string? text)
        {
            if (text is null)
                return null;
            var today = DateOnly.FromDateTime(now.UtcDateTime);
            DateTimeOffset instant;
            if (PartialDay.Read(text) is { } days)
            {
                var day = days.First > today ? days.First : Earlier(days.Last, days.First == days.Last ? days.Last : today);
                instant = new(day, new TimeOnly(23, 59, 59, 999), TimeSpan.Zero);
            }
            else if (!DateTimeOffset.TryParseExact(text, ["yyyy-MM-dd'T'HH:mm:ss.FFF'Z'", "yyyy-MM-dd'T'HH:mm:ss'Z'", "yyyy-MM-dd'T'HH:mm'Z'"], CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out instant))
            {
                parts.Add(new("known", text, Parameters["known"]));
                repairs.Add(("known", "Show what is known now", null));
                return null;
            }

            // The end of today is allowed although it has not come: it means "all of today so far".
            if (instant <= now || DateOnly.FromDateTime(instant.UtcDateTime) == DateOnly.FromDateTime(now.UtcDateTime))
                return instant;
            parts.Add(new("known", text, $"an instant that has passed (now it is {View.Instant(now)})"));
            repairs.Add(("known", "Show what is known now", null));
            return null;
        }

        private HashSet<T>? ReadSlugs<T>(Dictionary<string, string> given, string parameter, IReadOnlyList<T> all, Func<T, string> slug, Func<string, IEnumerable<T>> nearest, string what)
        {
            // Given and empty chooses nobody, which no page can show; left out means the usual ones.
            if (!given.TryGetValue(parameter, out var text))
            {
                if (!query.ContainsKey(parameter))
                    return null;
                text = "";
            }

            // A form with several boxes of one name arrives as one list too.
            var asked = text.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Distinct().ToList();
            var wrong = asked.Where(name => all.All(item => slug(item) != name)).ToDictionary(name => name, name => nearest(name).Select(slug).ToList());
            foreach (var (name, near) in wrong)
            {
                parts.Add(new(parameter, name, $"the name of {what}"));
                // The rest of the list stays; what else is wrong in it is mended by its nearest name.
                repairs.AddRange(near.Select(one => (parameter, $"Use {one}", (string?)string.Join(',', asked.Select(other => other == name ? one : wrong.TryGetValue(other, out var better) ? better[0] : other).Distinct()))));
            }

            if (asked.Count == 0)
            {
                parts.Add(new(parameter, text, $"the name of {what}"));
                repairs.Add((parameter, $"Leave {parameter} out", null));
            }

            return wrong.Count > 0 || asked.Count == 0 ? null : [.. all.Where(item => asked.Contains(slug(item)))];
        }

        private string? ReadState(string? text)
        {
            if (text is null || States.Contains(text))
                return text;
            parts.Add(new("state", text, $"one of {string.Join(", ", States)}"));
            foreach (var near in ProcessReader.Nearest(text, States))
                repairs.Add(("state", $"Use {near}", near));
            return null;
        }

        private EvidenceFilter ReadEvidence(string? text)
        {
            var filter = EvidenceFilter.All;
            foreach (var token in text?.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) ?? [])
            {
                if (Words.FromSlug<Channel>(token, Words.Of) is { } channel)
                    filter = filter with { WeakestChannel = channel };
                else if (token.StartsWith("source-", StringComparison.Ordinal) && token.Length == 8 && token[7] is >= 'A' and <= 'E')
                    filter = filter with { LowestSource = token[7] };
                else if (token.StartsWith("grade-", StringComparison.Ordinal) && token.Length == 7 && token[6] is >= '1' and <= '5')
                    filter = filter with { LowestInformation = token[6] - '0' };
                else
                {
                    parts.Add(new("evidence", token, Parameters["evidence"]));
                    foreach (var near in ProcessReader.Nearest(token, Enum.GetValues<Channel>().Select(value => Words.Of(value).Slug)))
                        repairs.Add(("evidence", $"Use {near}", near));
                }
            }

            return filter;
        }

        private static DateOnly Earlier(DateOnly left, DateOnly right) => left < right ? left : right;
    }
}
