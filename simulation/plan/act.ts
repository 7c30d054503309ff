import type { Page } from '@/simulation/people/page';
import { nameOf, type Person, pageOf } from '@/simulation/people/person';
import { ROOMS } from '@/simulation/world/rooms';
import type { World } from '@/simulation/world/world';
import type { Deed } from './plan';

type OfPerson = Extract<Deed, { person: number }>;

interface Acting<D extends OfPerson> {
  readonly world: World;
  readonly person: Person;
  readonly page: Page;
  readonly deed: D;
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
  look: ({ page, deed }) => page.chat.show(ROOMS[deed.room] ?? ROOMS[0]),
  hide: ({ world, page, deed }) => {
    page.isVisible = false;
    page.changed();
    world.later(deed.ms, () => world.show(page));
  },
  sleep: ({ world, page, deed }) => {
    world.scheduler.freeze(page.machine);
    world.later(deed.ms, () => world.wake(page));
  },
  offline: ({ world, page, deed }) => world.cutOff(page, deed.ms),
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

export function act(world: World, deed: OfPerson): void {
  const person = world.people[deed.person];
  if (person === undefined) return;
  const page = pageOf(person);
  if (page === undefined) {
    if (person.opened > 0) world.openPage(person);
    return;
  }
  // Nobody does anything at a computer that is asleep.
  if (page.machine.state !== 'running') return;
  const perform = ACTS[deed.do] as (acting: Acting<OfPerson>) => void;
  page.soon(() => {
    if (deed.do !== 'write') world.note(page.machine.name, () => saying(deed));
    perform({ world, person, page, deed });
  });
}

const saying = (deed: OfPerson): string => ('ms' in deed ? `${deed.do} for ${deed.ms} ms` : deed.do);

function write({ world, person, page, deed }: Acting<OfPerson & { readonly do: 'write' }>): void {
  const { chat, machine } = page;
  const room = chat.rooms.get(ROOMS[deed.room] ?? ROOMS[0]) ?? chat.room;
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
