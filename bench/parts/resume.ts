import { pino } from 'pino';
import type { ChatSystem } from '@/bench/systems/chat-system';
import { startConcord } from '@/bench/systems/concord';
import { askFor, type ConcordMember, numbersIn } from '@/bench/systems/concord-member';
import type { Page } from '@/lib/chat/frame';
import { LOBBY } from '@/lib/chat/protocol';
import { readConfig } from '@/lib/server/config/config';
import { appendOptions } from '@/lib/server/log/logged-entry';
import { openStores } from '@/lib/server/stores/open-stores';
import { inParallel } from '../in-parallel';
import { Latencies } from '../latency';
import { entryOf } from '../numbered-entry';
import type { HoldPart } from '../part';
import { count, kilobytes, milliseconds } from '../report/table';
import { startSite } from '../site';
import { isFlawless, Tally } from '../tally';

const BEHIND = 10_000;
const FULL_REPEATS = 20;
const QUICK_REPEATS = 3;
const APPENDS_AT_ONCE = 64;

/** How often something was done, how long it took, and how much it transferred. */
interface Cost {
  readonly name: string;
  readonly times: Latencies;
  bytes: number;
}

const costOf = (name: string): Cost => ({ name, times: new Latencies(), bytes: 0 });

/** Compares somebody who comes back to a room in which much was said with somebody who has never been there. */
export const measureResume: HoldPart = async ({ isQuick, tell }) => {
  tell('starting');
  const site = await startSite(startConcord);
  const { system, redis } = site;
  const resident = await enter(system, 'Resident');
  await resident.say(0);
  const away = await enter(system, 'Away');
  away.leave();
  tell(`${count(BEHIND)} messages are said`);
  await fill(redis.url);

  const fresh = costOf('newest page, never been there');
  const newest = costOf(`newest page, ${count(BEHIND)} behind`);
  const all = costOf(`all of them, page by page, ${count(BEHIND)} behind`);
  const tally = new Tally(1);
  for (let number = 1; number <= BEHIND; number += 1) tally.acknowledge(number);
  const repeats = isQuick ? QUICK_REPEATS : FULL_REPEATS;
  for (let repeat = 0; repeat < repeats; repeat += 1) {
    tell(`${repeat} of ${repeats}`);
    (await timed(fresh, () => enter(system, 'Fresh'))).leave();
    const back = await timed(newest, () => enter(system, 'Away', away));
    if (repeat === 0) tally.heard(0, await timed(all, () => readBack(back, away.position().seq), back));
    back.leave();
  }
  await site.stop();

  const verdict = tally.verdict();
  return {
    tables: [
      {
        title: `Resume: ${count(BEHIND)} messages since`,
        headings: ['what', 'p50', 'max', 'bytes', 'lost', 'doubled', 'out of order'],
        rows: [fresh, newest, all].map((cost) => [
          ...rowOf(cost),
          ...(cost === all ? Object.values(verdict).map(count) : ['', '', '']),
        ]),
      },
    ],
    complaints: isFlawless(verdict) ? [] : [`Concord, resume: ${JSON.stringify(verdict)}`],
  };
};

const enter = async (system: ChatSystem, name: string, after?: ConcordMember): Promise<ConcordMember> =>
  (await system.enter({ node: 0, name, heard: () => {}, after })) as ConcordMember;

/** Not through the nodes that are measured: a store takes entries faster than anybody could send them. */
async function fill(redisUrl: string): Promise<void> {
  const { log, close } = await openStores(readConfig({ REDIS_URL: redisUrl }), pino({ level: 'silent' }));
  await inParallel(BEHIND, APPENDS_AT_ONCE, async (index) => {
    const logged = entryOf(index + 1);
    await log.append(LOBBY, logged.entry.id, logged.stored, appendOptions(logged));
  });
  close();
}

/** @param member who is already connected; what their connection receives is counted from now on */
async function timed<Result>(
  cost: Cost,
  work: () => Promise<Result>,
  member?: ConcordMember,
): Promise<Result> {
  const [began, had] = [performance.now(), member?.socket.bytes ?? 0];
  const result = await work();
  cost.times.record(performance.now() - began);
  cost.bytes = (member ?? (result as ConcordMember)).socket.bytes - had;
  return result;
}

/** Scrolls up to the entry at `seq`, and returns the numbers of all messages after it. */
async function readBack({ socket, joined }: ConcordMember, seq: number): Promise<number[]> {
  let { from, entries } = joined.catchUp;
  const pages = [entries];
  while (from > seq + 1) {
    const page: Page = await askFor(socket, 'room:history', { room: LOBBY, before: from });
    ({ from, entries } = page);
    pages.unshift(entries);
  }
  return numbersIn(pages.flat()).filter((number) => number > 0);
}

function rowOf({ name, times, bytes }: Cost): string[] {
  const { p50, max } = times.summary();
  return [name, milliseconds(p50), milliseconds(max), kilobytes(bytes)];
}
