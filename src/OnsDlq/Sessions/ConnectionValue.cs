using OnsDlq.Connection;
using OnsDlq.Formatting;

namespace OnsDlq.Sessions;

/// <summary>What makes two connections the same choice, however often and by whomever it was made.</summary>
internal sealed record ConnectionValue(string Realm, string RegionId, string? InstanceId, string? AccessKeyId, string Journal)
{
    /// <summary>The value of a connection.</summary>
    public static ConnectionValue Of(OnsDlqConnection connection) => new(
        connection.Realm, connection.RegionId.ToLowerInvariant(), connection.InstanceId, connection.AccessKeyId, connection.Journal);

    /// <summary>The choice in words, for people who have to tell it from others.</summary>
    public static string Describe(OnsDlqConnection connection)
    {
        var instance = connection.InstanceId is { } named ? $", instance {named}" : "";
        return Printable.Of($"{connection.RegionId} at {connection.Endpoint.Authority}{instance}, {connection.CredentialSource}, journal {connection.Journal}");
    }
}
