using System.Globalization;
using System.Management.Automation.Host;

namespace OnsDlq.TestKit.ModuleHost;

/// <summary>A host that answers prompts from a queue and records what was asked and shown.</summary>
public sealed class ScriptedHost : PSHost
{
    private readonly ScriptedHostInterface? _ui;
    private string _name = "ScriptedHost";

    private ScriptedHost(ScriptedHostInterface? ui)
    {
        _ui = ui;
    }

    /// <summary>A host with a person who answers prompts in this order, by label or number of the choice.</summary>
    public static ScriptedHost Answering(params string[] answers) => new(new ScriptedHostInterface(answers, refusal: null));

    /// <summary>A host that can show text and refuses every prompt, like one that was started with -NonInteractive.</summary>
    public static ScriptedHost NonInteractive() => Refusing(ScriptedHostInterface.NoPrompt);

    /// <summary>A host that throws at every prompt.</summary>
    public static ScriptedHost Refusing(Func<string, Exception> refusal) => new(new ScriptedHostInterface([], refusal));

    /// <summary>A host without any user interface, as a background service has.</summary>
    public static ScriptedHost WithoutInterface() => new(null);

    /// <summary>Takes the name of another host.</summary>
    public ScriptedHost Named(string name)
    {
        _name = name;
        return this;
    }

    /// <summary>The questions that were asked, each as caption, message and choices.</summary>
    public IReadOnlyList<string> Prompts => _ui?.Prompts ?? [];

    /// <summary>Everything that was written to the screen.</summary>
    public string Screen => _ui?.Screen ?? "";

    /// <inheritdoc/>
    public override PSHostUserInterface UI => _ui!;

    /// <inheritdoc/>
    public override string Name => _name;

    /// <inheritdoc/>
    public override Version Version { get; } = new(1, 0);

    /// <inheritdoc/>
    public override Guid InstanceId { get; } = new("0f5b7f7a-3a53-4d0e-9d5e-9a6f7f0a1d11");

    /// <inheritdoc/>
    public override CultureInfo CurrentCulture => CultureInfo.InvariantCulture;

    /// <inheritdoc/>
    public override CultureInfo CurrentUICulture => CultureInfo.InvariantCulture;

    /// <inheritdoc/>
    public override void EnterNestedPrompt() => throw new NotSupportedException("Nobody is there to work at a nested prompt.");

    /// <inheritdoc/>
    public override void ExitNestedPrompt()
    {
    }

    /// <inheritdoc/>
    public override void NotifyBeginApplication()
    {
    }

    /// <inheritdoc/>
    public override void NotifyEndApplication()
    {
    }

    /// <inheritdoc/>
    public override void SetShouldExit(int exitCode)
    {
    }
}
