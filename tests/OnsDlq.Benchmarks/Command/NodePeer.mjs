// The official Node client, as its documentation shows it: resends the IDs that it reads, one line of JSON for each job.
import { createRequire } from 'node:module';
import readline from 'node:readline';

const require = createRequire(process.argv[2] + '/');
const OpenApi = require('@alicloud/openapi-client');
const Util = require('@alicloud/tea-util');
const { endpoint, id, secret, region, instance, group } = JSON.parse(process.argv[3]);
const client = new OpenApi.default(new OpenApi.Config({
    accessKeyId: id, accessKeySecret: secret, endpoint, regionId: region, protocol: 'http',
}));
const params = new OpenApi.Params({
    action: 'OnsDLQMessageResendById', version: '2019-02-14', protocol: 'http', pathname: '/', method: 'POST',
    authType: 'AK', style: 'RPC', reqBodyType: 'json', bodyType: 'json',
});
const runtime = new Util.RuntimeOptions({ autoretry: false, keepAlive: true });

async function send(ids, inFlight) {
    let next = 0;
    const sender = async () => {
        while (next < ids.length) {
            const query = { InstanceId: instance, GroupId: group, MsgId: ids[next++] };
            const answer = await client.callApi(params, new OpenApi.OpenApiRequest({ query }), runtime);
            if (answer.statusCode !== 200) throw new Error(`HTTP ${answer.statusCode}`);
        }
    };
    await Promise.all(Array.from({ length: inFlight }, sender));
}

console.log('ready');
for await (const line of readline.createInterface({ input: process.stdin })) {
    const { ids, inFlight } = JSON.parse(line);
    const [began, cpu] = [performance.now(), process.cpuUsage()];
    await send(ids, inFlight);
    const [ms, used] = [performance.now() - began, process.cpuUsage(cpu)];
    console.log(JSON.stringify({ ms, processor: (used.user + used.system) / 1000 }));
}
