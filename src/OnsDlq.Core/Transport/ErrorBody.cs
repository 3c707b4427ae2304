namespace OnsDlq.Transport;

/// <summary>The content of an error answer (ons-api facts 2.3), not redacted yet.</summary>
/// <param name="Code">The error code.</param>
/// <param name="Message">The text beside it; null where there is none.</param>
/// <param name="RequestId">The request ID; null where there is none.</param>
/// <param name="Recommend">The address of a help page; null where there is none.</param>
/// <param name="DeniedAction">The permission that was missing (AccessDeniedDetail.AuthAction); null where there is none.</param>
internal sealed record ErrorBody(string Code, string? Message, string? RequestId, string? Recommend, string? DeniedAction)
{
    /// <summary>Why the permission was missing (AccessDeniedDetail.NoPermissionType); null where the service does not say.</summary>
    public string? NoPermissionType { get; init; }
}
