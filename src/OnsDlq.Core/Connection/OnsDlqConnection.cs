using OnsDlq.Credentials;
using OnsDlq.Credentials.Sts;
using OnsDlq.Operations;
using OnsDlq.Transport;

namespace OnsDlq.Connection;

/// <summary>An account, a region and a default instance to work with. No property shows a secret.</summary>
public sealed class OnsDlqConnection : IDisposable
{
    private readonly object _gate = new();
    private readonly IDisposable? _transport;
    private int _holders;
    private bool _isGiven;
    private bool _closesWhenFree;
    private bool _isClosed;

    internal OnsDlqConnection(
        string regionId, string? instanceId, Uri endpoint, string credentialSource, IDeadLetterClient client, ServiceClock clock,
        ConnectionJournal journal, IDisposable? transport = null)
    {
        RegionId = regionId;
        InstanceId = instanceId;
        Endpoint = endpoint;
        CredentialSource = credentialSource;
        Client = client;
        Clock = clock;
        ResendJournal = journal;
        _transport = transport;
    }

    /// <summary>The region.</summary>
    public string RegionId { get; }

    /// <summary>The default instance, used where a command names none.</summary>
    public string? InstanceId { get; }

    /// <summary>The address that is called.</summary>
    public Uri Endpoint { get; }

    /// <summary>Where the access keys come from.</summary>
    public string CredentialSource { get; }

    /// <summary>The last characters of the access key ID that it was made with, after four asterisks; null where that is not known.</summary>
    public string? AccessKey => AccessKeyId is null ? null : "****" + (AccessKeyId.Length < 8 ? "" : AccessKeyId[^4..]);

    /// <summary>The account that the access key belongs to; null until a command has asked for it, or a call has needed it for its pace.</summary>
    public string? AccountId => Account?.Known;

    /// <summary>Whether it is a connection to the sandbox that Start-OnsDlqSandbox started.</summary>
    public bool IsRehearsal => ResendJournal.IsThrowaway;

    /// <summary>Where resends are recorded: a path, or a URI without a password.</summary>
    public string Journal => ResendJournal.Location;

    /// <summary>The account of the access key; null where it cannot be asked for.</summary>
    internal CallerAccount? Account { get; init; }

    /// <summary>Notices for the user before the first use.</summary>
    internal IReadOnlyList<string> Notices { get; init; } = [];

    /// <summary>Throws where what it connects to is known to have ended: the rehearsal of another window. Null for any other connection.</summary>
    internal Action? RefuseEnded { get; init; }

    /// <summary>The operations on dead letters, over this connection.</summary>
    internal IDeadLetterClient Client { get; }

    /// <summary>The operations that list instances and groups, over this connection.</summary>
    internal IDiscoveryClient Discovery
    {
        get => field ?? throw new InvalidOperationException("This connection was made for dead letters alone.");
        init;
    }

    /// <summary>The operation that reads message bodies, over this connection.</summary>
    internal IMessageBodyClient Bodies
    {
        get => field ?? throw new InvalidOperationException("This connection was made for dead letters alone.");
        init;
    }

    /// <summary>The operations on consumers, over this connection; null for a connection that was made for dead letters alone.</summary>
    internal IConsumerClient? Consumers { get; init; }

    /// <summary>The operations that tell what the consumers did with a message, over this connection.</summary>
    internal ITraceClient Traces
    {
        get => field ?? throw new InvalidOperationException("This connection was made for dead letters alone.");
        init;
    }

    /// <summary>The service's clock, estimated from the answers on this connection.</summary>
    internal ServiceClock Clock { get; }

    /// <summary>The service's name in the journal: see <see cref="Realms.Realm"/>.</summary>
    internal string Realm
    {
        get => field ??= Realms.Realm.Of(Endpoint);
        init;
    }

    /// <summary>The journal at <see cref="Journal"/>, opened when it is first used.</summary>
    internal ConnectionJournal ResendJournal { get; }

    /// <summary>The access key ID that it was made with; null where that is not known. Temporary keys are replaced later.</summary>
    internal string? AccessKeyId { get; init; }

    /// <summary>The instance for a command: the one it names, else the connection's; null where neither names one.</summary>
    internal string? InstanceOrDefault(string? named) => string.IsNullOrWhiteSpace(named) ? InstanceId : named;

    /// <summary>Asks STS for the account, once, and caches it.</summary>
    /// <exception cref="CredentialsException">STS did not give it.</exception>
    internal async Task FindAccountAsync(CancellationToken cancellationToken)
    {
        if (Account is not null) await Account.FindAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Whether it was closed.</summary>
    internal bool IsClosed
    {
        get { lock (_gate) return _isClosed; }
    }

    /// <summary>Begins a use by a runspace or a command, which keeps others from closing it meanwhile; false where it is closed.</summary>
    internal bool TryHold()
    {
        lock (_gate)
        {
            if (_isClosed) return false;
            _holders++;
            return true;
        }
    }

    /// <summary>Ends a use.</summary>
    internal void EndHold()
    {
        lock (_gate)
        {
            if (--_holders > 0 || !_closesWhenFree) return;
        }

        Dispose();
    }

    /// <summary>Records that it was given to the user, who may keep it and pass it with -Connection.</summary>
    internal void Give()
    {
        lock (_gate) _isGiven = true;
    }

    /// <summary>Closes it once it is unused, unless it was given to the user; called when a runspace changes to another connection.</summary>
    internal void Retire()
    {
        lock (_gate)
        {
            if (_isGiven) return;
        }

        CloseWhenFree();
    }

    /// <summary>Closes it once it is unused.</summary>
    internal void CloseWhenFree()
    {
        lock (_gate)
        {
            _closesWhenFree = true;
            if (_holders > 0) return;
        }

        Dispose();
    }

    /// <summary>Closes the network connections, and the journal where nobody else uses it. Calls in flight are aborted.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            if (_isClosed) return;
            _isClosed = true;
        }

        _transport?.Dispose();
        Account?.Dispose();
        ResendJournal.Dispose();
    }
}
