namespace OnsDlq.Transport;

/// <summary>One call of one operation, whatever the number of its tries.</summary>
/// <param name="Action">The operation.</param>
/// <param name="Parameters">Its parameters by name.</param>
/// <param name="Kind">What the call does, and so what may be repeated.</param>
internal sealed record ServiceCall(string Action, IReadOnlyDictionary<string, string> Parameters, CallKind Kind)
{
    /// <summary>The version of the API (ons-api facts 0).</summary>
    public const string Version = "2019-02-14";

    /// <summary>The HTTP method: POST, but for an operation that takes GET alone.</summary>
    public HttpMethod Method { get; init; } = HttpMethod.Post;
}
