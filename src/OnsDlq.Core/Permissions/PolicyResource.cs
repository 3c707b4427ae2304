namespace OnsDlq.Permissions;

/// <summary>On what kind of resource an action is checked.</summary>
internal enum PolicyResource
{
    /// <summary>The instance.</summary>
    Instance,

    /// <summary>The consumer group.</summary>
    Group,

    /// <summary>The topic.</summary>
    Topic,
}
