namespace OnsDlq.Sandbox.Identity;

/// <summary>What a policy says about one action on one resource.</summary>
internal enum PolicyVerdict
{
    /// <summary>No statement speaks of it, which denies it.</summary>
    ImplicitDeny,

    /// <summary>A statement allows it and none denies it.</summary>
    Allow,

    /// <summary>A statement denies it, whatever others allow.</summary>
    ExplicitDeny,
}
