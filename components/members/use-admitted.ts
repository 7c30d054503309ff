import { useEffect, useRef, useState } from 'react';
import { browser } from '@/lib/client/page/browser';
import { AdmittedPages, type AdmittedSoFar } from '@/lib/client/rooms/admitted-pages';
import { roomActions, useChat } from '@/lib/client/use-chat';

/**
 * When many people come and go, the list is read at most this often, and less often the longer it is: searches share the rate
 * limit.
 */
const READ_AGAIN_MS = 1_000;
const LONG_MEMBERS = 50;

/** Those who may enter the private room on screen, as many as have been read. */
export interface Admitted extends AdmittedSoFar {
  readonly isKnown: boolean;
  readonly readMore: () => void;
}

const NOBODY: AdmittedSoFar = { members: [] };

/** Reads them, and reads them again whenever somebody comes, goes, is let in or removed. */
export function useAdmitted(): Admitted {
  const roomId = useChat((state) => state.roomId);
  const present = useChat((state) => state.present);
  const room = useChat((state) => state.room);
  const lastAction = useChat(({ timeline }) => timeline.entries.findLast(({ kind }) => kind === 'moderated'));
  const [known, setKnown] = useState<(AdmittedSoFar & { readonly roomId: string }) | null>(null);
  const lastRead = useRef(0);
  const pages = useRef<AdmittedPages>(null);
  const { members, after } = known?.roomId === roomId ? known : NOBODY;

  useEffect(() => {
    const opened = new AdmittedPages({
      read: (from) => roomActions.readAdmitted(roomId, from),
      changed: (next) => setKnown({ ...next, roomId }),
      after: browser.after,
    });
    pages.current = opened;
    lastRead.current = 0;
    return () => opened.close();
  }, [roomId]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: events in the room cause another read.
  useEffect(() => {
    const pauseMs = READ_AGAIN_MS * (1 + members.length / LONG_MEMBERS);
    const waitMs = Math.max(0, lastRead.current + pauseMs - Date.now());
    const timer = setTimeout(() => {
      lastRead.current = Date.now();
      void pages.current?.refresh();
    }, waitMs);
    return () => clearTimeout(timer);
  }, [roomId, present, room, lastAction]);
  return {
    members,
    ...(after === undefined ? {} : { after }),
    isKnown: known?.roomId === roomId,
    readMore: () => void pages.current?.readMore(),
  };
}
