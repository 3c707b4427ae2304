using OnsDlq.Errors;
using OnsDlq.Listing;
using OnsDlq.Messages;
using OnsDlq.TestKit.Services;
using OnsDlq.Transport;

namespace OnsDlq.Core.Tests.Listing;

public sealed class BodyReaderTests
{
    private readonly PlayedBodies _bodies = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Bodies_are_read_side_by_side_and_given_in_order()
    {
        var first = new TaskCompletionSource<byte[]?>(TaskCreationOptions.RunContinuationsAsynchronously);
        var full = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _bodies.Play = (msgId, _) =>
        {
            if (msgId == $"M{BodyReader.InFlight}") full.SetResult();
            return msgId == "M1" ? first.Task : Task.FromResult<byte[]?>([]);
        };

        var reading = ReadAsync(PagedClient.Entries(3 * BodyReader.InFlight));
        await full.Task.WaitAsync(TimeSpan.FromSeconds(30), Cancellation);
        Assert.Equal(BodyReader.InFlight, _bodies.Asked.Count);
        Assert.False(reading.IsCompleted);
        first.SetResult([]);

        var read = await reading;
        Assert.Equal(Enumerable.Range(1, 3 * BodyReader.InFlight).Select(i => $"M{i}"), read.Select(one => one.Message.MsgId));
        Assert.All(read, one => Assert.NotNull(one.Message.Body));
        Assert.True(_bodies.MostFlying <= BodyReader.InFlight);
    }

    [Fact]
    public async Task A_body_that_is_there_and_verified_is_not_asked_for()
    {
        var there = Message("M1", crc: BodyChecksum.Of("hello"u8)).WithBody("hello"u8.ToArray());

        var read = await ReadAsync([there, Message("M2")]);

        Assert.Equal([BodyTrouble.None, BodyTrouble.None], read.Select(one => one.Trouble));
        Assert.Equal("hello", read[0].Message.BodyText);
        Assert.Equal(["MQ_INST_1/orders/M2"], _bodies.Asked);
    }

    [Fact]
    public async Task A_body_that_cannot_be_had_leaves_the_others_alone()
    {
        _bodies.Play = (msgId, _) => msgId switch
        {
            "M1" => Task.FromResult<byte[]?>(null),
            "M2" => throw PagedClient.Failure(ErrorId.TimedOut),
            _ => Task.FromResult<byte[]?>([]),
        };

        var read = await ReadAsync(PagedClient.Entries(3));

        Assert.Equal([BodyTrouble.Gone, BodyTrouble.CallFailed, BodyTrouble.None], read.Select(one => one.Trouble));
        Assert.Equal(ErrorId.TimedOut, read[1].Cause!.Id);
        Assert.Equal([true, true, false], read.Select(one => one.Message.Body is null));
    }

    [Fact]
    public async Task A_topic_that_may_not_be_read_is_not_asked_again_and_another_is()
    {
        _bodies.Play = (msgId, _) => msgId == "M1" ? throw PagedClient.Failure(ErrorId.PermissionDenied) : Task.FromResult<byte[]?>([]);
        DeadLetter[] letters = [Message("M1"), Message("M2", topic: "payments")];
        var reader = new BodyReader(_bodies, null);

        var first = await CollectAsync(reader, letters);
        var second = await CollectAsync(reader, [Message("M3"), Message("M4", topic: "payments")]);

        Assert.Equal([BodyTrouble.CallFailed, BodyTrouble.None, BodyTrouble.CallFailed, BodyTrouble.None], first.Concat(second).Select(one => one.Trouble));
        Assert.DoesNotContain("MQ_INST_1/orders/M3", _bodies.Asked);
    }

    [Fact]
    public async Task Another_body_than_the_entrys_is_told_of()
    {
        var one = Assert.Single(await ReadAsync([Message("M1", crc: 1)]));

        Assert.Equal((BodyTrouble.ChecksumDiffers, false, "M1"), (one.Trouble, one.Message.BodyVerified, one.Message.BodyText));
    }

    [Fact]
    public async Task The_instance_is_the_entrys_or_else_the_one_that_is_meant()
    {
        var reader = new BodyReader(_bodies, "MEANT");
        var unknown = await ReadAsync([Message("M1", instance: null), Message("M2", topic: null)]);

        await CollectAsync(reader, [Message("M3", instance: null), Message("M4")]);

        Assert.Equal([BodyTrouble.InstanceUnknown, BodyTrouble.TopicUnknown], unknown.Select(one => one.Trouble));
        Assert.Equal(["MEANT/orders/M3", "MQ_INST_1/orders/M4"], _bodies.Asked);
    }

    [Fact]
    public async Task Who_stops_listening_leaves_no_call_behind()
    {
        var canceled = 0;
        _bodies.Play = async (msgId, cancellationToken) =>
        {
            if (msgId == "M1") return [];
            try
            {
                await Task.Delay(Timeout.InfiniteTimeSpan, cancellationToken);
            }
            catch (OperationCanceledException)
            {
                Interlocked.Increment(ref canceled);
                throw;
            }

            return [];
        };

        await foreach (var _ in new BodyReader(_bodies, null).ReadAsync(PagedClient.Entries(20), new CallContext(), Cancellation)) break;

        Assert.Equal(0, _bodies.Flying);
        Assert.Equal(BodyReader.InFlight - 1, canceled);
    }

    private static DeadLetter Message(string msgId, string? topic = "orders", string? instance = "MQ_INST_1", int? crc = null) =>
        new(msgId, "GID_a", instance, "cn-hangzhou", 5) { Topic = topic, BodyCrc = crc };

    private Task<List<BodyResult>> ReadAsync(DeadLetter[] letters) => CollectAsync(new BodyReader(_bodies, null), letters);

    private static async Task<List<BodyResult>> CollectAsync(BodyReader reader, DeadLetter[] letters)
    {
        var read = new List<BodyResult>();
        await foreach (var one in reader.ReadAsync(letters, new CallContext(), Cancellation)) read.Add(one);
        return read;
    }
}
