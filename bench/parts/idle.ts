import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import type { StartSystem } from '@/bench/systems/chat-system';
import { gather } from '../crowd';
import type { HoldPart, PartOptions } from '../part';
import { count, kilobytes, megabytes, ratio } from '../report/table';
import { type Site, SYSTEMS, startSite } from '../site';
import { usageOf } from '../usage';

const CONNECTIONS = 5_000;
/** These come and go first, so that code is compiled, and what is made once exists, before anything is weighed. */
const WARM_UP_CONNECTIONS = 500;
/**
 * When V8 collects by itself is chance, which makes a difference of a third here. Both systems are made to collect, so that
 * only what they hold counts; and the lowest of several measurements is taken, because what comes and goes with a ping or a
 * round of presence belongs to no connection.
 */
const COLLECTABLE = {
  NODE_OPTIONS: `--import ${pathToFileURL(join(import.meta.dirname, '../collect-garbage.mjs'))}`,
};
const LOOKS = 10;
const LOOK_EVERY_MS = 1_000;
const RATIO_AT_MOST = 1;

interface Weighed {
  readonly system: string;
  readonly before: number;
  readonly after: number;
  readonly perConnection: number;
}

/** The nodes' memory for each idle connection: everybody is in one room, and nobody says a word. */
export const measureIdle: HoldPart = async (options) => {
  const weighed: Weighed[] = [];
  for (const start of SYSTEMS) weighed.push(await weigh(start, options));
  const [own, baseline] = weighed;
  const measured = (own?.perConnection ?? 0) / (baseline?.perConnection ?? 1);
  return {
    tables: [
      {
        title: `Idle: ${count(CONNECTIONS)} connections to two nodes, memory of both after a collection`,
        headings: ['system', 'before', 'with them', 'for each', 'to the baseline'],
        rows: weighed.map(({ system, before, after, perConnection }) => [
          system,
          megabytes(before),
          megabytes(after),
          kilobytes(perConnection),
          ratio(perConnection / (baseline?.perConnection ?? 1)),
        ]),
      },
    ],
    targets: [{ name: "memory for an idle connection, to Socket.IO's", atMost: RATIO_AT_MOST, measured }],
  };
};

async function weigh(start: StartSystem, { tell }: PartOptions): Promise<Weighed> {
  tell('starting');
  const site = await startSite(start, COLLECTABLE);
  const { name } = site.system;
  const told = (doing: string) => tell(`${name}: ${doing}`);
  const first = await gather(site.system, { count: WARM_UP_CONNECTIONS, called: 'Early', tell: told });
  first.leave();
  const before = await settledMemory(site, told);
  const crowd = await gather(site.system, { count: CONNECTIONS, tell: told });
  const after = await settledMemory(site, told);
  crowd.leave();
  await site.stop();
  return { system: name, before, after, perConnection: (after - before) / CONNECTIONS };
}

async function settledMemory({ system }: Site, tell: (doing: string) => void): Promise<number> {
  let least = Number.POSITIVE_INFINITY;
  for (let look = 0; look < LOOKS; look += 1) {
    for (const { pid } of system.nodes) process.kill(pid, 'SIGUSR2');
    await pause(LOOK_EVERY_MS);
    const { memory } = await usageOf(system.nodes);
    least = Math.min(least, memory);
    tell(`${megabytes(memory)}, settling`);
  }
  return least;
}
