import type { Member } from '@/lib/chat/protocol';

/** A member in a room, at this node. */
export interface LocalMember {
  member: Member;
  tabs: number;
  leaving?: NodeJS.Timeout;
  /** Lists that were asked for before it was written down: they say nothing of it. `null` while it is written. */
  listsBefore: number | null;
}

/** Those here of whom the list does not know, or not under their name. */
export function missingFrom(list: readonly Member[], here: readonly LocalMember[]): readonly LocalMember[] {
  const names = new Map(list.map(({ id, name }) => [id, name]));
  return here.filter(({ member: { id, name } }) => names.get(id) !== name);
}
