namespace OnsDlq.Shell.Rehearsal;

/// <summary>One message in the comparison.</summary>
/// <param name="MsgId">The message.</param>
/// <param name="Status">What the module says.</param>
/// <param name="Deliveries">What the sandbox counted.</param>
/// <param name="Agrees">Whether both can be true.</param>
internal sealed record DeliveryRow(string MsgId, string Status, int Deliveries, bool Agrees);
