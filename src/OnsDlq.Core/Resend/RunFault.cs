using OnsDlq.Credentials;
using OnsDlq.Errors;
using OnsDlq.Journal;
using OnsDlq.Transport;

namespace OnsDlq.Resend;

/// <summary>Tells trouble that every message of a run would meet from trouble with one message.</summary>
internal static class RunFault
{
    /// <summary>Whether no further message can fare better, so that the run has to stop.</summary>
    public static bool Is(Exception error) => error is CredentialsException or JournalException or ServiceException
    {
        Id: ErrorId.AccessKeyNotFound or ErrorId.AccessKeyInactive or ErrorId.SignatureRejected
            or ErrorId.TokenRejected or ErrorId.ClockSkew or ErrorId.ServiceNotActivated or ErrorId.RegionNotFound
    };
}
