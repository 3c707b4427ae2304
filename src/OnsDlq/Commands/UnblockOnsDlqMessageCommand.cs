using System.Management.Automation;
using OnsDlq.Commands.Bases;
using OnsDlq.Errors;
using OnsDlq.Journal;

namespace OnsDlq.Commands;

/// <summary>Unblocks messages that Block-OnsDlqMessage has blocked, so that they can be resent again.</summary>
[Cmdlet(VerbsSecurity.Unblock, "OnsDlqMessage", SupportsShouldProcess = true, DefaultParameterSetName = ByIdSet)]
[OutputType(typeof(BlockedMessage))]
public sealed class UnblockOnsDlqMessageCommand : BlockCommand
{
    /// <inheritdoc/>
    protected override void Begin() => Prepare();

    /// <inheritdoc/>
    private protected override void Take(object? input)
    {
        if (Identify(input) is not { } key) return;
        if (FindBlock(key) is not { } blocked)
        {
            WriteError(ErrorFactory.Make(ErrorId.NotBlocked, $"Message {key.MsgId} of group {key.GroupId} is not blocked.", key.MsgId));
        }
        else if (Allows(key, "Unblock"))
        {
            var blocks = Open();
            Bridge.Run((_, token) => blocks.UnblockAsync(key, token));
            WriteObject(blocked);
        }
    }
}
