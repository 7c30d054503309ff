import type { Member } from './member';

/** Of one language for all: node and pages must agree on who stands before whom. */
const collator = new Intl.Collator('en');

/** By name, as people sort names; who share one, by id. */
export function compareMembers(one: Member, other: Member): number {
  const byName = collator.compare(one.name, other.name);
  if (byName !== 0 || one.id === other.id) return byName;
  return one.id < other.id ? -1 : 1;
}

/** How many of `members`, which are in order, stand before `member`. */
export function countBefore(members: readonly Member[], member: Member): number {
  let [from, to] = [0, members.length];
  while (from < to) {
    const middle = (from + to) >> 1;
    if (compareMembers(members[middle] as Member, member) < 0) from = middle + 1;
    else to = middle;
  }
  return from;
}

/** Both lists in one, in order; each member once. `added` need not be in order. */
export function withMembers(members: readonly Member[], added: readonly Member[]): readonly Member[] {
  if (added.length === 0) return members;
  const ids = new Set(added.map(({ id }) => id));
  const sorted = [...added].sort(compareMembers);
  const all: Member[] = [];
  let next = 0;
  for (const member of members) {
    if (ids.has(member.id)) continue;
    while (next < sorted.length && compareMembers(sorted[next] as Member, member) < 0) {
      all.push(sorted[next++] as Member);
    }
    all.push(member);
  }
  return [...all, ...sorted.slice(next)];
}
