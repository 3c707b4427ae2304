namespace OnsDlq.Sandbox.Control;

/// <summary>Counts every call by operation, for the ledger's <c>calls</c>.</summary>
internal interface ICallLedger
{
    /// <summary>The operation was executed, whatever answer the caller got.</summary>
    void Accepted(string action);

    /// <summary>The call was refused or lost before it was executed.</summary>
    void Refused(string action);
}
