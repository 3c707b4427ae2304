namespace OnsDlq.Listing;

/// <summary>Why a dead letter comes without its body, or with one that may be another message's.</summary>
internal enum BodyTrouble
{
    None,

    /// <summary>The entry names no topic.</summary>
    TopicUnknown,

    /// <summary>Neither the entry nor the command nor the connection names an instance, which this call requires.</summary>
    InstanceUnknown,

    /// <summary>
    /// The message is not in its topic any more: it is deleted three days after its publication, earlier than its dead letter.
    /// </summary>
    Gone,

    CallFailed,

    /// <summary>There is a body, but its checksum is not the entry's.</summary>
    ChecksumDiffers,
}
