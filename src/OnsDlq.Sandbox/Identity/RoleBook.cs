using System.Collections.Concurrent;

namespace OnsDlq.Sandbox.Identity;

/// <summary>The account's roles.</summary>
internal sealed class RoleBook(RandomText random)
{
    private readonly ConcurrentDictionary<string, Role> _roles = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Makes a role of this account with a new ID; it is not stored before <see cref="Add"/>.</summary>
    public Role Make(string name) => new(name, Arn(name), "3" + random.Letters(17));

    /// <summary>Adds the role, or replaces the one with its name.</summary>
    public void Add(Role role) => _roles[role.Arn] = role;

    /// <summary>The role with this ARN, or null.</summary>
    public Role? Find(string arn) => _roles.GetValueOrDefault(arn);

    /// <summary>The role with this name, or null.</summary>
    public Role? Named(string name) => Find(Arn(name));

    /// <summary>The ARN of a role of this account.</summary>
    public static string Arn(string name) => $"acs:ram::{SandboxAccount.Id}:role/{name}";
}
