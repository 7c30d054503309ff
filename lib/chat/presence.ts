import type { Member, PresenceChange, Present } from './protocol';
import { PRESENT_MAX_NAMES } from './protocol';
import type { NoticeContent } from './timeline';

export const nobody: Present = { count: 0, members: [] };

/** Who is present after `change`. The same change twice has the effect of one. */
export function applyPresence(present: Present, change: PresenceChange): Present {
  const members = new Map(present.members.map((member) => [member.id, member]));
  for (const { id } of change.left) members.delete(id);
  for (const member of change.joined) members.set(member.id, member);
  for (const { id, to } of change.renamed) if (members.has(id)) members.set(id, { id, name: to });
  return { count: change.count, members: [...members.values()].sort(byName).slice(0, PRESENT_MAX_NAMES) };
}

/** What `change` gives a member to read; nothing about themselves. */
export function noticesOf(change: PresenceChange, selfId: string | null): readonly NoticeContent[] {
  const isOther = ({ id }: { readonly id: string }) => id !== selfId;
  return [
    ...change.left.filter(isOther).map(({ name }) => ({ kind: 'left', name }) as const),
    ...change.joined.filter(isOther).map(({ name }) => ({ kind: 'joined', name }) as const),
    ...change.renamed.filter(isOther).map(({ from, to }) => ({ kind: 'renamed', from, to }) as const),
  ];
}

const byName = (one: Member, other: Member): number =>
  one.name.localeCompare(other.name) || (one.id < other.id ? -1 : 1);
