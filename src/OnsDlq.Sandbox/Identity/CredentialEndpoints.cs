using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace OnsDlq.Sandbox.Identity;

/// <summary>
/// The ECS metadata service (help.aliyun.com, ECS user guide "view-instance-metadata"), and a credentials URI for the CLI's mode CredentialsURI.
/// Both give sessions of the simulated instance's role.
/// </summary>
internal sealed class CredentialEndpoints(RoleBook roles, SessionIssuer issuer, MetadataTokens tokens, HandOut handOut, TimeProvider time)
{
    private const string RolePath = "/latest/meta-data/ram/security-credentials/";
    private const string TokenHeader = "X-aliyun-ecs-metadata-token";
    private const string LifetimeHeader = "X-aliyun-ecs-metadata-token-ttl-seconds";
    private const int LongestToken = 21_600;

    /// <summary>Adds the endpoints to a host.</summary>
    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapMethods("/latest/api/token", ["PUT"], GiveToken);
        routes.MapMethods(RolePath, ["GET"], GiveRoleName);
        routes.MapMethods(RolePath + "{role}", ["GET"], GiveMetadataCredentials);
        routes.MapMethods("/_sandbox/credentials", ["GET"], GiveUriCredentials);
    }

    private Task GiveToken(HttpContext http)
    {
        handOut.Count("metadataTokens");
        if (!handOut.Settings.HasV2) return Text(http, StatusCodes.Status404NotFound, "Not Found");
        return int.TryParse(http.Request.Headers[LifetimeHeader], NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
            && seconds is >= 1 and <= LongestToken
            ? Text(http, StatusCodes.Status200OK, tokens.Issue(TimeSpan.FromSeconds(seconds)))
            : Text(http, StatusCodes.Status400BadRequest, "Bad Request");
    }

    private Task GiveRoleName(HttpContext http)
    {
        handOut.Count("metadataRoleNames");
        if (Refusal(http) is { } status) return Text(http, status, "");
        return handOut.Settings.MetadataRole is { } role
            ? Text(http, StatusCodes.Status200OK, role)
            : Text(http, StatusCodes.Status404NotFound, "Not Found");
    }

    private async Task GiveMetadataCredentials(HttpContext http)
    {
        handOut.Count("metadataCredentials");
        if (Refusal(http) is { } status)
        {
            await Text(http, status, "");
            return;
        }

        await GiveCredentials(http, (string?)http.Request.RouteValues["role"], "ecs-instance");
    }

    private Task GiveUriCredentials(HttpContext http)
    {
        handOut.Count("uriCredentials");
        return GiveCredentials(http, handOut.Settings.MetadataRole, "credentials-uri");
    }

    private async Task GiveCredentials(HttpContext http, string? roleName, string session)
    {
        var settings = handOut.Settings;
        if (settings.Delay > TimeSpan.Zero) await Task.Delay(settings.Delay, time, http.RequestAborted);
        if (handOut.Fails())
        {
            await Text(http, StatusCodes.Status500InternalServerError, "Internal Server Error");
            return;
        }

        if (roleName is null || roleName != settings.MetadataRole || roles.Named(roleName) is not { } role)
        {
            await Text(http, StatusCodes.Status404NotFound, "Not Found");
            return;
        }

        var answer = SessionIssuer.Write(issuer.Issue(role, session, settings.Lifetime));
        answer["Code"] = "Success";
        http.Response.ContentType = "application/json";
        await http.Response.WriteAsync(answer.ToJsonString(), http.RequestAborted);
    }

    // A token that is sent must be valid, even where none is needed.
    private int? Refusal(HttpContext http)
    {
        string? token = http.Request.Headers[TokenHeader];
        if (string.IsNullOrEmpty(token)) return handOut.Settings.AllowsV1 ? null : StatusCodes.Status403Forbidden;
        return tokens.IsValid(token) ? null : StatusCodes.Status401Unauthorized;
    }

    private static Task Text(HttpContext http, int status, string text)
    {
        http.Response.StatusCode = status;
        http.Response.ContentType = "text/plain";
        return http.Response.WriteAsync(text, http.RequestAborted);
    }
}
