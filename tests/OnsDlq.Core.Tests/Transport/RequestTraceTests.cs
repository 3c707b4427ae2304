using OnsDlq.Transport;

namespace OnsDlq.Core.Tests.Transport;

public sealed class RequestTraceTests
{
    private readonly RequestTrace _trace = new();

    [Fact]
    public void A_request_may_be_written_in_parts()
    {
        var connection = new object();
        _trace.Writing(connection);
        _trace.Writing(connection);

        Assert.True(_trace.Close());
    }

    [Fact]
    public void A_request_that_was_never_written_is_known_as_such() => Assert.False(_trace.Close());

    [Fact]
    public void A_request_is_not_written_to_a_second_connection()
    {
        _trace.Writing(new object());

        Assert.Throws<IOException>(() => _trace.Writing(new object()));
    }

    [Fact]
    public void A_request_is_not_written_once_it_is_answered()
    {
        var connection = new object();
        _trace.Writing(connection);
        _trace.AnswerBegan();

        Assert.Throws<IOException>(() => _trace.Writing(connection));
    }

    [Fact]
    public void A_request_is_not_written_once_it_is_over()
    {
        Assert.False(_trace.Close());

        Assert.Throws<IOException>(() => _trace.Writing(new object()));
        Assert.False(_trace.Close());
    }

    [Fact]
    public async Task An_answer_is_seen_even_where_the_read_began_before_the_write()
    {
        using var wire = new GatedStream();
        await using var stream = new TracedStream(wire);
        RequestTrace.Current = _trace;

        var read = stream.ReadAsync(new byte[8], TestContext.Current.CancellationToken).AsTask();
        await stream.WriteAsync(new byte[1], TestContext.Current.CancellationToken);
        await stream.WriteAsync(new byte[1], TestContext.Current.CancellationToken);
        wire.Answer.SetResult(3);

        Assert.Equal(3, await read);
        await Assert.ThrowsAsync<IOException>(async () => await stream.WriteAsync(new byte[1], TestContext.Current.CancellationToken));
    }

    /// <summary>A stream whose read completes when the test says how many bytes were read.</summary>
    private sealed class GatedStream : MemoryStream
    {
        public TaskCompletionSource<int> Answer { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => new(Answer.Task);
    }
}
