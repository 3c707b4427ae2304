using System.Text.Json.Nodes;
using OnsDlq.Commands;
using OnsDlq.Credentials;
using OnsDlq.Pace;
using OnsDlq.Signing;
using OnsDlq.TestKit.ModuleHost;
using OnsDlq.TestKit.Sandbox;
using OnsDlq.Transport;

namespace OnsDlq.Tests.Permissions;

/// <summary>
/// The sandbox, which reads policies with code of its own, accepts with a policy exactly the calls that the policy is for: every operation of the
/// module, on targets inside and outside of the scope, for every scope and every combination of switches.
/// </summary>
public sealed class PolicyProofTests(SandboxFixture fixture) : IClassFixture<SandboxFixture>
{
    private const string First = "MQ_INST_1_OWN";
    private const string Second = "MQ_INST_2_OWN";
    private const string Bare = "MQ_INST_3_BARE";

    private static readonly string[] Switches = ["Resend", "Body", "Evidence", "Health"];

    private static readonly PolicyTarget[] Targets =
    [
        new(First, "GID_a", "orders"), new(First, "GID_b", "refunds"), new(Second, "GID_a", "orders"), new(Bare, "GID_bare", "bare_orders"),
        new(Bare, "GID_bare_too", "bare_refunds"),
    ];

    // By operation: the switch that permits it, and what it is permitted on.
    private static readonly (string Operation, string? Switch, char On)[] Operations =
    [
        ("OnsDLQMessagePageQueryByGroupId", null, 'g'), ("OnsDLQMessageGetById", null, 'g'), ("OnsInstanceBaseInfo", null, 'i'),
        ("OnsGroupList", null, 'l'), ("OnsDLQMessageResendById", "Resend", 'g'), ("OnsMessageDetail", "Body", 'b'),
        ("OnsTraceQueryByMsgId", "Evidence", 't'), ("OnsTraceGetResult", "Evidence", 't'), ("OnsConsumerStatus", "Health", 'g'),
        ("OnsConsumerAccumulate", "Health", 'g'), ("OnsGroupSubDetail", "Health", 'g'),
    ];

    private static readonly Dictionary<string, PolicyScopeCase> Scopes = new PolicyScopeCase[]
    {
        new("", All, All, All),
        new($"-InstanceId {First}", Of(First), Of(First), Of(First)),
        new($"-GroupId GID_a -InstanceId {First}", Of(First, "GID_a"), Of(First), Of(First)),
        new($"GID_b -InstanceId {First} -Topic orders", Of(First, "GID_b"), Of(First, topic: "orders"), Of(First)),
        new("GID_a", target => target.GroupId == "GID_a", All, All),
        new($"GID_a, GID_b -InstanceId {First} -IndependentNaming $true", Of(First), Of(First), Of(First)),
        new($"GID_bare -InstanceId {Bare} -Topic bare_orders", Of(Bare, "GID_bare"), Of(Bare, topic: "bare_orders"), Of(Bare)),

        // The names are those of every instance. Only what also needs the instance is limited to it.
        new($"-InstanceId {Bare} -IndependentNaming $false", Of(Bare), Of(Bare), Of(Bare), Bodies: All),
        new("-RegionId cn-beijing", None, None, None),
    }.ToDictionary(scope => scope.Given);

    public static TheoryData<string> Given => [.. Scopes.Keys];

    [Theory]
    [MemberData(nameof(Given))]
    public async Task The_sandbox_accepts_exactly_what_the_policy_is_for(string given)
    {
        await MakeTargetsAsync();
        using var session = new ModuleSession(typeof(GetOnsDlqPolicyCommand).Assembly.Location);
        var wrong = new List<string>();
        foreach (var chosen in Combinations())
        {
            var run = await session.RunAsync($"Get-OnsDlqPolicy {given} {string.Join(' ', chosen.Select(name => "-" + name))}");
            RunAssert.NoErrorsOrWarnings(run);
            using var calls = await CallsAsync(Assert.Single(run.OutputAs<string>()));
            var made = from row in Operations
                       from target in Targets
                       let expected = (row.Switch is null || chosen.Contains(row.Switch)) && Covers(Scopes[given], row.On)(target)
                       select Task.Run(async () => await calls.IsPermittedAsync(row.Operation, target) == expected ? null
                           : $"{row.Operation} on {target} with {string.Join(',', chosen)}: {(expected ? "refused" : "permitted")}");
            wrong.AddRange((await Task.WhenAll(made)).OfType<string>());
        }

        Assert.True(wrong.Count == 0, string.Join('\n', wrong.Take(20)));
    }

