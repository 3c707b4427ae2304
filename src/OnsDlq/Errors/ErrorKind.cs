using System.Management.Automation;

namespace OnsDlq.Errors;

/// <summary>What all errors of one ID have in common.</summary>
/// <param name="Category">PowerShell's category; never NotSpecified.</param>
/// <param name="RecommendedAction">What to do about it, as shown to the user.</param>
/// <param name="EndsCommand">Whether nothing else that the command could do would fare better, so that it ends.</param>
internal sealed record ErrorKind(ErrorCategory Category, string RecommendedAction, bool EndsCommand = false);
