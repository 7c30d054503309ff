import type { Member } from './member';
import { compareMembers, withMembers } from './member-order';
import type { NoticeContent } from './timeline/timeline';

/** How many names a list of present members has; `count` includes the rest. */
export const PRESENT_MAX_NAMES = 200;

/** Who is in a room: how many have a name, and the first of them by name. */
export interface Present {
  readonly count: number;
  readonly members: readonly Member[];
}

/** What changed in who is in a room since the last {@link Present} or change. `count` is the number after it. */
export interface PresenceChange {
  readonly room: string;
  readonly count: number;
  readonly joined: readonly Member[];
  readonly left: readonly Member[];
  readonly renamed: readonly { readonly id: string; readonly from: string; readonly to: string }[];
}

export const nobody: Present = { count: 0, members: [] };

/** Returns whether there are more than listed. The list then has all whose names come before its last one. */
export const isCut = ({ count, members }: Present): boolean => members.length < count;

/**
 * Returns who is present after `change`. Applying a change twice has no further effect. The list remains the beginning of all
 * members by name, and grows no longer than it was, or than a page: a reader who wants to see more asks for it.
 */
export function applyPresence(present: Present, change: PresenceChange): Present {
  const { count, joined, left, renamed } = change;
  const isListed = boundOf(present);
  const moved = renamed.map(({ id, to }) => ({ id, name: to }));
  const known = new Set(isCut(present) ? [] : present.members.map(({ id }) => id));
  const arrived = [...joined, ...moved.filter(({ id }) => isCut(present) || known.has(id))].filter(isListed);
  const gone = new Set([...left, ...moved].map(({ id }) => id));
  const stayed = present.members.filter(({ id }) => !gone.has(id));
  const kept = stayed.length === present.members.length ? present.members : stayed;
  const max = Math.max(PRESENT_MAX_NAMES, present.members.length);
  const members = withMembers(kept, arrived);
  return { count, members: members.length > max ? members.slice(0, max) : members };
}

/** Comes before everybody. */
export const beforeAll: Member = { id: '', name: '' };

/** Adds the page of names that was requested behind `after` to `present`. */
export function withNextNames(present: Present, after: Member, page: Present): Present {
  const last = present.members.at(-1) ?? beforeAll;
  // The list was cut again while the page was on its way: names between the two are missing.
  if (compareMembers(last, after) < 0) return present;
  return { count: page.count, members: withMembers(present.members, page.members) };
}

/**
 * Returns the notices of `change` for a member who knew `present`; none about themselves. A name belongs to one member at a
 * time, so somebody who comes or leaves while another of that name is present has only changed connections, as classic clients
 * do.
 */
export function noticesOf(
  change: PresenceChange,
  present: Present,
  selfId: string | null,
): readonly NoticeContent[] {
  const known = new Set(present.members.map(({ id }) => id));
  const isOther = ({ id }: { readonly id: string }) => id !== selfId;
  const remain = namesOf(applyPresence(present, change).members);
  const before = namesOf(present.members);
  const gone = change.left.filter(({ id, name }) => (isCut(present) || known.has(id)) && !remain.has(name));
  const left = [...new Map(gone.map((member) => [member.name, member])).values()];
  // Somebody who came just before the reader is in the reader's list already, and is announced to the others together with
  // later ones.
  const joined = change.joined.filter(({ id, name }) => !known.has(id) && !before.has(name));
  return [
    ...left.filter(isOther).map(({ name }) => ({ kind: 'left', name }) as const),
    ...joined.filter(isOther).map(({ name }) => ({ kind: 'joined', name }) as const),
    ...change.renamed.filter(isOther).map(({ from, to }) => ({ kind: 'renamed', from, to }) as const),
  ];
}

const namesOf = (members: readonly Member[]) => new Set(members.map(({ name }) => name));

/** Returns whether the list, which may be cut, would contain a member. */
function boundOf(present: Present): (member: Member) => boolean {
  if (!isCut(present)) return () => true;
  const last = present.members.at(-1);
  return (member) => last !== undefined && compareMembers(member, last) <= 0;
}
