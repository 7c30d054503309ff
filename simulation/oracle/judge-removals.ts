import { CHAT_NAMESPACE } from '@/lib/chat/protocol';
import type { LoggedEntry } from '@/lib/server/log/logged-entry';
import type { Node } from '@/simulation/nodes/node';
import type { Witness } from './witness';

/** Nobody hears of their own removal as somebody who is in the room: whoever is removed reads nothing more. */
export function judgeRemovals(
  { namespaces, machine }: Node,
  witness: Witness,
  { room, entries }: { readonly room: string; readonly entries: readonly LoggedEntry[] },
): void {
  for (const logged of entries) {
    const entry = logged.isMessage ? undefined : logged.entry;
    if (entry?.kind !== 'moderated' || entry.action.kind !== 'remove') continue;
    const { member } = entry.action;
    for (const { data } of namespaces.get(CHAT_NAMESPACE)?.rooms.get(room) ?? []) {
      const there = data.member as { readonly id: string; readonly isAdmin: boolean };
      if (there.id === member?.id && !there.isAdmin)
        witness.complain(`${machine.name} lets ${member.name} read in ${room}, who is removed`);
    }
  }
}
