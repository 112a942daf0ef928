using System.Globalization;
using System.Text;
using System.Xml;

namespace PeaceTracker.Web.Files;

/// <summary>A model that is given as a network.</summary>
internal interface INetworked
{
    NetworkFile Network { get; }
}

/// <summary>A point of a network; values as its columns.</summary>
internal sealed record NetworkNode(string Id, IReadOnlyList<object?> Values);

/// <summary>A line between two points; values as its columns.</summary>
internal sealed record NetworkEdge(string From, string To, IReadOnlyList<object?> Values);

/// <summary>
/// An undirected network as GraphML (http://graphml.graphdrawing.org/specification.html), in the part of it that Gephi, igraph and NetworkX read.
/// A column <c>label</c> is what they write beside a point, and <c>weight</c> how strong a line is.
/// </summary>
internal sealed record NetworkFile(IReadOnlyList<Column> NodeColumns, IReadOnlyList<Column> EdgeColumns, IReadOnlyList<NetworkNode> Nodes, IReadOnlyList<NetworkEdge> Edges)
{
    public const string ContentType = "application/graphml+xml; charset=utf-8";

    private const string GraphMl = "http://graphml.graphdrawing.org/xmlns";

    /// <param name="head">What the file says of itself.</param>
    public byte[] Write(IReadOnlyList<(string Name, object? Value)> head)
    {
        using var bytes = new MemoryStream();
        using (var xml = XmlWriter.Create(bytes, new() { Indent = true, CheckCharacters = true, Encoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false) }))
        {
            xml.WriteStartElement("graphml", GraphMl);
            Keys("node", NodeColumns);
            Keys("edge", EdgeColumns);
            Keys("graph", [.. head.Select(pair => (Column)pair.Name)]);
            xml.WriteStartElement("graph", GraphMl);
            xml.WriteAttributeString("id", "g");
            xml.WriteAttributeString("edgedefault", "undirected");
            Data("graph", [.. head.Select(pair => (Column)pair.Name)], [.. head.Select(pair => pair.Value)]);
            foreach (var node in Nodes)
            {
                xml.WriteStartElement("node", GraphMl);
                xml.WriteAttributeString("id", node.Id);
                Data("node", NodeColumns, node.Values);
                xml.WriteEndElement();
            }

            for (var index = 0; index < Edges.Count; index++)
            {
                var edge = Edges[index];
                xml.WriteStartElement("edge", GraphMl);
                xml.WriteAttributeString("id", string.Create(CultureInfo.InvariantCulture, $"e{index + 1}"));
                xml.WriteAttributeString("source", edge.From);
                xml.WriteAttributeString("target", edge.To);
                Data("edge", EdgeColumns, edge.Values);
                xml.WriteEndElement();
            }

            xml.WriteEndElement();
            xml.WriteEndElement();

            void Keys(string of, IReadOnlyList<Column> columns)
            {
                foreach (var column in columns)
                {
                    xml.WriteStartElement("key", GraphMl);
                    xml.WriteAttributeString("id", $"{of}-{column.Name}");
                    xml.WriteAttributeString("for", of);
                    xml.WriteAttributeString("attr.name", column.Name);
                    xml.WriteAttributeString("attr.type", column.Kind switch { ColumnKind.Whole => "int", ColumnKind.Fractional => "double", ColumnKind.YesNo => "boolean", _ => "string" });
                    xml.WriteEndElement();
                }
            }

            void Data(string of, IReadOnlyList<Column> columns, IReadOnlyList<object?> values)
            {
                foreach (var (column, value) in columns.Zip(values).Where(pair => pair.Second is not null))
                {
                    xml.WriteStartElement("data", GraphMl);
                    xml.WriteAttributeString("key", $"{of}-{column.Name}");
                    xml.WriteString(value is bool yes ? (yes ? "true" : "false") : WorkbookFile.Sound(CsvFile.Text(value)));
                    xml.WriteEndElement();
                }
            }
        }

        return bytes.ToArray();
    }
}
