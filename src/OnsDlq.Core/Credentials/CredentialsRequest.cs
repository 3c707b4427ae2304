using OnsDlq.Signing;

namespace OnsDlq.Credentials;

/// <summary>The user's choice of keys. Without one, the default chain is used.</summary>
/// <param name="Key">Keys given directly; they take precedence over a profile.</param>
/// <param name="ProfileName">The name of a profile of the <c>aliyun</c> command line's configuration.</param>
internal sealed record CredentialsRequest(AccessKey? Key = null, string? ProfileName = null);
