using OnsDlq.Connection;
using OnsDlq.Formatting;

namespace OnsDlq.Sessions;

/// <summary>Describes a connection in prompts: a rehearsal must not look like the real service.</summary>
internal static class ConnectionText
{
    public static string Of(OnsDlqConnection connection)
    {
        var host = connection.Endpoint.Authority;
        if (connection.IsRehearsal) return $"in the REHEARSAL at {host}";
        var whose = connection switch
        {
            { AccountId: { } account } => $"account {account}",
            { AccessKey: { } key } => $"access key {key}",
            _ => connection.CredentialSource,
        };
        return Printable.Of($"at {host}, {whose}");
    }
}
