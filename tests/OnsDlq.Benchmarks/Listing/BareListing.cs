using System.Text.Json;
using OnsDlq.Benchmarks.Measuring;
using OnsDlq.Listing;
using OnsDlq.Operations;

namespace OnsDlq.Benchmarks.Listing;

/// <summary>The other side: pages through windows that are known beforehand, with as many parallel pages as ours, and counts their entries.</summary>
internal sealed class BareListing(SandboxAddress sandbox) : IDisposable
{
    private readonly BareClient _client = new(sandbox);

    /// <summary>Lists windows one after the other; returns the number of entries.</summary>
    public async Task<int> RunAsync(string group, IReadOnlyList<TimeRange> windows)
    {
        var count = 0;
        foreach (var window in windows)
        {
            var query = new DeadLetterPageQuery(
                group, SandboxAddress.Instance, window.Begin, window.End, 1, DeadLetterReader.PageSize, TaskId: null);
            var (first, task, pages) = await ReadAsync(query);
            count += first;
            var page = 1;
            await Task.WhenAll(Enumerable.Range(0, WindowTask.Width).Select(_ => Task.Run(async () =>
            {
                while (Interlocked.Increment(ref page) is var number && number <= pages)
                    Interlocked.Add(ref count, (await ReadAsync(query with { CurrentPage = number, TaskId = task })).Count);
            })));
        }

        return count;
    }

    /// <inheritdoc/>
    public void Dispose() => _client.Dispose();

    private async Task<(int Count, string? Task, int Pages)> ReadAsync(DeadLetterPageQuery query)
    {
        var answer = await _client.CallAsync(PageQueryCodec.Call(query));
        if (answer.Body.Contains("BIZ_NO_MESSAGE", StringComparison.Ordinal)) return default;
        using var body = JsonDocument.Parse(answer.Read());
        var found = body.RootElement.GetProperty("MsgFoundDo");
        return (
            found.GetProperty("MsgFoundList").GetProperty("OnsRestMessageDo").GetArrayLength(),
            found.GetProperty("TaskId").GetString(),
            found.GetProperty("MaxPageCount").GetInt32());
    }
}
