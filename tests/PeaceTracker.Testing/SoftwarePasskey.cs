using System.Buffers.Binary;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace PeaceTracker.Testing;

/// <summary>What an authenticator answers when it is asked for a new passkey (https://www.w3.org/TR/webauthn-3/), without a browser around it: user verified, no attestation.</summary>
public static class SoftwarePasskey
{
    private const byte UserPresent = 0x01, UserVerified = 0x04, HasKey = 0x40;

    /// <param name="options">The options the site gave.</param>
    /// <param name="origin">Of the page that asks.</param>
    public static string Made(JsonElement options, string origin = "https://localhost")
    {
        var domain = options.GetProperty("rp").GetProperty("id").GetString()!;
        var client = JsonSerializer.SerializeToUtf8Bytes(new { type = "webauthn.create", challenge = options.GetProperty("challenge").GetString(), origin, crossOrigin = false });
        var id = RandomNumberGenerator.GetBytes(16);
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var point = key.ExportParameters(includePrivateParameters: false).Q;
        // CBOR of an elliptic key for ES256: kind 2, algorithm -7, curve 1, x, y (RFC 9053).
        byte[] publicKey = [0xA5, 0x01, 0x02, 0x03, 0x26, 0x20, 0x01, 0x21, 0x58, 0x20, .. point.X!, 0x22, 0x58, 0x20, .. point.Y!];
        var length = new byte[2];
        BinaryPrimitives.WriteUInt16BigEndian(length, (ushort)id.Length);
        byte[] data = [.. SHA256.HashData(Encoding.UTF8.GetBytes(domain)), UserPresent | UserVerified | HasKey, 0, 0, 0, 0, .. new byte[16], .. length, .. id, .. publicKey];
        // A map of three: "fmt" is "none", "attStmt" is empty, "authData" is a string of bytes.
        byte[] attestation = [0xA3, 0x63, .. "fmt"u8, 0x64, .. "none"u8, 0x67, .. "attStmt"u8, 0xA0, 0x68, .. "authData"u8, 0x58, (byte)data.Length, .. data];
        var name = Base64Url.EncodeToString(id);
        return JsonSerializer.Serialize(new
        {
            id = name,
            rawId = name,
            type = "public-key",
            clientExtensionResults = new { },
            response = new { clientDataJSON = Base64Url.EncodeToString(client), attestationObject = Base64Url.EncodeToString(attestation), transports = Array.Empty<string>() },
        });
    }
}
