using OnsDlq.Sandbox.Broker;
using OnsDlq.Sandbox.Control;

namespace OnsDlq.Sandbox.Tests.Broker;

public sealed class ResendTests
{
    private readonly BrokerBench _bench = new();

    [Fact]
    public void Every_resend_is_one_delivery_and_the_dead_letter_stays()
    {
        var id = _bench.AddOne(5);

        Assert.Empty(_bench.Resend(id));
        _bench.Advance(TimeSpan.FromSeconds(2));
        Assert.Empty(_bench.Resend(id));

        var delivery = Assert.Single(_bench.Ledger.Deliveries());
        Assert.Equal((BrokerBench.Instance, BrokerBench.Group, id, 2), (delivery.InstanceId, delivery.GroupId, delivery.MsgId, delivery.Count));
        Assert.Equal([_bench.Now - 2000, _bench.Now], delivery.Times);
        Assert.Single(_bench.All());
    }

    [Fact]
    public void A_consumer_that_fails_for_good_brings_one_more_entry_for_each_resend()
    {
        var id = _bench.AddOne(5, ",'consumer':'fail','reconsumeTimes':3");

        Assert.Empty(_bench.Resend(id));
        Assert.Empty(_bench.Resend(id));
        _bench.Advance(TimeSpan.FromSeconds(1));

        var entries = _bench.All();
        Assert.Equal([id, id, id], entries.Select(entry => (string)entry["MsgId"]!));
        Assert.Equal([3, 16, 16], entries.Select(entry => (int)entry["ReconsumeTimes"]!));
        Assert.Equal(3, entries.Select(entry => (long)entry["StoreTimestamp"]!).Distinct().Count());
        Assert.Equal((long)entries[2]["StoreTimestamp"]!, (long)_bench.Get(id)["StoreTimestamp"]!);
        Assert.Equal((long)entries[0]["BornTimestamp"]!, (long)entries[2]["BornTimestamp"]!);
    }

    [Fact]
    public void A_consumer_that_fails_twice_more_succeeds_on_the_third_delivery()
    {
        var id = _bench.AddBatch(3, 20, 5, ",'consumer':'fail:2'")[1];
        for (var i = 0; i < 4; i++)
        {
            _bench.Resend(id);
            _bench.Advance(TimeSpan.FromSeconds(1));
        }

        Assert.Equal(4, _bench.Deliveries(id));
        Assert.Equal(3, _bench.All().Count(entry => (string)entry["MsgId"]! == id));
        Assert.Equal(5, _bench.All().Length);
    }

    [Fact]
    public void A_failed_delivery_returns_when_its_time_has_come()
    {
        var id = _bench.AddOne(5, ",'consumer':'fail','returnAfterSeconds':60");
        _bench.Resend(id);
        _bench.Advance(TimeSpan.FromMilliseconds(59_999));
        Assert.Single(_bench.All());

        _bench.Advance(TimeSpan.FromMilliseconds(1));

        Assert.Equal(2, _bench.All().Length);
        Assert.Equal(_bench.Now, (long)_bench.Get(id)["StoreTimestamp"]!);
    }

    [Fact]
    public void A_message_that_cannot_be_resent_is_listed_and_not_delivered()
    {
        var id = _bench.AddOne(5, ",'resend':'refuse'");

        Assert.Equal([id], _bench.Resend(id));
        Assert.Empty(_bench.Ledger.Deliveries());
    }

    [Fact]
    public void An_answer_by_the_sample_lists_the_message_though_it_was_delivered()
    {
        var bench = new BrokerBench(ResendAnswer.Sample);
        var id = bench.AddOne(5);

        Assert.Equal([id], bench.Resend(id));
        Assert.Equal(1, bench.Deliveries(id));
    }

    [Fact]
    public void Deliveries_to_an_offline_group_wait_until_it_is_online()
    {
        var ids = _bench.AddBatch(3, 20, 5);
        _bench.SetConsumer("offline");
        _bench.Resend(ids[0]);
        _bench.Resend(ids[0]);
        _bench.Resend(ids[1]);
        _bench.Advance(TimeSpan.FromHours(1));
        Assert.Equal(2, _bench.Broker.WaitingOf(BrokerBench.Instance, BrokerBench.Group, ids[0]));
        Assert.Equal(2, _bench.Deliveries(ids[0]));
        Assert.Equal(3, _bench.All().Length);

        _bench.SetConsumer("fail:1");
        _bench.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal(0, _bench.Broker.WaitingOf(BrokerBench.Instance, BrokerBench.Group, ids[0]));
        Assert.Equal(5, _bench.All().Length);
        Assert.Equal(_bench.Now - 1000, (long)_bench.Get(ids[1])["StoreTimestamp"]!);
        Assert.Equal((2, 1), (_bench.Deliveries(ids[0]), _bench.Deliveries(ids[1])));
    }

    [Fact]
    public void A_behaviour_of_the_whole_group_replaces_those_of_its_messages()
    {
        var batch = _bench.AddBatch(2, 20, 5, ",'consumer':'fail'");
        var single = _bench.AddOne(1, ",'consumer':'fail'");
        _bench.SetConsumer("succeed");
        foreach (var id in batch.Append(single))
        {
            _bench.Resend(id);
        }

        _bench.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(3, _bench.All().Length);

        _bench.SetConsumer("fail", batch[1]);
        _bench.Resend(batch[0]);
        _bench.Resend(batch[1]);
        _bench.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(4, _bench.All().Length);
    }

    [Fact]
    public void A_behaviour_for_a_message_the_group_never_had_is_an_error()
    {
        _bench.AddOne(1);
        Assert.Throws<SandboxInputException>(() => _bench.SetConsumer("fail", "NONE"));
    }

    [Theory]
    [InlineData("fail:")]
    [InlineData("fail:-1")]
    [InlineData("Succeed")]
    [InlineData("")]
    public void An_unknown_behaviour_is_an_error(string text) =>
        Assert.Throws<SandboxInputException>(() => ConsumerBehaviour.Parse(text));

    [Fact]
    public async Task Resends_at_once_are_all_counted()
    {
        var ids = _bench.AddBatch(8, 20, 5, ",'consumer':'fail'");
        await Task.WhenAll(Enumerable.Range(0, 800).Select(i =>
            Task.Run(() => _bench.Resend(ids[i % 8]), TestContext.Current.CancellationToken)));
        _bench.Advance(TimeSpan.FromMinutes(1));

        Assert.All(ids, id => Assert.Equal(100, _bench.Deliveries(id)));
        Assert.Equal(808, _bench.All().Length);
    }
}
