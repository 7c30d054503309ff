import fc from 'fast-check';
import { expect, it } from 'vitest';
import { type Entry, isMessage } from '@/lib/chat/entry';
import { ERRORS } from '@/lib/chat/errors';
import { REQUESTS } from '@/lib/chat/events/requests';
import { LOBBY } from '@/lib/chat/protocol';
import { anyInput } from './testing/any-input-for-tests';
import {
  anyClassicWord,
  type ClassicPerson,
  type ClassicWord,
  comeClassic,
} from './testing/classic-for-tests';
import { HOSTILE } from './testing/hostile-values-for-tests';
import { ask, come, type Somebody } from './testing/somebody-for-tests';
import { TwoNodes } from './testing/two-nodes-for-tests';

const EVENTS = Number(process.env.FUZZ_EVENTS ?? 20_000);
const SEED = Number(process.env.FUZZ_SEED ?? Date.now() % 2 ** 31);
/** How many requests are under way at the same time. */
const WAVE = 100;
/** Far fewer than are requested. */
const RATE = { burst: 20, everyMs: 400 };
const SECRET = 'nobody but the two shall read this';
/** Members who are only in the lobby must not see it. */
const PLANS = 'for those who plan';

const place = new TwoNodes({
  TRUST_PROXY: 'loopback',
  RATE_MESSAGES: `${RATE.burst}/${RATE.everyMs}ms`,
});

interface Asked {
  readonly who: number;
  readonly event: string;
  readonly payload: unknown;
}

interface ClassicAsked extends ClassicWord {
  readonly classic: number;
}

interface World {
  readonly people: readonly Somebody[];
  /** They are in the lobby, at either node. */
  readonly classics: readonly ClassicPerson[];
  readonly open: readonly string[];
  readonly secret: readonly string[];
}

/** Ada and Ben share a private room and a direct message; Cleo and Eve are in neither, and all are in two open rooms. */
async function createWorld(): Promise<World> {
  const people = await Promise.all(
    ['Ada', 'Ben', 'Cleo', 'Eve'].map((name, index) =>
      come(place, place.nodes[index % 2] ?? place.nodes[0], name, { address: `10.0.0.${index + 1}` }),
    ),
  );
  const [ada, ben] = people as [Somebody, Somebody];
  await ask(ada, 'room:make', { kind: 'open', id: 'plans', title: 'Plans', topic: '' });
  for (const who of people) for (const room of [LOBBY, 'plans']) await ask(who, 'room:join', { room });
  const { room } = await ask(ada, 'room:make', { kind: 'private', title: 'Secret', topic: '' });
  await ask(ben, 'invite:accept', { room: room.id, invite: room.invite });
  await expect.poll(() => ask(ada, 'direct:open', { member: ben.id })).toHaveProperty('room');
  const direct = (await ask(ada, 'direct:open', { member: ben.id })).room.id;
  const secret = [room.id, direct];
  for (const who of [ada, ben]) for (const id of secret) await ask(who, 'room:join', { room: id });
  const classics = await Promise.all(
    place.nodes.map((node, index) => comeClassic(place, node, `10.0.1.${index + 1}`)),
  );
  return { people, classics, open: [LOBBY, 'plans'], secret };
}

/** Plausible values for the fields of requests, in this world. */
function known({ people, classics, open, secret }: World) {
  const member = fc.constantFrom(...[...people, ...classics].map(({ id }) => id), 'nobody');
  // So few that messages are repeated, and deletions find what they name.
  const key = fc.nat(9).map((index) => `the-key-${index}`);
  const text = fc.oneof(fc.string({ unit: 'grapheme', maxLength: 200 }), fc.constant('hello'));
  return {
    room: fc.constantFrom(...open, ...open, ...secret, 'private-00000000000000000000000000000000'),
    member,
    key,
    text,
    title: text,
    topic: text,
    name: fc.oneof(text, fc.constantFrom('Ada', 'ADA', 'Zoe', 'Eve')),
    /** The id of a message, or of somebody. */
    id: fc.oneof(
      fc.tuple(member, key).map((parts) => parts.join(':')),
      member,
    ),
    // Nobody is muted for so long that nothing would be left to see.
    forMs: fc.constantFrom(null, 1_000, 2_000),
    everyMs: fc.nat(2_000),
    before: fc.integer({ min: 1, max: 500 }),
    after: fc.constantFrom('', '17', '__proto__'),
    search: fc.constantFrom('', 'Secret', 'plans'),
    invite: fc.stringMatching(/^[0-9a-f]{0,32}$/),
    epoch: fc.nat(5),
    seq: fc.nat(100),
    number: fc.nat(100),
  };
}

