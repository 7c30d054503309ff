import fc from 'fast-check';
import { pino } from 'pino';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { SECRETS_MAX, type Secret } from './secrets';
import { type SessionSecrets, SharedSecrets } from './session-secrets';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const logger = pino({ level: 'silent' });
const byAge = (a: Secret, b: Secret) => a.madeAt - b.madeAt || (a.value < b.value ? -1 : 1);

/** Two databases of a Redis, which can be lost, swapped and restored, and nodes that can be cut off from it. */
class Place {
  #databases: [Map<string, Secret>, Map<string, Secret>] = [new Map(), new Map()];
  #copy = new Map<string, Secret>();
  readonly #cutOff = new Set<number>();
  readonly nodes = new Map<number, SessionSecrets>();
  readonly #everStored = new Set<string>();

  start(id: number): void {
    if (this.nodes.has(id)) return;
    const exchange = async (known: readonly Secret[], proposal: Secret) => {
      if (this.#cutOff.has(id)) throw new Error('cut off');
      const [stored] = this.#databases;
      for (const secret of known) stored.set(secret.value, secret);
      if (stored.size === 0) stored.set(proposal.value, proposal);
      for (const value of stored.keys()) this.#everStored.add(value);
      return [...stored.values()].sort(byAge).slice(0, SECRETS_MAX);
    };
    const options = { store: { exchange }, isShared: true, now: Date.now, logger };
    this.nodes.set(id, new SharedSecrets(options));
  }

  stop(id: number): void {
    this.nodes.get(id)?.close();
    this.nodes.delete(id);
  }

  flush(): void {
    this.#databases[0].clear();
  }

  swap(): void {
    this.#databases.reverse();
  }

  save(): void {
    this.#copy = new Map(this.#databases[0]);
  }

  restore(): void {
    this.#databases[0] = new Map(this.#copy);
  }

  cutOff(id: number): void {
    this.#cutOff.add(id);
  }

  heal(id: number): void {
    this.#cutOff.delete(id);
  }

  /** Lets a new visitor come to every node that lets people in. */
  async visit(): Promise<void> {
    for (const node of this.nodes.values()) {
      if (!node.isKnown()) continue;
      const [{ value }] = await node.known();
      expect(this.#everStored).toContain(value);
    }
  }

  /** The visitors known to any live node. */
  async known(): Promise<string[]> {
    const ready = [...this.nodes].filter(([, node]) => node.isKnown());
    return (await Promise.all(ready.map(([id]) => this.knownTo(id)))).flat();
  }

  async knownTo(id: number): Promise<string[]> {
    return ((await this.nodes.get(id)?.known()) ?? []).map(({ value }) => value);
  }
}

const id = fc.nat(2);
const step = fc.oneof(
  fc.record({ kind: fc.constantFrom('start', 'stop', 'cutOff', 'heal'), id }),
  fc.record({ kind: fc.constantFrom('flush', 'swap', 'save', 'restore'), id: fc.constant(0) }),
  fc.record({ kind: fc.constant('wait'), ms: fc.integer({ min: 1, max: 2_500 }) }),
);

it('[I6] whatever is lost, swapped, restored or cut off, in the end all nodes know everything that any of them knew', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 30 }), async (steps) => {
      const place = new Place();
      place.start(0);
      for (const taken of steps) {
        if ('ms' in taken) await vi.advanceTimersByTimeAsync(taken.ms);
        else place[taken.kind as 'start'](taken.id);
        await place.visit();
      }
      for (const node of [0, 1, 2]) place.heal(node);
      const held = await place.known();
      for (const node of [0, 1, 2]) place.start(node);
      await vi.advanceTimersByTimeAsync(5_000);
      const [first, ...others] = await Promise.all([0, 1, 2].map((node) => place.knownTo(node)));
      for (const other of others) expect(other).toEqual(first);
      for (const secret of held) expect(first).toContain(secret);
      for (const node of [0, 1, 2]) place.stop(node);
    }),
    { numRuns: 300 },
  );
});

it('[I6] a node asks the store again about cookies that it cannot check, at most ten times a second', async () => {
  let asked = 0;
  const exchange = async (_: readonly Secret[], proposal: Secret) => {
    asked += 1;
    return [proposal];
  };
  const secrets = new SharedSecrets({ store: { exchange }, isShared: true, now: Date.now, logger });
  await secrets.known();
  for (let times = 0; times < 1_000; times += 1) {
    void secrets.renewed();
    await vi.advanceTimersByTimeAsync(1);
  }
  expect(asked).toBeLessThanOrEqual(12);
  secrets.close();
});

it('[I6] a cookie that a node cannot check may be another node’s only just after its start, and if the cookie is older', async () => {
  const exchange = async (_: readonly Secret[], proposal: Secret) => [proposal];
  const options = { store: { exchange }, now: Date.now, logger };
  const [shared, alone] = [true, false].map((isShared) => new SharedSecrets({ ...options, isShared }));
  await Promise.all([shared?.known(), alone?.known()]);
  const before = Date.now() - 1_000;
  expect(shared?.isHeldElsewhere(before)).toBe(true);
  expect(shared?.isHeldElsewhere(Date.now() + 1_000)).toBe(false);
  expect(alone?.isHeldElsewhere(before)).toBe(false);
  await vi.advanceTimersByTimeAsync(20_000);
  expect(shared?.isHeldElsewhere(before)).toBe(false);
  for (const secrets of [shared, alone]) secrets?.close();
});
