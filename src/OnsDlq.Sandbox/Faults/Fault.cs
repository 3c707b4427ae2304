namespace OnsDlq.Sandbox.Faults;

/// <summary>The faults that can be injected into a call.</summary>
internal enum Fault
{
    /// <summary>Execute, then close the connection without an answer.</summary>
    AcceptThenDrop,

    /// <summary>Execute, then never answer.</summary>
    AcceptThenTimeout,

    /// <summary>Close the connection without executing.</summary>
    DropBefore,

    /// <summary>Never answer and do not execute.</summary>
    Timeout,

    /// <summary>Refuse with Throttling.User.</summary>
    Throttle,

    /// <summary>Answer with the HTTP status given, without executing.</summary>
    Status,

    /// <summary>Execute, then answer 200 with bytes that are not JSON.</summary>
    Garbage,

    /// <summary>Execute, then send half of the body and close the connection.</summary>
    HalfBody,

    /// <summary>Execute, then send the body slowly over the time given.</summary>
    SlowBody,

    /// <summary>Answer 200 with an HTML page, as a captive portal does, without executing.</summary>
    Html,

    /// <summary>Answer an error as XML, without executing.</summary>
    XmlError,

    /// <summary>Answer 200 with Code and Message inside, without executing.</summary>
    ErrorInside200,

    /// <summary>Execute, then list another message ID in Data.MsgId.</summary>
    OtherId,

    /// <summary>Answer with a redirect of the status given, without executing.</summary>
    Redirect,

    /// <summary>Answer with an authentication challenge of the status given, without executing.</summary>
    Challenge,
}
