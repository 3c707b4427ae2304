namespace OnsDlq.Realms;

/// <summary>A region of the service.</summary>
/// <param name="Id">Its ID, such as cn-hangzhou.</param>
/// <param name="HasVpcHost">Whether it has a host inside its private network.</param>
internal sealed record Region(string Id, bool HasVpcHost)
{
    /// <summary>Whether this module's list has it; another may be newer than the list, or mistyped.</summary>
    public bool IsKnown { get; init; } = true;
}
