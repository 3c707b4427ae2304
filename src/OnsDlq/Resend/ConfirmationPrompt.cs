using System.Management.Automation;
using System.Management.Automation.Host;
using System.Reflection;
using OnsDlq.Connection;
using OnsDlq.Errors;
using OnsDlq.Formatting;

namespace OnsDlq.Resend;

/// <summary>Asks for confirmation, and throws where no prompt can be shown.</summary>
/// <param name="command">The command that asks.</param>
/// <param name="inputIsRedirected">Whether standard input is not a keyboard.</param>
internal sealed class ConfirmationPrompt(PSCmdlet command, Func<bool> inputIsRedirected)
{
    private const string Action = "Resend";

    // pwsh reads answers from standard input, and would read a line of a redirected file as an answer.
    private const string HostOnStandardInput = "ConsoleHost";

    private readonly ConfirmImpact _impact = command.GetType().GetCustomAttribute<CmdletAttribute>()!.ConfirmImpact;

    /// <summary>
    /// Whether the command runs under -WhatIf (or $WhatIfPreference at its start): such a run has no journal to write to, so it must not start
    /// to send later.
    /// </summary>
    public bool IsWhatIf { get; } = LanguagePrimitives.IsTrue(
        command.MyInvocation.BoundParameters.TryGetValue("WhatIf", out var given) ? given : command.GetVariableValue("WhatIfPreference"));

    /// <summary>Whether the message may be sent.</summary>
    /// <exception cref="CommandException">A prompt is needed and cannot be shown.</exception>
    public bool Allows(GuardedMessage guarded, OnsDlqConnection connection) =>
        Allows(ResendTarget.Of(guarded, connection), Action, guarded.Message.MsgId);

    /// <summary>Whether an action is confirmed.</summary>
    /// <param name="target">The target, as the prompt shows it.</param>
    /// <param name="action">The action.</param>
    /// <param name="about">The target of the error where no prompt can be shown.</param>
    /// <exception cref="CommandException">A prompt is needed and cannot be shown.</exception>
    public bool Allows(string target, string action, string about)
    {
        if (IsPromptDue() && command.Host.Name == HostOnStandardInput && inputIsRedirected())
            throw Unavailable(action, about, "standard input is redirected", null);

        try
        {
            return command.ShouldProcess(target, action);
        }
        catch (Exception exception) when (IsRefusalOfHost(exception))
        {
            throw Unavailable(action, about, "the host shows none", exception);
        }
    }

    private static CommandException Unavailable(string action, string about, string reason, Exception? inner) => new(
        ErrorId.ConfirmationUnavailable,
        $"'{action}' needs a confirmation, and a prompt is not possible here: {reason}. Nothing was done to {Printable.Of(about)}.",
        about,
        inner);

    /// <summary>The exceptions of hosts without prompts; not that of a cancelled prompt or a stopped pipeline.</summary>
    private static bool IsRefusalOfHost(Exception exception) => exception switch
    {
        // The host of a job or a remote session is in another process, and its exceptions come back wrapped.
        PromptingException or RemoteException =>
            ((IContainsErrorRecord)exception).ErrorRecord?.CategoryInfo.Category != ErrorCategory.OperationStopped,
        HostException or NotImplementedException or NotSupportedException or InvalidOperationException => true,
        ArgumentException or NullReferenceException or IOException => true,
        _ => false,
    };

    /// <summary>Whether the engine would prompt: a copy of its own rule, which a command cannot call.</summary>
    /// <summary>Whether a prompt is needed, by parameters and preferences.</summary>
    public bool IsPromptDue()
    {
        if (IsWhatIf)
            return false;
        if (command.MyInvocation.BoundParameters.TryGetValue("Confirm", out var confirm))
            return LanguagePrimitives.IsTrue(confirm);

        return !LanguagePrimitives.TryConvertTo<ConfirmImpact>(command.GetVariableValue("ConfirmPreference"), out var preference)
            || (preference != ConfirmImpact.None && preference <= _impact);
    }
}
