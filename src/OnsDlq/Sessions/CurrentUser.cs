namespace OnsDlq.Sessions;

/// <summary>Who works here.</summary>
internal static class CurrentUser
{
    /// <summary>The user as the journal keeps it: user@machine.</summary>
    public static string Name => $"{Environment.UserName}@{Environment.MachineName}";
}
