using System.Management.Automation;

namespace OnsDlq.Errors;

/// <summary>The properties that all errors with one ID share.</summary>
/// <param name="Category">PowerShell's category; never NotSpecified.</param>
/// <param name="RecommendedAction">What the user should do.</param>
/// <param name="EndsCommand">Whether everything else that the command could do would fail, too, so that it ends.</param>
internal sealed record ErrorKind(ErrorCategory Category, string RecommendedAction, bool EndsCommand = false);
