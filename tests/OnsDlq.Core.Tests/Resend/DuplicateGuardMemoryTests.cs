using OnsDlq.Resend;

namespace OnsDlq.Core.Tests.Resend;

/// <summary>Runs alone, because memory used by other tests would be counted, too.</summary>
[Collection(nameof(DuplicateGuardMemoryTests))]
[CollectionDefinition(nameof(DuplicateGuardMemoryTests), DisableParallelization = true)]
public sealed class DuplicateGuardMemoryTests
{
    // Memory left by earlier tests may be freed during the measurement; then it is repeated.
    [Fact]
    public void A_million_messages_take_little_memory()
    {
        var perMessage = BytesPerMessage();
        for (var again = 0; again < 4 && perMessage < 10; again++) perMessage = BytesPerMessage();

        Assert.InRange(perMessage, 10, 20);
    }

    private static double BytesPerMessage()
    {
        const int Count = 1_000_000;
        var guard = new DuplicateGuard();
        var before = GC.GetTotalMemory(forceFullCollection: true);

        for (var i = 0; i < Count; i++)
            Assert.True(guard.TryAdd(new("cn-hangzhou", "MQ_INST_1", "GID_orders", $"0BC16699343051CD9F1D798E{i:X8}", null)));

        var perMessage = (GC.GetTotalMemory(forceFullCollection: true) - before) / (double)Count;
        GC.KeepAlive(guard);
        return perMessage;
    }
}
