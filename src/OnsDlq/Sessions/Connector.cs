using System.Collections;
using System.Collections.Concurrent;
using System.Security.Cryptography;
using OnsDlq.Connection;
using OnsDlq.Credentials;
using OnsDlq.Credentials.Sts;
using OnsDlq.Errors;
using OnsDlq.Rehearsal;
using OnsDlq.Signing;

namespace OnsDlq.Sessions;

/// <summary>The composition root: makes connections with the system's clock, its random numbers and the environment.</summary>
internal static class Connector
{
    private const string EndpointVariable = "ONSDLQ_ENDPOINT";

    // Notices about the environment are given once per process.
    private static readonly ConcurrentDictionary<string, bool> NoticesGiven = new(StringComparer.Ordinal);

    /// <summary>
    /// Makes a connection and fetches its keys once, so that missing keys are found now and not at the first message. The service itself is not
    /// called.
    /// </summary>
    /// <exception cref="CredentialsException">There are no keys.</exception>
    /// <exception cref="OnsDlqException">There is no address to call.</exception>
    /// <exception cref="Journal.JournalException">The name of the journal is not valid. (It is not opened yet.)</exception>
    public static async Task<OnsDlqConnection> ConnectAsync(ConnectionRequest request, CancellationToken cancellationToken)
    {
        // On the thread pool, since it reads files, which may be on a disk that does not answer.
        var credentials = await Task.Run(
            () => new CredentialsResolver(CredentialsEnvironment.Current).Resolve(request.Credentials), cancellationToken)
            .WaitAsync(cancellationToken).ConfigureAwait(false);
        var key = await credentials.Provider.GetAsync(cancellationToken).ConfigureAwait(false);
        return ConnectionFactory.Create(new ConnectionOptions
        {
            RegionId = request.RegionId ?? credentials.RegionId,
            IsRegionNamed = !string.IsNullOrWhiteSpace(request.RegionId),
            InstanceId = request.InstanceId,
            Endpoint = request.Endpoint ?? (request.Vpc ? null : Environment.GetEnvironmentVariable(EndpointVariable)),
            Vpc = request.Vpc || credentials.Vpc,
            Notices = [.. new[] { NeglectedVariables.Notice(CredentialsEnvironment.Current) }.Concat(credentials.Notices)
                .OfType<string>().Where(notice => NoticesGiven.TryAdd(notice, true))],
            Credentials = credentials.Provider,
            AccessKeyId = key.Id,
            Caller = new CallerIdentity(CredentialsEnvironment.Current, credentials.Provider),
            Journal = ProcessJournals.Choose(request),
            Time = TimeProvider.System,
            Nonces = new RandomNonceSource(),
            Jitter = Jitter,
            RefuseEnded = request.RefuseEnded,
        });
    }

    /// <summary>
    /// A hash of all variables that a connection may be made from: it changes when one of them does, and does not reveal them.
    /// </summary>
    public static string EnvironmentDigest()
    {
        var variables = Environment.GetEnvironmentVariables().Cast<DictionaryEntry>()
            .Where(entry => !RehearsalMark.Variable.Equals((string)entry.Key, StringComparison.OrdinalIgnoreCase))
            .Select(entry => $"{entry.Key}={entry.Value}")
            .Where(
                line => line.StartsWith("ALIBABA_CLOUD_", StringComparison.OrdinalIgnoreCase) || line.StartsWith("ONSDLQ_", StringComparison.OrdinalIgnoreCase))
            .Order(StringComparer.Ordinal);
        return Convert.ToHexString(SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(string.Join('\0', variables))));
    }

    private static double Jitter() => RandomNumberGenerator.GetInt32(int.MaxValue) / (double)int.MaxValue;
}
