namespace OnsDlq.Credentials;

/// <summary>Why there are no credentials.</summary>
internal enum CredentialsFault
{
    /// <summary>No source that was tried has any.</summary>
    NotFound,

    /// <summary>The named profile, or a profile it builds on, does not exist.</summary>
    ProfileNotFound,

    /// <summary>A file, profile or variable is there but cannot be used as it stands.</summary>
    Invalid,

    /// <summary>The source was asked and refused or did not answer.</summary>
    SourceFailed,
}
