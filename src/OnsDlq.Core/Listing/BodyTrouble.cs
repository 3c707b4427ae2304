namespace OnsDlq.Listing;

/// <summary>Why a dead letter comes without its body, or with one that may be another's.</summary>
internal enum BodyTrouble
{
    None,

    /// <summary>The entry names no topic to look into.</summary>
    TopicUnknown,

    /// <summary>Neither the entry nor the command nor the connection names an instance, which this call cannot do without.</summary>
    InstanceUnknown,

    /// <summary>The message is not in its topic any more: it goes three days after its birth, which is before its dead letter does.</summary>
    Gone,

    CallFailed,

    /// <summary>There is a body, but its checksum is not the entry's.</summary>
    ChecksumDiffers,
}
