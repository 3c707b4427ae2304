using System.Globalization;
using OnsDlq.Errors;
using OnsDlq.Signing;

namespace OnsDlq.Credentials.Sources;

/// <summary>
/// Keys of the RAM role of this ECS instance: metadata service v2 (which needs a token first), with a fallback to v1 unless that is disabled
/// (aliyun/credentials-csharp, EcsRamRoleCredentialProvider).
/// </summary>
/// <param name="environment">The environment.</param>
/// <param name="roleName">The role; null asks <c>ALIBABA_CLOUD_ECS_METADATA</c>, then the service itself.</param>
/// <param name="source">The source's name.</param>
/// <param name="isProbe">
/// Whether it was not asked for explicitly: then, unless the variable asks for it, a missing service means that this machine is not on ECS,
/// after a short time-out.
/// </param>
internal sealed class MetadataSource(CredentialsEnvironment environment, string? roleName, string source, bool isProbe = false)
    : ITemporaryKeySource
{
    /// <summary>Disables the metadata service.</summary>
    public const string DisabledVariable = "ALIBABA_CLOUD_ECS_METADATA_DISABLED";

    private const string RoleVariable = "ALIBABA_CLOUD_ECS_METADATA";
    private const string V1DisabledVariable = "ALIBABA_CLOUD_IMDSV1_DISABLED";
    private const string RolePath = "latest/meta-data/ram/security-credentials/";

    // Outside of ECS nothing answers at the address, and every command would wait for it.
    private static readonly TimeSpan ProbePatience = TimeSpan.FromSeconds(2);

    private readonly string? _roleName = roleName ?? environment.Value(RoleVariable);

    /// <inheritdoc/>
    public string Source => source;

    private bool MayBeAbsent => isProbe && _roleName is null;

    /// <inheritdoc/>
    public async Task<AccessKey> FetchAsync(CancellationToken cancellationToken)
    {
        var session = new Session(await TokenAsync(cancellationToken).ConfigureAwait(false));
        var role = _roleName ?? await RoleAsync(session, cancellationToken).ConfigureAwait(false);

        var answer = await GetAsync(RolePath + Uri.EscapeDataString(role), session, cancellationToken).ConfigureAwait(false);
        if (!answer.IsOk)
        {
            throw new CredentialsException(
                ErrorId.CredentialSourceFailed, $"No keys of the role '{role}' came from {source}: {answer.Describe()}.", answer.Cause);
        }

        var keys = KeyAnswer.Parse(answer.Body, source);
        if (Profiles.CredentialsJson.Text(keys, "Code") is not "Success")
        {
            throw new CredentialsException(
                ErrorId.CredentialSourceFailed, $"No keys of the role '{role}' came from {source}: its Code is not Success.");
        }

        return KeyAnswer.ReadTemporary(keys, source);
    }

    /// <summary>A token of v2; null where the service only supports v1.</summary>
    private async Task<string?> TokenAsync(CancellationToken cancellationToken)
    {
        var request = new HttpRequestMessage(HttpMethod.Put, new Uri(environment.MetadataService, "latest/api/token"));
        request.Headers.Add("X-aliyun-ecs-metadata-token-ttl-seconds", 21600.ToString(CultureInfo.InvariantCulture));
        var answer = await SendAsync(request, cancellationToken).ConfigureAwait(false);
        if (answer.IsOk && answer.Body.Trim() is { Length: > 0 } token && token.All(char.IsAscii) && !token.Any(char.IsControl)) return token;

        // A v2 answer may not reach a container (its hop limit is too low), so a time-out falls back to v1 as well.
        var isV1Off = environment.Flag(V1DisabledVariable);
        if (!isV1Off && (answer.Trouble is null || answer.TimedOut)) return null;
        throw None($"gave no token: {answer.Describe()}{(isV1Off ? $", and v1 is switched off by {V1DisabledVariable}" : "")}", answer);
    }

    private async Task<string> RoleAsync(Session session, CancellationToken cancellationToken)
    {
        var answer = await GetAsync(RolePath, session, cancellationToken).ConfigureAwait(false);
        if (!answer.IsOk) throw None($"named no role: {answer.Describe()}", answer);
        var role = answer.Body.Trim();
        if (role.Length is 0 or > 64 || !role.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_' or '.'))
            throw None("named no role that could be one", answer);
        return role;
    }

    /// <summary>
    /// Asks by v2 where there is a token. If the service gives a token and then refuses it, it is asked by v1, as in aliyun/credentials-java (PR
    /// #106): this happens behind some container networks.
    /// </summary>
    private async Task<CredentialsHttpAnswer> GetAsync(string path, Session session, CancellationToken cancellationToken)
    {
        if (session.Token is { } token)
        {
            var request = Get(path);
            request.Headers.TryAddWithoutValidation("X-aliyun-ecs-metadata-token", token);
            var answer = await SendAsync(request, cancellationToken).ConfigureAwait(false);
            if (answer.IsOk || answer.Trouble is not null || environment.Flag(V1DisabledVariable)) return answer;
            var second = await SendAsync(Get(path), cancellationToken).ConfigureAwait(false);
            if (!second.IsOk) return answer;
            session.Token = null;
            return second;
        }

        return await SendAsync(Get(path), cancellationToken).ConfigureAwait(false);
    }

    private HttpRequestMessage Get(string path) => new(HttpMethod.Get, new Uri(environment.MetadataService, path));

    private Task<CredentialsHttpAnswer> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
        environment.Http.SendAsync(request, throughProxy: false, MayBeAbsent ? ProbePatience : null, cancellationToken);

    private CredentialsException None(string what, CredentialsHttpAnswer answer) => MayBeAbsent
        ? new(ErrorId.NoCredentials, $"ECS metadata ({environment.MetadataService.Host} {what})", answer.Cause)
        : new(ErrorId.CredentialSourceFailed, $"No keys came from {source}: it {what}.", answer.Cause);

    /// <summary>One fetch: its token, which is dropped after it was refused.</summary>
    private sealed class Session(string? token)
    {
        public string? Token { get; set; } = token;
    }
}
