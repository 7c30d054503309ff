import { setTimeout as pause } from 'node:timers/promises';
import type { StartSystem } from '@/bench/systems/chat-system';
import { type Crowd, gather } from '../crowd';
import type { HoldPart, PartOptions } from '../part';
import { watchRedis } from '../redis-commands';
import { count, kilobytes, milliseconds, seconds } from '../report/table';
import { type Site, SYSTEMS, startSite } from '../site';
import { usageOf } from '../usage';

const MEMBERS = 2_000;
const WATCHERS = 20;
/** Nobody is told who left before the grace of 10 s is over. */
const UNTIL_ALL_KNOW_MS = 16_000;

interface Cost {
  readonly system: string;
  readonly comingMs: number;
  readonly nodesCpuMs: number;
  readonly redisCpuMs: number;
  readonly commands: number;
  /** What somebody who was there all the time was sent. */
  readonly frames: number;
  readonly bytes: number;
}

/** Many people come and go while some watch. Plain Socket.IO has no presence: it shows what the connections alone cost. */
export const measurePresence: HoldPart = async (options) => {
  const costs: Cost[] = [];
  for (const start of SYSTEMS) costs.push(await comeAndGo(start, options));
  return {
    tables: [
      {
        title: `Presence: ${count(MEMBERS)} members come and go, ${WATCHERS} watch`,
        headings: [
          'system',
          'all came in',
          'nodes, CPU each',
          'Redis, CPU each',
          'Redis commands each',
          'frames to a watcher',
          'bytes to a watcher',
        ],
        rows: costs.map(({ system, comingMs, nodesCpuMs, redisCpuMs, commands, frames, bytes }) => [
          system,
          seconds(comingMs),
          milliseconds(nodesCpuMs / MEMBERS),
          milliseconds(redisCpuMs / MEMBERS),
          (commands / MEMBERS).toFixed(1),
          count(frames),
          kilobytes(bytes),
        ]),
      },
    ],
  };
};

async function comeAndGo(start: StartSystem, { tell }: PartOptions): Promise<Cost> {
  tell('starting');
  const site = await startSite(start);
  const { system, redis } = site;
  const told = (doing: string) => tell(`${system.name}: ${doing}`);
  const watchers = await gather(system, { count: WATCHERS, called: 'Watcher' });
  const watch = await watchRedis(redis.url);
  const look = async () => ({ ...(await usedBy(site)), commands: (await watch.counts()).all });
  await pause(UNTIL_ALL_KNOW_MS / 4);
  const [before, heardBefore] = [await look(), heardBy(watchers)];
  const began = performance.now();
  const members = await gather(system, { count: MEMBERS, called: 'Member', tell: told });
  const comingMs = performance.now() - began;
  members.leave();
  told('they have left');
  await pause(UNTIL_ALL_KNOW_MS);
  const [after, heard] = [await look(), heardBy(watchers)];
  watch.close();
  watchers.leave();
  await site.stop();
  return {
    system: system.name,
    comingMs,
    nodesCpuMs: after.nodes - before.nodes,
    redisCpuMs: after.redis - before.redis,
    commands: after.commands - before.commands,
    frames: heard.frames - heardBefore.frames,
    bytes: heard.bytes - heardBefore.bytes,
  };
}

async function usedBy({ system, redis }: Site) {
  const [nodes, ofRedis] = [await usageOf(system.nodes), await usageOf([redis])];
  return { nodes: nodes.cpuMs, redis: ofRedis.cpuMs };
}

/** The average. */
function heardBy({ people }: Crowd) {
  const sum = (of: (person: Crowd['people'][number]) => number) =>
    people.reduce((all, person) => all + of(person), 0) / people.length;
  return { frames: sum(({ socket }) => socket.events), bytes: sum(({ socket }) => socket.bytes) };
}
