using OnsDlq.Files;

namespace OnsDlq.Journal.Sqlite;

/// <summary>Recognizes network file systems, where SQLite's locks cannot be trusted.</summary>
internal static class NetworkFileSystem
{
    /// <summary>
    /// Linux's names of file systems whose files are on another machine, or on the host of this virtual one (filesystems(5), and the names of
    /// FUSE programs). Others, such as fuseblk, overlay, autofs and ecryptfs, are local, or are layers over one that has an entry of its own.
    /// </summary>
    private static readonly HashSet<string> Types = new(StringComparer.OrdinalIgnoreCase)
    {
        "9p", "afs", "beegfs", "ceph", "cifs", "coda", "davfs", "fhgfs", "gfs", "gfs2", "glusterfs", "gpfs", "kafs", "lustre", "ncp", "ncpfs", "nfs",
        "nfs4", "ocfs2", "orangefs", "prl_fs", "pvfs2", "smb2", "smb3", "smbfs", "vboxsf", "virtiofs", "vmhgfs",
        "fuse.afpfs", "fuse.blobfuse", "fuse.blobfuse2", "fuse.ceph-fuse", "fuse.cosfs", "fuse.curlftpfs", "fuse.davfs", "fuse.gcsfuse",
        "fuse.glusterfs", "fuse.goofys", "fuse.grpcfuse", "fuse.juicefs", "fuse.mfs", "fuse.mount.davfs", "fuse.obsfs", "fuse.ossfs", "fuse.rclone",
        "fuse.s3fs", "fuse.seaweedfs", "fuse.smbnetfs", "fuse.sshfs", "fuse.vmhgfs-fuse",
    };

    /// <summary>Whether a file or folder is on one.</summary>
    public static bool Is(string path)
    {
        if (OperatingSystem.IsWindows() && IsShare(path)) return true;
        try
        {
            if (!OperatingSystem.IsLinux()) return new DriveInfo(path).DriveType == DriveType.Network;
            return FileStatus.Of(path) is { } status && MountTable.Read().TypeOf(status.Device) is { } type && Types.Contains(type);
        }
        catch (Exception exception) when (exception is ArgumentException or IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    private static bool IsShare(string path) =>
        path.StartsWith(@"\\?\UNC\", StringComparison.OrdinalIgnoreCase)
        || (path.StartsWith(@"\\", StringComparison.Ordinal)
            && !path.StartsWith(@"\\?\", StringComparison.Ordinal)
            && !path.StartsWith(@"\\.\", StringComparison.Ordinal));
}
