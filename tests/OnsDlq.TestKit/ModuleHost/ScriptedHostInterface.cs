using System.Collections.ObjectModel;
using System.Management.Automation;
using System.Management.Automation.Host;
using System.Security;
using System.Text;

namespace OnsDlq.TestKit.ModuleHost;

/// <summary>The user interface of <see cref="ScriptedHost"/>.</summary>
/// <param name="answers">The answers to prompts, in order.</param>
/// <param name="refusal">Thrown by every prompt instead; null if prompts are answered.</param>
internal sealed class ScriptedHostInterface(IEnumerable<string> answers, Func<string, Exception>? refusal) : PSHostUserInterface
{
    private readonly Queue<string> _answers = new(answers);
    private readonly List<string> _prompts = [];
    private readonly StringBuilder _screen = new();
    private readonly object _gate = new();

    public IReadOnlyList<string> Prompts
    {
        get { lock (_gate) return [.. _prompts]; }
    }

    public string Screen
    {
        get { lock (_gate) return _screen.ToString(); }
    }

    public override PSHostRawUserInterface RawUI { get; } = new ScriptedRawInterface();

    public override bool SupportsVirtualTerminal => true;

    public override int PromptForChoice(string caption, string message, Collection<ChoiceDescription> choices, int defaultChoice)
    {
        var labels = choices.Select(choice => choice.Label.Replace("&", "", StringComparison.Ordinal)).ToList();
        var answer = Ask($"{caption}\n{message}\n{string.Join(" | ", labels)}");
        var chosen = labels.FindIndex(label => label.Equals(answer, StringComparison.OrdinalIgnoreCase));
        return chosen >= 0 ? chosen : throw new InvalidOperationException($"The prompt has no choice '{answer}', only {string.Join(", ", labels)}.");
    }

    public override string ReadLine() => Ask("ReadLine");

    public override SecureString ReadLineAsSecureString() => throw NoPrompt("ReadLineAsSecureString");

    public override Dictionary<string, PSObject> Prompt(string caption, string message, Collection<FieldDescription> descriptions) =>
        descriptions.ToDictionary(field => field.Name, field => PSObject.AsPSObject(Ask($"{caption}\n{message}\n{field.Name}")));

    public override PSCredential PromptForCredential(string caption, string message, string userName, string targetName) =>
        throw NoPrompt("PromptForCredential");

    public override PSCredential PromptForCredential(
        string caption, string message, string userName, string targetName, PSCredentialTypes allowedCredentialTypes, PSCredentialUIOptions options) =>
        throw NoPrompt("PromptForCredential");

    public override void Write(string value) => Show(value);

    public override void Write(ConsoleColor foregroundColor, ConsoleColor backgroundColor, string value) => Show(value);

    public override void WriteLine(string value) => Show(value + "\n");

    public override void WriteErrorLine(string value) => Show(value + "\n");

    public override void WriteDebugLine(string message) => Show($"DEBUG: {message}\n");

    public override void WriteVerboseLine(string message) => Show($"VERBOSE: {message}\n");

    public override void WriteWarningLine(string message) => Show($"WARNING: {message}\n");

    public override void WriteProgress(long sourceId, ProgressRecord record)
    {
    }

    private string Ask(string question)
    {
        if (refusal is not null) throw refusal(question);
        lock (_gate)
        {
            _prompts.Add(question);
            return _answers.TryDequeue(out var answer) ? answer : throw new InvalidOperationException("No answer is left for: " + question);
        }
    }

    private void Show(string text)
    {
        lock (_gate) _screen.Append(text);
    }

    /// <summary>The exception that PowerShell's console host throws for a prompt under -NonInteractive.</summary>
    public static PSInvalidOperationException NoPrompt(string question) =>
        new("PowerShell is in NonInteractive mode. Read and Prompt functionality is not available. Asked: " + question);
}
