using OnsDlq.Errors;
using OnsDlq.Files;

namespace OnsDlq.Journal.Postgres;

/// <summary>The files with certificates that an address names, looked at before anything is connected: the library takes a missing one for an outage.</summary>
internal static class CertificateFiles
{
    private static readonly string[] Settings = ["sslrootcert", "sslcert", "sslkey"];

    /// <summary>Makes sure that they can be read.</summary>
    /// <exception cref="JournalException">One cannot.</exception>
    public static void Check(PostgresAddress address)
    {
        foreach (var setting in Settings)
        {
            if (!address.Settings.TryGetValue(setting, out var path) || Trouble(path) is not { } trouble) continue;
            throw new JournalException(
                ErrorId.JournalCertificate, address.Uri, $"The file that {setting} names in the journal's URI, '{PlainText.Of(path, 200)}', {trouble}.");
        }
    }

    private static string? Trouble(string path)
    {
        try
        {
            return SmallFile.Read(path) is null ? "is not there" : null;
        }
        catch (Exception trouble) when (trouble is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            return $"cannot be read: {PlainText.Of(trouble.Message.TrimEnd('.'), 200)}";
        }
    }
}
