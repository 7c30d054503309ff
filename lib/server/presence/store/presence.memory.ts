import type { Member } from '@/lib/chat/member';
import type { Presence } from './presence';

/** The presence of an only node: all of it is its own, and dies with it. */
export function createMemoryPresence(): Presence {
  const rooms = new Map<string, Map<string, Member>>();
  let changes = 0;
  const versions = new Map<string, string>();
  const changed = (room: string) => versions.set(room, String(++changes));
  return {
    openSession: async () => {},
    closeSession: async () => {},
    enter: async (room, member) => {
      const members = rooms.get(room) ?? new Map<string, Member>();
      const isFirst = !members.has(member.id);
      rooms.set(room, members.set(member.id, member));
      changed(room);
      return { isFirst };
    },
    leave: async (room, memberId) => {
      const members = rooms.get(room);
      const isLast = members?.delete(memberId) ?? false;
      if (isLast) changed(room);
      if (members?.size === 0) {
        rooms.delete(room);
        versions.delete(room);
      }
      return { isLast };
    },
    list: async (room, known = null) => {
      const version = versions.get(room) ?? null;
      if (version !== null && version === known) return null;
      return { members: [...(rooms.get(room)?.values() ?? [])], version };
    },
    glance: async (room, limit) => {
      const members = [...(rooms.get(room)?.values() ?? [])];
      return { count: members.length, members: members.slice(0, limit) };
    },
    renew: async () => ({ isNew: false, dead: [] }),
    reap: async () => {},
    vacate: async () => {},
  };
}
