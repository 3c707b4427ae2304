namespace OnsDlq.Errors;

/// <summary>Every error this module raises on purpose. None says, nor holds within, the user or password of a URI.</summary>
public class OnsDlqException : Exception
{
    internal OnsDlqException(ErrorId id, string message, Exception? inner = null)
        : base(UserInfo.Strip(message), UserInfo.Strip(inner)) => Id = id;

    /// <summary>Which error it is.</summary>
    public ErrorId Id { get; }
}
