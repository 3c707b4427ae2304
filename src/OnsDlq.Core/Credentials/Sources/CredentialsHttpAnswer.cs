namespace OnsDlq.Credentials.Sources;

/// <summary>The result of a request for keys. Not a record: ToString must not show the body, which has secrets.</summary>
internal sealed class CredentialsHttpAnswer(int status, string body, string? trouble = null, Exception? cause = null)
{
    /// <summary>The HTTP status; 0 where no answer came.</summary>
    public int Status { get; } = status;

    /// <summary>The body; empty where no answer came.</summary>
    public string Body { get; } = body;

    /// <summary>Why no answer came; null where one did.</summary>
    public string? Trouble { get; } = trouble;

    /// <summary>The exception behind <see cref="Trouble"/>.</summary>
    public Exception? Cause { get; } = cause;

    /// <summary>Whether the time-out was reached, so that it is not known whether there is a server.</summary>
    public bool TimedOut { get; init; }

    /// <summary>Whether the HTTP status is 200.</summary>
    public bool IsOk => Status == 200;

    /// <summary>Describes the error or the status, without showing anything of the body.</summary>
    public string Describe() => Trouble ?? $"it answered HTTP {Status}";
}
