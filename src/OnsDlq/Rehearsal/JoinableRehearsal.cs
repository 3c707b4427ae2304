using OnsDlq.Credentials;
using OnsDlq.Holders;
using OnsDlq.Sessions;
using OnsDlq.Signing;

namespace OnsDlq.Rehearsal;

/// <summary>What is needed to work with a sandbox, in the window that started it and in any other.</summary>
/// <param name="Endpoint">The address of the simulated service.</param>
/// <param name="RegionId">The simulated region.</param>
/// <param name="AccessKeyId">The ID of the access key that has all permissions there.</param>
/// <param name="AccessKeySecret">Its secret, which is not valid anywhere else.</param>
/// <param name="Journal">The path of the rehearsal's journal.</param>
/// <param name="Window">The process that started the sandbox, which ends with it.</param>
internal sealed record JoinableRehearsal(
    Uri Endpoint, string RegionId, string AccessKeyId, string AccessKeySecret, string Journal, ClaimHolder Window)
{
    /// <summary>The choices that connect a session to it.</summary>
    public ConnectionRequest Request => new()
    {
        Credentials = new CredentialsRequest(new AccessKey(AccessKeyId, AccessKeySecret)),
        RegionId = RegionId,
        Endpoint = Endpoint.ToString(),
        Journal = Journal,
        JournalIsThrowaway = true,
    };

    /// <summary>Its address; a record would print the secret.</summary>
    public override string ToString() => Endpoint.ToString();
}