/** Anything that anybody may request, about whatever and whomever there is, and much that nobody may. */
function anyRequest(world: World): fc.Arbitrary<Asked | ClassicAsked> {
  const { people, classics, open, secret } = world;
  const fields = known(world);
  const { room, key, text } = fields;
  const message = fc.record({ room, key, text }).map((said) => {
    if (secret.includes(said.room)) return { ...said, text: `${SECRET} ${said.text}` };
    return said.room === 'plans' ? { ...said, text: `${PLANS} ${said.text}` } : said;
  });
  const valid: Record<string, fc.Arbitrary<unknown>> = {
    ...Object.fromEntries(
      Object.entries(REQUESTS).map(([event, { input }]) => [event, anyInput(input, fields)]),
    ),
    'message:send': message,
    'room:make': fc.oneof(
      fc.record({ kind: fc.constant('private'), title: text, topic: text }),
      fc.record({
        kind: fc.constant('open'),
        id: fc.stringMatching(/^[a-z]{3,8}$/),
        title: text,
        topic: text,
      }),
    ),
    'message:delete': fc.record({ room, id: fc.tuple(fields.member, key).map((parts) => parts.join(':')) }),
    'room:join': fc.record({
      room,
      position: fc.constantFrom(undefined, null, { epoch: 0, seq: 0 }, { epoch: 1, seq: 3 }),
    }),
    // A member who has left a private room has nothing more to say there.
    'my-rooms:remove': fc.record({ room: fc.constantFrom(...open) }),
  };
  const who = fc.nat(people.length - 1);
  const names = fc.constantFrom(...Object.keys(valid), 'admin:become', 'connect_to', '__proto__');
  const rubbish = fc.oneof(fc.constantFrom(...Object.values(HOSTILE)), fc.jsonValue());
  const sensible = Object.entries(valid).map(([event, arbitrary]) =>
    fc.record({ who, event: fc.constant(event), payload: arbitrary }),
  );
  const said = fc.record({ who, event: fc.constant('message:send'), payload: message });
  const classic = fc
    .tuple(fc.nat(classics.length - 1), anyClassicWord(text))
    .map(([index, word]) => ({ classic: index, ...word }));
  return fc.oneof(
    { weight: 2, arbitrary: classic },
    { weight: 6, arbitrary: fc.oneof(...sensible) },
    { weight: 3, arbitrary: said },
    { weight: 2, arbitrary: fc.record({ who, event: names, payload: rubbish }) },
  );
}

/** Checks that a node may give this answer, whatever the request was. */
function checkAnswer(answer: unknown, asked: Asked): void {
  const { ok, error } = answer as { ok?: unknown; error?: { code: string } };
  if (ok === true) return;
  const isKnown = ok === false && error !== undefined && Object.hasOwn(ERRORS, error.code);
  if (!isKnown || error.code === 'internal') {
    throw new Error(`${JSON.stringify(asked)} was answered ${JSON.stringify(answer)}`);
  }
}

/** Returns whether the client is told that it has the name. */
function setsName({ socket, heard }: ClassicPerson, name: string): boolean {
  socket.emit('set_username', name);
  return heard.some(([, text]) => text === `Your username has been set to: ${name}`);
}

/**
 * A classic client only receives sentences, and nothing said in rooms where it is not; all its own messages are in the lobby.
 */
