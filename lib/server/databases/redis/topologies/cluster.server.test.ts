import { afterEach, beforeEach, expect, it } from 'vitest';
import { LOBBY } from '@/lib/chat/protocol';
import { startTalk, type Talk, textsIn } from '@/lib/server/testing/failover-for-tests';
import { enterLobby, type Person, startNodeForTests } from '@/lib/server/testing/node-for-tests';
import { askRedis } from '@/scripts/cluster/ask-redis';
import { type RunningRedisCluster, startRedisCluster } from '@/scripts/cluster/start-redis-cluster';

/** The hash tag of all keys of the room that people talk in. */
const TAG = `{${LOBBY}}`;

let cluster: RunningRedisCluster;
let talk: Talk;
const begin = async (variables = {}) => {
  talk = await startTalk({ REDIS_URL: cluster.redisUrl, ...variables });
};

beforeEach(async () => {
  cluster = await startRedisCluster();
});
afterEach(async () => {
  await talk?.close();
  await cluster?.stop();
});

it('[E5] killing a master of a cluster under load loses nothing acknowledged, nor does killing the next one', async () => {
  await begin();
  for (let round = 0; round < 2; round++) {
    await talk.goOn(20);
    await cluster.untilMasterIsNot(TAG, await cluster.killMasterOf(TAG));
    await talk.goOn(20);
    await cluster.revive();
  }
  await talk.expectNothingLost();
}, 120_000);

it('[L12] with a replica to wait for, people on a cluster continue once there is one again, and nothing is lost', async () => {
  await begin({ REDIS_WAIT_REPLICAS: '1' });
  await talk.goOn(20);
  await cluster.untilMasterIsNot(TAG, await cluster.killMasterOf(TAG));
  await expect.poll(() => talk.refusals).toBeGreaterThan(1);
  await cluster.revive();
  await talk.goOn(20);
  await talk.expectNothingLost();
}, 60_000);

it('[E5] what a cluster’s replica had not received when its master died comes back from the nodes', async () => {
  await begin();
  await talk.goOn(20);
  await cutReplicaOff();
  await talk.goOn(20);
  await cluster.untilMasterIsNot(TAG, await cluster.killMasterOf(TAG));
  await talk.goOn(20);
  await talk.expectNothingLost();
}, 60_000);

it('[L12] on a cluster too, acknowledged messages outlive the master and all nodes together', async () => {
  await begin({ REDIS_WAIT_REPLICAS: '1' });
  await talk.goOn(20);
  await cutReplicaOff();
  await expect.poll(() => talk.refusals).toBeGreaterThan(1);
  const killed = await cluster.killMasterOf(TAG);
  await talk.close();
  await cluster.untilMasterIsNot(TAG, killed);
  const kept = await textsIn((await cluster.masterOf(TAG))?.url ?? '');
  for (const text of talk.acknowledged) expect(kept.filter((other) => other === text)).toEqual([text]);
}, 60_000);

it('[P2] a member who comes at one node is announced at another at once, through a cluster', async () => {
  const never = { tendEveryMs: 600_000 };
  const start = () => startNodeForTests({ REDIS_URL: cluster.redisUrl }, never);
  const [one, two] = [await start(), await start()];
  const ben = await enterLobby(two.url, 'Ben');
  const joined: string[] = [];
  ben.socket.on('presence:changed', (change) => joined.push(...change.joined.map(({ name }) => name)));
  const guests: Person[] = [];
  await expect
    .poll(async () => {
      guests.push(await enterLobby(one.url, `Guest ${guests.length}`));
      return joined.length;
    })
    .toBeGreaterThan(0);
  for (const { socket } of [ben, ...guests]) socket.close();
  await Promise.all([one, two].map((node) => node.close()));
});

/** The replica of the master that has the room can no longer connect to it; other connections continue. */
async function cutReplicaOff(): Promise<void> {
  const master = await cluster.masterOf(TAG);
  await askRedis(master?.port ?? 0, 'CONFIG SET requirepass secret\r\nCLIENT KILL TYPE replica');
}
