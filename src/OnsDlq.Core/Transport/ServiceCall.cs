using OnsDlq.Pace;
using OnsDlq.Signing;

namespace OnsDlq.Transport;

/// <summary>One call of one operation, whatever the number of its tries.</summary>
/// <param name="Action">The operation.</param>
/// <param name="Parameters">Its parameters by name.</param>
/// <param name="Kind">What the call does, which decides whether it may be repeated.</param>
internal sealed record ServiceCall(string Action, IReadOnlyDictionary<string, string> Parameters, CallKind Kind)
{
    /// <summary>The version of the API (ons-api facts 0).</summary>
    public const string Version = "2019-02-14";

    /// <summary>The limit on an answer's body in bytes, where no large content is expected.</summary>
    public const int LargestPlainAnswer = 8 * 1024 * 1024;

    /// <summary>
    /// The limit on an answer's body in bytes, where message bodies may be in it. The largest message body is 4 MiB; it comes as Base64 and as
    /// text, and in JSON each byte of the text may be escaped as six characters.
    /// </summary>
    public const int LargestAnswerWithBodies = 64 * 1024 * 1024;

    /// <summary>The limit on the answer's body in bytes.</summary>
    public int LargestAnswer { get; init; } = LargestPlainAnswer;

    /// <summary>The HTTP method: POST, except for operations that accept only GET.</summary>
    public HttpMethod Method { get; init; } = HttpMethod.Post;

    /// <summary>The instance that it names; null for none.</summary>
    public string? InstanceId => Parameters.TryGetValue("InstanceId", out var instance) && !string.IsNullOrEmpty(instance) ? instance : null;

    /// <summary>The properties of the call that its pace needs, for the key that it is signed with.</summary>
    /// <param name="key">The key.</param>
    /// <param name="context">The command's settings for its calls.</param>
    /// <param name="account">The account that the key belongs to; null where that is not known.</param>
    public PacedCall Paced(AccessKey key, CallContext context, string? account = null) => new(
        AccountOf(key, account), Action, PaceRule.Interval(context.RequestsPerSecond), context.Notice)
    {
        Waits = context.Waits,
        IsWhatIf = context.IsWhatIf,
        WaitsForJournal = Kind == CallKind.Resend,
    };

    private string AccountOf(AccessKey key, string? account) => InstanceId is { } instance
        ? PaceAccount.OfInstance(instance)
        : account ?? (string.IsNullOrEmpty(key.SecurityToken) ? key.Id : PacedCall.TemporaryKey);
}
