namespace OnsDlq.Errors;

/// <summary>
/// The base of all errors that this module throws on purpose. Neither its message nor its inner exception holds the user or password of a URI.
/// </summary>
public class OnsDlqException : Exception
{
    internal OnsDlqException(ErrorId id, string message, Exception? inner = null)
        : base(UserInfo.Strip(message), UserInfo.Strip(inner)) => Id = id;

    /// <summary>The error's ID.</summary>
    public ErrorId Id { get; }
}
