namespace OnsDlq.Resend;

/// <summary>
/// The messages of a run that are queued or wait for their turn. Where others send the same list, most of them are taken by others while they wait.
/// So as long as that happens, all are read from the journal again, in one, when the turn of one has come, and the turn goes to one that is free.
/// Then the next is also any of the first few, so that not all go for the same one. Thread-safe.
/// </summary>
/// <remarks>It saves turns and refused claims, and protects nothing: the claim does that.</remarks>
/// <param name="guard">Decides again.</param>
/// <param name="time">The clock.</param>
/// <param name="seed">Decides which of the first few; differs between runs.</param>
internal sealed class WaitingMessages(ResendGuard guard, TimeProvider time, int seed)
{
    /// <summary>After so many readings in a row in which nothing was taken, others count as gone until the next refused claim.</summary>
    public const int QuietReadings = 20;

    // Of how many messages the next is one: twice as many as processes that send the same list, as a rule.
    private const int Few = 16;

    private const int MostRead = 256;

    // What was read so long ago is good enough: to read again takes as long, and the claim tells in any case.
    private static readonly TimeSpan Fresh = TimeSpan.FromMilliseconds(25);

    // A message that was taken may become free again, but rarely.
    private static readonly TimeSpan Believed = TimeSpan.FromSeconds(1);

    private readonly object _gate = new();
    private readonly LinkedList<Entry> _order = new();
    private readonly Dictionary<GuardedMessage, LinkedListNode<Entry>> _places = new(ReferenceEqualityComparer.Instance);
    private readonly Random _random = new(seed);
    private Task? _reading;
    private int _readingsLeft;

    /// <summary>Adds a message that is about to be queued. No sender gets it before it is: a run that is stopped may not queue it after all.</summary>
    public void Add(GuardedMessage message)
    {
        lock (_gate) _places.Add(message, _order.AddLast(new Entry(message)));
    }

    /// <summary>Notes that a message is queued.</summary>
    public void NoteQueued(GuardedMessage message)
    {
        lock (_gate)
        {
            if (_places.TryGetValue(message, out var place)) place.Value.IsQueued = true;
        }
    }

    /// <summary>
    /// Gives a queued message to a sender, for each that it reads from the queue: mostly the first; where others are at work one that was taken, to
    /// be told, or one of the first few.
    /// </summary>
    /// <param name="read">The message that the sender has read.</param>
    public GuardedMessage Next(GuardedMessage read)
    {
        lock (_gate)
        {
            NoteQueued(read);
            var queued = _order.Where(entry => entry is { IsQueued: true, IsHeld: false });
            if (_readingsLeft > 0)
            {
                var few = queued.Take(Few).ToArray();
                queued = few.Where(IsTaken).Append(few[_random.Next(few.Length)]);
            }

            var next = queued.First();
            next.IsHeld = true;
            return next.Decided;
        }
    }

    /// <summary>Removes a message that is about to be claimed, or was skipped: our own claim on it must not count as one of others.</summary>
    public void Remove(GuardedMessage message)
    {
        lock (_gate)
        {
            if (!_places.Remove(message, out var place)) return;
            _order.Remove(place);
            place.Value.IsGone = true;
        }
    }

    /// <summary>The message as it was read a moment ago, if it was taken by others; otherwise null, and nothing is read.</summary>
    public GuardedMessage? Taken(GuardedMessage message)
    {
        lock (_gate) return _places.TryGetValue(message, out var place) && IsTaken(place.Value) ? place.Value.Now : null;
    }

    /// <summary>The message as the journal has it now, where others take messages of this run; otherwise as it was decided on.</summary>
    /// <exception cref="Journal.JournalException">The journal cannot be used.</exception>
    public async Task<GuardedMessage> SeeAsync(GuardedMessage message, CancellationToken cancellationToken)
    {
        Task reading;
        lock (_gate)
        {
            if (_readingsLeft == 0 || !_places.TryGetValue(message, out var place)) return message;
            if (place.Value.Now is { } read && time.GetElapsedTime(place.Value.ReadAt) <= Fresh) return read;
            if (_reading is null or { IsCompleted: true }) _reading = Task.Run(ReadAsync, CancellationToken.None);
            reading = _reading;
        }

        await reading.WaitAsync(cancellationToken).ConfigureAwait(false);
        lock (_gate) return _places.TryGetValue(message, out var place) && place.Value.Now is { } now ? now : message;
    }

    /// <summary>Notes that the claim on a message was refused: others are at work.</summary>
    public void NoteRefused()
    {
        lock (_gate) _readingsLeft = QuietReadings;
    }

    // Not cancelled: others wait for it, too.
    private async Task ReadAsync()
    {
        Entry[] entries;
        lock (_gate) entries = [.. _order.Where(entry => !IsTaken(entry)).Take(MostRead)];
        var messages = await guard.DecideAgainAsync(Array.ConvertAll(entries, entry => entry.Decided), CancellationToken.None).ConfigureAwait(false);
        lock (_gate)
        {
            for (var index = 0; index < entries.Length; index++) (entries[index].Now, entries[index].ReadAt) = (messages[index], time.GetTimestamp());
            _readingsLeft = Array.Exists(entries, entry => !entry.IsGone && IsTaken(entry)) ? QuietReadings : Math.Max(0, _readingsLeft - 1);
        }
    }

    private bool IsTaken(Entry entry) =>
        entry.Now is { } now && !now.Repeats(entry.Decided) && time.GetElapsedTime(entry.ReadAt) <= Believed;

    private sealed class Entry(GuardedMessage decided)
    {
        public GuardedMessage Decided => decided;

        /// <summary>As it was last read; null where it was not.</summary>
        public GuardedMessage? Now { get; set; }

        public long ReadAt { get; set; }

        /// <summary>Whether it is in the queue, or was.</summary>
        public bool IsQueued { get; set; }

        /// <summary>Whether a sender has it, which waits for its turn.</summary>
        public bool IsHeld { get; set; }

        /// <summary>Whether it no longer waits.</summary>
        public bool IsGone { get; set; }
    }
}
