using System.Security.Cryptography;
using Microsoft.AspNetCore.Builder;
using OnsDlq.Sandbox.Broker;
using OnsDlq.Sandbox.Control;
using OnsDlq.Sandbox.Faults;
using OnsDlq.Sandbox.Identity;
using OnsDlq.Sandbox.Operations;
using OnsDlq.Sandbox.Protocol;

namespace OnsDlq.Sandbox;

/// <summary>The composition root: all parts of one sandbox, connected.</summary>
internal sealed class SandboxComposition
{
    /// <summary>The path of the control API.</summary>
    public const string ControlPath = "/_sandbox";

    /// <summary>The service's clock.</summary>
    public required SandboxClock Clock { get; init; }

    /// <summary>The account's own key.</summary>
    public required StoredKey Key { get; init; }

    /// <summary>The service's gateway.</summary>
    public required Gateway Gateway { get; init; }

    /// <summary>The queues and their consumers.</summary>
    public required SandboxBroker Broker { get; init; }

    /// <summary>The faults to inject into calls.</summary>
    public required FaultBook Faults { get; init; }

    /// <summary>The record of all calls and deliveries.</summary>
    public required Ledger Ledger { get; init; }

    /// <summary>The metadata service and the credentials URI.</summary>
    public required CredentialEndpoints Credentials { get; init; }

    /// <summary>The control API for keys and roles.</summary>
    public required IdentityEndpoints Identity { get; init; }

    public static SandboxComposition Create(SandboxOptions options, TimeProvider time, RandomNumberGenerator randomness, CancellationToken stopping)
    {
        var random = new RandomText(randomness);
        var clock = new SandboxClock(time);
        var keys = new KeyRing(clock);
        var key = new StoredKey(options.AccessKeyId ?? "SANDBOX" + random.Letters(17),
            options.AccessKeySecret ?? random.Letters(30), SandboxAccount.Root);
        keys.Add(key);
        var roles = new RoleBook(random);
        var issuer = new SessionIssuer(keys, random, clock);
        var handOut = new HandOut();
        roles.Add(roles.Make(handOut.Settings.MetadataRole!));

        var ledger = new Ledger(clock);
        var broker = new SandboxBroker(clock, ledger, options.MissingName);
        Seed.Load(options.Seed, broker);
        var faults = new FaultBook();
        if (options.Seed == "demo") faults.Add([LossOfTheDemo]);
        var operations = new OperationTable(
        [
            new PageQueryOperation(broker), new GetByIdOperation(broker), new ResendOperation(broker, options.ResendAnswer),
            new MessageDetailOperation(broker), new InstanceListOperation(broker, keys), new InstanceInfoOperation(broker),
            TraceQueryOperation.ById(broker), TraceQueryOperation.ByKey(broker), new TraceResultOperation(broker), new MessageTraceOperation(broker),
            new ConsumerStatusOperation(broker), new ConsumerAccumulateOperation(broker), new GroupSubDetailOperation(broker),
            new GroupListOperation(broker), new RegionListOperation(clock),
            new AssumeRole(roles, issuer), new AssumeRoleWithOidc(roles, issuer, clock), new GetCallerIdentity(keys),
        ]);
        var authenticator = new Authenticator(keys, new NonceStore(clock), clock);
        var admission = new Admission(operations, authenticator, new QuotaBook(options.Quota, clock), ledger, options.RegionId);
        return new SandboxComposition
        {
            Clock = clock,
            Key = key,
            Broker = broker,
            Faults = faults,
            Ledger = ledger,
            Credentials = new CredentialEndpoints(roles, issuer, new MetadataTokens(random, clock), handOut, time),
            Identity = new IdentityEndpoints(keys, roles, handOut),
            Gateway = new Gateway(admission, faults, ledger, new AnswerSender(options.Latency, time, stopping), random),
        };
    }

    // The demo shows once what is told where an outcome is unknown, and that the message is not sent again by itself.
    private static FaultRule LossOfTheDemo => new()
    {
        Action = "OnsDLQMessageResendById",
        MsgId = DemoSeed.LostPayment,
        Times = 1,
        Directive = new FaultDirective(Fault.DropBefore, 0),
    };

    public void Map(WebApplication application)
    {
        application.Use((context, next) =>
        {
            context.Response.Headers.Date = Clock.Date is { Length: > 0 } date ? date : Clock.GetUtcNow().ToString("R");
            return next(context);
        });
        application.Map("/", Gateway.HandleAsync);
        ControlEndpoints.Map(application, Broker, Faults, Ledger, Clock);
        Identity.Map(application);
        Credentials.Map(application);
    }
}
