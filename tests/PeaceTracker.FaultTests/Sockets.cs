using System.Net.Sockets;
using PeaceTracker.Testing;

namespace PeaceTracker.FaultTests;

/// <summary>Connections that keep to no protocol.</summary>
internal static class Sockets
{
    /// <param name="takes">Bytes that may lie here unread; as the system has it when 0.</param>
    public static async Task<Socket> SendAsync(SiteProcess site, byte[] bytes, CancellationToken cancellation, int takes = 0)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        if (takes > 0)
            socket.ReceiveBufferSize = takes;
        await socket.ConnectAsync("127.0.0.1", site.Client.BaseAddress!.Port, cancellation);
        await socket.SendAsync(bytes, cancellation);
        return socket;
    }

    /// <summary>Whether the other side has closed it. Sends a letter, without which it may never be known.</summary>
    public static bool IsCut(Socket socket)
    {
        try
        {
            if (socket.Poll(0, SelectMode.SelectRead) && socket.Available == 0)
                return true;
            socket.Send([(byte)'a']);
            return false;
        }
        catch (SocketException)
        {
            return true;
        }
    }
}
