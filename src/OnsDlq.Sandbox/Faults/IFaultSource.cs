namespace OnsDlq.Sandbox.Faults;

/// <summary>Gives the fault for each call; called once for every call with a valid signature.</summary>
internal interface IFaultSource
{
    /// <summary>Counts the call and gives its fault, or null.</summary>
    FaultDirective? Next(string action, string? msgId);
}
