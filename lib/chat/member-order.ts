import type { Member } from './member';

/** In one language for everybody: node and pages must agree on the order. */
const collator = new Intl.Collator('en');

/** Compares by name, as people sort names; equal names by id. */
export function compareMembers(one: Member, other: Member): number {
  const byName = collator.compare(one.name, other.name);
  if (byName !== 0 || one.id === other.id) return byName;
  return one.id < other.id ? -1 : 1;
}

/** Returns how many of the sorted `members` come before `member`. */
export function countBefore(members: readonly Member[], member: Member): number {
  let [from, to] = [0, members.length];
  while (from < to) {
    const middle = (from + to) >> 1;
    if (compareMembers(members[middle] as Member, member) < 0) from = middle + 1;
    else to = middle;
  }
  return from;
}

/** Merges both lists in order, each member once. `added` need not be sorted. */
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
