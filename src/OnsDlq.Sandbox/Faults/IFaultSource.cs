namespace OnsDlq.Sandbox.Faults;

/// <summary>Asked once for every call whose signature is right.</summary>
internal interface IFaultSource
{
    /// <summary>Counts the call and gives the fault it is to meet, or null.</summary>
    FaultDirective? Next(string action, string? msgId);
}
