using OnsDlq.Connection;
using OnsDlq.Formatting;

namespace OnsDlq.Sessions;

/// <summary>The values by which two connections count as the same choice.</summary>
internal sealed record ConnectionValue(string Realm, string RegionId, string? InstanceId, string? AccessKeyId, string Journal)
{
    public static ConnectionValue Of(OnsDlqConnection connection) => new(
        connection.Realm, connection.RegionId.ToLowerInvariant(), connection.InstanceId, connection.AccessKeyId, connection.Journal);

    /// <summary>Describes the choice, so that users can distinguish it from others.</summary>
    public static string Describe(OnsDlqConnection connection)
    {
        var instance = connection.InstanceId is { } named ? $", instance {named}" : "";
        return Printable.Of($"{connection.RegionId} at {connection.Endpoint.Authority}{instance}, {connection.CredentialSource}, journal {connection.Journal}");
    }
}
