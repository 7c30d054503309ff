import type { Entry } from '@/lib/chat/entry';
import { LOBBY } from '@/lib/chat/protocol';
import type { Slice } from '@/lib/server/log/room-log';
import type { Page } from '@/simulation/people/page';
import { losesSomething, mayHaveLostSecret, type Plan } from '@/simulation/plan/plan';
import type { World } from '@/simulation/world/world';
import { judgeMutes } from './judge-mutes';

/** What is compared of an entry. */
const shownOf = (entry: Entry): string => {
  if (entry.kind !== 'posted') return `${entry.kind} ${entry.id}`;
  return `${entry.id} ${entry.author.name}: ${entry.isDeleted ? '(deleted)' : entry.text}`;
};

const textOf = (entry: Entry): string | null =>
  entry.kind === 'posted' && !entry.isDeleted ? entry.text : null;

/**
 * Ten seconds after all is calm everybody is connected, and everything is sent.
 * @param isSettled whether a store that came and went has been well for long enough to be believed
 */
export function judgeConnections({ pages, witness }: World, isSettled: boolean): void {
  for (const page of pages) {
    const { chat, machine } = page;
    const { connection, name } = chat.session.getState();
    const isUnbelieved = connection.status === 'unstored' && !isSettled;
    if (connection.status !== 'connected' && !isUnbelieved)
      witness.complain(`${machine.name} is ${connection.status} and not connected`);
    for (const { id, store } of chat.rooms.all) {
      const { timeline, catchingUpSince, room } = store.getState();
      if (room === null || catchingUpSince !== null) witness.complain(`${machine.name} has not joined ${id}`);
      if (name === null) continue;
      for (const pending of timeline.pending) {
        const isMuted = pending.state === 'refused' && pending.error.code === 'muted';
        if (!isMuted) witness.complain(`${machine.name} has "${pending.text}" ${pending.state} in ${id}`);
      }
    }
  }
}

/** What everybody shows of a room, held against its log and against what somebody who comes now is shown. */
export function judgeRoom(world: World, room: string, log: Slice, pages: readonly Page[]): void {
  const entries = log.entries.map((text) => JSON.parse(text) as Entry);
  const shown = entries.map(shownOf);
  for (const page of pages) {
    const state = page.chat.rooms.get(room)?.store.getState();
    if (state === undefined) continue;
    const { epoch, from, entries: own } = state.timeline;
    const expected = shown.slice(from - log.from, from - log.from + own.length);
    const where = `${page.machine.name} in ${room}`;
    if (epoch !== log.epoch)
      world.witness.complain(`${where} is in epoch ${epoch} and the log in ${log.epoch}`);
    if (from + own.length - 1 !== log.top)
      world.witness.complain(
        `${where} shows entries up to ${from + own.length - 1}, and the log has ${log.top}`,
      );
    const difference = own.findIndex((entry, index) => shownOf(entry) !== expected[index]);
    if (difference >= 0) {
      const other = own[difference] as Entry;
      world.witness.complain(
        `${where} shows "${shownOf(other)}" at ${from + difference}, where the log has "${expected[difference]}"`,
      );
    }
  }
  judgeLog(world, room, entries);
  judgeMutes(world, room, entries);
}

/** Once, in one order, and everything that was acknowledged. */
function judgeLog({ witness, plan }: World, room: string, entries: readonly Entry[]): void {
  const places = new Map(entries.map(({ id }, place) => [id, place]));
  const texts = new Map<string, number>();
  entries.forEach((entry, place) => {
    const text = textOf(entry);
    if (text === null) return;
    const isAgain = texts.has(text) && !mayHaveLostSecret(plan);
    if (isAgain) witness.complain(`"${text}" stands twice in ${room}`);
    texts.set(text, place);
  });
  const last = new Map<string, number>();
  for (const [text, { room: at, by, seen }] of witness.said) {
    if (at !== room) continue;
    const place = texts.get(text);
    if (place !== undefined && place < (last.get(by) ?? 0) && !losesSomething(plan))
      witness.complain(`"${text}" stands before what was written before it, in ${room}`);
    if (place !== undefined) last.set(by, place);
    const seenPlace = seen === null ? undefined : places.get(seen);
    const isEarly = place !== undefined && seenPlace !== undefined && place < seenPlace;
    if (isEarly && mayKnowOrder(plan))
      witness.complain(`"${text}" stands before what its author had seen, in ${room}`);
    if (place === undefined && witness.acknowledged.has(text) && !witness.deleted.has(text)) {
      const id = witness.idOf(text);
      if (id !== undefined && witness.isHeld(id))
        witness.complain(`"${text}" was acknowledged, and is not in ${room}`);
    }
  }
}

/** After a loss, a node that holds nothing of a room, or not its end, may be quicker than the one that puts back. */
const mayKnowOrder = (plan: Plan): boolean =>
  !losesSomething(plan) || (plan.nodes === 1 && !mayHaveLostSecret(plan));

/** Who is there, as everybody sees it. */
export function judgePresence(world: World, room: string, fresh: Page): void {
  const pages = [...world.pages, fresh];
  const here = new Set<string>();
  const classic = world.classic?.member;
  if (classic && room === LOBBY) here.add(`${classic.id} ${classic.name}`);
  // Who was refused another name after an outage is asked for one, and has the one before at the nodes.
  const asked = new Set<string>();
  for (const { chat } of pages) {
    const { session, name, nameProblem } = chat.session.getState();
    if (nameProblem !== null) asked.add(session?.member.id ?? '');
    if (chat.rooms.get(room) !== undefined && session !== null && chat.naming.isConfirmed())
      here.add(`${session.member.id} ${name}`);
  }
  for (const { chat, machine } of pages) {
    const present = chat.rooms.get(room)?.store.getState().present;
    if (present === undefined) continue;
    const names = new Set(present.members.map(({ name }) => name));
    if (names.size < present.members.length)
      world.witness.complain(`${machine.name} sees two of one name in ${room}`);
    const seen = new Set(present.members.map(({ id, name }) => `${id} ${name}`));
    const missed = [...here].filter((one) => !seen.has(one)).sort();
    const ghosts = [...seen].filter((one) => !here.has(one) && !asked.has(one.split(' ')[0] ?? '')).sort();
    if (missed.length > 0) world.witness.complain(`${machine.name} misses [${missed.join(', ')}] in ${room}`);
    if (ghosts.length > 0)
      world.witness.complain(`${machine.name} sees [${ghosts.join(', ')}] in ${room}, who are not there`);
  }
}
