import { Redis } from 'ioredis';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { startTalk, type Talk, textsIn } from '@/lib/server/testing/failover-for-tests';
import { type RunningSentinels, startSentinels } from '@/scripts/cluster/start-sentinel';

let sentinels: RunningSentinels;
let talk: Talk;
const begin = async (variables = {}) => {
  talk = await startTalk({ REDIS_URL: sentinels.redisUrl, ...variables });
};

beforeEach(async () => {
  sentinels = await startSentinels();
});
afterEach(async () => {
  await talk?.close();
  await sentinels?.stop();
});

it('[E5] killing a master under load loses nothing acknowledged, nor does killing the next one', async () => {
  await begin();
  for (let round = 0; round < 2; round++) {
    await talk.goOn(20);
    const { port } = await sentinels.master();
    await sentinels.killMaster();
    await sentinels.untilMasterIsNot(port);
    await talk.goOn(20);
    await sentinels.revive();
  }
  await talk.expectNothingLost();
}, 120_000);

it('[E5] what the replica had not received when the master died comes back from the nodes', async () => {
  await begin();
  await talk.goOn(20);
  const { port } = await sentinels.master();
  await cutReplicaOff(port);
  await talk.goOn(20);
  await sentinels.killMaster();
  await sentinels.untilMasterIsNot(port);
  await talk.goOn(20);
  await talk.expectNothingLost();
}, 60_000);

it('[L12] with a replica to wait for, acknowledged messages outlive the master and all nodes together', async () => {
  await begin({ REDIS_WAIT_REPLICAS: '1' });
  await talk.goOn(20);
  const { port } = await sentinels.master();
  await cutReplicaOff(port);
  await expect.poll(() => talk.refusals).toBeGreaterThan(1);
  await sentinels.killMaster();
  await talk.close();
  await sentinels.untilMasterIsNot(port);
  const { url } = await sentinels.master();
  const kept = await textsIn(url);
  for (const text of talk.acknowledged) expect(kept.filter((other) => other === text)).toEqual([text]);
}, 60_000);

it('[L12] with a replica to wait for, people continue once there is one again, and nothing is lost', async () => {
  await begin({ REDIS_WAIT_REPLICAS: '1' });
  await talk.goOn(20);
  const { port } = await sentinels.master();
  await sentinels.killMaster();
  await sentinels.untilMasterIsNot(port);
  await sentinels.revive();
  await talk.goOn(20);
  await talk.expectNothingLost();
}, 60_000);

/** Makes it follow nobody, so that it lags behind. Sentinels repair that, but more slowly than they replace a master. */
async function cutReplicaOff(masterPort: number): Promise<void> {
  const replica = new Redis(sentinels.servers.find(({ port }) => port !== masterPort)?.port ?? 0);
  await replica.replicaof('127.0.0.1', 1);
  replica.disconnect();
}
