using OnsDlq.Errors;
using OnsDlq.Files;

namespace OnsDlq.Archive;

/// <summary>Opens the file of an archive. Any number of readers, or one writer, may have it open.</summary>
internal static class ArchiveFile
{
    // The file is locked: EAGAIN on Linux and on macOS; on Windows a violation of sharing or of a lock.
    private static readonly int[] Locked = [11, 35, unchecked((int)0x80070020), unchecked((int)0x80070021)];

    /// <summary>Opens it for reading.</summary>
    /// <exception cref="ArchiveException">It cannot be read.</exception>
    public static FileStream OpenForReading(string path) => Open(path, ErrorId.ArchiveUnreadable, status =>
    {
        if (status is null) throw new ArchiveException(ErrorId.ArchiveNotFound, path, $"There is no archive '{path}'.");
        return new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0);
    });

    /// <summary>Opens it for writing, and makes it if there is none: it has business data, so only its owner may read it.</summary>
    /// <exception cref="ArchiveException">It cannot be written.</exception>
    public static FileStream OpenForWriting(string path) => Open(path, ErrorId.ArchiveUnwritable, _ =>
    {
        var options = new FileStreamOptions { Mode = FileMode.OpenOrCreate, Access = FileAccess.ReadWrite, Share = FileShare.None, BufferSize = 0 };
        return PrivateFile.Open(path, options);
    });

    /// <summary>Converts an exception of the file system.</summary>
    public static ArchiveException Failure(ErrorId id, string path, Exception cause) =>
        new(id, path, $"The archive '{path}' cannot be {(id == ErrorId.ArchiveUnwritable ? "written" : "read")}: {cause.Message}", cause);

    /// <summary>Whether an exception comes from the file system.</summary>
    public static bool IsOfFiles(Exception exception) => exception is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException;

    private static FileStream Open(string path, ErrorId id, Func<FileStatus?, FileStream> open)
    {
        try
        {
            var status = FileStatus.Of(path);
            if (status is { Kind: not FileKind.Regular })
            {
                throw new ArchiveException(
                    ErrorId.InvalidArchive, path, $"'{path}' is {(status.Kind == FileKind.Folder ? "a folder" : "a pipe, socket or device")}, and no archive.");
            }

            return open(status);
        }
        catch (IOException locked) when (Array.IndexOf(Locked, locked.HResult) >= 0)
        {
            throw new ArchiveException(ErrorId.ArchiveLocked, path, $"The archive '{path}' is in use: another command writes or reads it.", locked);
        }
        catch (Exception exception) when (IsOfFiles(exception))
        {
            throw Failure(id, path, exception);
        }
    }
}
