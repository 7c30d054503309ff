import type { Page } from '@/simulation/people/page';
import { nameOf, type Person, pageOf } from '@/simulation/people/person';
import { ROOMS } from '@/simulation/world/rooms';
import type { World } from '@/simulation/world/world';
import type { PlannedEvent } from './plan';

type OfPerson = Extract<PlannedEvent, { person: number }>;

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

export function act(world: World, event: OfPerson): void {
  const person = world.people[event.person];
  if (person === undefined) return;
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
