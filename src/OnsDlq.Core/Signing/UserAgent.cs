namespace OnsDlq.Signing;

/// <summary>What every request says of its sender.</summary>
internal static class UserAgent
{
    /// <summary>The module and its version.</summary>
    public static string Value { get; } = $"OnsDlq/{typeof(UserAgent).Assembly.GetName().Version?.ToString(3)}";
}
