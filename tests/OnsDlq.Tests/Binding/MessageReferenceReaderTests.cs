using System.Collections;
using System.Management.Automation;
using System.Numerics;
using OnsDlq.Binding;
using OnsDlq.Connection;
using OnsDlq.Messages;
using OnsDlq.Resend;
using OnsDlq.TestKit.Journal;
using OnsDlq.TestKit.Services;
using OnsDlq.Transport;

namespace OnsDlq.Tests.Binding;

public sealed class MessageReferenceReaderTests : IDisposable
{
    private readonly OnsDlqConnection _connection =
        new(
            "cn-hangzhou", "MQ_INST_default", new Uri("http://127.0.0.1:1"), "test", new GatedDeadLetterClient(), new ServiceClock(TimeProvider.System),
            MemoryJournalOpener.Connect());

    public void Dispose() => _connection.Dispose();

    private static readonly Moment Now = Moment.Now(TimeProvider.System);

    private DeadLetter Listed() => new("A1", "GID_orders", "MQ_INST_1", "cn-hangzhou", 5) { Realm = _connection.Realm, ListedAt = Now };

    private MessageReference Read(object? input, string? groupId = null, string? instanceId = null)
    {
        var message = new MessageReferenceReader(_connection, groupId, instanceId).TryRead(input, out var error);
        Assert.Null(error);
        Assert.NotNull(message);
        return message;
    }

    private ErrorRecord ErrorOf(object? input, string? groupId = null, string? instanceId = null)
    {
        var message = new MessageReferenceReader(_connection, groupId, instanceId).TryRead(input, out var error);
        Assert.Null(message);
        Assert.NotNull(error);
        return error;
    }

    [Fact]
    public void A_dead_letter_names_everything() => Assert.Equal(
        new MessageReference("cn-hangzhou", "MQ_INST_1", "GID_orders", "A1", 5) { ListedAt = Now },
        Read(PSObject.AsPSObject(Listed())));

    [Fact]
    public void A_dead_letter_without_an_instance_is_of_the_parameters_or_the_connections()
    {
        var letter = new DeadLetter("A1", "GID_orders", null, "cn-hangzhou", 5);

        Assert.Equal("MQ_INST_default", Read(letter).InstanceId);
        Assert.Equal("MQ_INST_2", Read(letter, instanceId: "MQ_INST_2").InstanceId);
    }

    [Fact]
    public void What_is_added_to_a_dead_letter_is_not_the_services_word()
    {
        var letter = PSObject.AsPSObject(Listed());
        letter.Properties.Remove("StoreTimestamp");
        letter.Properties.Add(new PSNoteProperty("StoreTimestamp", 9L));

        Assert.Equal((5L, Now), (Read(letter).StoreTimestamp, Read(letter).ListedAt));
    }

    [Fact]
    public void An_entry_that_another_service_showed_is_not_this_services_word()
    {
        Assert.Null(Read(new DeadLetter("A1", "GID_orders", "MQ_INST_1", "cn-hangzhou", 5) { Realm = "127.0.0.1:2", ListedAt = Now }).ListedAt);
        Assert.Null(Read(new DeadLetter("A1", "GID_orders", "MQ_INST_1", "cn-hangzhou", 5) { ListedAt = Now }).ListedAt);
    }

    [Fact]
    public void A_dead_letter_that_was_looked_up_by_its_ID_was_not_listed()
    {
        Assert.Null(Read(new DeadLetter("A1", "GID_orders", "MQ_INST_1", "cn-hangzhou", 5) { Realm = _connection.Realm }).ListedAt);
    }

    [Fact]
    public void Only_a_dead_letter_is_the_services_word()
    {
        var letter = Listed();
        var row = new PSObject();
        foreach (var name in new[] { "MsgId", "GroupId", "InstanceId", "RegionId", "StoreTimestamp" })
            row.Properties.Add(new PSNoteProperty(name, PSObject.AsPSObject(letter).Properties[name].Value));

        Assert.Equal(((long?)5L, (Moment?)null), (Read(row).StoreTimestamp, Read(row).ListedAt));
        Assert.Null(Read(new ResendResult(Read(letter), ResendStatus.Unknown)).ListedAt);
        Assert.Null(Read("A1", "GID_orders").ListedAt);
    }

    [Theory]
    [InlineData("Topic", "other", true)]
    [InlineData("MsgId", "A2", false)]
    [InlineData("GroupId", "GID_other", false)]
    [InlineData("InstanceId", "MQ_INST_2", false)]
    [InlineData("StoreTimestamp", 9L, false)]
    public void A_row_of_a_plan_in_which_the_message_was_replaced_was_not_listed(string replaced, object by, bool isListed)
    {
        var row = PSObject.AsPSObject(new ResendResult(Read(Listed()), ResendStatus.WouldSend) { ListedAt = Now, Realm = _connection.Realm });
        row.Properties.Add(new PSNoteProperty(replaced, by), preValidated: true);

        Assert.Equal(isListed ? Now : null, Read(row).ListedAt);
    }

    [Fact]
    public void A_result_names_everything()
    {
        var message = new MessageReference("cn-hangzhou", "MQ_INST_1", "GID_orders", "A1", 5);

        Assert.Equal(message, Read(new ResendResult(message, ResendStatus.Unknown)));
    }

    [Fact]
    public void An_id_takes_the_rest_from_parameters_and_connection() => Assert.Equal(
        new MessageReference("cn-hangzhou", "MQ_INST_default", "GID_orders", "A1", null), Read("A1", "GID_orders"));

