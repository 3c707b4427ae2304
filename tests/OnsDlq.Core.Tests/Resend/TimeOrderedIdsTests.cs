using Microsoft.Extensions.Time.Testing;
using OnsDlq.Resend;

namespace OnsDlq.Core.Tests.Resend;

public sealed class TimeOrderedIdsTests
{
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2024, 1, 2, 3, 4, 5, TimeSpan.Zero));

    [Fact]
    public void Later_IDs_sort_later()
    {
        var ids = new List<string>();
        for (var i = 0; i < 100; i++)
        {
            ids.Add(new TimeOrderedIds(_time).Next());
            _time.Advance(TimeSpan.FromMilliseconds(1));
        }

        Assert.Equal(ids.Order(StringComparer.Ordinal), ids);
    }

    [Fact]
    public void IDs_of_one_moment_differ()
    {
        var ids = Enumerable.Range(0, 1_000).Select(_ => new TimeOrderedIds(_time).Next()).ToHashSet(StringComparer.Ordinal);

        Assert.Equal(1_000, ids.Count);
        Assert.Single(ids.Select(id => id[..10]).Distinct());
        Assert.All(ids, id => Assert.Matches("^[0-9A-HJKMNP-TV-Z]{26}$", id));
    }
}
