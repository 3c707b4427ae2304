using OnsDlq.Credentials;
using OnsDlq.Journal;
using OnsDlq.Transport;

namespace OnsDlq.Resend;

/// <summary>Tells trouble that every message of a run would meet from trouble with one message.</summary>
internal static class RunFault
{
    /// <summary>Whether no further message can fare better, so that the run has to stop.</summary>
    public static bool Is(Exception error) => error is CredentialsException or JournalException or ServiceException
    {
        Fault: ServiceFault.AccessKeyNotFound or ServiceFault.AccessKeyInactive or ServiceFault.SignatureRejected
            or ServiceFault.TokenRejected or ServiceFault.ClockSkew or ServiceFault.ServiceNotActivated or ServiceFault.RegionNotFound
    };
}
