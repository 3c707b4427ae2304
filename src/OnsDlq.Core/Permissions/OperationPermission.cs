namespace OnsDlq.Permissions;

/// <summary>What a caller needs for an operation, beside the dependent actions that most operations need.</summary>
/// <param name="Operation">The operation.</param>
/// <param name="Purpose">For what it is called.</param>
/// <param name="Action">The RAM action; null where the dependent actions suffice.</param>
/// <param name="Resource">On what the action is checked.</param>
internal sealed record OperationPermission(string Operation, PolicyPurpose Purpose, string? Action, PolicyResource Resource);
