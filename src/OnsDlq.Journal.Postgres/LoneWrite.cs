using Npgsql;

namespace OnsDlq.Journal.Postgres;

/// <summary>A write in a transaction of its own, which no later one overtakes.</summary>
/// <param name="work">Does it; is told whether an earlier try may have been done.</param>
/// <param name="isRepeatable">Whether it may be done a second time where it is not known whether it was done.</param>
/// <param name="askedAt">When it was asked for.</param>
/// <param name="cancellationToken">Cancels it while it waits.</param>
internal sealed class LoneWrite<T>(Func<NpgsqlConnection, bool, Task<T>> work, bool isRepeatable, long askedAt, CancellationToken cancellationToken)
    : Write<T>(askedAt, cancellationToken), ILoneWrite
{
    /// <inheritdoc/>
    public bool IsRepeatable => isRepeatable;

    /// <inheritdoc/>
    public Settlement? Release { get; init; }

    /// <inheritdoc/>
    public async Task<Action> DoAsync(NpgsqlConnection connection)
    {
        var result = await work(connection, Again).ConfigureAwait(false);
        return () => Succeed(result);
    }
}
