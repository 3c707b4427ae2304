using OnsDlq.Credentials;
using OnsDlq.Credentials.Sts;
using OnsDlq.Operations;
using OnsDlq.Transport;

namespace OnsDlq.Connection;

/// <summary>An account, a region and a default instance to work with. Holds no secret that a property shows.</summary>
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

    /// <summary>The instance that is meant where a command names none.</summary>
    public string? InstanceId { get; }

    /// <summary>The address that is called.</summary>
    public Uri Endpoint { get; }

    /// <summary>Where the access keys come from, in words.</summary>
    public string CredentialSource { get; }

    /// <summary>The end of the ID of the access key that it was made with, after four asterisks; null where that is not known.</summary>
    public string? AccessKey => AccessKeyId is null ? null : "****" + (AccessKeyId.Length < 8 ? "" : AccessKeyId[^4..]);

    /// <summary>The account that the access key belongs to; null until somebody has asked for it.</summary>
    public string? AccountId { get; private set; }

    /// <summary>Whether it goes to the sandbox that Start-OnsDlqSandbox started.</summary>
    public bool IsRehearsal => ResendJournal.IsThrowaway;

    /// <summary>Where resends are recorded: a path, or a URI without a password.</summary>
    public string Journal => ResendJournal.Location;

    /// <summary>Asks whose the access key is; null where nobody can be asked.</summary>
    internal CallerIdentity? Caller { get; init; }

    /// <summary>What a person should know before working with it.</summary>
    internal IReadOnlyList<string> Notices { get; init; } = [];

    /// <summary>The operations on dead letters, over this connection.</summary>
    internal IDeadLetterClient Client { get; }

    /// <summary>The operations that tell of instances and groups, over this connection.</summary>
    internal IDiscoveryClient Discovery
    {
        get => field ?? throw new InvalidOperationException("This connection was made for dead letters alone.");
        init;
    }

    /// <summary>The operation that gives bodies, over this connection.</summary>
    internal IMessageBodyClient Bodies
    {
        get => field ?? throw new InvalidOperationException("This connection was made for dead letters alone.");
        init;
    }

    /// <summary>The service's clock, as far as the answers on this connection tell.</summary>
    internal ServiceClock Clock { get; }

    /// <summary>What the journal calls the service that is called: see <see cref="Realms.Realm"/>.</summary>
    internal string Realm
    {
        get => field ??= Realms.Realm.Of(Endpoint);
        init;
    }

    /// <summary>The journal at <see cref="Journal"/>, opened when it is first used.</summary>
    internal ConnectionJournal ResendJournal { get; }

    /// <summary>The ID of the access key it was made with; null where that is not known. Temporary keys are replaced as time goes by.</summary>
    internal string? AccessKeyId { get; init; }

    /// <summary>The instance that a command means: the one it names, else the connection's; null where neither names one.</summary>
    internal string? InstanceOrDefault(string? named) => string.IsNullOrWhiteSpace(named) ? InstanceId : named;

    /// <summary>Asks STS for the account, once, and keeps it.</summary>
    /// <exception cref="CredentialsException">It does not tell.</exception>
    internal async Task FindAccountAsync(CancellationToken cancellationToken)
    {
        if (Caller is null || AccountId is not null) return;
        AccountId = await Caller.FindAccountAsync(Loopback.Is(Endpoint) ? Endpoint : null, cancellationToken).ConfigureAwait(false);
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

    /// <summary>Takes note that it was given to the user, who may keep it and name it with -Connection.</summary>
    internal void Give()
    {
        lock (_gate) _isGiven = true;
    }

    /// <summary>Closes it once nobody uses it any more, unless it was given to the user: for a runspace that goes elsewhere.</summary>
    internal void Retire()
    {
        lock (_gate)
        {
            if (_isGiven) return;
        }

        CloseWhenFree();
    }

    /// <summary>Closes it once nobody uses it any more.</summary>
    internal void CloseWhenFree()
    {
        lock (_gate)
        {
            _closesWhenFree = true;
            if (_holders > 0) return;
        }

        Dispose();
    }

    /// <summary>Closes the network connections, and the journal where nobody else uses it. Calls in flight end as aborted.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            if (_isClosed) return;
            _isClosed = true;
        }

        _transport?.Dispose();
        ResendJournal.Dispose();
    }
}
