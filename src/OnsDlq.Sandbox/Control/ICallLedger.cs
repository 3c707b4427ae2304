namespace OnsDlq.Sandbox.Control;

/// <summary>Counts every call by operation: what the ledger's <c>calls</c> shows.</summary>
internal interface ICallLedger
{
    /// <summary>The operation was executed, whatever the caller got to see of it.</summary>
    void Accepted(string action);

    /// <summary>The call was refused or lost before it was executed.</summary>
    void Refused(string action);
}
