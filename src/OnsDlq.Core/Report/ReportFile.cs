using System.Text;
using OnsDlq.Errors;
using OnsDlq.Files;

namespace OnsDlq.Report;

/// <summary>
/// Writes a page beside its place and moves it there when it is complete and on disk: whatever happens, there is the old page, the new one,
/// or none.
/// </summary>
/// <param name="path">The full path of the page.</param>
/// <param name="overwrite">Whether a file that exists is replaced.</param>
/// <param name="mark">A text that no other export has, for the name of the file beside it.</param>
internal sealed class ReportFile(string path, bool overwrite, string mark)
{
    private static readonly UTF8Encoding NoMark = new(encoderShouldEmitUTF8Identifier: false);

    // A report has some hundred KiB at most.
    private const int BufferSize = 64 * 1024;

    /// <summary>Checks that a page can be written, before anything is counted for it; leaves nothing.</summary>
    /// <exception cref="ReportException">It cannot.</exception>
    public void Check() => Guard(() =>
    {
        var target = Target();
        using (Make(Beside(target)))
        {
        }

        File.Delete(Beside(target));
    });

    /// <summary>Writes the page.</summary>
    /// <exception cref="ReportException">It cannot be written; a file that was there is unchanged.</exception>
    public void Write(Action<TextWriter> render) => Guard(() =>
    {
        var target = Target();
        var beside = Beside(target);
        try
        {
            using (var file = Make(beside))
            {
                using (var writer = new StreamWriter(file, NoMark, BufferSize, leaveOpen: true)) render(writer);
                file.Flush(flushToDisk: true);
            }

            // The page that is replaced may have been given to others to read.
            if (!OperatingSystem.IsWindows() && File.Exists(target)) File.SetUnixFileMode(beside, File.GetUnixFileMode(target));
            File.Move(beside, target, overwrite);
        }
        catch
        {
            File.Delete(beside);
            throw;
        }
    });

    // A link is kept, and the file that it names replaced.
    private string Target()
    {
        var status = FileStatus.Of(path);
        if (status is { Kind: not FileKind.Regular })
        {
            throw new ReportException(
                ErrorId.ReportUnwritable, path, $"'{path}' is {(status.Kind == FileKind.Folder ? "a folder" : "a pipe, socket or device")}, and not a file.");
        }

        if (status is not null && !overwrite) throw Exists();
        var link = new FileInfo(path);
        return link.LinkTarget is null ? path : link.ResolveLinkTarget(returnFinalTarget: true)?.FullName ?? path;
    }

    // Without the name of the page, which may be as long as a name can be.
    private string Beside(string target) => Path.Combine(Path.GetDirectoryName(target) ?? "", $".onsdlq-report-{mark}.tmp");

    private static FileStream Make(string beside) => new(beside, FileMode.CreateNew, FileAccess.Write, FileShare.None, BufferSize);

    private ReportException Exists(Exception? cause = null) =>
        new(ErrorId.ReportExists, path, $"There is a file '{path}' already.", cause);

    private void Guard(Action work)
    {
        try
        {
            work();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            // Somebody else may have made it meanwhile.
            throw !overwrite && File.Exists(path)
                ? Exists(exception)
                : new ReportException(ErrorId.ReportUnwritable, path, $"The report '{path}' cannot be written: {exception.Message}", exception);
        }
    }
}
