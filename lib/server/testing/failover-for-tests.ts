import { Redis } from 'ioredis';
import { expect } from 'vitest';
import { enterLobby, type NodeForTests, type Person, startNodeForTests } from './node-for-tests';

/** People on two nodes who talk all the time, and what was acknowledged to them. */
export interface Talk {
  readonly acknowledged: readonly string[];
  /** How often somebody was told to try again. */
  readonly refusals: number;
  /** Waits until this many more messages were acknowledged, equally many to each person. */
  goOn(count: number): Promise<void>;
  /** Everybody falls silent; then all show the same, with each acknowledged text once. */
  expectNothingLost(): Promise<void>;
  close(): Promise<void>;
}

/** Slow enough that nobody is ever so far behind that a page replaces what they have. */
const SAY_EVERY_MS = 40;
const SAY_AGAIN_MS = 50;
/** A failover takes several seconds, and the machines that run the tests are slow. */
const BACK_WITHIN_MS = 45_000;

export async function startTalk(variables: Record<string, string>): Promise<Talk> {
  const timing = { graceMs: 200, tendEveryMs: 300, checkEveryMs: 300 };
  const nodes = await Promise.all([1, 2].map(() => startNodeForTests(variables, timing)));
  const people = await Promise.all(nodes.map((node, index) => enterLobby(node.url, `person-${index}`)));
  const acknowledged = people.map((): string[] => []);
  let refusals = 0;
  let isOver = false;
  let isClosed = false;

  async function talk(person: Person, index: number): Promise<void> {
    for (let count = 0; !isOver; count++) {
      const text = `${index}-${count}`;
      while (!(await sayAt(person, text))) {
        if (isClosed) return;
        refusals += 1;
        await pause(SAY_AGAIN_MS);
      }
      acknowledged[index]?.push(text);
      await pause(SAY_EVERY_MS);
    }
  }
  const talking = people.map(talk);
  const within = { timeout: BACK_WITHIN_MS };
  return {
    get acknowledged() {
      return acknowledged.flat();
    },
    get refusals() {
      return refusals;
    },
    goOn: async (count) => {
      const goal = acknowledged.map(({ length }) => length + count);
      await expect
        .poll(() => acknowledged.every(({ length }, index) => length >= (goal[index] ?? 0)), within)
        .toBe(true);
    },
    expectNothingLost: async () => {
      isOver = true;
      await Promise.all(talking);
      const said = acknowledged.flat().sort();
      for (const person of people) await expect.poll(() => [...person.texts()].sort(), within).toEqual(said);
      const [first, second] = people.map((person) => person.texts());
      expect(second).toEqual(first);
      for (const node of nodes) {
        expect(await freshTexts(node)).toEqual(first?.slice(-50));
        await expect.poll(async () => (await fetch(`${node.url}/readyz`)).status, within).toBe(200);
      }
    },
    close: async () => {
      isOver = true;
      isClosed = true;
      for (const { socket } of people) socket.close();
      await Promise.all(nodes.map((node) => node.close()));
    },
  };
}

/** What the Redis at `url` itself has of the lobby. */
export async function textsIn(url: string): Promise<string[]> {
  const redis = new Redis(url);
  const entries = await redis.hvals('concord:{lobby}:kept');
  redis.disconnect();
  return entries.map((entry) => (JSON.parse(entry) as { text: string }).text);
}

/** Repeats the same key until it is acknowledged, as our page does; a connection that ends answers nothing. */
async function sayAt(person: Person, text: string): Promise<boolean> {
  try {
    return (await person.say(text, `key-${text.padStart(10, '0')}`)).ok;
  } catch {
    return false;
  }
}

async function freshTexts(node: NodeForTests): Promise<string[]> {
  const fresh = await enterLobby(node.url, 'Fresh');
  const texts = fresh.texts();
  fresh.socket.close();
  return texts;
}

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
