import type { CatchUp } from '@/lib/chat/frame';
import { carriedOver, isLaterMark, type ReadMark } from '@/lib/chat/unread';
import type { Environment } from '@/lib/client/environment/environment';
import type { Request } from '@/lib/client/wire/wire';

interface MarkRaisingOptions {
  readonly room: string;
  readonly request: Request;
  readonly environment: Pick<Environment, 'after'>;
  readonly isConnected: () => boolean;
  /** Told what the mark is then: another device may have read further. */
  readonly raised: (now: ReadMark) => void;
}

/** Who reads along in a busy room says so once in this time. */
const RAISE_EVERY_MS = 1_000;

/** Tells the node up to where the member has read, until it knows. */
export function createMarkRaising({ room, request, environment, isConnected, raised }: MarkRaisingOptions) {
  let wanted: ReadMark | null = null;
  let known: ReadMark | null = null;
  let isAsking = false;
  let cancel: (() => void) | null = null;

  // An entry of epoch 0 there never was.
  const isDue = () =>
    wanted !== null &&
    wanted.epoch > 0 &&
    wanted.number > 0 &&
    (known === null || isLaterMark(wanted, known));

  const schedule = (afterMs = RAISE_EVERY_MS) => {
    if (isDue()) cancel ??= environment.after(afterMs, () => void raise());
  };

  const raise = async () => {
    cancel?.();
    cancel = null;
    // Once there is a connection again, start() takes it up.
    if (wanted === null || !isDue() || isAsking || !isConnected()) return;
    isAsking = true;
    const asked = wanted;
    const result = await request('room:read', { room, mark: asked });
    isAsking = false;
    if (result.ok) raised(result.data.mark);
    if (result.ok || !result.error.retryable) known = asked;
    schedule(result.ok ? undefined : result.error.retryAfterMs);
  };

  return {
    /** The reader has got this far. */
    want: (mark: ReadMark): void => {
      wanted = mark;
      schedule();
    },
    /** The reader may be about to go: without waiting. */
    flush: (): void => void raise(),
    /** There is a connection again, and the node has told what it knows. */
    start: (mark: ReadMark | null, catchUp: CatchUp): void => {
      wanted = carriedOver(wanted, catchUp);
      known = mark;
      schedule();
    },
  };
}
