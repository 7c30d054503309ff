import type { Member } from './member';
import { type After, createThrottle } from './timeline/throttle';

/** Who in a room types, or has stopped, among members not signalled before or a moment ago. May be lost. */
export interface TypingChange {
  readonly room: string;
  readonly typing: readonly Member[];
  /** Ids of members. */
  readonly stopped: readonly string[];
}

/** Others are not signalled about the same member more often than this. */
export const TYPING_GAP_MS = 2_000;
/** A member who was not heard of, or pressed no key, for this long no longer types. */
export const TYPING_TTL_MS = 5_000;
/** A signal that was on its way when a message was sent does not mean that its author is still typing. */
const LATE_SIGNAL_MS = 500;

/** What a member types into, as signalled to a node: rarely, and the latest counts. */
export interface Typist {
  /** A key was pressed, and the field is not empty. */
  typed(room: string): void;
  /** The field is empty, or the member has left the room. */
  stopped(room: string): void;
  /** The message itself shows that its author has stopped typing. */
  sent(room: string): void;
  stop(): void;
}

interface TypistOptions {
  readonly after: After;
  readonly tell: (room: string, isTyping: boolean) => void;
}

export function createTypist({ after, tell }: TypistOptions): Typist {
  const idling = new Map<string, () => void>();
  /** Rooms where the last signal was that the member types. */
  const told = new Set<string>();
  const throttle = createThrottle<string, boolean>({
    gapMs: TYPING_GAP_MS,
    batchMax: 1,
    after,
    tell: ([latest]) => {
      if (latest === undefined) return;
      const [room, isTyping] = latest;
      if (isTyping) told.add(room);
      tell(room, isTyping);
    },
  });

  const endIdling = (room: string) => {
    idling.get(room)?.();
    return idling.delete(room);
  };

  const stopped = (room: string) => {
    if (!endIdling(room)) return;
    if (told.delete(room)) throttle.put(room, false);
    else throttle.drop(room);
  };

  return {
    typed: (room) => {
      endIdling(room);
      idling.set(
        room,
        after(TYPING_TTL_MS, () => stopped(room)),
      );
      throttle.put(room, true);
    },
    stopped,
    sent: (room) => {
      endIdling(room);
      told.delete(room);
      throttle.drop(room);
    },
    stop: () => {
      for (const cancel of idling.values()) cancel();
      idling.clear();
      told.clear();
      throttle.stop();
    },
  };
}

/** Who types in one room, as far as a reader has heard: in the order in which they began. */
export interface TypingList {
  heard(change: TypingChange): void;
  /** A message of the member has arrived. */
  said(memberId: string): void;
  /** Nobody types, as far as is known: those who do will be signalled again. */
  clear(): void;
}

interface TypingListOptions {
  readonly after: After;
  readonly changed: (members: readonly Member[]) => void;
}

export function createTypingList({ after, changed }: TypingListOptions): TypingList {
  const typing = new Map<string, { readonly member: Member; readonly cancelEnd: () => void }>();
  const silent = new Map<string, () => void>();

  const tell = () => changed([...typing.values()].map(({ member }) => member));

  const end = (memberId: string): boolean => {
    typing.get(memberId)?.cancelEnd();
    return typing.delete(memberId);
  };

  const endAndTell = (memberId: string) => {
    if (end(memberId)) tell();
  };

  /** Returns whether the list has changed. */
  const begin = (member: Member): boolean => {
    if (silent.has(member.id)) return false;
    const known = typing.get(member.id);
    known?.cancelEnd();
    const cancelEnd = after(TYPING_TTL_MS, () => endAndTell(member.id));
    typing.set(member.id, { member, cancelEnd });
    return known?.member.name !== member.name;
  };

  const silence = (memberId: string) => {
    silent.get(memberId)?.();
    silent.set(
      memberId,
      after(LATE_SIGNAL_MS, () => silent.delete(memberId)),
    );
  };

  return {
    heard: (change) => {
      const begun = change.typing.filter(begin);
      const ended = change.stopped.filter(end);
      if (begun.length + ended.length > 0) tell();
    },
    said: (memberId) => {
      silence(memberId);
      endAndTell(memberId);
    },
    clear: () => {
      if ([...typing.keys()].filter(end).length > 0) tell();
    },
  };
}
