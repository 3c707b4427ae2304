using System.Management.Automation;
using System.Net;
using System.Security;
using OnsDlq.TestKit.ModuleHost;
using OnsDlq.TestKit.Sandbox;

namespace OnsDlq.EndToEnd.Tests.Module;

/// <summary>A session that works with a sandbox, and how a run in it is to end.</summary>
internal static class SandboxSession
{
    /// <summary>Gives a session what it connects with: <c>$endpoint</c>, <c>$region</c> and <c>$key</c>.</summary>
    public static void SetSandbox(this ModuleSession session, SandboxProcess sandbox)
    {
        session.Set("endpoint", sandbox.Endpoint.ToString());
        session.Set("region", sandbox.RegionId);
        session.Set("key", Credential(sandbox.AccessKeyId, sandbox.AccessKeySecret));
    }

    /// <summary>An access key as -Credential takes it.</summary>
    public static PSCredential Credential(string id, string secret) => new(id, Secure(secret));

    /// <summary>A secret as a parameter takes it.</summary>
    public static SecureString Secure(string text) => new NetworkCredential("", text).SecurePassword;

    /// <summary>The run wrote no error and ended by itself.</summary>
    public static void AssertClean(ModuleRun run)
    {
        Assert.Null(run.Failure);
        Assert.Empty(run.Errors);
    }
}
