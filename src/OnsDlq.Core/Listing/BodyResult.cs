using OnsDlq.Messages;
using OnsDlq.Transport;

namespace OnsDlq.Listing;

/// <summary>A dead letter after its body was asked for.</summary>
/// <param name="Message">The dead letter, with its body where that could be read.</param>
/// <param name="Trouble">What is wrong.</param>
/// <param name="Cause">The error of the call; null where it did not fail.</param>
internal sealed record BodyResult(DeadLetter Message, BodyTrouble Trouble, ServiceException? Cause = null);
