using OnsDlq.Sandbox.Control;

namespace OnsDlq.Sandbox.Broker;

/// <summary>
/// Reads the body of <c>POST /_sandbox/consumers</c>, and the members <c>consumer</c> and <c>returnAfterSeconds</c> of other bodies.
/// </summary>
internal static class ConsumerReader
{
    private const double MostSeconds = 7 * 24 * 60 * 60;

    /// <summary>Reads <c>{"instanceId","groupId","msgId"?,"consumer","returnAfterSeconds"?,"at"? or "afterSeconds"?}</c>.</summary>
    /// <param name="members">The members.</param>
    /// <param name="now">The service's time, Unix ms.</param>
    /// <exception cref="SandboxInputException">Something in it is not valid, or the time is past.</exception>
    public static ConsumerSetting Read(JsonMembers members, long now)
    {
        var setting = new ConsumerSetting(
            members.RequiredText("instanceId"),
            members.RequiredText("groupId"),
            members.Has("msgId") ? members.RequiredText("msgId") : null,
            Behaviour(members) ?? throw new SandboxInputException("Name the consumer: succeed, fail, fail:N, retry:N, hang or offline."),
            Time(members, now));
        members.End();
        return setting;
    }

    private static long? Time(JsonMembers members, long now)
    {
        var (at, after) = (members.Moment("at", null), members.Number("afterSeconds", 0, MostSeconds));
        if (at is not null && after is not null) throw new SandboxInputException("The consumer has both 'at' and 'afterSeconds': give one.");
        return at < now
            ? throw new SandboxInputException($"The consumer has 'at' before the service's time, {LedgerAnswer.Time(now)}.")
            : at ?? (after is { } seconds ? now + (long)(seconds * 1000) : null);
    }

    /// <summary>Reads the two members of a behaviour; null where there is no consumer.</summary>
    /// <exception cref="SandboxInputException">They are not valid.</exception>
    public static ConsumerBehaviour? Behaviour(JsonMembers members)
    {
        var after = members.Number("returnAfterSeconds", 0, MostSeconds);
        return members.Text("consumer") is { } text ? ConsumerBehaviour.Parse(text, (long)((after ?? 0) * 1000))
            : after is null ? null
            : throw new SandboxInputException("'returnAfterSeconds' says when a failed delivery returns and needs a 'consumer'.");
    }
}
