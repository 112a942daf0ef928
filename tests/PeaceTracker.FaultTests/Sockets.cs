using System.Net.Sockets;
using PeaceTracker.Testing;

namespace PeaceTracker.FaultTests;

/// <summary>Connections that keep to no protocol.</summary>
internal static class Sockets
{
    /// <param name="takes">Bytes that may lie here unread; as the system has it when 0.</param>
    public static async Task<Socket> ConnectAsync(SiteProcess site, CancellationToken cancellation, int takes = 0)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        if (takes > 0)
            socket.ReceiveBufferSize = takes;
        await socket.ConnectAsync("127.0.0.1", site.Client.BaseAddress!.Port, cancellation);
        return socket;
    }

    /// <summary>Whether the other side has said that it is closed.</summary>
    public static bool IsClosed(Socket socket) => socket.Poll(0, SelectMode.SelectRead) && socket.Available == 0;

    /// <summary>Whether the other side has closed it, said or not. Sends a letter, without which it may never be known.</summary>
    public static bool IsCut(Socket socket)
    {
        try
        {
            if (IsClosed(socket))
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
