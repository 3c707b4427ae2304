namespace OnsDlq.Realms;

/// <summary>A region of the service.</summary>
/// <param name="Id">Its ID, such as cn-hangzhou.</param>
/// <param name="HasVpcHost">Whether it has a VPC host.</param>
internal sealed record Region(string Id, bool HasVpcHost)
{
    /// <summary>Whether this module's list has it; one that is not on the list may be newer, or a typing error.</summary>
    public bool IsKnown { get; init; } = true;
}
