using OnsDlq.Listing;
using OnsDlq.Messages;

namespace OnsDlq.Archive;

/// <summary>A dead letter in an archive.</summary>
/// <param name="Message">The dead letter, with its body where the archive has it.</param>
/// <param name="Trouble">Why it has no body, or one that may be another message's.</param>
/// <param name="IsAgain">Whether this line takes the place of an earlier one without the body.</param>
internal sealed record ArchivedEntry(DeadLetter Message, BodyTrouble Trouble, bool IsAgain);
