using System.Net;
using OnsDlq.Credentials;
using OnsDlq.Errors;

namespace OnsDlq.Core.Tests.Credentials;

/// <summary>Sources that refuse, answer garbage or quote the request: an error says so, and contains no secret.</summary>
public class HostileSourceTests
{
    private const string Secret = "hidden/secret+1";
    private const string Token = "hidden/token==";

    private static readonly string[] Modes =
    [
        """ "name":"p","mode":"RamRoleArn","access_key_id":"i","access_key_secret":"hidden/secret+1","sts_token":"hidden/token==","ram_role_arn":"r" """,
        """ "name":"p","mode":"OIDC","ram_role_arn":"r","oidc_provider_arn":"p","oidc_token_file":"HOME/oidc" """,
        """ "name":"p","mode":"EcsRamRole" """,
        """ "name":"p","mode":"EcsRamRole","ram_role_name":"role" """,
        """ "name":"p","mode":"CredentialsURI","credentials_uri":"http://localhost/?t=hidden" """,
    ];

    public static TheoryData<int, string> Answers
    {
        get
        {
            var data = new TheoryData<int, string>();
            foreach (var mode in Enumerable.Range(0, Modes.Length))
            {
                foreach (var answer in Hostile.Keys)
                    data.Add(mode, answer);
            }

            return data;
        }
    }

    private static Dictionary<string, Func<HttpRequestMessage, HttpResponseMessage>> Hostile { get; } = new()
    {
        ["refused connection"] = _ => throw new HttpRequestException(HttpRequestError.ConnectionError),
        ["unknown host"] = _ => throw new HttpRequestException(HttpRequestError.NameResolutionError),
        ["lost connection"] = _ => throw new IOException("hidden"),
        ["silence"] = _ => throw new TaskCanceledException(),
        ["HTML"] = _ => new(HttpStatusCode.OK) { Content = new StringContent("<html>hidden</html>") },
        ["redirect"] = _ => new(HttpStatusCode.TemporaryRedirect) { Headers = { Location = new Uri("http://hidden.example.com/") } },
        ["a list"] = _ => Json("""["hidden"]"""),
        ["literal"] = _ => Json("hidden literal"),
        ["no keys"] = _ => Json("{}"),
        ["failure"] = _ => Json("""{"Code":"Failed","AccessKeySecret":"hidden"}"""),
        ["half a key"] = _ => Json("""{"Code":"Success","Credentials":{"AccessKeyId":"i"},"AccessKeyId":"i","SecurityToken":"hidden"}"""),
        ["no expiry"] = _ => Json("""{"Code":"Success","Credentials":{"AccessKeyId":"i","AccessKeySecret":"hidden","Expiration":"hidden"},"AccessKeyId":"i","AccessKeySecret":"hidden","Expiration":"hidden"}"""),
        ["too long"] = _ => Json(new string(' ', 300 * 1024)),
        ["quoted request"] = request => Json(
            $$"""{"Code":"SignatureDoesNotMatch","Message":"server string to sign is: {{request.RequestUri}} hidden","RequestId":"R-1"}""", HttpStatusCode.BadRequest),
        ["quoted token"] = request => Json(
            $$"""{"Code":"InvalidToken","Message":"got {{Uri.EscapeDataString(Token)}} or {{Token}} or {{Uri.EscapeDataString(Uri.EscapeDataString(Secret))}} or hidden-oidc","RequestId":"R-1"}""", HttpStatusCode.BadRequest),
    };

    [Theory]
    [MemberData(nameof(Answers))]
    public async Task No_keys_come_of_it_and_no_secret_is_shown(int mode, string answer)
    {
        using var outside = new Outside(Hostile[answer]);
        outside.Write("oidc", "hidden-oidc");
        outside.WriteProfiles("", Modes[mode].Replace("HOME", outside.Home, StringComparison.Ordinal));

        var error = await Assert.ThrowsAsync<CredentialsException>(() => outside.KeyAsync("p"));
        Assert.Equal(ErrorId.CredentialSourceFailed, error.Id);
        Assert.Contains("profile 'p'", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("hidden", error.Message, StringComparison.OrdinalIgnoreCase);
        Assert.InRange(outside.Network.Requests.Count, 1, 3);
    }

    [Fact]
    public async Task What_STS_says_is_passed_on_where_it_is_harmless()
    {
        using var outside = new Outside(_ => Json(
            """{"Code":"NoPermission","Message":"You are not authorized to do this action.\u001b[31m","RequestId":"R-1","HostId":"sts.aliyuncs.com"}""",
            HttpStatusCode.Forbidden));
        outside.WriteProfiles("", Modes[0]);

        var error = await Assert.ThrowsAsync<CredentialsException>(() => outside.KeyAsync("p"));
        Assert.Equal(
            "STS gave no keys for profile 'p' (RamRoleArn): it answered HTTP 403: NoPermission – You are not authorized to do this action.[31m – request R-1",
            error.Message);
    }

    [Fact]
    public async Task An_OIDC_token_file_that_is_gone_or_empty_is_named()
    {
        using var outside = new Outside();
        outside.WriteProfiles("", Modes[1].Replace("HOME", outside.Home, StringComparison.Ordinal));
        var gone = await Assert.ThrowsAsync<CredentialsException>(() => outside.KeyAsync("p"));
        outside.Write("oidc", "\n");
        var empty = await Assert.ThrowsAsync<CredentialsException>(() => outside.KeyAsync("p"));

        Assert.Equal($"The OIDC token file of profile 'p' (OIDC), {outside.Home}/oidc, does not exist.", gone.Message);
        Assert.Equal($"The OIDC token file of profile 'p' (OIDC), {outside.Home}/oidc, is empty.", empty.Message);
    }

    private static HttpResponseMessage Json(string text, HttpStatusCode status = HttpStatusCode.OK) => new(status) { Content = new StringContent(text) };
}
