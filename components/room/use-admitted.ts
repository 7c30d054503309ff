import { useEffect, useRef, useState } from 'react';
import type { AdmittedMember } from '@/lib/chat/protocol';
import { roomActions, useChat } from '@/lib/client/use-chat';

/** Where many come and go, the list is read so often at most, and less often the longer it is: searches share its rate. */
const READ_AGAIN_MS = 1_000;
const LONG_MEMBERS = 50;

interface Known {
  readonly members: readonly AdmittedMember[];
  /** Where to go on; absent where all are known. */
  readonly after?: string;
}

/** Those who may enter the private room that is shown, as far as they have been read. */
export interface Admitted extends Known {
  readonly isKnown: boolean;
  readonly readMore: () => void;
}

const NOBODY: Known = { members: [] };

/** Reads them, and again whenever somebody comes, goes, is let in or put out. */
export function useAdmitted(): Admitted {
  const roomId = useChat((state) => state.roomId);
  const present = useChat((state) => state.present);
  const room = useChat((state) => state.room);
  const lastDeed = useChat(({ timeline }) => timeline.entries.findLast(({ kind }) => kind === 'moderated'));
  const [known, setKnown] = useState<(Known & { readonly roomId: string }) | null>(null);
  const lastRead = useRef(0);
  const reading = useRef(0);
  const { members, after } = known?.roomId === roomId ? known : NOBODY;

  const readUpTo = async (count: number) => {
    const asked = ++reading.current;
    const read = await readMembers(roomId, count);
    if (asked === reading.current && read !== null) setKnown({ ...read, roomId });
  };
  // biome-ignore lint/correctness/useExhaustiveDependencies: what is read again depends on what happens in the room.
  useEffect(() => {
    const pauseMs = READ_AGAIN_MS * (1 + members.length / LONG_MEMBERS);
    const waitMs = Math.max(0, lastRead.current + pauseMs - Date.now());
    const timer = setTimeout(() => {
      lastRead.current = Date.now();
      void readUpTo(members.length);
    }, waitMs);
    return () => clearTimeout(timer);
  }, [roomId, present, room, lastDeed]);
  return {
    members,
    ...(after === undefined ? {} : { after }),
    isKnown: known?.roomId === roomId,
    readMore: () => {
      if (after !== undefined) void readUpTo(members.length + 1);
    },
  };
}

/** At least so many, where there are; `null` where they cannot be read now. Each page by name: what is read on stands below. */
async function readMembers(roomId: string, count: number): Promise<Known | null> {
  const members = new Map<string, AdmittedMember>();
  let after: string | undefined = '';
  do {
    const result: Awaited<ReturnType<typeof roomActions.readAdmitted>> = await roomActions.readAdmitted(
      roomId,
      after,
    );
    if (!result.ok) return null;
    for (const member of [...result.data.members].sort(byName)) members.set(member.id, member);
    after = result.data.after;
  } while (after !== undefined && members.size < count);
  return { members: [...members.values()], ...(after === undefined ? {} : { after }) };
}

const byName = (one: AdmittedMember, other: AdmittedMember): number =>
  (one.name ?? '').localeCompare(other.name ?? '');