async function checkClassic(
  classic: ClassicPerson,
  { secret }: World,
  entries: readonly Entry[],
  allowed: number,
  how: string,
): Promise<void> {
  // Whatever its name was, it is still served.
  await expect.poll(() => setsName(classic, classic.id.slice(0, 20)), { message: how }).toBe(true);
  const said = entries.filter((entry) => isMessage(entry) && entry.author.id === classic.id);
  expect(said.length, how).toBeGreaterThan(0);
  expect(said.length, how).toBeLessThanOrEqual(allowed);
  const hidden = [SECRET, PLANS, ...secret, ERRORS.internal.message];
  const isFit = ([event, text, ...more]: readonly unknown[]) =>
    event === 'message' &&
    typeof text === 'string' &&
    more.length === 0 &&
    !hidden.some((part) => text.includes(part));
  expect(classic.heard.filter((news) => !isFit(news)).slice(0, 3), how).toEqual([]);
  const refusals = classic.heard.filter(([, text]) => String(text).includes('You are too fast.'));
  expect(refusals.length, how).toBeGreaterThan(0);
}

interface Emitter {
  timeout(ms: number): { emitWithAck(event: string, payload: unknown): Promise<unknown> };
}

it('[H7] whatever anybody requests, nodes stay alive, rates hold, and nobody hears what is not for them', async () => {
  const world = await createWorld();
  const [, , ...outsiders] = world.people;
  const heard: string[] = [];
  const hear = (news: unknown) => {
    const letter = JSON.stringify(news) ?? '';
    if (letter.includes(SECRET) || world.secret.some((id) => letter.includes(id))) heard.push(letter);
  };
  for (const { socket } of outsiders) socket.onAny((...news: unknown[]) => hear(news));
  const isOutsider = (who: number) => outsiders.includes(world.people[who] as Somebody);
  const accepted = world.people.map(() => 0);
  let tooFast = 0;
  const began = Date.now();

  const send = async (asked: Asked | ClassicAsked) => {
    if ('classic' in asked) return world.classics[asked.classic]?.say(asked);
    const { socket } = world.people[asked.who] as Somebody;
    const answer = await (socket as unknown as Emitter)
      .timeout(20_000)
      .emitWithAck(asked.event, asked.payload);
    checkAnswer(answer, asked);
    if (isOutsider(asked.who)) hear(answer);
    const isMessage = ['message:send', 'message:delete'].includes(asked.event);
    const { ok, error } = answer as { ok: boolean; error?: { code: string } };
    if (isMessage && error?.code === 'rate_limited') tooFast += 1;
    if (isMessage && ok) accepted[asked.who] = (accepted[asked.who] ?? 0) + 1;
  };

  const requests = fc.sample(anyRequest(world), { numRuns: EVENTS, seed: SEED });
  const how = `FUZZ_SEED=${SEED} FUZZ_EVENTS=${EVENTS}`;
  try {
    for (let at = 0; at < requests.length; at += WAVE) {
      await Promise.all(requests.slice(at, at + WAVE).map(send));
    }
  } catch (cause) {
    throw new Error(`With ${how}: ${(cause as Error).message}`, { cause });
  }
  const allowed = () => RATE.burst + (Date.now() - began) / RATE.everyMs;
  expect(Math.max(...accepted), how).toBeLessThanOrEqual(allowed());
  for (const count of [Math.min(...accepted), tooFast]) expect(count, how).toBeGreaterThan(0);
  expect(heard.slice(0, 3), how).toEqual([]);
  for (const who of [...world.people, ...world.classics]) expect(who.socket.connected, how).toBe(true);

  // Newcomers find a room that works, and both nodes show the same of it.
  const [dora, finn] = await Promise.all([
    place.enter(place.nodes[0], 'Dora'),
    place.enter(place.nodes[1], 'Finn'),
  ]);
  for (const person of [dora, finn]) expect((await person.say('still here')).ok, how).toBe(true);
  for (const person of [dora, finn]) await person.readAll();
  const seen = () => [dora, finn].map(({ entries }) => JSON.stringify(entries));
  // Waits for the messages, as answers may arrive before them: two clients that both miss one would look alike.
  const greetings = () =>
    [dora, finn].map((person) => person.texts().filter((text) => text === 'still here').length);
  await expect.poll(greetings, { message: how }).toEqual([2, 2]);
  await expect.poll(() => new Set(seen()).size, { message: how }).toBe(1);

  for (const classic of world.classics) await checkClassic(classic, world, dora.entries, allowed(), how);
}, 180_000);
