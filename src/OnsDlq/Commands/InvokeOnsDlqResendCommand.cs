using System.Management.Automation;
using OnsDlq.Binding;
using OnsDlq.Journal;
using OnsDlq.Pipeline;
using OnsDlq.Resend;

namespace OnsDlq.Commands;

/// <summary>Resends dead letters to their consumer group, each once.</summary>
[Cmdlet(
    VerbsLifecycle.Invoke,
    "OnsDlqResend",
    SupportsShouldProcess = true,
    ConfirmImpact = ConfirmImpact.High,
    DefaultParameterSetName = ByIdSet)]
[OutputType(typeof(ResendResult))]
public sealed class InvokeOnsDlqResendCommand : ServiceCommand
{
    private const string ByIdSet = "ById";
    private const string ByInputObjectSet = "ByInputObject";

    private readonly DuplicateGuard _given = new();
    private MessageReferenceReader? _reader;
    private ConfirmationPrompt? _prompt;
    private ResendPipeline? _pipeline;

    /// <summary>The consumer group. Needed where the input does not name it; input that names another group is not sent.</summary>
    [Parameter(Position = 0)]
    public string? GroupId { get; set; }

    /// <summary>The IDs of the messages to resend.</summary>
    [Parameter(Position = 1, ParameterSetName = ByIdSet)]
    public string?[]? MsgId { get; set; }

    /// <summary>
    /// The messages to resend: dead letters, resend results, message IDs, or objects with a MsgId (or MessageId) and where present
    /// GroupId, InstanceId, RegionId and StoreTimestamp, such as rows of a CSV file.
    /// </summary>
    [Parameter(Mandatory = true, ValueFromPipeline = true, ParameterSetName = ByInputObjectSet)]
    [AllowNull]
    [AllowEmptyString]
    public PSObject? InputObject { get; set; }

    /// <summary>The instance of the group. By default the input's own, else the connection's.</summary>
    [Parameter]
    public string? InstanceId { get; set; }

    /// <summary>How many messages may be on their way at once, 1 to 64.</summary>
    [Parameter]
    [ValidateRange(1, 64)]
    public int ThrottleLimit { get; set; } = 8;

    /// <summary>
    /// How many resends may leave in a second, 0.001 to 1000000. Everyone on the same journal
    /// and access key shares that pace, and throttling slows it.
    /// </summary>
    [Parameter]
    [ValidateRange(0.001, 1_000_000.0)]
    public double RequestsPerSecond { get; set; } = PaceRule.DefaultRate;

    /// <summary>How long one try may take, in seconds, 1 to 3600.</summary>
    [Parameter]
    [ValidateRange(1, 3600)]
    public int TimeoutSec { get; set; } = 30;

    /// <inheritdoc/>
    protected override void Begin()
    {
        var connection = ResolveConnection();
        var options = new ResendOptions
        {
            ThrottleLimit = ThrottleLimit,
            RequestsPerSecond = RequestsPerSecond,
            TryTimeout = TimeSpan.FromSeconds(TimeoutSec),
            Observer = call => Bridge.Writer.WriteVerbose(CallLine.Of(call)),
            Notice = Bridge.Writer.WriteVerbose,
        };
        _reader = new MessageReferenceReader(connection, GroupId, InstanceId);
        _prompt = new ConfirmationPrompt(this, () => Console.IsInputRedirected);
        _pipeline = new ResendPipeline(this, Bridge, Unrecorded.Environment(connection), options);
    }

    /// <inheritdoc/>
    protected override void Process()
    {
        if (ParameterSetName == ByInputObjectSet)
        {
            Take(InputObject);
            return;
        }

        foreach (var msgId in MsgId is { Length: > 0 } given ? given : [null])
            Take(msgId);
    }

    /// <inheritdoc/>
    protected override void End() => _pipeline!.Complete();

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        if (disposing)
            _pipeline?.Dispose();
    }

    private void Take(object? input)
    {
        _pipeline!.WriteReady();
        if (_reader!.TryRead(input, out var error) is not { } message)
            WriteError(error!);
        else if (!_given.TryAdd(message))
            _pipeline.Skip(message, SkipReason.DuplicateInput);
        else if (_pipeline.IsStopped || _prompt!.Allows(message))
            _pipeline.Enqueue(Unrecorded.Decide(message));
    }
}
