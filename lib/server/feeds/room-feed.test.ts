import fc from 'fast-check';
import { expect, it } from 'vitest';
import { aMessage } from '@/lib/chat/message-for-tests';
import { ForgetfulLog, type ModelLink } from '@/lib/server/testing/forgetful-log-for-tests';
import type { MissingEntries } from './missing-entries';
import type { Run } from './recent-entries';
import { RoomFeed } from './room-feed';

const NODES = 3;
/** So small that a room soon has more. */
const SMALL = 8;
const WAYS = ['asked', 'answered', 'published'] as const;

/** Waits until everything that was due in this turn of the event loop is done. */
const turn = () => new Promise<void>((resolve) => setImmediate(resolve));

/** A person at a node of their own, who shows what it delivers, and says things, each until it is acknowledged. */
class ModelPerson {
  readonly feed: RoomFeed;
  readonly #link: ModelLink;
  readonly #name: string;
  epoch = 0;
  from = 1;
  shown: string[] = [];
  readonly acknowledged: string[] = [];
  /** What the author had seen when they said something. */
  readonly seen = new Map<string, ReadonlySet<string>>();
  #open = 0;

  constructor(name: string, link: ModelLink, keep: number) {
    this.#name = name;
    this.#link = link;
    this.feed = new RoomFeed({
      room: 'lobby',
      log: link.log,
      listener: { delivered: (run) => this.#take(run), attaching: () => {}, changed: () => this.catchUp() },
      putBackRoom: async () => {},
      retryDelay: () => 0,
      checkEveryMs: 2 ** 30,
      keep,
      keepBytes: Number.POSITIVE_INFINITY,
      memory: { weighed: () => {}, used: () => {}, hasSpace: () => true, inTurn: (read) => read() },
      queues: { add: () => {} },
      readOlder: link.log.before,
      holdBack: async () => {},
      deltaMax: 500,
      pageSize: 5,
    });
  }

  get isDone(): boolean {
    return this.#open === 0;
  }

  say(): void {
    const id = `${this.#name}${this.seen.size}`;
    this.seen.set(id, new Set([...this.shown, ...this.acknowledged]));
    void this.#saySurely(id);
  }

  async #saySurely(id: string): Promise<void> {
    const entry = aMessage({ id, text: id });
    this.#open += 1;
    for (;;) {
      try {
        await this.feed.append(entry);
        break;
      } catch {
        await turn();
      }
    }
    this.#open -= 1;
    this.acknowledged.push(id);
  }

  move(way: (typeof WAYS)[number]): boolean {
    return this.#link.move(way);
  }

  catchUp(): void {
    const position = this.epoch === 0 ? null : { epoch: this.epoch, seq: this.from + this.shown.length - 1 };
    void this.feed.catchUp(position, (missing) => this.#catchUp(missing)).catch(() => {});
  }

  #catchUp(missing: MissingEntries): void {
    if (missing.kind === 'reset') [this.from, this.shown] = [missing.from, []];
    if (missing.kind === 'rewind' && missing.to < this.from) [this.from, this.shown] = [missing.to + 1, []];
    if (missing.kind === 'rewind') this.shown.length = missing.to + 1 - this.from;
    this.epoch = missing.epoch;
    this.#take(missing);
  }

  #take({ epoch, from, entries }: Run): void {
    const known = this.from + this.shown.length - from;
    if ((epoch !== this.epoch && this.epoch !== 0) || known < 0) return void this.catchUp();
    this.epoch = epoch;
    this.shown.push(...entries.slice(known).map(({ entry }) => entry.id));
  }
}

const who = fc.nat(NODES - 1);
const keeps = fc.constantFrom('all' as const, 'saved' as const, 'nothing' as const);
const step = fc.oneof(
  {
    weight: 12,
    arbitrary: fc.record({ kind: fc.constant('say' as const), who, times: fc.integer({ min: 1, max: 3 }) }),
  },
  {
    weight: 40,
    arbitrary: fc.record({
      kind: fc.constant('move' as const),
      who,
      way: fc.constantFrom(...WAYS),
      times: fc.integer({ min: 1, max: 6 }),
    }),
  },
  { weight: 6, arbitrary: fc.constant({ kind: 'calm' as const }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('check' as const), who }) },
  {
    weight: 1,
    arbitrary: fc.constantFrom(...(['save', 'flush', 'swap'] as const)).map((kind) => ({ kind })),
  },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('restart' as const), keeps }) },
);

/** A node drops all but this many bytes of its newest entries: it keeps about three of them, or none. */
const giveWay = fc.record({ kind: fc.constant('giveWay' as const), who, bytes: fc.constantFrom(0, 1_000) });

async function moveAll(people: readonly ModelPerson[]): Promise<void> {
  for (let quiet = 0; quiet < 3; ) {
    const moved = people.flatMap((person) => WAYS.map((way) => person.move(way)));
    await turn();
    quiet = moved.includes(true) ? 0 : quiet + 1;
  }
}

interface Play {
  readonly people: readonly ModelPerson[];
  readonly log: ForgetfulLog;
  readonly keep: number;
}

/** A node that is behind by more than half of what it keeps may not know what is among the newest. */
const isFarBehind = ({ log, keep }: Play, { feed }: ModelPerson): boolean =>
  feed.position.epoch !== log.epoch || log.ids.length - feed.position.seq > keep / 2;

