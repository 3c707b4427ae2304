namespace OnsDlq.Journal.Tests.StateMachine;

/// <summary>What really happens to one message: the service's clock, the requests on their way, the deliveries, and the entries of the queue.</summary>
internal sealed class Service
{
    /// <summary>The service refuses requests whose signing date is further in the past, or in the future, than this.</summary>
    private static readonly TimeSpan Skew = TimeSpan.FromMinutes(15);

    private readonly List<DateTimeOffset> _unreturned = [];

    public DateTimeOffset Now { get; private set; } = Samples.Sample.Start;

    /// <summary>How far the brokers' clock, which gives the store times, is ahead of the service's.</summary>
    public TimeSpan StoredAhead { get; set; }

    /// <summary>Every request that left a holder.</summary>
    public List<Request> Requests { get; } = [];

    /// <summary>How often the message was delivered because of a resend.</summary>
    public int Deliveries { get; private set; }

    /// <summary>How often it came back.</summary>
    public int Returned { get; private set; }

    /// <summary>The store times of entries that a listing shows, and of those that it does not show yet.</summary>
    public SortedSet<long> Listed { get; } = [Samples.Sample.Stored(-3600)];

    private SortedSet<long> Unlisted { get; } = [Samples.Sample.Stored(-1800), Samples.Sample.Stored(-0.5)];

    /// <summary>How many requests may still be executed.</summary>
    public int OnTheWay => Requests.Count(request => request.State == RequestState.OnTheWay && !IsTooOld(request));

    public void Advance(TimeSpan time) => Now += time;

    public Request Send(string attemptId, DateTimeOffset signedAt)
    {
        var request = new Request(attemptId, signedAt);
        Requests.Add(request);
        return request;
    }

    /// <summary>Called with the attempt whose request is executed.</summary>
    public Action<string> Executing { get; init; } = _ => { };

    /// <summary>A request arrives: it is executed, unless its signing date is too old.</summary>
    public void Arrive(Request request)
    {
        if (request.State != RequestState.OnTheWay) return;
        request.State = IsTooOld(request) ? RequestState.Refused : RequestState.Executed;
        if (request.State != RequestState.Executed) return;
        Executing(request.AttemptId);
        Deliveries++;
        _unreturned.Add(Now);
    }

    /// <summary>All retries of a delivery fail, and the message has one more entry in the queue.</summary>
    public void Return(int which)
    {
        if (_unreturned.Count == 0) return;
        var delivery = _unreturned[which % _unreturned.Count];
        if (Now <= delivery || Unlisted.Contains(Stored) || Listed.Contains(Stored)) return;
        _unreturned.Remove(delivery);
        Returned++;
        (which % 2 == 0 ? Listed : Unlisted).Add(Stored);
    }

    /// <summary>Stored entries are finally shown by listings.</summary>
    public void List()
    {
        Listed.UnionWith(Unlisted);
        Unlisted.Clear();
    }

    /// <summary>What a look-up shows: one of the entries.</summary>
    public IReadOnlyList<long> LookUp(int choice) => (choice % 3) switch
    {
        0 => [Listed.Min],
        1 => [Listed.Max],
        _ => [Listed.ElementAt(choice / 3 % Listed.Count)],
    };

    private long Stored => (Now + StoredAhead).ToUnixTimeMilliseconds();

    private bool IsTooOld(Request request) => (Now - request.SignedAt).Duration() > Skew;
}
