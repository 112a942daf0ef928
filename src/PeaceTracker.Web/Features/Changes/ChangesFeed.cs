using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Xml;
using PeaceTracker.Domain.Positions;
using PeaceTracker.Web.Reading;

namespace PeaceTracker.Web.Features.Changes;

/// <summary>
/// The changes as Atom (RFC 4287): an entry a change, a day of publication and a withdrawal, by the instant they became known. An entry has the
/// same id whatever the address asked for, so that no reader sees it twice.
/// </summary>
internal static class ChangesFeed
{
    public const string ContentType = "application/atom+xml; charset=utf-8";

    private const string Atom = "http://www.w3.org/2005/Atom";

    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false);

    /// <param name="origin">Scheme and host of the links.</param>
    public static byte[] Write(ChangesModel model, string origin)
    {
        var view = model.View;
        var entries = model.Moved.Concat(model.Published.SelectMany(item => item.MadeKnown))
            .OrderByDescending(change => change.KnownFrom).ThenByDescending(change => change.Day).ThenBy(change => change.Key, StringComparer.Ordinal)
            .Take(ChangesModel.Most)
            .Select(change => new Entry(
                // Without the word, a reader of what is new would take an old move for one of these days.
                Id(change), (change.Day > view.Since ? "" : "Newly known: ") + change.Sentence + ".", change.KnownFrom, Page(view, change),
                string.Join(" ", new[] { change.Events.Count == 0 ? null : $"Near in time: {string.Join(", ", change.Events.Select(item => item.Title))}.", $"{change.Issue.Question} Known to PeaceTracker from {View.Instant(change.KnownFrom)}." }.OfType<string>()),
                [change.Party.Slug, change.Issue.Slug]))
            .Concat(model.Published.Take(ChangesModel.MostDays).Select(item => new Entry(
                FormattableString.Invariant($"published/{View.Iso(item.Day)}"), item.InWords + ".", item.Latest, view.With(("date", null), ("since", View.Iso(item.Day.AddDays(-1)))),
                FormattableString.Invariant($"Changes of position before {View.Words(view.Since!.Value.AddDays(1))} that they made known: {item.MadeKnown.Count}."), [])))
            .Concat(model.Withdrawn.Take(ChangesModel.Most).Select(item => new Entry(
                FormattableString.Invariant($"withdrawn/{item.Number}/{item.Revision}"), item.InWords + ".", item.At, view.Link(FormattableString.Invariant($"statements/{item.Number}/history"), ("date", null), ("since", null)), item.Reason, [])))
            .OrderByDescending(entry => entry.Updated)
            .ToList();

        using var bytes = new MemoryStream();
        using (var xml = XmlWriter.Create(bytes, new() { Encoding = Utf8, Indent = true }))
        {
            xml.WriteStartElement("feed", Atom);
            xml.WriteAttributeString("xml", "lang", null, "en");
            Text("title", $"PeaceTracker: changes, {view.Contents.Process.Title}{Filters(view)}");
            Text("subtitle", "Positions that moved and statements that were published or withdrawn. Every change leads to its working and its statements.");
            // Two addresses are two feeds, and one address is always the same.
            Text("id", Urn($"feed{model.Feed[(view.Slug.Length + 1)..]}"));
            Link("self", origin + model.Feed, "application/atom+xml");
            Link("alternate", origin + view.With(), "text/html");
            Text("updated", View.Instant(entries.Count > 0 ? entries[0].Updated : new(view.Since!.Value.ToDateTime(TimeOnly.MinValue), TimeSpan.Zero)));
            xml.WriteStartElement("author", Atom);
            Text("name", "PeaceTracker");
            xml.WriteEndElement();
            Text("rights", $"{view.Contents.Process.LicenceName}, {view.Contents.Process.LicenceAddress}");
            foreach (var entry in entries)
            {
                xml.WriteStartElement("entry", Atom);
                Text("id", Urn(entry.Id));
                Text("title", entry.Title);
                Text("updated", View.Instant(entry.Updated));
                Link("alternate", origin + entry.Address, "text/html");
                foreach (var term in entry.Terms)
                {
                    xml.WriteStartElement("category", Atom);
                    xml.WriteAttributeString("term", term);
                    xml.WriteEndElement();
                }

                Text("summary", entry.Summary);
                xml.WriteEndElement();
            }

            xml.WriteEndElement();

            void Text(string name, string text) => xml.WriteElementString(name, Atom, text);

            void Link(string rel, string address, string type)
            {
                xml.WriteStartElement("link", Atom);
                xml.WriteAttributeString("rel", rel);
                xml.WriteAttributeString("type", type);
                xml.WriteAttributeString("href", address);
                xml.WriteEndElement();
            }
        }

        return bytes.ToArray();

        // Of the change alone and not of the host, which a move or a second name of the site would change: a UUID of version 8 (RFC 9562, 5.8)
        // from the first 122 free bits of a SHA-256.
        string Urn(string specific)
        {
            var hash = SHA256.HashData(Encoding.UTF8.GetBytes($"{view.Slug}/{specific}"));
            hash[6] = (byte)((hash[6] & 0x0F) | 0x80);
            hash[8] = (byte)((hash[8] & 0x3F) | 0x80);
            return $"urn:uuid:{new Guid(hash.AsSpan(0, 16), bigEndian: true)}";
        }
    }

    private sealed record Entry(string Id, string Title, DateTimeOffset Updated, string Address, string Summary, IReadOnlyList<string> Terms);

    /// <summary>
    /// What makes the change this one and no other: who, on what, when, from what to what, by which statements. Regions are those for which
    /// all of this is the same, so they add nothing.
    /// </summary>
    private static string Id(DatedChange change) => string.Join(
        '/',
        change.Party.Slug, change.Issue.Slug, View.Iso(change.Day), $"{Stand(change.From)}-to-{Stand(change.To)}",
        string.Join('-', change.Statements.Select(number => number.ToString(CultureInfo.InvariantCulture))));

    private static string Stand(Position position) => position.State == PositionState.Disputed
        ? "disputed-" + string.Join('-', position.Readings.Select(reading => Stand(reading.State, reading.Steps)))
        : Stand(position.State, position.Steps);

    private static string Stand(PositionState state, Domain.Issues.StepRange? steps) =>
        steps is { } range ? FormattableString.Invariant($"{Clauses.Of(state).Slug}-{range.From}{(range.IsOneStep ? "" : FormattableString.Invariant($"..{range.To}"))}") : Clauses.Of(state).Slug;

    /// <summary>The working on the day of the change, the same whatever the feed asks for.</summary>
    private static string Page(View view, DatedChange change) => view.Link(
        $"positions/{change.Party.Slug}/{change.Issue.Slug}",
        [("date", View.Iso(change.Day)), ("since", null), .. change.Issue.Regional && change.Regions is [var only] ? [("region", only.RegionKey)] : Array.Empty<(string, string?)>()]);

    private static string Filters(View view)
    {
        var words = new[]
        {
            view.IsGiven("parties") ? string.Join(", ", view.Parties.Select(party => party.Name)) : null,
            view.IsGiven("issues") ? string.Join(", ", view.Issues.Select(issue => issue.Title)) : null,
            view.EvidenceInWords,
        }.OfType<string>().ToList();
        return words.Count == 0 ? "" : $" ({string.Join("; ", words)})";
    }
}
