namespace OnsDlq.Credentials.Profiles;

/// <summary>The modes of a command-line profile that give access keys for this service.</summary>
internal enum CliMode
{
    /// <summary>Permanent keys.</summary>
    AK,

    /// <summary>Temporary keys, which are not renewed.</summary>
    StsToken,

    /// <summary>A role, assumed with the profile's keys.</summary>
    RamRoleArn,

    /// <summary>A role, assumed with the keys of another profile.</summary>
    ChainableRamRoleArn,

    /// <summary>The role of this ECS instance.</summary>
    EcsRamRole,

    /// <summary>A role, assumed with the keys of this ECS instance's role.</summary>
    RamRoleArnWithRoleName,

    /// <summary>A role, assumed with a token of an identity provider.</summary>
    OIDC,

    CredentialsURI,

    /// <summary>Keys that a command prints.</summary>
    External,

    /// <summary>Keys that the command line got for a person who logged in, and stores in the profile.</summary>
    CloudSSO,

    /// <summary>The same, by another way of logging in.</summary>
    OAuth,
}
