using OnsDlq.Sandbox.Control;

namespace OnsDlq.Sandbox.Broker;

/// <summary>The behaviour of message traces where the documentation leaves it open, and of the clients that write them.</summary>
internal sealed record TraceBehaviour
{
    private const double MostSeconds = 7 * 24 * 60 * 60;

    /// <summary>How long a query is <c>working</c>, in ms.</summary>
    public long WorkingMs { get; init; }

    /// <summary>How long after its start a query is <c>removed</c>, in ms.</summary>
    public long KeptMs { get; init; } = 60 * 60 * 1000;

    /// <summary>Whether the newest tries of a message come first, instead of the oldest.</summary>
    public bool NewestFirst { get; init; }

    /// <summary>Whether the names of groups have their instance before them, as in other places of the service, instead of the name alone.</summary>
    public bool QualifiesGroups { get; init; }

    /// <summary>The traces of the consumers of all groups.</summary>
    public ConsumerTraces Consumers { get; init; } = new();

    /// <summary>
    /// The behaviour with the changes of
    /// <c>{"lagSeconds"?,"workingSeconds"?,"keptSeconds"?,"clockAheadSeconds"?,"gapEvery"?,"none"?,"order"?,"groups"?}</c>.
    /// </summary>
    /// <exception cref="SandboxInputException">Something in it is not valid.</exception>
    public TraceBehaviour With(JsonMembers members)
    {
        var changed = this with
        {
            WorkingMs = Ms(members.Number("workingSeconds", 0, MostSeconds)) ?? WorkingMs,
            KeptMs = Ms(members.Number("keptSeconds", 0, MostSeconds)) ?? KeptMs,
            NewestFirst = members.OneOf("order", "oldestFirst", "newestFirst") is { } order ? order == "newestFirst" : NewestFirst,
            QualifiesGroups = members.OneOf("groups", "plain", "withInstance") is { } groups ? groups == "withInstance" : QualifiesGroups,
            Consumers = Consumers.With(ConsumerTraces.Read(members)),
        };
        members.End();
        return changed;
    }

    private static long? Ms(double? seconds) => seconds is { } given ? (long)(given * 1000) : null;
}
