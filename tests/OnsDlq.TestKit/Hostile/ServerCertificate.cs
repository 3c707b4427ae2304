using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace OnsDlq.TestKit.Hostile;

/// <summary>A self-signed certificate for the loopback address, created for every run.</summary>
internal static class ServerCertificate
{
    private static readonly Lazy<X509Certificate2> Made = new(Make);

    /// <summary>The certificate.</summary>
    public static X509Certificate2 Value => Made.Value;

    /// <summary>Whether a certificate is this one.</summary>
    public static bool Is(X509Certificate? certificate) =>
        certificate is not null && certificate.GetCertHashString(HashAlgorithmName.SHA256) == Value.GetCertHashString(HashAlgorithmName.SHA256);

    private static X509Certificate2 Make()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=hostile.invalid", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        var now = TimeProvider.System.GetUtcNow();
        using var certificate = request.CreateSelfSigned(now.AddDays(-1), now.AddDays(1));

        // Some platforms cannot use a key in a TLS server before it has been exported and imported.
#if NET9_0_OR_GREATER
        return X509CertificateLoader.LoadPkcs12(certificate.Export(X509ContentType.Pkcs12), null);
#else
        return new X509Certificate2(certificate.Export(X509ContentType.Pkcs12));
#endif
    }
}
