namespace OnsDlq.Sandbox.Broker;

/// <summary>What Data.MsgId in the answer to a resend lists; the service's documentation contradicts itself.</summary>
internal enum ResendAnswer
{
    /// <summary>As in the note there: the ID only where the message could not be resent.</summary>
    Note,

    /// <summary>As in the sample there: always the ID.</summary>
    Sample,
}
