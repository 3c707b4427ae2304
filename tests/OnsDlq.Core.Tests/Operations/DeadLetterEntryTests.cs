using System.Text.Json;
using OnsDlq.Messages;
using OnsDlq.Operations;

namespace OnsDlq.Core.Tests.Operations;

public sealed class DeadLetterEntryTests
{
    [Fact]
    public void An_entry_with_an_ID_alone_is_read()
    {
        var entry = Read("""{"MsgId":"A"}""");

        Assert.Equal(("A", "GID_x", "MQ_INST_1"), (entry.MsgId, entry.GroupId, entry.InstanceId));
        Assert.Equal((null, null, null, null, null), (entry.Topic, entry.Tag, entry.BornTime, entry.ReconsumeTimes, entry.BodyCrc));
        Assert.Empty(entry.Key);
        Assert.Empty(entry.Properties);
    }

    [Theory]
    [InlineData("""{"MsgId":"A","StoreTimestamp":"1570761026708","ReconsumeTimes":"16","BodyCRC":"914112295"}""", 1570761026708, 16)]
    [InlineData("""{"MsgId":"A","StoreTimestamp":1570761026708,"ReconsumeTimes":16}""", 1570761026708, 16)]
    [InlineData("""{"MsgId":"A","StoreTimestamp":99999999999999999,"ReconsumeTimes":99999999999}""", 0, null)]
    [InlineData("""{"MsgId":"A","StoreTimestamp":-99999999999999999,"ReconsumeTimes":"many"}""", 0, null)]
    [InlineData("""{"MsgId":"A","StoreTimestamp":{},"ReconsumeTimes":[]}""", 0, null)]
    public void Numbers_are_read_as_number_or_text_and_left_out_beyond_their_range(string json, long stored, int? reconsumed)
    {
        var entry = Read(json);

        Assert.Equal((stored, reconsumed), (entry.StoreTimestamp, entry.ReconsumeTimes));
        Assert.True(entry.ExpiresAt > entry.StoreTime);
    }

    [Theory]
    [InlineData("orders", "other", "orders")]
    [InlineData("%RETRY%GID_x", "orders", "orders")]
    [InlineData("MQ_INST_1%%RETRY%GID_x", "orders", "orders")]
    [InlineData("%DLQ%GID_x", "orders", "orders")]
    [InlineData("%DLQ%GID_x", "", "%DLQ%GID_x")]
    [InlineData("", "orders", "orders")]
    public void The_topic_is_the_business_topic(string topic, string retryTopic, string shown) => Assert.Equal(
        shown, Read($$$"""{"MsgId":"A","Topic":"{{{topic}}}","PropertyList":{"MessageProperty":[{"Name":"RETRY_TOPIC","Value":"{{{retryTopic}}}"}]}}""").Topic);

    [Fact]
    public void The_first_of_two_properties_of_one_name_rules_and_odd_ones_are_no_trouble()
    {
        var entry = Read("""{"MsgId":"A","PropertyList":[{"Name":"TAGS","Value":"one"},{"Name":"TAGS","Value":"two"},{"Name":"x"},{"Value":"y"},null,7,{"Name":"n","Value":5}]}""");

        Assert.Equal("one", entry.Tag);
        Assert.Equal(["TAGS=one", "n=5", "x="], entry.Properties.Select(property => $"{property.Key}={property.Value}").Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Nothing_of_an_entry_can_disturb_a_terminal_or_is_without_end()
    {
        var flood = new string('x', 100_000);
        var properties = string.Join(',', Enumerable.Range(0, 1000).Select(i => $$"""{"Name":"p{{i}}","Value":"{{flood[..1000]}}"}"""));
        var entry = Read($$"""
            {"MsgId":"\u001b]0;x\u0007{{flood}}","Topic":"a\u001b[31m","InstanceId":"\u202e{{flood}}","BornHost":"{{flood}}","StoreHost":"\u001bc",
            "PropertyList":[{"Name":"KEYS","Value":"k\u001b1 k2"},{"Name":"TAGS","Value":"\u0007\n"},{"Name":"big","Value":"{{flood}}"},{{properties}}]}
            """);

        Assert.Equal("a␛[31m", entry.Topic);
        Assert.Equal(["k␛1", "k2"], entry.Key);
        Assert.Equal("␇␊", entry.Tag);
        Assert.StartsWith("␛]0;x␇xxx", entry.MsgId, StringComparison.Ordinal);
        string[] texts =
        [
            entry.MsgId, entry.Topic!, entry.InstanceId!, entry.BornHost!, entry.StoreHost!,
            .. entry.Properties.Keys, .. entry.Properties.Values,
        ];
        Assert.DoesNotContain(texts, text => text.Any(character => char.IsControl(character) && character != '\n'));
        Assert.All([entry.MsgId, entry.InstanceId, entry.BornHost], text => Assert.InRange(text!.Length, 1, 257));
        Assert.InRange(texts.Sum(text => text.Length), 1, 70_000);
    }

    [Theory]
    [InlineData("aGVsbG8=", 907060870, "hello")]
    [InlineData("hello", 907060870, "hello")]
    [InlineData("aGVsbG8=", 1, null)]
    [InlineData("aGVsbG8=", null, null)]
    public void A_body_in_the_entry_is_taken_over_where_its_checksum_fits(string body, int? crc, string? expected)
    {
        var json = $$"""{"MsgId":"A","Body":"{{body}}","BodyCRC":{{crc?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "null"}}}""";

        var entry = DeadLetterEntry.Read(JsonDocument.Parse(json).RootElement, "GID_x", "MQ_INST_1", "cn-hangzhou", withBody: true)!;

        Assert.Equal((expected, expected is null ? null : true), (entry.BodyText, entry.BodyVerified));
        Assert.Null(Read(json).Body);
    }

    [Fact]
    public void Text_that_is_none_is_no_trouble() => Assert.Equal(@"a\ud800", Read("""{"MsgId":"A","Topic":"a\ud800"}""").Topic);

    [Fact]
    public void Entries_of_one_page_keep_what_is_the_same_in_them_once()
    {
        var texts = new HashSet<string>(StringComparer.Ordinal);
        var entries = new[] { "A", "B" }.Select(id => DeadLetterEntry.Read(
            JsonDocument.Parse($$$"""{"MsgId":"{{{id}}}","Topic":"orders","StoreHost":"10.0.0.1:10911","PropertyList":[{"Name":"TAGS","Value":"paid"}]}""").RootElement,
            "GID_x", "MQ_INST_1", "cn-x", texts: texts)!).ToArray();

        Assert.Equal([("A", "orders", "paid"), ("B", "orders", "paid")], entries.Select(entry => (entry.MsgId, entry.Topic!, entry.Tag!)));
        Assert.Same(entries[0].Topic, entries[1].Topic);
        Assert.Same(entries[0].StoreHost, entries[1].StoreHost);
        Assert.Same(entries[0].Properties.Single().Key, entries[1].Properties.Single().Key);
        Assert.Same(entries[0].Tag, entries[1].Tag);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"MsgId":""}""")]
    [InlineData("""{"MsgId":null}""")]
    [InlineData("7")]
    public void Without_an_ID_there_is_no_entry(string json) =>
        Assert.Null(DeadLetterEntry.Read(JsonDocument.Parse(json).RootElement, "GID_x", null, "cn-x"));

    private static DeadLetter Read(string json) => DeadLetterEntry.Read(JsonDocument.Parse(json).RootElement, "GID_x", "MQ_INST_1", "cn-x")!;
}
