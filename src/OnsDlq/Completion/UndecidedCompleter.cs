using System.Globalization;
using System.Runtime.CompilerServices;
using OnsDlq.Binding;
using OnsDlq.Journal;
using OnsDlq.Messages;

namespace OnsDlq.Completion;

/// <summary>Completes the IDs of messages whose resend is Unknown or Failed, and waits for somebody's decision.</summary>
public sealed class UndecidedCompleter : JournalCompleter
{
    private protected override async IAsyncEnumerable<CompletionChoice> ReadAsync(
        IJournalReader journal, ClaimWatch claims, string? realm, string? groupId, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var query = new AttemptQuery { Realm = realm, GroupId = InputMembers.Trimmed(groupId) is { } group ? MessageKey.GroupOf(group) : null };
        var reader = new AttemptReader(journal, claims);
        await foreach (var attempt in reader.ReadAsync(query, [AttemptStatus.Unknown, AttemptStatus.Failed], cancellationToken))
        {
            yield return new(
                attempt.MsgId, string.Create(CultureInfo.InvariantCulture, $"{attempt.Status} since {attempt.StartTime:yyyy-MM-dd HH:mm}, {attempt.GroupId}"));
        }
    }
}
