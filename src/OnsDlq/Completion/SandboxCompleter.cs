using System.Globalization;
using OnsDlq.Rehearsal;

namespace OnsDlq.Completion;

/// <summary>Completes the rehearsals that run in other windows of this user.</summary>
public sealed class SandboxCompleter : ValueCompleter
{
    private protected override IEnumerable<string> Values() => JoinFile.Ports.Select(port => port.ToString(CultureInfo.InvariantCulture));
}
