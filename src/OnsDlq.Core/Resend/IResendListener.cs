using OnsDlq.Messages;

namespace OnsDlq.Resend;

/// <summary>Is told about events of a run that have no outcome. Called on the thread pool.</summary>
internal interface IResendListener
{
    /// <summary>A message is about to be queued, to be sent. Called by one thread at a time.</summary>
    void Queueing(GuardedMessage message);

    /// <summary>Another entry of a message was listed that the run took before.</summary>
    void Repeated(MessageReference message);

    /// <summary>Something that the user should know of the whole run. Called by any thread.</summary>
    void Warn(string text);

    /// <summary>What the run does, for who wants to follow it. Called by any thread.</summary>
    void Tell(string text);
}
