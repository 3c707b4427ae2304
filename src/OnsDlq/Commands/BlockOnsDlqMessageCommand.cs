using System.Management.Automation;
using OnsDlq.Binding;
using OnsDlq.Commands.Bases;
using OnsDlq.Errors;
using OnsDlq.Formatting;
using OnsDlq.Journal;
using OnsDlq.Sessions;

namespace OnsDlq.Commands;

/// <summary>Blocks messages, so that they are not resent: they are handled, or nobody wants them sent.</summary>
[Cmdlet(VerbsSecurity.Block, "OnsDlqMessage", SupportsShouldProcess = true, DefaultParameterSetName = ByIdSet)]
[OutputType(typeof(BlockedMessage))]
public sealed class BlockOnsDlqMessageCommand : BlockCommand
{
    /// <summary>Why they must not be resent; stored in the journal and shown when someone tries to resend them.</summary>
    [Parameter(Mandatory = true)]
    [ValidateNotNullOrEmpty]
    [ValidatePattern(@"\S")]
    public string Reason { get; set; } = "";

    /// <summary>When the block ends by itself; without it, it lasts until Unblock-OnsDlqMessage.</summary>
    [Parameter, TimeArgument]
    public DateTimeOffset? Until { get; set; }

    /// <inheritdoc/>
    protected override void Begin()
    {
        if (Until is { } until && until <= TimeProvider.System.GetUtcNow())
            throw new CommandException(ErrorId.InvalidTimeRange, $"A block cannot end in the past: {Printable.Of(until.ToLocalTime())}.", until);
        Prepare();
    }

    /// <inheritdoc/>
    private protected override void Take(object? input)
    {
        if (Identify(input) is not { } key || !Allows(key, "Block")) return;
        var blocks = Open();
        WriteObject(Bridge.Run(token => blocks.BlockAsync(key, UserInfo.Strip(Reason.Trim()), CurrentUser.Name, Until, token)));
    }
}
