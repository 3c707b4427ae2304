namespace OnsDlq.Sandbox.Identity;

/// <summary>The result of a policy for one action on one resource.</summary>
internal enum PolicyVerdict
{
    /// <summary>No statement matches, so it is denied.</summary>
    ImplicitDeny,

    /// <summary>A statement allows it and none denies it.</summary>
    Allow,

    /// <summary>A statement denies it, even if others allow it.</summary>
    ExplicitDeny,
}
