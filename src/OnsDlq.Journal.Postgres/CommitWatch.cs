using Npgsql;
using OnsDlq.Errors;

namespace OnsDlq.Journal.Postgres;

/// <summary>Notes the warnings of the server during a transaction.</summary>
internal sealed class CommitWatch : IDisposable
{
    private readonly NpgsqlConnection _connection;
    private string? _warning;

    public CommitWatch(NpgsqlConnection connection)
    {
        _connection = connection;
        _connection.Notice += Note;
    }

    /// <summary>Checks that the server gave no warning.</summary>
    /// <exception cref="UntrustedCommitException">It did.</exception>
    public void Check()
    {
        if (_warning is not null) throw new UntrustedCommitException(_warning);
    }

    /// <inheritdoc/>
    public void Dispose() => _connection.Notice -= Note;

    private void Note(object sender, NpgsqlNoticeEventArgs notice)
    {
        if (notice.Notice.InvariantSeverity == "WARNING") _warning ??= PlainText.Of(notice.Notice.MessageText, 200);
    }
}
