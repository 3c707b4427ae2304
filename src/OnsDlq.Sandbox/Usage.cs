namespace OnsDlq.Sandbox;

/// <summary>The text of --help.</summary>
internal static class Usage
{
    public const string Text = """
        OnsDlq.Sandbox: a local stand-in for the dead-letter API of ApsaraMQ for RocketMQ 4.x, for rehearsals and tests.
        It listens on 127.0.0.1 only. It is not a message broker, and it proves nothing about the real service's speed.

        OnsDlq.Sandbox [--port 0] [--seed demo|none|FILE] [--access-key-id ID] [--access-key-secret SECRET]
                       [--quota default|off|N/SECONDS] [--latency MS] [--resend-answer note|sample]
                       [--missing-name owner|notfound] [--stop-with-parent]

          --port N             the port; 0, the default, chooses a free one
          --seed WHAT          demo (the default), none, or a JSON file with the body of POST messages, or with lists of bodies by
                               name: messages, instances, groups, consumers, clients, traffic, traces
          --access-key-id ID, --access-key-secret SECRET
                               the account's own key, with all permissions; generated where not given
          --quota WHAT         default: the service's own table; off; or N/SECONDS for every operation
          --latency MS         delay every answer by so many ms
          --resend-answer HOW  note (default): Data.MsgId lists messages that could not be resent; sample: those that were resent
          --missing-name HOW   the answer for an instance or group that does not exist. owner (default): AUTH_RESOURCE_OWNER_ERROR,
                               as if it were somebody else's; notfound: INSTANCE_NOT_FOUND and BIZ_SUBSCRIPTION_NOT_FOUND
          --stop-with-parent   stop when standard input ends

        The first line on standard output is one JSON object, written when the sandbox is ready:
          {"endpoint":"…","control":"…/_sandbox","regionId":"…","accessKeyId":"…","accessKeySecret":"…"}

        The control API (JSON, unsigned, for this machine only), below the address "control":
          GET health, GET ledger, GET tries, GET and POST messages, POST consumers, POST clients, POST traffic, POST listing,
          POST traces, POST and DELETE faults, POST clock
          GET tries      ?groupId=G[&instanceId=I][&msgId=M]: every delivery and try of the messages that were resent, or of one
                         message, by the service's clock, whatever traces show
          POST listing   {"none"?,"unknownTask"?,"order"?,"shortBy"?,"forgetEvery"?,"lookUp"?,"offline"?}; lookUp: which of several
                         entries of a message a look-up gives, newest (the default) or oldest; offline: whether the state and the
                         subscriptions of a group that is offline are an answer without consumers (the default) or an error
          POST consumers {"instanceId","groupId","msgId"?,"consumer","returnAfterSeconds"?,"at"? or "afterSeconds"?}; the consumer is
                         succeed; fail; fail:N (fails N deliveries of each message, then consumes the next); retry:N (fails N tries of
                         each delivery, then consumes it, by the service's delays); hang (never returns from a try; it counts as failed
                         after 15 min); offline (deliveries wait; without msgId, the group has no connection). A group's setting
                         replaces those of its messages. returnAfterSeconds: how long the 16 retries of a delivery that fails take until
                         its new dead letter, 0 if not given; the service takes 17140. at, afterSeconds: when it begins, by the
                         service's clock; retries that are due later follow it
          POST clients   {"instanceId","groupId","clients"?,"subscriptions"?,"rebalanced"?,"model"?}, each client
                         {"clientId"?,"host"?,"language"?,"version"?,"subscriptions"?,"traces"?}; the consumers of a group while it is
                         online, which take turns; traces: {"lagSeconds"?,"clockAheadSeconds"?,"gapEvery"?,"none"?} for one;
                         subscriptions are {"TOPIC":"*" or "TAG || TAG"}, by default every topic of the group's dead letters; the model
                         is clustering or broadcasting. A group goes offline by POST consumers
          POST traffic   {"instanceId","groupId","topic","backlog"?,"delaySeconds"?,"okTps"?,"failedTps"?,"failedPerHour"?,"rtMs"?}:
                         what the group does with the other messages of a topic, besides those that were resent
          POST traces    {"lagSeconds"?,"workingSeconds"?,"keptSeconds"?,"clockAheadSeconds"?,"gapEvery"?,"none"?,"order"?,"groups"?}:
                         when a try can be found, how long a query works and is kept, the consumers' clock, every nth try of a message
                         without a trace, no trace at all, oldestFirst (the default) or newestFirst, names of groups plain (the default)
                         or withInstance. With "instanceId" and "groupId", lag, clock, gaps and none are those of one group. A client's
                         own setting precedes its group's, a group's that of all
          POST clock     {"offsetSeconds" or "advanceSeconds","storedAheadSeconds"?,"date"?}; storedAheadSeconds: how far store times
                         are ahead of the dates of answers; date: the Date header of answers in place of the time, "" for the time
          POST instances {"instanceId","name"?,"status"?,"type"?,"independentNaming"?,"remark"?,"tags"?}, or a list of them; without
                         independent naming, RAM resources have the names of groups and topics alone, not INSTANCE%GROUP and
                         INSTANCE%TOPIC
          POST groups    {"instanceId","groupId","type"?,"remark"?,"tags"?}, or a list of them; the type is tcp or http
          POST keys      {"accessKeyId","accessKeySecret","securityToken"?,"expiration"?,"active"?,"userName"?,"policy"?}; a policy is a
                         RAM policy document: what it does not allow is refused with NoPermission and AccessDeniedDetail
          POST roles     {"roleName","policy"?,"trustedBy"?,"externalId"?,"oidcProviderArn"?,"oidcTokens"?,"maxSessionSeconds"?}
          POST identity  {"metadataRole"?,"metadataV1"?,"metadataV2"?,"lifetimeSeconds"?,"delayMs"?,"failures"?}
          GET identity   how often credentials were fetched from which source
          GET credentials temporary credentials, in the form of a credentials URI
        STS answers at the same root as the service, the ECS metadata service at /latest/.

        Exit codes: 0 stopped, 1 cannot start (port taken, seed unusable), 2 bad arguments.
        """;
}
