namespace OnsDlq.Tests.Pipeline;

/// <summary>What a test and its command tell each other.</summary>
public sealed class Probe
{
    private readonly TaskCompletionSource _workEnded = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _running;

    /// <summary>Completes once the work has ended, in whatever way.</summary>
    public Task WorkEnded => _workEnded.Task;

    /// <summary>Completes once the command's Dispose has returned.</summary>
    public TaskCompletionSource Disposed { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>How many pieces of work run.</summary>
    public int Running => Volatile.Read(ref _running);

    /// <summary>Whether work was still running when the command's Dispose returned.</summary>
    public bool WorkOutlivedCommand { get; set; }

    /// <summary>The steps the command went through.</summary>
    public List<string> Steps { get; } = [];

    /// <summary>Counts a piece of work for as long as it runs.</summary>
    public async Task TrackAsync(Func<Task> work)
    {
        Interlocked.Increment(ref _running);
        try
        {
            await work();
        }
        finally
        {
            // What a task does after it was told to end must be waited for, too.
            await Task.Yield();
            Interlocked.Decrement(ref _running);
            _workEnded.TrySetResult();
        }
    }
}
