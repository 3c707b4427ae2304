namespace OnsDlq.Credentials.Sts;

/// <summary>From where STS is called.</summary>
/// <param name="StandIn">
/// The address of a stand-in for STS on this machine (the sandbox), so that its keys are not sent elsewhere; null for STS itself.
/// </param>
/// <param name="RegionId">The region whose STS is called where the environment names none; null for the central one.</param>
/// <param name="Vpc">Whether the service is called inside a VPC, where there may be no way to a public address.</param>
internal sealed record StsSite(Uri? StandIn = null, string? RegionId = null, bool Vpc = false);
