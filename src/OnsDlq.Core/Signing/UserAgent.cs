namespace OnsDlq.Signing;

/// <summary>The User-Agent header of every request.</summary>
internal static class UserAgent
{
    /// <summary>The module and its version.</summary>
    public static string Value { get; } = $"OnsDlq/{typeof(UserAgent).Assembly.GetName().Version?.ToString(3)}";
}
