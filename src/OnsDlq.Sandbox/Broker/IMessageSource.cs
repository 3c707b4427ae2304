namespace OnsDlq.Sandbox.Broker;

/// <summary>Makes the content of a message on demand, so that a million entries need not store theirs.</summary>
internal interface IMessageSource
{
    /// <summary>The content of the message with this ordinal.</summary>
    MessageContent At(int ordinal);
}
