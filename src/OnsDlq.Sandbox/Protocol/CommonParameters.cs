namespace OnsDlq.Sandbox.Protocol;

/// <summary>The common parameters of the protocol, which do not belong to an operation.</summary>
internal static class CommonParameters
{
    private static readonly HashSet<string> Names = new(StringComparer.Ordinal)
    {
        "Action", "Version", "Format", "AccessKeyId", "Signature", "SignatureMethod", "SignatureVersion", "SignatureNonce",
        "SignatureType", "Timestamp", "TimeStamp", "SecurityToken",
    };

    /// <summary>The operation's own parameters.</summary>
    public static IReadOnlyDictionary<string, string> Without(IReadOnlyDictionary<string, string> parameters) => parameters
        .Where(pair => !Names.Contains(pair.Key)).ToDictionary(pair => pair.Key, pair => pair.Value, StringComparer.Ordinal);
}
