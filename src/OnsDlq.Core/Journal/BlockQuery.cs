namespace OnsDlq.Journal;

/// <summary>Which blocks to read. A filter that is null or empty matches all.</summary>
internal sealed record BlockQuery
{
    public string? Realm { get; init; }

    public string? InstanceId { get; init; }

    public string? GroupId { get; init; }

    public IReadOnlyList<string> MsgIds { get; init; } = [];
}
