using OnsDlq.Shell.Terminal;

namespace OnsDlq.Shell.Interactive;

/// <summary>Where the lines of commands come from.</summary>
internal interface ILineSource
{
    /// <summary>Gives the next line; <paramref name="continued"/> where the lines before are not yet a whole command.</summary>
    LineRead Next(bool continued);
}
