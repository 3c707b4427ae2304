namespace OnsDlq.Sandbox.Identity;

/// <summary>The account that owns everything in the sandbox.</summary>
internal static class SandboxAccount
{
    public const string Id = "1880770869021234";

    /// <summary>The principal of a key without a policy: the account itself.</summary>
    public static Principal Root { get; } = new("Account", $"acs:ram::{Id}:root", Id, Id);

    /// <summary>The principal of a key with a policy: a RAM user named after it.</summary>
    public static Principal User(string name) => new("RAMUser", $"acs:ram::{Id}:user/{name}", name, name);
}
