using OnsDlq.Listing;
using OnsDlq.Messages;

namespace OnsDlq.Core.Tests.Listing;

/// <summary>A listing that is read to the end.</summary>
internal static class WholeListing
{
    /// <summary>Three days from 1970 on.</summary>
    public static TimeRange Range { get; } = new(DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddDays(3));

    /// <summary>Returns all entries of the range; fails if the reported gaps differ from the expected one, or if there is any but none is expected.</summary>
    public static async Task<List<DeadLetter>> ListAsync(
        DeadLetterReader reader, int? wanted = null, List<DeadLetter>? listed = null, IncompleteRange? gap = null)
    {
        listed ??= [];
        var gaps = new List<IncompleteRange>();
        await foreach (var part in reader.ListAsync("GID_a", "MQ_INST_1", Range, wanted, TestContext.Current.CancellationToken))
        {
            listed.AddRange(part.Entries);
            if (part.Gap is not null) gaps.Add(part.Gap);
        }

        Assert.Equal(gap is null ? [] : [gap], gaps);
        return listed;
    }
}
