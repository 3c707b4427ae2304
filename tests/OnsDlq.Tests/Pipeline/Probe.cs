namespace OnsDlq.Tests.Pipeline;

/// <summary>Shared by a test and its command, to signal each other.</summary>
public sealed class Probe
{
    private readonly TaskCompletionSource _workEnded = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _running;

    /// <summary>Completes when the work has ended, whether it succeeded or not.</summary>
    public Task WorkEnded => _workEnded.Task;

    /// <summary>Completes when the command's Dispose has returned.</summary>
    public TaskCompletionSource Disposed { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>How many tasks are running.</summary>
    public int Running => Volatile.Read(ref _running);

    /// <summary>Whether work was still running when the command's Dispose returned.</summary>
    public bool WorkOutlivedCommand { get; set; }

    /// <summary>The steps the command went through.</summary>
    public List<string> Steps { get; } = [];

    /// <summary>Counts a task while it runs.</summary>
    public async Task TrackAsync(Func<Task> work)
    {
        Interlocked.Increment(ref _running);
        try
        {
            await work();
        }
        finally
        {
            // What a task does after it was cancelled must be waited for, too.
            await Task.Yield();
            Interlocked.Decrement(ref _running);
            _workEnded.TrySetResult();
        }
    }
}
