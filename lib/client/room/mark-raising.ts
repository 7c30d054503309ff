import type { CatchUp } from '@/lib/chat/frame';
import { carriedOver, isLaterMark, type ReadMark } from '@/lib/chat/unread';
import type { Environment } from '@/lib/client/environment/environment';
import type { Request } from '@/lib/client/wire/wire';

interface MarkRaisingOptions {
  readonly room: string;
  readonly request: Request;
  readonly environment: Pick<Environment, 'after'>;
  readonly isConnected: () => boolean;
  /** Called with the mark that now holds: another device may have read further. */
  readonly raised: (now: ReadMark) => void;
}

/** A member who reads along in a busy room reports it at most this often. */
const RAISE_EVERY_MS = 1_000;

/** Tells the node how far the member has read, and repeats it until the node knows. */
export function createMarkRaising({ room, request, environment, isConnected, raised }: MarkRaisingOptions) {
  let wanted: ReadMark | null = null;
  let known: ReadMark | null = null;
  let isAsking = false;
  let cancel: (() => void) | null = null;

  // Entries start at epoch 1, so a mark of epoch 0 marks nothing.
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
    // start() takes it up once there is a connection again.
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
    /** The reader has read this far. */
    want: (mark: ReadMark): void => {
      wanted = mark;
      schedule();
    },
    /** Tells the node without waiting: the reader may be about to leave. */
    flush: (): void => void raise(),
    /** There is a connection again, and the node has said how far it knows the member to have read. */
    start: (mark: ReadMark | null, catchUp: CatchUp): void => {
      wanted = carriedOver(wanted, catchUp);
      known = mark;
      schedule();
    },
  };
}
