using OnsDlq.Pace;
using OnsDlq.Signing;

namespace OnsDlq.Transport;

/// <summary>One call of one operation, whatever the number of its tries.</summary>
/// <param name="Action">The operation.</param>
/// <param name="Parameters">Its parameters by name.</param>
/// <param name="Kind">What the call does, and so what may be repeated.</param>
internal sealed record ServiceCall(string Action, IReadOnlyDictionary<string, string> Parameters, CallKind Kind)
{
    /// <summary>The version of the API (ons-api facts 0).</summary>
    public const string Version = "2019-02-14";

    /// <summary>The most bytes of an answer's body that are read, where nothing large belongs into it.</summary>
    public const int LargestPlainAnswer = 8 * 1024 * 1024;

    /// <summary>
    /// The most bytes of an answer's body that are read where message bodies may be in it: one of 4 MiB, the largest the service takes, comes as
    /// Base64 and as text, in which JSON may write each of its bytes by six characters.
    /// </summary>
    public const int LargestAnswerWithBodies = 64 * 1024 * 1024;

    /// <summary>The most bytes of the answer's body that are read.</summary>
    public int LargestAnswer { get; init; } = LargestPlainAnswer;

    /// <summary>The HTTP method: POST, but for an operation that takes GET alone.</summary>
    public HttpMethod Method { get; init; } = HttpMethod.Post;

    /// <summary>What a pace needs to know of the call when it is signed with a key.</summary>
    public PacedCall Paced(AccessKey key, CallContext context) => new(
        string.IsNullOrEmpty(key.SecurityToken) ? key.Id : PacedCall.TemporaryKey, Action, PaceRule.Interval(context.RequestsPerSecond), context.Notice)
    {
        IsWhatIf = context.IsWhatIf,
        WaitsForJournal = Kind == CallKind.Resend,
    };
}
