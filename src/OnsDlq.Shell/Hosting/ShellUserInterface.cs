using System.Collections.ObjectModel;
using System.Management.Automation;
using System.Management.Automation.Host;
using System.Security;
using OnsDlq.Shell.Terminal;

namespace OnsDlq.Shell.Hosting;

/// <summary>What the engine writes and asks, on the terminal.</summary>
internal sealed class ShellUserInterface : PSHostUserInterface
{
    private readonly Screen _screen;
    private readonly LineInput _input;
    private readonly ProgressText _progress;
    private readonly ChoiceQuestion _choice;
    private readonly FieldQuestion _fields;

    /// <summary>Joins the terminal's parts.</summary>
    public ShellUserInterface(Screen screen, LineInput input, ProgressText progress)
    {
        (_screen, _input, _progress) = (screen, input, progress);
        _choice = new ChoiceQuestion(screen, input);
        _fields = new FieldQuestion(screen, input, name => AskCredential(name, string.Empty));
        RawUI = new ShellRawUserInterface(input);
    }

    /// <inheritdoc/>
    public override PSHostRawUserInterface RawUI { get; }

    /// <inheritdoc/>
    public override bool SupportsVirtualTerminal => _screen.HasColours;

    /// <inheritdoc/>
    public override void Write(string value) => _screen.Write(value ?? string.Empty);

    /// <inheritdoc/>
    public override void Write(ConsoleColor foregroundColor, ConsoleColor backgroundColor, string value) =>
        _screen.Write(foregroundColor, backgroundColor, value ?? string.Empty);

    /// <inheritdoc/>
    public override void WriteLine(string value) => _screen.WriteLine(value ?? string.Empty);

    /// <inheritdoc/>
    public override void WriteErrorLine(string value)
    {
        if (!string.IsNullOrEmpty(value))
        {
            _screen.WriteErrorLine(value);
        }
    }

    /// <inheritdoc/>
    public override void WriteWarningLine(string message) => WriteStyled(FormatStyle.Warning, "WARNING: " + message);

    /// <inheritdoc/>
    public override void WriteVerboseLine(string message) => WriteStyled(FormatStyle.Verbose, "VERBOSE: " + message);

    /// <inheritdoc/>
    public override void WriteDebugLine(string message) => WriteStyled(FormatStyle.Debug, "DEBUG: " + message);

    /// <inheritdoc/>
    public override void WriteProgress(long sourceId, ProgressRecord record) => _progress.Show(sourceId, record);

    /// <inheritdoc/>
    public override string ReadLine() => _input.Ask(string.Empty)!;

    /// <inheritdoc/>
    public override SecureString ReadLineAsSecureString() => _input.AskSecret(string.Empty);

    /// <inheritdoc/>
    public override int PromptForChoice(string caption, string message, Collection<ChoiceDescription> choices, int defaultChoice) =>
        _choice.Ask(caption, message, choices, defaultChoice);

    /// <inheritdoc/>
    public override Dictionary<string, PSObject> Prompt(string caption, string message, Collection<FieldDescription> descriptions) =>
        _fields.Ask(caption, message, descriptions);

    /// <inheritdoc/>
    public override PSCredential PromptForCredential(string caption, string message, string userName, string targetName)
    {
        _input.Demand();
        foreach (var line in new[] { caption, message }.Where(line => !string.IsNullOrEmpty(line)))
        {
            _screen.WriteLine(line);
        }
        return AskCredential(targetName, userName);
    }

    /// <inheritdoc/>
    public override PSCredential PromptForCredential(
        string caption, string message, string userName, string targetName,
        PSCredentialTypes allowedCredentialTypes, PSCredentialUIOptions options) =>
        PromptForCredential(caption, message, userName, targetName);

    private PSCredential AskCredential(string about, string user)
    {
        if (!string.IsNullOrEmpty(about))
        {
            _screen.WriteLine(about);
        }
        while (string.IsNullOrEmpty(user))
        {
            user = _input.Ask("User: ") ?? throw new PipelineStoppedException();
        }
        return new PSCredential(user, _input.AskSecret($"Password for user {user}: "));
    }

    private void WriteStyled(FormatStyle style, string text)
    {
        var start = GetFormatStyleString(style);
        _screen.WriteLine(start.Length == 0 ? text : start + text + PSStyle.Instance.Reset);
    }
}
