namespace OnsDlq.Consumers;

/// <summary>One thing that speaks against resending now.</summary>
/// <param name="Reason">What it is.</param>
/// <param name="Weight">The verdict that it leads to by itself.</param>
/// <param name="Fact">A sentence that names the fact it rests on.</param>
internal sealed record HealthFinding(HealthReason Reason, HealthVerdict Weight, string Fact);
