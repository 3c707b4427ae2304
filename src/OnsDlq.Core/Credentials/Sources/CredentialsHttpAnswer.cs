namespace OnsDlq.Credentials.Sources;

/// <summary>What became of a request for keys. Not a record: its text must not show the body, which holds secrets.</summary>
internal sealed class CredentialsHttpAnswer(int status, string body, string? trouble = null, Exception? cause = null)
{
    /// <summary>The HTTP status; 0 where no answer came.</summary>
    public int Status { get; } = status;

    /// <summary>The body; empty where no answer came.</summary>
    public string Body { get; } = body;

    /// <summary>Why no answer came, in words; null where one did.</summary>
    public string? Trouble { get; } = trouble;

    /// <summary>The exception behind <see cref="Trouble"/>.</summary>
    public Exception? Cause { get; } = cause;

    /// <summary>Whether the time ran out, so that nothing is known of the other side.</summary>
    public bool TimedOut { get; init; }

    /// <summary>Whether the answer is a 200.</summary>
    public bool IsOk => Status == 200;

    /// <summary>The trouble or the status, in words that show nothing of the body.</summary>
    public string Describe() => Trouble ?? $"it answered HTTP {Status}";
}
