using System.Management.Automation;
using OnsDlq.Binding;
using OnsDlq.Commands.Bases;
using OnsDlq.Completion;
using OnsDlq.Connection;
using OnsDlq.Errors;
using OnsDlq.Journal;
using OnsDlq.Messages;
using OnsDlq.Pace;
using OnsDlq.Resend;
using OnsDlq.Transport;

namespace OnsDlq.Commands;

/// <summary>Resends dead letters to their consumer group, each once.</summary>
[Cmdlet(
    VerbsLifecycle.Invoke,
    "OnsDlqResend",
    SupportsShouldProcess = true,
    ConfirmImpact = ConfirmImpact.High,
    DefaultParameterSetName = ByIdSet)]
[OutputType(typeof(ResendResult))]
public sealed class InvokeOnsDlqResendCommand : CanaryCommand
{
    private OnsDlqConnection? _connection;
    private MessageReferenceReader? _reader;
    private ConfirmationPrompt? _prompt;
    private JournalHandle? _journal;
    private IOpenedReader? _reading;
    private ResendPipeline? _pipeline;

    /// <summary>How many messages are sent in parallel at most.</summary>
    [Parameter, ValidateRange(1, 64), PSDefaultValue(Value = ResendOptions.DefaultThrottleLimit)]
    public int ThrottleLimit { get; set; } = ResendOptions.DefaultThrottleLimit;

    /// <summary>
    /// How many resends are sent per second at most. All who use the same journal and access key share this rate, and throttling slows it down.
    /// </summary>
    [Parameter, ValidateRange(0.001, 1_000_000.0), PSDefaultValue(Value = PaceRule.DefaultRate)]
    public double RequestsPerSecond { get; set; } = PaceRule.DefaultRate;

    /// <summary>The time-out of one try, in seconds.</summary>
    [Parameter, ValidateRange(1, 3600), PSDefaultValue(Value = CallContext.DefaultTryTimeoutSec)]
    public int TimeoutSec { get; set; } = CallContext.DefaultTryTimeoutSec;

    /// <summary>How many times a message may come back before it is held back.</summary>
    [Parameter, ValidateRange(1, 1000), PSDefaultValue(Value = DecisionRules.DefaultMaxRounds)]
    public int MaxRounds { get; set; } = DecisionRules.DefaultMaxRounds;

    /// <summary>The protections to lift: AlreadyResent, ReportedFailed, OutcomeUnknown, RoundUnclear, Blocked, MaxRounds, JournalGap.</summary>
    [Parameter, ArgumentCompleter(typeof(ProtectionCompleter)), Liftable]
    public string[] Override { get; set; } = [];

    /// <summary>Why the messages are resent, in your own words; stored in the journal.</summary>
    [Parameter]
    public string? Reason { get; set; }

    /// <summary>
    /// Emits what would be done, sends nothing and asks nothing: WouldSend for each message that would be sent, and Skipped with the reason for
    /// each of the others. Where a plan is the input, only its WouldSend rows are sent.
    /// </summary>
    [Parameter]
    public SwitchParameter Plan { get; set; }

    /// <summary>
    /// Sends without looking at the consumers. Otherwise there is a warning where they are offline or their subscriptions differ, and the run is
    /// paused for up to 10 minutes, and then stopped, where they go offline while it sends.
    /// </summary>
    [Parameter]
    public SwitchParameter IgnoreConsumer { get; set; }

    /// <inheritdoc/>
    protected override void Begin()
    {
        TerminationSignals.Shared.ThrowIfEnding();
        var connection = _connection = ResolveConnection();
        _reader = new MessageReferenceReader(connection, GroupId, InstanceId);
        _prompt = new ConfirmationPrompt(this, () => Console.IsInputRedirected);
        var options = new ResendOptions
        {
            ThrottleLimit = ThrottleLimit,
            MaxRounds = MaxRounds,
            Override = Override.Select(name => Enum.Parse<SkipReason>(name, ignoreCase: true)).ToHashSet(),
            IgnoreConsumer = IgnoreConsumer,
            Canary = SendsNothing ? null : CanaryOptions(),
            Reason = InputMembers.Trimmed(Reason) is { } reason ? UserInfo.Strip(reason) : null,
            Calls = NarrateTo(Bridge.Writer) with
            {
                RequestsPerSecond = RequestsPerSecond,
                TryTimeout = TimeSpan.FromSeconds(TimeoutSec),
                IsWhatIf = SendsNothing,
            },
        };
        var environment = EnvironmentOf(connection);
        Action<GuardedMessage>? preview = Plan ? null : guarded => _prompt.Allows(guarded, connection);
        _pipeline = new ResendPipeline(this, Bridge, environment, options, preview, announced: MsgId?.Length ?? 0);
    }

    /// <inheritdoc/>
    protected override void End() => _pipeline!.Complete();

    /// <inheritdoc/>
    private protected override void AnnounceStop() => _pipeline?.AnnounceStop();

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        if (!disposing)
            return;

        _pipeline?.Dispose();
        _reading?.Dispose();
        _journal?.Dispose();
    }

    /// <inheritdoc/>
    private protected override void Take(object? input)
    {
        if (_reader!.TryRead(input, out var error) is not { } message) WriteError(error!);
        else if (SendsNothing || !_prompt!.IsPromptDue()) _pipeline!.Give(message);
        else if (_pipeline!.Decide(message) is { } guarded) Ask(guarded);
    }

    private bool SendsNothing => Plan || _prompt!.IsWhatIf;

    private ResendEnvironment EnvironmentOf(OnsDlqConnection connection)
    {
        if (SendsNothing)
        {
            _reading = Bridge.Run(connection.ResendJournal.OpenReaderAsync);
            if (_reading?.Trouble is { } trouble) WriteWarning(trouble);
            return ResendEnvironmentFactory.CreateToDecide(connection, _reading as IMessageHistories ?? new EmptyHistories());
        }

        _journal = OpenJournal(connection);
        var environment = ResendEnvironmentFactory.CreateToSend(connection, _journal.Journal);
        return WithCanary(environment, connection);
    }

    private void Ask(GuardedMessage guarded)
    {
        if (_prompt!.Allows(guarded, _connection!)) _pipeline!.Enqueue(guarded);
        else _pipeline!.Decline(guarded);
    }
}
