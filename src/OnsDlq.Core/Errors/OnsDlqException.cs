namespace OnsDlq.Errors;

/// <summary>The root of every error this library raises on purpose. None says, nor holds within, the user or password of a URI.</summary>
public abstract class OnsDlqException : Exception
{
    private protected OnsDlqException(string message, Exception? inner) : base(UserInfo.Strip(message), UserInfo.Strip(inner))
    {
    }
}
