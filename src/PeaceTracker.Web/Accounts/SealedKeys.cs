using System.Security.Cryptography;
using System.Text;
using System.Xml.Linq;
using Microsoft.AspNetCore.DataProtection.XmlEncryption;
using Microsoft.EntityFrameworkCore;
using PeaceTracker.Data;
using PeaceTracker.Data.History;

namespace PeaceTracker.Web.Accounts;

/// <summary>
/// Encrypts the keys of Data Protection that lie in the store, by AES-256-GCM under a key derived from <c>revision.key</c>: whoever gets hold of
/// the store or a backup alone reads no secret of an authenticator app and makes no cookie or form (docs/decisions/0055).
/// </summary>
public sealed class SealedKeys(RevisionKey key) : IXmlEncryptor
{
    private const int Nonce = 12, Tag = 16;

    private static readonly XNamespace Framework = "http://schemas.asp.net/2015/03/dataProtection";

    private byte[] Own => key.Derive("keys of Data Protection"u8);

    /// <exception cref="RevisionKeyException">There is no key, or none that can be one.</exception>
    public EncryptedXmlInfo Encrypt(XElement plaintextElement)
    {
        var text = Encoding.UTF8.GetBytes(plaintextElement.ToString(SaveOptions.DisableFormatting));
        var sealedText = new byte[Nonce + text.Length + Tag];
        RandomNumberGenerator.Fill(sealedText.AsSpan(0, Nonce));
        using var aes = new AesGcm(Own, Tag);
        aes.Encrypt(sealedText.AsSpan(0, Nonce), text, sealedText.AsSpan(Nonce, text.Length), sealedText.AsSpan(Nonce + text.Length));
        return new(new XElement("sealed", Convert.ToBase64String(sealedText)), typeof(Opening));
    }

    private XElement Decrypt(string of)
    {
        var sealedText = Convert.FromBase64String(of);
        var text = new byte[sealedText.Length - Nonce - Tag];
        using var aes = new AesGcm(Own, Tag);
        aes.Decrypt(sealedText.AsSpan(0, Nonce), sealedText.AsSpan(Nonce, text.Length), sealedText.AsSpan(Nonce + text.Length), text);
        return XElement.Parse(Encoding.UTF8.GetString(text));
    }

    /// <summary>Encrypts those that a program before this one wrote in the clear.</summary>
    public async Task SealOldAsync(PeaceTrackerDbContext db, CancellationToken cancellation)
    {
        foreach (var row in await db.DataProtectionKeys.ToListAsync(cancellation))
        {
            var written = XElement.Parse(row.Xml!);
            // What the framework has encrypted where it can, it marks so in what it writes.
            foreach (var open in written.DescendantsAndSelf().Where(part => (bool?)part.Attribute(Framework + "requiresEncryption") == true).ToList())
            {
                var info = Encrypt(open);
                open.ReplaceWith(new XElement(Framework + "encryptedSecret", new XAttribute("decryptorType", info.DecryptorType.AssemblyQualifiedName!), info.EncryptedElement));
                row.Xml = written.ToString(SaveOptions.DisableFormatting);
            }
        }

        await db.SaveChangesAsync(cancellation);
    }

    /// <summary>The framework makes it by the name that stands in the store.</summary>
    public sealed class Opening(IServiceProvider services) : IXmlDecryptor
    {
        /// <exception cref="AuthenticationTagMismatchException">The key of this store is another one, or the text is not as it was written.</exception>
        public XElement Decrypt(XElement encryptedElement) => services.GetRequiredService<SealedKeys>().Decrypt(encryptedElement.Value);
    }
}
