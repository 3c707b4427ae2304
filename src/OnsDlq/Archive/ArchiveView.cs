using System.Management.Automation;
using OnsDlq.Binding;
using OnsDlq.Errors;
using OnsDlq.Formatting;
using OnsDlq.Listing;
using OnsDlq.Messages;
using OnsDlq.Pipeline;

namespace OnsDlq.Archive;

/// <summary>
/// Shows the dead letters of archives. For damaged lines there are errors: one each for the first few of a file, and one with the number of the
/// rest; reading goes on, for every line has its own checksum.
/// </summary>
/// <param name="filter">The filter on their own properties.</param>
/// <param name="begin">The earliest store time that is shown; null for any.</param>
/// <param name="end">The latest; null for any.</param>
/// <param name="first">How many are shown at most, in all; null for all.</param>
internal sealed class ArchiveView(MessageFilter filter, DateTimeOffset? begin, DateTimeOffset? end, int? first)
{
    /// <summary>How many damaged lines of a file get an error of their own.</summary>
    public const int MostErrors = 5;

    private int _left = first ?? int.MaxValue;

    /// <summary>Whether as many are shown as are wanted.</summary>
    public bool IsFull => _left == 0;

    /// <summary>The error where a group is a pattern: in a row of a file it may not be one, as in <see cref="GroupChoice"/>; null for none.</summary>
    public static ErrorRecord? RefusePattern(string[] groups) => Array.Find(groups, WildcardPattern.ContainsWildcardCharacters) is { } masked
        ? ErrorFactory.Make(ErrorId.InvalidGroupId, Printable.Of($"'{masked}' cannot be a consumer group."), masked)
        : null;

    /// <summary>Shows what an archive has of a group.</summary>
    /// <param name="path">The archive's full path.</param>
    /// <param name="groups">The groups whose dead letters are shown; null for all.</param>
    /// <param name="instanceId">The instance whose dead letters are shown; null for all.</param>
    /// <param name="writer">Takes them.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <exception cref="ArchiveException">It cannot be read.</exception>
    public async Task ShowAsync(string path, Wildcards? groups, string? instanceId, IPipelineWriter writer, CancellationToken cancellationToken)
    {
        using var file = ArchiveFile.OpenForReading(path);
        var reader = new ArchiveReader(file, path);
        long damaged = 0;
        foreach (var line in reader.ReadEntries(cancellationToken))
        {
            if (line.Damage is { } damage)
            {
                if (damaged++ < MostErrors) await FailAsync(FormattableString.Invariant($"line {line.Number}: {damage}."));
                continue;
            }

            if (!IsWanted(line.Entry!.Message, groups, instanceId)) continue;
            await writer.WriteObjectAsync(MessageTypeNames.AddTo(line.Entry.Message));
            if (first is not null && --_left == 0) return;
        }

        if (damaged > MostErrors) await FailAsync(FormattableString.Invariant($"{damaged - MostErrors} more lines are damaged."));
        if (reader.Unfinished is { } unfinished) writer.WriteWarning(Printable.Of($"The archive '{path}' is not complete: {unfinished}"));

        ValueTask FailAsync(string what) =>
            writer.WriteErrorAsync(ErrorFactory.Make(ErrorId.ArchiveDamaged, Printable.Of($"The archive '{path}', {what}"), path));
    }

    private bool IsWanted(DeadLetter message, Wildcards? groups, string? instanceId) =>
        groups?.Match(message.GroupId) != false
        && (instanceId is null || instanceId.Equals(message.InstanceId, StringComparison.OrdinalIgnoreCase))
        && !(message.StoreTime < begin) && !(message.StoreTime > end)
        && filter.Match(message);
}
