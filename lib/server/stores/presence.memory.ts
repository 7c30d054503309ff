import type { Member } from '@/lib/chat/protocol';
import type { Presence } from './presence';

/** Presence of the only node: what it says is what all nodes see, and dies with it. */
export function createMemoryPresence(): Presence {
  const rooms = new Map<string, Map<string, Member>>();
  return {
    openSession: async () => {},
    closeSession: async () => {},
    enter: async (room, member) => {
      const members = rooms.get(room) ?? new Map<string, Member>();
      const isFirst = !members.has(member.id);
      rooms.set(room, members.set(member.id, member));
      return { isFirst };
    },
    leave: async (room, memberId) => {
      const members = rooms.get(room);
      const isLast = members?.delete(memberId) ?? false;
      if (members?.size === 0) rooms.delete(room);
      return { isLast };
    },
    list: async (room) => [...(rooms.get(room)?.values() ?? [])],
    glance: async (room, limit) => {
      const members = [...(rooms.get(room)?.values() ?? [])];
      return { count: members.length, members: members.slice(0, limit) };
    },
    renew: async () => ({ isNew: false, departed: [] }),
  };
}
