namespace OnsDlq.Sessions;

/// <summary>The current user.</summary>
internal static class CurrentUser
{
    /// <summary>The user as stored in the journal: user@machine.</summary>
    public static string Name => $"{Environment.UserName}@{Environment.MachineName}";
}
