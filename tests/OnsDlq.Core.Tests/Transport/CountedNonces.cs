using System.Globalization;
using OnsDlq.Signing;

namespace OnsDlq.Core.Tests.Transport;

/// <summary>Nonces n1, n2, n3 and so on.</summary>
internal sealed class CountedNonces : INonceSource
{
    private int _count;

    /// <inheritdoc/>
    public string Next() => "n" + Interlocked.Increment(ref _count).ToString(CultureInfo.InvariantCulture);
}
