using System.Text.Json;
using OnsDlq.Sandbox.Control;
using OnsDlq.Sandbox.Faults;

namespace OnsDlq.Sandbox.Tests.Faults;

public sealed class FaultBookTests
{
    private const string Resend = "OnsDLQMessageResendById";

    private readonly FaultBook _book = new();

    [Fact]
    public void The_nth_call_counted_from_the_posting_meets_the_fault_once()
    {
        _book.Next(Resend, "A");
        Post("[{'action':'OnsDLQMessageResendById','nth':3,'fault':'acceptThenDrop'}]");

        Assert.Null(_book.Next("OnsDLQMessageGetById", "A"));
        Assert.Equal([null, null, Fault.AcceptThenDrop, null, null], Calls(5));
    }

    [Fact]
    public void A_rule_with_a_message_counts_only_calls_about_it()
    {
        Post("[{'msgId':'B','nth':2,'fault':'throttle'}]");

        Assert.Equal(
            [null, null, null, Fault.Throttle, null],
            new[] { "A", "B", "A", "B", "B" }.Select(msgId => _book.Next(Resend, msgId)?.Fault));
    }

    [Fact]
    public void A_rule_without_a_number_meets_every_call_or_as_many_as_it_says()
    {
        Post("[{'fault':'html','times':2},{'fault':'garbage'}]");

        Assert.Equal([Fault.Html, Fault.Html, Fault.Garbage, Fault.Garbage], Calls(4));
    }

    [Fact]
    public void A_number_with_times_meets_that_many_calls_from_there_on()
    {
        Post("[{'nth':2,'times':2,'fault':'status:503'}]");

        Assert.Equal([null, Fault.Status, Fault.Status, null], Calls(4));
    }

    [Fact]
    public void Of_two_rules_for_one_call_the_first_posted_wins_and_both_have_counted()
    {
        Post("[{'nth':2,'fault':'html'}]");
        Post("[{'nth':2,'fault':'garbage'},{'nth':3,'fault':'throttle'}]");

        Assert.Equal([null, Fault.Html, Fault.Garbage, Fault.Throttle, null], Calls(5));
    }

    [Fact]
    public void Chance_is_the_same_for_the_same_seed()
    {
        Post("[{'probability':0.3,'seed':7,'fault':'timeout'}]");
        var first = Calls(1000);
        _book.Clear();
        Post("[{'probability':0.3,'seed':7,'fault':'timeout'}]");

        Assert.Equal(first, Calls(1000));
        Assert.InRange(first.Count(fault => fault is not null), 230, 370);
    }

    [Fact]
    public void Removed_rules_meet_nothing()
    {
        Post("[{'fault':'html'}]");
        _book.Clear();

        Assert.Equal(0, _book.Count);
        Assert.Equal([null], Calls(1));
    }

    [Theory]
    [InlineData("acceptThenDrop", "AcceptThenDrop", 0)]
    [InlineData("acceptThenTimeout", "AcceptThenTimeout", 0)]
    [InlineData("dropBefore", "DropBefore", 0)]
    [InlineData("timeout", "Timeout", 0)]
    [InlineData("throttle", "Throttle", 0)]
    [InlineData("status:503", "Status", 503)]
    [InlineData("status:500", "Status", 500)]
    [InlineData("garbage", "Garbage", 0)]
    [InlineData("halfBody", "HalfBody", 0)]
    [InlineData("slowBody:500", "SlowBody", 500)]
    [InlineData("html", "Html", 0)]
    [InlineData("xmlError", "XmlError", 0)]
    [InlineData("errorInside200", "ErrorInside200", 0)]
    [InlineData("otherId", "OtherId", 0)]
    [InlineData("redirect:307", "Redirect", 307)]
    [InlineData("challenge:401", "Challenge", 401)]
    public void Every_fault_has_its_name(string name, string fault, int value)
    {
        Post($"[{{'fault':'{name}'}}]");

        Assert.Equal(new FaultDirective(Enum.Parse<Fault>(fault), value), _book.Next(Resend, null));
    }

    [Theory]
    [InlineData("{'fault':'html'}", "array")]
    [InlineData("[{'fault':'explode'}]", "explode")]
    [InlineData("[{'fault':'status'}]", "status:")]
    [InlineData("[{'fault':'status:200'}]", "400 to 599")]
    [InlineData("[{'fault':'html:1'}]", "no number")]
    [InlineData("[{'fault':'html'},{'fault':'html','acton':'x'}]", "'acton'")]
    [InlineData("[{'fault':'html','nth':0}]", "nth")]
    [InlineData("[{'fault':'html','nth':'3'}]", "nth")]
    [InlineData("[{'fault':'html','probability':0}]", "probability")]
    [InlineData("[{'nth':1}]", "'fault'")]
    [InlineData("[3]", "rule 1")]
    [InlineData("[{'fault':'html','fault':'html'}]", "twice")]
    public void A_rule_that_cannot_be_used_is_an_error_that_says_why(string json, string word)
    {
        var error = Assert.Throws<SandboxInputException>(() => Post(json));

        Assert.Contains(word, error.Message, StringComparison.Ordinal);
        Assert.Equal(0, _book.Count);
    }

    private Fault?[] Calls(int count) => [.. Enumerable.Range(0, count).Select(_ => _book.Next(Resend, "A")?.Fault)];

    private void Post(string json)
    {
        using var parsed = JsonDocument.Parse(json.Replace('\'', '"'));
        _book.Add(FaultReader.Read(parsed.RootElement));
    }
}
