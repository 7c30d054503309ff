import { Redis } from 'ioredis';
import { afterEach, beforeEach, it } from 'vitest';
import { type RunningSentinels, startSentinels } from '@/scripts/cluster/start-sentinel';
import { startTalk, type Talk } from './failover-for-tests';

let sentinels: RunningSentinels;
let talk: Talk;

beforeEach(async () => {
  sentinels = await startSentinels();
  talk = await startTalk({ REDIS_URL: sentinels.redisUrl });
});
afterEach(async () => {
  await talk?.close();
  await sentinels?.stop();
});

it('[E5] a master that is killed under load loses nothing acknowledged, nor does the next', async () => {
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

it('[E5] what the replica had not got when the master died comes back from the nodes', async () => {
  await talk.goOn(20);
  const { port } = await sentinels.master();
  await cutReplicaOff(port);
  await talk.goOn(20);
  await sentinels.killMaster();
  await sentinels.untilMasterIsNot(port);
  await talk.goOn(20);
  await talk.expectNothingLost();
}, 60_000);

/** Lets it follow nobody, so that it lags behind; Sentinels mend that, but take longer than to replace a master. */
async function cutReplicaOff(masterPort: number): Promise<void> {
  const replica = new Redis(sentinels.servers.find(({ port }) => port !== masterPort)?.port ?? 0);
  await replica.replicaof('127.0.0.1', 1);
  replica.disconnect();
}
