using System.Management.Automation;
using Microsoft.Extensions.Time.Testing;
using OnsDlq.Pipeline;

namespace OnsDlq.Tests.Pipeline;

public sealed class ProgressTickerTests
{
    private readonly FakeTimeProvider _time = new();
    private readonly TaskCompletionSource _work = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Written _written = new();

    [Fact]
    public async Task What_is_short_shows_nothing()
    {
        var shown = ProgressTicker.ShowAsync(() => _work.Task, Record, _written, _time);
        _work.SetResult();
        await shown;

        Assert.Empty(_written.Types);
    }

    [Fact]
    public async Task What_takes_longer_is_shown_every_second_and_taken_away_even_where_it_fails()
    {
        var shown = ProgressTicker.ShowAsync(() => _work.Task, Record, _written, _time);
        _time.Advance(TimeSpan.FromSeconds(1));
        _time.Advance(TimeSpan.FromSeconds(1));
        _work.SetException(new InvalidOperationException());

        await Assert.ThrowsAsync<InvalidOperationException>(() => shown);
        Assert.Equal([ProgressRecordType.Processing, ProgressRecordType.Processing, ProgressRecordType.Completed], _written.Types);
    }

    private static ProgressRecord Record() => new(1, "Work", "on it");

    private sealed class Written : IPipelineWriter
    {
        public List<ProgressRecordType> Types { get; } = [];

        public void WriteProgress(ProgressRecord record) => Types.Add(record.RecordType);

        public ValueTask WriteObjectAsync(object value) => throw new NotSupportedException();

        public ValueTask WriteErrorAsync(ErrorRecord error) => throw new NotSupportedException();

        public void WriteWarning(string text) => throw new NotSupportedException();

        public void WriteVerbose(string text) => throw new NotSupportedException();
    }
}
