using OnsDlq.Resend;

namespace OnsDlq.Core.Tests.Resend;

/// <summary>Stored entries are found, even if their digests share bits.</summary>
public sealed class DigestMapTests
{
    private const int Count = 4_000;

    private readonly DigestMap _map = new();

    [Fact]
    public void An_empty_one_has_nothing() => Assert.Null(_map.Find(UInt128.Zero));

    [Theory]
    [InlineData(0)]
    [InlineData(18)]
    [InlineData(40)]
    public void Digests_that_agree_in_their_last_bits_are_told_apart(int bitsInCommon)
    {
        for (var i = 0; i < Count; i++)
        {
            Assert.Null(_map.Find(Digest(i)));
            _map.Add(Digest(i), NumberOf(i));
        }

        for (var i = 0; i < Count; i++) Assert.Equal(NumberOf(i), _map.Find(Digest(i)));
        Assert.Null(_map.Find(Digest(Count)));

        // The first half all have the same number, the others have different ones.
        ushort NumberOf(int number) => (ushort)(number < Count / 2 ? 1 : number);

        UInt128 Digest(int number) => (UInt128)(ulong)number << bitsInCommon;
    }

    [Fact]
    public void Digests_that_differ_in_their_upper_bits_only_are_told_apart()
    {
        for (var bit = 64; bit < 80; bit++) _map.Add(UInt128.One << bit, (ushort)bit);

        for (var bit = 64; bit < 80; bit++) Assert.Equal((ushort)bit, _map.Find(UInt128.One << bit));
        Assert.Null(_map.Find(UInt128.Zero));
    }
}
