using System.Text.Json;
using OnsDlq.Sandbox.Broker;
using OnsDlq.Sandbox.Control;

namespace OnsDlq.Sandbox.Tests.Broker;

public sealed class SeedTests
{
    private readonly BrokerBench _bench = new();

    [Fact]
    public void The_demo_is_a_queue_worth_looking_at()
    {
        Seed.Load("demo", _bench.Broker);

        var orders = Contents(DemoSeed.Orders);
        var payments = Contents(DemoSeed.Payments);
        Assert.Equal(40, orders.Length + payments.Length);
        Assert.Equal(["inventory", "orders", "payments"], orders.Concat(payments).Select(one => one.Topic).Distinct().Order(StringComparer.Ordinal));
        Assert.True(orders.Concat(payments).Select(one => one.Tag).Distinct().Count() >= 6);
        Assert.All(orders.Concat(payments), one => Assert.Matches("^[0-9A-F]{32}$", one.MsgId));
        Assert.Equal(40, orders.Concat(payments).Select(one => one.MsgId).Distinct().Count());
        Assert.Equal(0, _bench.Broker.Entries(DemoSeed.InstanceId, DemoSeed.Shipping).Entries.Length);
    }

    [Fact]
    public void In_the_demo_one_message_fails_again_and_all_others_are_consumed()
    {
        Seed.Load("demo", _bench.Broker);
        foreach (var group in new[] { DemoSeed.Orders, DemoSeed.Payments })
        {
            foreach (var one in Contents(group))
            {
                Assert.True(_bench.Broker.Resend(DemoSeed.InstanceId, group, one.MsgId));
            }
        }

        _bench.Advance(TimeSpan.FromMilliseconds(DemoSeed.ReturnAfterMs - 1));
        Assert.DoesNotContain(Contents(DemoSeed.Orders).GroupBy(one => one.MsgId), same => same.Count() == 2);
        _bench.Advance(TimeSpan.FromMilliseconds(2));

        var twice = Assert.Single(Contents(DemoSeed.Orders).GroupBy(one => one.MsgId), same => same.Count() == 2);
        Assert.Equal("orders", twice.First().Topic);
        Assert.Equal(41, Contents(DemoSeed.Orders).Length + Contents(DemoSeed.Payments).Length);
    }

    [Fact]
    public void The_demo_has_two_instances_groups_of_both_types_and_bodies_that_are_no_text()
    {
        Seed.Load("demo", _bench.Broker);

        Assert.Equal(["shop", "shop-staging"], _bench.Broker.Instances().Select(one => one.Profile.Name));
        Assert.Equal(["http", "tcp"], _bench.Broker.Groups(DemoSeed.InstanceId).Select(one => one.Profile.Type).Distinct().Order(StringComparer.Ordinal));
        Assert.All(Contents(DemoSeed.Labels), one => Assert.False(System.Text.Unicode.Utf8.IsValid(one.Body.Span)));
        Assert.All(Contents(DemoSeed.Orders), one => JsonDocument.Parse(one.Body).Dispose());
    }

    [Fact]
    public void None_is_nothing()
    {
        Seed.Load("none", _bench.Broker);
        Assert.Null(_bench.Broker.InstanceOf(DemoSeed.Orders));
    }

    [Fact]
    public void A_file_tells_of_instances_and_groups()
    {
        Load("{'instances':[{'instanceId':'I','name':'shop'}],'groups':{'instanceId':'I','groupId':'G','type':'http'}}");

        Assert.Equal("shop", Assert.Single(_bench.Broker.Instances()).Profile.Name);
        Assert.Equal(("G", "http"), (_bench.Broker.Groups("I").Single().GroupId, _bench.Broker.Groups("I").Single().Profile.Type));
    }

    [Fact]
    public void A_file_holds_messages_alone_or_consumers_too()
    {
        Load("[{'instanceId':'I','groupId':'G1','topic':'T'}]");
        Load("{'instanceId':'I','groupId':'G2','topic':'T','count':7}");
        Load("{'messages':{'instanceId':'I','groupId':'G3','topic':'T','msgId':'AA'},"
            + "'consumers':[{'instanceId':'I','groupId':'G3','consumer':'offline'},{'instanceId':'I','groupId':'G4','consumer':'succeed'}]}");

        Assert.Single(Contents("G1", "I"));
        Assert.Equal(7, Contents("G2", "I").Length);
        Assert.Empty(Contents("G4", "I"));
        _bench.Broker.Resend("I", "G3", "AA");
        Assert.Equal(1, _bench.Broker.WaitingOf("I", "G3", "AA"));
    }

    [Fact]
    public void A_file_may_have_the_consumers_of_a_group_and_what_they_do_from_a_time_on()
    {
        Load("""
            {'consumers':[{'instanceId':'I','groupId':'G','consumer':'offline','afterSeconds':60}],
             'clients':[{'instanceId':'I','groupId':'G','clients':[{},{}]}],
             'traffic':[{'instanceId':'I','groupId':'G','topic':'orders','backlog':7}],
             'traces':[{'instanceId':'I','groupId':'G','none':true}]}
            """);
        var status = _bench.Broker.Status("I", "G", needsConsumers: false);
        Assert.Equal((2, 7), (status.Clients.Count, status.TotalDiff));

        _bench.Advance(TimeSpan.FromSeconds(60));

        Assert.False(_bench.Broker.Status("I", "G", needsConsumers: false).Online);
    }

    [Theory]
    [InlineData("{'messages':[],'topics':[]}", "'topics'")]
    [InlineData("{'clients':[{'instanceId':'I'}]}", "groupId")]
    [InlineData("{'consumers':{}}", "array")]
    [InlineData("[{'topic':'T'}]", "instanceId")]
    [InlineData("nothing", "no JSON")]
    public void A_file_that_cannot_be_used_is_an_error_that_says_why(string json, string word) =>
        Assert.Contains(word, Assert.Throws<SandboxInputException>(() => Load(json)).Message, StringComparison.Ordinal);

    [Fact]
    public void A_file_that_is_not_there_is_an_error_that_names_it() =>
        Assert.Contains("absent.json", Assert.Throws<SandboxInputException>(() => Seed.Load("absent.json", _bench.Broker)).Message, StringComparison.Ordinal);

    private MessageContent[] Contents(string group, string instance = DemoSeed.InstanceId) =>
        [.. _bench.Broker.Entries(instance, group).Entries.ToArray().Select(entry => entry.Content)];

    private void Load(string json)
    {
        var directory = Directory.CreateTempSubdirectory("ons-sandbox-seed");
        try
        {
            var path = Path.Combine(directory.FullName, "seed.json");
            File.WriteAllText(path, json.Replace('\'', '"'));
            Seed.Load(path, _bench.Broker);
        }
        finally
        {
            directory.Delete(recursive: true);
        }
    }
}
