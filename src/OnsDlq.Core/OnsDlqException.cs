namespace OnsDlq;

/// <summary>The root of every error this library raises on purpose.</summary>
public abstract class OnsDlqException : Exception
{
    private protected OnsDlqException(string message, Exception? inner) : base(message, inner)
    {
    }
}