    private static Func<PolicyTarget, bool> Covers(PolicyScopeCase scope, char on) => on switch
    {
        'g' => scope.Groups,
        't' => scope.Topics,
        'b' => scope.Bodies ?? scope.Topics,

        // A policy for named groups does not need to list them.
        'l' => scope.Given.Contains("GID_", StringComparison.Ordinal) ? None : scope.Instances,
        _ => scope.Instances,
    };

    private static bool All(PolicyTarget target) => true;

    private static bool None(PolicyTarget target) => false;

    private static Func<PolicyTarget, bool> Of(string instance, string? group = null, string? topic = null) => target =>
        target.InstanceId == instance && (group ?? target.GroupId) == target.GroupId && (topic ?? target.Topic) == target.Topic;

    private static IEnumerable<string[]> Combinations() =>
        Enumerable.Range(0, 1 << Switches.Length).Select(bits => Switches.Where((_, index) => (bits & (1 << index)) != 0).ToArray());

    private async Task MakeTargetsAsync()
    {
        await fixture.Sandbox.PostAsync("instances", new JsonObject { ["instanceId"] = Bare, ["independentNaming"] = false });
        foreach (var target in Targets)
        {
            await fixture.Sandbox.PostAsync("messages", new JsonObject
            {
                ["instanceId"] = target.InstanceId,
                ["groupId"] = target.GroupId,
                ["topic"] = target.Topic,
                ["count"] = 1,
                ["consumer"] = "succeed",
            });
        }
    }

    private async Task<PolicyCalls> CallsAsync(string policy)
    {
        var keyId = "LTAI_" + TimeProvider.System.GetTimestamp();
        await fixture.Sandbox.AddKeyAsync(keyId, "secret", policy: JsonNode.Parse(policy), cancellationToken: TestContext.Current.CancellationToken);
        return new PolicyCalls(fixture.Sandbox, new AccessKey(keyId, "secret"));
    }

    /// <summary>Makes calls of any operation with one access key.</summary>
    private sealed class PolicyCalls : IDisposable
    {
        private readonly HttpExchange _exchange;
        private readonly ServiceCaller _caller;

        public PolicyCalls(SandboxProcess sandbox, AccessKey key)
        {
            var time = TimeProvider.System;
            _exchange = new HttpExchange(TracedHandler.Create(sandbox.Endpoint, null, null), time);
            var sender = new SignedSender(sandbox.Endpoint, _exchange, time, new ServiceClock(time), new RandomNonceSource());
            _caller = new ServiceCaller(
                sender, new StaticCredentialsProvider(key, "test"), new SharedPace("test", new PaceSource(time), time), time, () => 0);
        }

        public async Task<bool> IsPermittedAsync(string operation, PolicyTarget target)
        {
            var call = new ServiceCall(operation, target.Parameters, CallKind.Query)
            {
                Method = operation == "OnsMessageDetail" ? HttpMethod.Get : HttpMethod.Post,
            };
            try
            {
                await _caller.CallAsync(call, new CallContext { RequestsPerSecond = 1_000_000 }, TestContext.Current.CancellationToken);
                return true;
            }
            catch (ServiceException refused) when (refused.Code is not null)
            {
                // Whatever else is wrong with the call, permissions are checked first.
                Assert.True(refused.Code == "NoPermission" || refused.StatusCode == 400, $"{operation}: {refused.Message}");
                return refused.Code != "NoPermission";
            }
        }

        public void Dispose() => _exchange.Dispose();
    }
}
