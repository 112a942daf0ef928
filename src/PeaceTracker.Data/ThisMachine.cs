using System.Net;

namespace PeaceTracker.Data;

/// <summary>Tells servers that are reached without leaving this machine, where nobody listens on the way, from all others, which are reached by TLS.</summary>
public static class ThisMachine
{
    /// <param name="host">A name, an address or the folder of a Unix socket, as a setting has it; empty is this machine.</param>
    public static bool Has(string host)
    {
        host = host.Trim().Trim('[', ']');
        return host.Length == 0 || host[0] is '/' or '@' || host.Equals("localhost", StringComparison.OrdinalIgnoreCase) || (IPAddress.TryParse(host, out var address) && IPAddress.IsLoopback(address));
    }
    /// <summary>Whether a host is what stands for all addresses of a machine (0.0.0.0, ::), at which one may listen but which nobody can be reached at.</summary>
    public static bool IsEverywhere(string host) => IPAddress.TryParse(host.Trim().Trim('[', ']'), out var address) && (address.Equals(IPAddress.Any) || address.Equals(IPAddress.IPv6Any));
}
