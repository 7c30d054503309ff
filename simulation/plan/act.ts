import type { Moderation } from '@/lib/chat/moderation';
import { LOBBY } from '@/lib/chat/protocol';
import type { Page } from '@/simulation/people/page';
import { nameOf, type Person, pageOf } from '@/simulation/people/person';
import { ROOMS } from '@/simulation/world/rooms';
import type { World } from '@/simulation/world/world';
import type { PlannedEvent } from './plan';

type ToPerson = Extract<PlannedEvent, { do: 'mute' | 'unmute' | 'remove' }>;
type OfPerson = Exclude<Extract<PlannedEvent, { person: number }>, ToPerson>;

interface Acting<D extends OfPerson> {
  readonly world: World;
  readonly person: Person;
  readonly page: Page;
  readonly event: D;
}

type Acts = {
  readonly [Kind in OfPerson['do']]: (acting: Acting<OfPerson & { readonly do: Kind }>) => void;
};

/** Each on the machine of the page, but what stops it. */
const ACTS: Acts = {
  write,
  delete: deleteOwn,
  rename: ({ person, page }) => {
    person.names += 1;
    void page.chat.naming.set(nameOf(person));
  },
  look: ({ page, event }) => page.chat.show(ROOMS[event.room] ?? ROOMS[0]),
  hide: ({ world, page, event }) => {
    page.isVisible = false;
    page.changed();
    world.later(event.ms, () => world.show(page));
  },
  sleep: ({ world, page, event }) => {
    world.scheduler.freeze(page.machine);
    world.later(event.ms, () => world.wake(page));
  },
  offline: ({ world, page, event }) => world.cutOff(page, event.ms),
  // Tabs that are opened in the first moment of a browser are two people, and what one sends unanswered the other sends again.
  open: ({ world, person }) => {
    if (person.browser.cookie !== undefined) world.openPage(person);
  },
  close: ({ page }) => page.leave(),
  crash: ({ world, page }) => world.crash(page),
  reload: ({ world, person, page }) => {
    page.leave();
    world.openPage(person);
  },
};

const MODERATIONS: ReadonlySet<PlannedEvent['do']> = new Set(['mute', 'unmute', 'remove']);

const isModeration = (event: PlannedEvent): event is ToPerson => MODERATIONS.has(event.do);

export function act(world: World, event: OfPerson | ToPerson): void {
  const person = world.people[event.person];
  if (person === undefined) return;
  if (isModeration(event)) moderate(world, person, event);
  else actAs(world, person, event);
}

/** The moderator does it, if they are there; somebody who is not cannot be found to do it to. */
function moderate({ warden, note }: World, person: Person, event: ToPerson): void {
  const page = warden === null ? undefined : pageOf(warden);
  const member = pageOf(person)?.chat.session.getState().session?.member.id;
  if (page === undefined || member === undefined) return;
  page.soon(() => {
    note(page.machine.name, () => `${event.do}s ${person.name}`);
    const forMs = 'ms' in event ? { forMs: event.ms } : {};
    void page.chat.actions.moderate(LOBBY, { kind: event.do, member, ...forMs } as Moderation);
  });
}

function actAs(world: World, person: Person, event: OfPerson): void {
  const page = pageOf(person);
  if (page === undefined) {
    if (person.opened > 0) world.openPage(person);
    return;
  }
  // Nobody does anything at a computer that is asleep.
  if (page.machine.state !== 'running') return;
  const perform = ACTS[event.do] as (acting: Acting<OfPerson>) => void;
  page.soon(() => {
    if (event.do !== 'write') world.note(page.machine.name, () => saying(event));
    perform({ world, person, page, event });
  });
}

const saying = (event: OfPerson): string => ('ms' in event ? `${event.do} for ${event.ms} ms` : event.do);

function write({ world, person, page, event }: Acting<OfPerson & { readonly do: 'write' }>): void {
  const { chat, machine } = page;
  const room = chat.rooms.get(ROOMS[event.room] ?? ROOMS[0]) ?? chat.room;
  if (chat.session.getState().name === null) void chat.naming.set(nameOf(person));
  if (chat.session.getState().name === null) return;
  const text = world.witness.newText();
  const { entries } = room.store.getState().timeline;
  const seen = entries.findLast((entry) => entry.kind === 'posted')?.id ?? null;
  world.note(machine.name, () => `writes "${text}" in ${room.id}`);
  world.witness.said.set(text, { room: room.id, by: person.name, seen });
  if (room.sending.send({ text }) !== null) world.witness.said.delete(text);
}

function deleteOwn({ world, page }: Acting<OfPerson & { readonly do: 'delete' }>): void {
  const { room, session } = page.chat;
  const self = session.getState().session?.member.id;
  const own = room.store
    .getState()
    .timeline.entries.flatMap((entry) =>
      entry.kind === 'posted' && entry.author.id === self && !entry.isDeleted ? [entry] : [],
    );
  if (own.length === 0) return;
  const { id, text } = page.machine.random.pick(own);
  world.witness.deleted.add(text);
  room.deleting.delete(id);
}
