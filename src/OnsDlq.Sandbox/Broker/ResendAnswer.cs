namespace OnsDlq.Sandbox.Broker;

/// <summary>What Data.MsgId of a resend answer lists; the service's page contradicts itself.</summary>
internal enum ResendAnswer
{
    /// <summary>As the page's note says: the ID only when the message could not be resent.</summary>
    Note,

    /// <summary>As the page's sample shows: the ID always.</summary>
    Sample,
}
