using OnsDlq.Credentials;
using OnsDlq.Errors;
using OnsDlq.Journal;
using OnsDlq.Transport;

namespace OnsDlq.Resend;

/// <summary>Separates errors that every message of a run would meet from errors of one message.</summary>
internal static class RunFault
{
    /// <summary>Whether every further message would fail, too, so that the run has to stop.</summary>
    public static bool Is(Exception error) => error is CredentialsException or JournalException or ServiceException
    {
        Id: ErrorId.AccessKeyNotFound or ErrorId.AccessKeyInactive or ErrorId.SignatureRejected
            or ErrorId.TokenRejected or ErrorId.ClockSkew or ErrorId.ServiceNotActivated or ErrorId.RegionNotFound
    };
}
