using FsCheck;
using FsCheck.Fluent;
using OnsDlq.Signing;

namespace OnsDlq.Core.Tests.Signing;

/// <summary>Properties that hold for every request, not only for the test vectors.</summary>
public class SignatureV3PropertyTests
{
    private static readonly DateTimeOffset Date = new(2024, 1, 2, 3, 4, 5, TimeSpan.Zero);

    private static readonly Gen<string> Text = ArbMap.Default.GeneratorFor<string>()
        .Select(text => new string([.. (text ?? "").Where(letter => !char.IsSurrogate(letter))]));

    private static readonly Arbitrary<Dictionary<string, string>> Parameters = Gen.Two(Text).ArrayOf()
        .Select(pairs => pairs.GroupBy(pair => pair.Item1, StringComparer.Ordinal).ToDictionary(group => group.Key, group => group.First().Item2))
        .ToArbitrary();

    [Fact]
    public void Encoded_text_holds_unreserved_characters_only_and_decodes_to_itself() => Prop.ForAll(
        Text.ToArbitrary(),
        text =>
        {
            var encoded = Encoded(text);
            return encoded.All(letter => char.IsAsciiLetterOrDigit(letter) || "-_.~%".Contains(letter, StringComparison.Ordinal))
                && Uri.UnescapeDataString(encoded) == text
                && encoded == string.Concat(encoded.Split('%').Select((part, index) => index == 0 ? part : "%" + part[..2].ToUpperInvariant() + part[2..]));
        }).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData("", "")]
    [InlineData("a b", "a%20b")]
    [InlineData("*'()!", "%2A%27%28%29%21")]
    [InlineData("-_.~", "-_.~")]
    [InlineData("\u0131\u0130", "%C4%B1%C4%B0")]
    [InlineData("\U0001F600", "%F0%9F%98%80")]
    [InlineData("\0\r\n", "%00%0D%0A")]
    public void Encoding_follows_the_rule_character_by_character(string text, string encoded) =>
        Assert.Equal(encoded, Encoded(text));

    [Fact]
    public void An_unpaired_surrogate_is_encoded_as_the_replacement_character() =>
        Assert.Equal("%EF%BF%BD", Encoded("\ud800"));

    [Fact]
    public void The_order_in_which_parameters_are_given_does_not_matter() => Prop.ForAll(
        Parameters,
        parameters =>
        {
            var forward = Sign(Request(parameters));
            var backward = Sign(Request(parameters.Reverse().ToDictionary(pair => pair.Key, pair => pair.Value)));
            return forward.Query == backward.Query && Authorization(forward) == Authorization(backward);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Signing_the_same_twice_gives_the_same_and_leaves_the_request_alone() => Prop.ForAll(
        Parameters,
        parameters =>
        {
            var request = Request(parameters);
            var first = Sign(request);
            return first.Headers.OrderBy(pair => pair.Key).SequenceEqual(Sign(request).Headers.OrderBy(pair => pair.Key))
                && request.SignedHeaders.Count == 0;
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void An_address_built_from_the_query_sends_the_query_as_it_was_signed() => Prop.ForAll(
        Parameters,
        parameters =>
        {
            var query = Sign(Request(parameters)).Query;
            return new Uri("https://ons.cn-hangzhou.aliyuncs.com/?" + query).PathAndQuery == (query.Length == 0 ? "/?" : "/?" + query);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Any_other_parameter_value_gives_another_signature() => Prop.ForAll(
        Parameters,
        Text.ToArbitrary(),
        (parameters, value) =>
        {
            var changed = new Dictionary<string, string>(parameters) { ["GroupId"] = value };
            var same = parameters.TryGetValue("GroupId", out var before) && before == value;
            return same == (Authorization(Sign(Request(parameters))) == Authorization(Sign(Request(changed))));
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Any_other_input_gives_another_signature()
    {
        var request = Request(new() { ["MsgId"] = "1" });
        var key = new AccessKey("id", "secret", "token");
        string[] signatures =
        [
            Signature(request, key, Date, "n"),
            Signature(request with { Method = "GET" }, key, Date, "n"),
            Signature(request with { Host = "ons.cn-beijing.aliyuncs.com" }, key, Date, "n"),
            Signature(request with { Action = "OnsDLQMessageGetById" }, key, Date, "n"),
            Signature(request with { Version = "2019-02-15" }, key, Date, "n"),
            Signature(request with { Query = new Dictionary<string, string> { ["MsgId"] = "2" } }, key, Date, "n"),
            Signature(request with { Query = new Dictionary<string, string> { ["MsgIe"] = "1" } }, key, Date, "n"),
            Signature(request with { BodyHash = new string('0', 64) }, key, Date, "n"),
            Signature(request with { SignedHeaders = new Dictionary<string, string> { ["content-type"] = "text/plain" } }, key, Date, "n"),
            Signature(request, key with { Id = "ie" }, Date, "n"),
            Signature(request, key with { Secret = "secres" }, Date, "n"),
            Signature(request, key with { SecurityToken = "tokem" }, Date, "n"),
            Signature(request, key with { SecurityToken = null }, Date, "n"),
            Signature(request, key, Date.AddSeconds(1), "n"),
            Signature(request, key, Date, "m"),
        ];

        Assert.Equal(signatures.Length, signatures.Distinct().Count());
    }

    [Fact]
    public void An_empty_security_token_counts_as_none() => Assert.Equal(
        Signature(Request([]), new AccessKey("id", "secret"), Date, "n"), Signature(Request([]), new AccessKey("id", "secret", ""), Date, "n"));

    [Fact]
    public void Nonces_are_32_lower_case_hex_digits_and_differ()
    {
        var source = new RandomNonceSource();
        var nonces = Enumerable.Range(0, 1000).Select(_ => source.Next()).ToArray();

        Assert.Equal(1000, nonces.Distinct().Count());
        Assert.All(nonces, nonce => Assert.Matches("^[0-9a-f]{32}$", nonce));
    }

    private static string Encoded(string text) => CanonicalQuery.Of([new("", text)])[1..];

    private static UnsignedRequest Request(Dictionary<string, string> parameters) => new()
    {
        Host = "ons.cn-hangzhou.aliyuncs.com",
        Action = "OnsDLQMessageResendById",
        Version = "2019-02-14",
        Query = parameters,
    };

    private static SignedRequest Sign(UnsignedRequest request) => SignatureV3.Sign(request, new AccessKey("id", "secret", "token"), Date, "n");

    private static string Authorization(SignedRequest request) => request.Headers["authorization"];

    private static string Signature(UnsignedRequest request, AccessKey key, DateTimeOffset date, string nonce) =>
        Authorization(SignatureV3.Sign(request, key, date, nonce)).Split("Signature=")[1];
}
