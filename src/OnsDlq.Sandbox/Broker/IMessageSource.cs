namespace OnsDlq.Sandbox.Broker;

/// <summary>Gives the content of a message when somebody asks, so that a million entries need not hold theirs.</summary>
internal interface IMessageSource
{
    /// <summary>The content of the message with this ordinal.</summary>
    MessageContent At(int ordinal);
}
