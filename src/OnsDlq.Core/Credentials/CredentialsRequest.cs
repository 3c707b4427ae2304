using OnsDlq.Signing;

namespace OnsDlq.Credentials;

/// <summary>What a person said about whose keys to use. Nothing said means the default chain.</summary>
/// <param name="Key">Keys given outright; they win over a profile.</param>
/// <param name="ProfileName">The name of a profile of the <c>aliyun</c> command line's configuration.</param>
internal sealed record CredentialsRequest(AccessKey? Key = null, string? ProfileName = null);
