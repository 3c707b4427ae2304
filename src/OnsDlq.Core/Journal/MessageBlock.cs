namespace OnsDlq.Journal;

/// <summary>A person's mark on a message: "handled, do not resend".</summary>
/// <param name="Reason">Why, in the person's words.</param>
/// <param name="By">Who blocked it.</param>
/// <param name="Since">When, in UTC.</param>
/// <param name="Until">When it ends by itself; null where it does not.</param>
internal sealed record MessageBlock(string Reason, string By, DateTimeOffset Since, DateTimeOffset? Until)
{
    /// <summary>Whether it is in force at a moment.</summary>
    public bool Lasts(DateTimeOffset at) => Until is null || Until > at;
}
