using OnsDlq.Messages;
using OnsDlq.Transport;

namespace OnsDlq.Listing;

/// <summary>A dead letter after its body was asked for.</summary>
/// <param name="Message">The dead letter, with its body where that could be had.</param>
/// <param name="Trouble">What is wrong.</param>
/// <param name="Cause">How the call failed; null where it did not.</param>
internal sealed record BodyResult(DeadLetter Message, BodyTrouble Trouble, ServiceException? Cause = null);