async function play(playing: Play, steps: readonly Step[]): Promise<void> {
  const { people, log, keep } = playing;
  for (const one of steps) {
    const isLoss = one.kind === 'flush' || one.kind === 'restart';
    const isUnknown = keep === SMALL && isLoss && people.some((person) => isFarBehind(playing, person));
    // After a restore to moments ago, the same epoch continues at a node that has heard no more than the store holds.
    if (isUnknown || one.kind === 'swap') await moveAll(people);
    const person = 'who' in one ? people[one.who] : undefined;
    if (one.kind === 'say') for (let times = 0; times < one.times; times++) person?.say();
    if (one.kind === 'move')
      for (let times = 0; times < one.times && person?.move(one.way); times++) await turn();
    if (one.kind === 'check') void person?.feed.check();
    if (one.kind === 'calm') await moveAll(people);
    if (one.kind === 'giveWay') person?.feed.giveWay(one.bytes);
    if (one.kind === 'save') log.save();
    if (one.kind === 'flush') log.flush();
    if (one.kind === 'swap') log.swap();
    if (one.kind === 'restart') log.restart(one.keeps);
    await turn();
  }
}
type Step = typeof step | typeof giveWay extends fc.Arbitrary<infer Value> ? Value : never;

/** Finally, every node looks at the log, and everything that was said is acknowledged. */
async function comeToRest(people: readonly ModelPerson[]): Promise<void> {
  for (let rounds = 0; rounds < 3 || !people.every(({ isDone }) => isDone); rounds++) {
    for (const { feed } of people) void feed.check();
    await moveAll(people);
  }
  for (const person of people) person.catchUp();
  await moveAll(people);
}

async function playAndRest(keep: number, steps: readonly Step[]) {
  const log = new ForgetfulLog();
  const people = ['a', 'b', 'c'].map((name) => new ModelPerson(name, log.open(), keep));
  await moveAll(people);
  await play({ people, log, keep }, steps);
  await comeToRest(people);
  for (const { feed } of people) feed.close();
  return { people, ids: log.ids };
}

/** Two first entries, each in a history of its own; whoever says the third knows of both. */
const lostInBetween: Step[] = [
  { kind: 'say', who: 0, times: 1 },
  { kind: 'move', who: 0, way: 'asked', times: 1 },
  { kind: 'flush' },
  { kind: 'say', who: 0, times: 1 },
  { kind: 'move', who: 0, way: 'asked', times: 1 },
  { kind: 'move', who: 0, way: 'answered', times: 2 },
  { kind: 'say', who: 0, times: 1 },
];

/** Two seconds on an idle machine, and a minute on a busy one. */
const MANY_RUNS_TIMEOUT_MS = 240_000;
const runs = { numRuns: Number(process.env.FEED_RUNS ?? 150) };

it(
  '[E1] [E3] [L17] whatever a log loses while people talk, everything stands after what its author had seen when writing it',
  async () => {
    const schedules = fc.array(step, { minLength: 20, maxLength: 120, size: 'max' });
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(SMALL, 1_000), schedules, async (keep, steps) => {
        const { people, ids } = await playAndRest(keep, steps);
        expect(new Set(ids).size, 'each entry is there once').toBe(ids.length);
        const places = new Map(ids.map((id, index) => [id, index]));
        for (const { seen, shown, from, acknowledged } of people) {
          expect(shown, 'everybody shows what is in the log').toEqual(ids.slice(from - 1));
          // No more than these are guaranteed; in a room that a node holds completely, nothing is lost.
          if (keep === 1_000) expect(ids).toEqual(expect.arrayContaining(acknowledged));
          for (const [id, before] of seen) {
            const tooEarly = [...before].filter(
              (other) => (places.get(other) ?? -1) > (places.get(id) ?? Infinity),
            );
            expect(tooEarly, `${id} comes before what its author had seen`).toEqual([]);
          }
        }
      }),
      { ...runs, examples: [[1_000, lostInBetween]] },
    );
  },
  MANY_RUNS_TIMEOUT_MS,
);

it(
  '[E7] whatever nodes drop from memory while people talk, everybody shows what is in the log',
  async () => {
    const oneStep = fc.oneof({ weight: 6, arbitrary: step }, { weight: 1, arbitrary: giveWay });
    const schedules = fc.array(oneStep, { minLength: 20, maxLength: 120, size: 'max' });
    await fc.assert(
      fc.asyncProperty(schedules, async (steps) => {
        const { people, ids } = await playAndRest(1_000, steps);
        expect(new Set(ids).size, 'each entry is there once').toBe(ids.length);
        const isLost = steps.some(
          (one) =>
            one.kind === 'flush' || one.kind === 'swap' || (one.kind === 'restart' && one.keeps !== 'all'),
        );
        for (const { shown, from, acknowledged } of people) {
          expect(shown, 'everybody shows what is in the log').toEqual(ids.slice(from - 1));
          // What a store has lost and no node holds is gone.
          if (!isLost) expect(ids).toEqual(expect.arrayContaining(acknowledged));
        }
      }),
      { numRuns: Math.ceil(runs.numRuns / 2) },
    );
  },
  MANY_RUNS_TIMEOUT_MS,
);

it('[D2] [D3] a node that keeps looking at a distant log delivers what it hears, and completes each look', async () => {
  const log = new ForgetfulLog();
  const [near, far] = ['a', 'b'].map((name) => new ModelPerson(name, log.open(), 1_000)) as [
    ModelPerson,
    ModelPerson,
  ];
  await moveAll([near]);
  let looks = 0;
  const behind: number[] = [];
  for (let round = 0; round < 400; round++) {
    near.say();
    await moveAll([near]);
    // While one question or answer is on its way, three more entries are appended.
    if (round % 3 === 0) far.move(round % 2 === 0 ? 'asked' : 'answered');
    far.move('published');
    await turn();
    if (round % 20 === 0) void far.feed.check().then(() => looks++);
    await turn();
    if (round > 40) behind.push(log.ids.length - far.shown.length);
  }
  expect(Math.max(...behind)).toBeLessThan(20);
  expect(looks).toBeGreaterThan(10);
  for (const { feed } of [near, far]) feed.close();
});
