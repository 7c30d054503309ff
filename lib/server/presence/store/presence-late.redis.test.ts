import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Member } from '@/lib/chat/member';
import { LateLink } from '@/lib/server/testing/late-link-for-tests';
import { startProxyForTests } from '@/lib/server/testing/proxy-for-tests';
import { TwoLinks } from '@/lib/server/testing/two-links-for-tests';
import { createRedisPresence } from './presence.redis';

const links = new TwoLinks();
let rooms = 0;

const open = (node: string) => {
  const link = new LateLink(links.one.asking);
  return { link, node, presence: createRedisPresence({ asking: link, node }) };
};

/** Writes what the test wants, and repeats whatever was not answered, as a node does in its next round. */
class Writer {
  readonly link;
  readonly room = `late-${++rooms}`;
  readonly #presence;
  readonly #wanted = new Map<string, Member | null>();
  readonly #unanswered = new Set<string>();
  #writing: Promise<void>[] = [];

  constructor() {
    const { link, presence } = open(`late-node-${rooms}`);
    this.link = link;
    this.#presence = presence;
  }

  get wanted(): Member[] {
    return [...this.#wanted.values()].filter((member) => member !== null).sort(byId);
  }

  async write(id: string, member: Member | null): Promise<void> {
    this.#wanted.set(id, member);
    const written =
      member === null ? this.#presence.leave(this.room, id) : this.#presence.enter(this.room, member);
    const noted = written.then(
      () => {},
      () => void this.#unanswered.add(id),
    );
    this.#writing.push(noted);
    if (!this.link.isStuck) await noted;
  }

  async connectAnew(): Promise<void> {
    await this.link.connectAnew();
    await Promise.all(this.#writing.splice(0));
    for (const id of this.#unanswered) {
      this.#unanswered.delete(id);
      await this.write(id, this.#wanted.get(id) ?? null);
    }
  }

  async listed(): Promise<Member[]> {
    return [...((await this.#presence.list(this.room))?.members ?? [])].sort(byId);
  }
}

const byId = (one: Member, other: Member) => (one.id < other.id ? -1 : 1);

type Step = 'stick' | 'connect' | 'deliver' | { readonly id: string; readonly name: string | null };
const anyStep: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({ id: fc.constantFrom('ada', 'ben'), name: fc.constantFrom('A', 'B', null) }),
  },
  { weight: 3, arbitrary: fc.constantFrom('stick' as const, 'connect' as const, 'deliver' as const) },
);

async function take(writer: Writer, step: Step): Promise<void> {
  if (step === 'stick') writer.link.isStuck = true;
  else if (step === 'connect') await writer.connectAnew();
  else if (step === 'deliver') await writer.link.deliver(writer.link.isStuck ? 0 : 1);
  else await writer.write(step.id, step.name === null ? null : { id: step.id, name: step.name });
}

it('[P10] whatever an earlier connection delivers late, and whenever, people are where the node says', async () => {
  const property = fc.asyncProperty(fc.array(anyStep, { maxLength: 25 }), async (steps) => {
    const writer = new Writer();
    for (const step of steps) await take(writer, step);
    await writer.connectAnew();
    await writer.link.deliver();
    expect(await writer.listed()).toEqual(writer.wanted);
  });
  await fc.assert(property, { numRuns: 300 });
});

it('[P10] bytes that a proxy delivers long after their connection was replaced make nobody present', async () => {
  const proxy = await startProxyForTests(links.redis.port);
  const connections = await links.connect(`redis://127.0.0.1:${proxy.port}`);
  const presence = createRedisPresence({ asking: connections.asking, node: 'late-tcp' });
  const [ada, ben] = [
    { id: 'ada', name: 'Ada' },
    { id: 'ben', name: 'Ben' },
  ];
  await presence.enter('late-tcp-room', ada);
  const release = proxy.hold('concord:commands');
  const entered = presence.enter('late-tcp-room', ben).then(
    () => true,
    () => false,
  );
  await new Promise(setImmediate);
  connections.commands.disconnect(true);
  expect(await entered).toBe(false);
  await expect.poll(() => connections.commands.status).toBe('ready');
  await presence.leave('late-tcp-room', ben.id);
  await release();
  expect((await presence.list('late-tcp-room'))?.members).toEqual([ada]);
  connections.close();
  proxy.close();
});

it('[P10] what a dead node wrote changes nothing if it arrives after its people were removed', async () => {
  const [dead, other] = [open('late-dead'), open('late-other')];
  await dead.presence.enter('late-reaped', { id: 'ada', name: 'Ada' });
  dead.link.isStuck = true;
  void dead.presence.enter('late-reaped', { id: 'ben', name: 'Ben' });
  await other.presence.reap('late-dead', () => {});
  await dead.link.deliver();
  expect((await other.presence.list('late-reaped'))?.members).toEqual([]);
});

it('[P4] a node that was mistaken for dead writes as ever, in the order of its calls', async () => {
  const [silent, other] = [open('late-silent'), open('late-heir')];
  const [ada, ben] = [
    { id: 'ada', name: 'Ada' },
    { id: 'ben', name: 'Ben' },
  ];
  for (const member of [ada, ben]) await silent.presence.enter('late-alive', member);
  for (let times = 0; times < 3; times++) {
    await other.presence.reap('late-silent', () => {});
    await Promise.all([
      silent.presence.enter('late-alive', ada),
      silent.presence.enter('late-alive', ben),
      silent.presence.leave('late-alive', ben.id),
    ]);
    expect((await other.presence.list('late-alive'))?.members).toEqual([ada]);
  }
});

it('[P5] a session that could not be closed, or arrives late, goes with the next round', async () => {
  const { link, presence } = open('late-sessions');
  const stored = () => links.one.commands.hgetall('concord:node:late-sessions:sessions');
  await presence.openSession('one', 'Ada');
  await presence.openSession('two', 'Ben');
  link.isStuck = true;
  const unclosed = presence.closeSession('one').catch(() => {});
  await link.connectAnew();
  await unclosed;
  await presence.renew();
  await expect.poll(stored).toEqual({ two: 'Ben' });
  await links.one.commands.hset('concord:node:late-sessions:sessions', 'ghost', 'Eve');
  await expect.poll(async () => (await presence.renew()) && (await stored())).toEqual({ two: 'Ben' });
});

it('[P10] what is stored under a node in a room where it has nobody is removed, and announced if no other node has them', async () => {
  const [node, other] = [open('late-holder'), open('late-also')];
  const [ada, ben] = [
    { id: 'ada', name: 'Ada' },
    { id: 'ben', name: 'Ben' },
  ];
  for (const member of [ada, ben]) await node.presence.enter('late-empty', member);
  await node.presence.enter('late-held', ada);
  await other.presence.enter('late-empty', ben);
  const departed: unknown[] = [];
  for (let times = 0; times < 2; times++)
    await node.presence.vacate(
      (room) => room === 'late-held',
      (departure) => departed.push(departure),
    );
  expect(departed).toEqual([{ room: 'late-empty', member: ada }]);
  expect((await node.presence.list('late-empty'))?.members).toEqual([ben]);
  expect((await node.presence.list('late-held'))?.members).toEqual([ada]);
  await node.presence.enter('late-empty', ada);
  await other.presence.reap('late-holder', (departure) => departed.push(departure));
  expect(departed.slice(1)).toHaveLength(2);
});