    [Fact]
    public void A_dictionary_is_read_by_its_keys_whatever_their_case() => Assert.Equal(
        new MessageReference("cn-hangzhou", "MQ_INST_1", "GID_orders", "A1", 7),
        Read(new Hashtable { ["MSGID"] = "A1", ["groupId"] = "GID_orders", ["instanceid"] = "MQ_INST_1", ["StoreTimestamp"] = "7", [1] = "x" }));

    [Fact]
    public void Whole_numbers_are_ids_too()
    {
        Assert.Equal("42", Read(new { MsgId = 42 }, "GID_orders").MsgId);
        Assert.Equal("42", Read(new { MsgId = 42L }, "GID_orders").MsgId);
        Assert.Equal("340282366920938463463374607431768211456", Read(new { MsgId = BigInteger.Pow(2, 128) }, "GID_orders").MsgId);
    }

    [Fact]
    public void Blank_members_count_as_absent() => Assert.Equal(
        new MessageReference("cn-hangzhou", "MQ_INST_default", "GID_orders", "A1", null),
        Read(new { MsgId = " ", MessageId = " A1 ", GroupId = "", InstanceId = "  ", RegionId = "", StoreTimestamp = "" }, " GID_orders ", " "));

    [Theory]
    [InlineData(1e31)]
    [InlineData(1.5)]
    [InlineData(true)]
    public void An_id_that_is_neither_text_nor_a_whole_number_is_unreadable(object msgId) =>
        Assert.Equal("UnreadableInput", ErrorOf(new { MsgId = msgId }, "GID_orders").FullyQualifiedErrorId);

    [Theory]
    [InlineData("1.70000E+12")]
    [InlineData("-5")]
    [InlineData("1,700")]
    [InlineData("1.7643E+12")]
    [InlineData("1764288000000.5")]
    [InlineData("1764288000000,0")]
    [InlineData(1764288000000.5)]
    [InlineData(1.8e16)]
    [InlineData(double.NaN)]
    [InlineData("27/11/2026 20:00")]
    [InlineData("1969-12-31T00:00:00Z")]
    public void A_store_timestamp_that_a_spreadsheet_changed_is_unreadable(object timestamp)
    {
        var input = new { MsgId = "A1", StoreTimestamp = timestamp };

        var error = ErrorOf(input, "GID_orders");

        Assert.Equal("UnreadableInput", error.FullyQualifiedErrorId);
        Assert.Same(input, error.TargetObject);
    }

    public static TheoryData<object> Moments =>
    [
        1764288000123L, "1764288000123", "1764288000123.0", "1.764288000123E+12", "1764288000123.", 1764288000123d, 1764288000123.0m, new BigInteger(1764288000123),
        "2025-11-28T00:00:00.123Z", "2025-11-28 08:00:00.123+08:00", new DateTime(2025, 11, 28, 0, 0, 0, 123, DateTimeKind.Utc),
        new DateTimeOffset(2025, 11, 28, 8, 0, 0, 123, TimeSpan.FromHours(8)), PSObject.AsPSObject(1764288000123d),
    ];

    [Theory]
    [MemberData(nameof(Moments), DisableDiscoveryEnumeration = true)]
    public void A_store_timestamp_may_have_any_form_that_loses_nothing(object timestamp) =>
        Assert.Equal(1764288000123, Read(new { MsgId = "A1", StoreTimestamp = timestamp }, "GID_orders").StoreTimestamp);

    [Fact]
    public void A_member_that_throws_is_unreadable_and_keeps_its_exception()
    {
        var input = new PSObject();
        input.Properties.Add(new PSScriptProperty("MsgId", ScriptBlock.Create("throw 'no'")));

        var error = ErrorOf(input, "GID_orders");

        Assert.Equal("UnreadableInput", error.FullyQualifiedErrorId);
        Assert.IsAssignableFrom<GetValueException>(error.Exception.InnerException);
    }

    [Fact]
    public void A_group_with_its_instance_before_it_names_the_instance()
    {
        Assert.Equal("MQ_INST_1", Read("A1", "MQ_INST_1%GID_orders").InstanceId);
        Assert.Equal("MQ_INST_1", Read("A1", "MQ_INST_1%GID_orders", "MQ_INST_1").InstanceId);

        var letter = new DeadLetter("A1", "MQ_INST_1%GID_orders", "MQ_INST_2", "cn-hangzhou", 5);
        Assert.Equal("InstanceMismatch", ErrorOf(letter).FullyQualifiedErrorId);
        Assert.Equal("InstanceMismatch", ErrorOf("A1", "MQ_INST_1%GID_orders", "MQ_INST_2").FullyQualifiedErrorId);
    }

    [Theory]
    [InlineData("GID_orders%")]
    [InlineData("%DLQ%GID_orders")]
    [InlineData("GID\norders")]
    [InlineData("GID orders")]
    [InlineData("GID\u001b[31m")]
    [InlineData("GID\u202eorders")]
    public void A_group_with_blanks_control_characters_or_a_broken_name_is_invalid(string groupId)
    {
        var error = ErrorOf(new { MsgId = "A1", GroupId = groupId });

        Assert.Equal("InvalidGroupId", error.FullyQualifiedErrorId);
        Assert.Equal("A1", error.TargetObject);
    }

    [Fact]
    public void An_error_shows_no_control_characters_of_its_input()
    {
        Assert.DoesNotContain('\u001b', ErrorOf("A\u001b[31m", "GID_orders").ErrorDetails.Message);
        Assert.DoesNotContain('\u001b', ErrorOf(new { MsgId = "A1", GroupId = "G\u001b[31m" }, "GID_orders").ErrorDetails.Message);
    }
}
