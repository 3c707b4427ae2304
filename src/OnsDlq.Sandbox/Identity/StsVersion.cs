namespace OnsDlq.Sandbox.Identity;

/// <summary>The version of the STS API.</summary>
internal static class StsVersion
{
    /// <summary>The value callers send.</summary>
    public const string Value = "2015-04-01";
}
