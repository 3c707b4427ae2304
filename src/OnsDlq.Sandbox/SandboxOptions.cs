using OnsDlq.Sandbox.Broker;
using OnsDlq.Sandbox.Protocol;

namespace OnsDlq.Sandbox;

/// <summary>The options of a sandbox.</summary>
internal sealed record SandboxOptions
{
    /// <summary>The simulated region.</summary>
    public string RegionId { get; init; } = "cn-hangzhou";

    /// <summary>The loopback port; 0 chooses a free one.</summary>
    public int Port { get; init; }

    /// <summary><c>demo</c>, <c>none</c>, or the path of a JSON file with messages.</summary>
    public string Seed { get; init; } = "demo";

    /// <summary>The ID of the account's own key; null to generate one.</summary>
    public string? AccessKeyId { get; init; }

    /// <summary>The secret of the account's own key; null to generate one.</summary>
    public string? AccessKeySecret { get; init; }

    public QuotaSetting Quota { get; init; } = QuotaSetting.Default;

    /// <summary>By how much every answer is delayed.</summary>
    public TimeSpan Latency { get; init; }

    /// <summary>What the answer to a resend lists.</summary>
    public ResendAnswer ResendAnswer { get; init; } = ResendAnswer.Note;

    /// <summary>How a call with a name that does not exist is answered.</summary>
    public MissingName MissingName { get; init; } = MissingName.OwnerError;

    /// <summary>Whether the sandbox stops when its standard input ends.</summary>
    public bool StopsWithParent { get; init; }
}
