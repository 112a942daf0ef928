using System.Security.Cryptography;
using System.Text;
using System.Xml;
using PeaceTracker.Web.Reading;

namespace PeaceTracker.Web.Files;

/// <summary>One entry of a feed.</summary>
/// <param name="Id">Of what it tells, the same in every feed that has it; made a URN.</param>
/// <param name="Address">From the root of the site.</param>
internal sealed record AtomEntry(string Id, string Title, DateTimeOffset Updated, string Address, string Summary, IReadOnlyList<string> Terms);

/// <summary>A feed as Atom (RFC 4287).</summary>
/// <param name="Self">Address of the feed, from the root of the site. Two addresses are two feeds, and one address is always the same.</param>
/// <param name="Page">Address of the page it follows.</param>
/// <param name="Empty">When it is said to have been renewed while it has no entry.</param>
internal sealed record AtomFile(string Title, string Subtitle, string Self, string Page, DateTimeOffset Empty, IReadOnlyList<AtomEntry> Entries)
{
    public const string ContentType = "application/atom+xml; charset=utf-8";

    private const string Atom = "http://www.w3.org/2005/Atom";

    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false);

    /// <param name="origin">Scheme and host of the links.</param>
    public byte[] Write(View view, string origin)
    {
        var process = view.Contents.Process;
        using var bytes = new MemoryStream();
        using (var xml = XmlWriter.Create(bytes, new() { Encoding = Utf8, Indent = true }))
        {
            xml.WriteStartElement("feed", Atom);
            xml.WriteAttributeString("xml", "lang", null, "en");
            Text("title", Title);
            Text("subtitle", Subtitle);
            Text("id", Urn($"feed{Self[(process.Slug.Length + 1)..]}"));
            Link("self", Self, "application/atom+xml");
            Link("alternate", Page, "text/html");
            Text("updated", View.Instant(Entries.Count > 0 ? Entries.Max(entry => entry.Updated) : Empty));
            xml.WriteStartElement("author", Atom);
            Text("name", "PeaceTracker");
            xml.WriteEndElement();
            Text("rights", $"{process.LicenceName}, {process.LicenceAddress}");
            foreach (var entry in Entries)
            {
                xml.WriteStartElement("entry", Atom);
                Text("id", Urn(entry.Id));
                Text("title", entry.Title);
                Text("updated", View.Instant(entry.Updated));
                Link("alternate", entry.Address, "text/html");
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
                xml.WriteAttributeString("href", origin + address);
                xml.WriteEndElement();
            }
        }

        return bytes.ToArray();

        // Of the thing alone and not of the host, which a move or a second name of the site would change: a UUID of version 8 (RFC 9562, 5.8)
        // from the first 122 free bits of a SHA-256.
        string Urn(string specific)
        {
            var hash = SHA256.HashData(Encoding.UTF8.GetBytes($"{process.Slug}/{specific}"));
            hash[6] = (byte)((hash[6] & 0x0F) | 0x80);
            hash[8] = (byte)((hash[8] & 0x3F) | 0x80);
            return $"urn:uuid:{new Guid(hash.AsSpan(0, 16), bigEndian: true)}";
        }
    }
}

/// <summary>A model that has a feed.</summary>
internal interface IFollowed
{
    AtomFile Feed { get; }
}
