using System.Text.Json;
using OnsDlq.Sandbox.Control;

namespace OnsDlq.Sandbox.Broker;

/// <summary>Reads the bodies of <c>POST /_sandbox/instances</c> and <c>POST /_sandbox/groups</c>: one item or a list of them.</summary>
internal static class ProfileReader
{
    private const int MostStatus = 99;

    /// <summary>Reads <c>{"instanceId","name"?,"status"?,"type"?,"independentNaming"?,"remark"?,"tags"?}</c>.</summary>
    /// <exception cref="SandboxInputException">Something in it is not valid.</exception>
    public static List<(string InstanceId, InstanceProfile Profile)> Instances(JsonElement json, long now) => ReadAll(json, "instance", members =>
        (members.RequiredText("instanceId"), new InstanceProfile
        {
            CreateTime = now,
            Name = members.Text("name"),
            Status = (int)(members.Whole("status", 0, MostStatus) ?? 5),
            Type = (int)(members.Whole("type", 0, MostStatus) ?? 1),
            IndependentNaming = members.Flag("independentNaming") ?? true,
            Remark = members.Text("remark"),
            Tags = members.NamedTexts("tags"),
        }));

    /// <summary>Reads <c>{"instanceId","groupId","type"?,"remark"?,"tags"?}</c>.</summary>
    /// <exception cref="SandboxInputException">Something in it is not valid.</exception>
    public static List<(string InstanceId, string GroupId, GroupProfile Profile)> Groups(JsonElement json, long now) => ReadAll(json, "group", members =>
        (members.RequiredText("instanceId"), members.RequiredText("groupId"), new GroupProfile
        {
            CreateTime = now,
            Type = members.OneOf("type", "tcp", "http") ?? "tcp",
            Remark = members.Text("remark"),
            Tags = members.NamedTexts("tags"),
        }));

    private static List<T> ReadAll<T>(JsonElement json, string what, Func<JsonMembers, T> read) => json.ValueKind == JsonValueKind.Array
        ? [.. json.EnumerateArray().Select((item, index) => Read(new JsonMembers(item, $"{what} {index + 1}"), read))]
        : [Read(new JsonMembers(json, $"the {what}"), read)];

    private static T Read<T>(JsonMembers members, Func<JsonMembers, T> read)
    {
        var value = read(members);
        members.End();
        return value;
    }
}
