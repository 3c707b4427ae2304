namespace OnsDlq.Tests.Permissions;

/// <summary>A scope as a user gives it, and what it has to cover.</summary>
/// <param name="Given">The parameters.</param>
/// <param name="Groups">Whether it covers a target's group.</param>
/// <param name="Topics">Whether it covers a target's topic.</param>
/// <param name="Instances">Whether it covers a target's instance.</param>
/// <param name="Bodies">Whether it covers the bodies of a target's topic, where that is not the same as the topic.</param>
internal sealed record PolicyScopeCase(
    string Given, Func<PolicyTarget, bool> Groups, Func<PolicyTarget, bool> Topics, Func<PolicyTarget, bool> Instances,
    Func<PolicyTarget, bool>? Bodies = null);
