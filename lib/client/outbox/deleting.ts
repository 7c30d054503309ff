import type { Environment } from '@/lib/client/environment/environment';
import { type Deletion, memberIdOf } from '@/lib/client/state/chat-state';
import type { ChatStore } from '@/lib/client/state/chat-store';
import { withEntry } from '@/lib/client/state/with-entry';
import type { Request } from '@/lib/client/wire/wire';
import { createKeptDeletions } from './kept-deletions';

/** Deletes messages, each after a short time in which the member can undo it. */
export interface Deleting {
  delete(id: string): void;
  /** Works until the time is over; then it does nothing. */
  undo(id: string): void;
  /** Carries out all waiting deletions at once when the page goes away. Returns a function that stops it. */
  start(): () => void;
  /**
   * Called after each catch-up: asks again for deletions without an answer, including those of an earlier page of the member.
   */
  caughtUp(): void;
}

interface DeletingOptions {
  readonly room: string;
  readonly request: Request;
  readonly store: ChatStore;
  readonly environment: Pick<Environment, 'after' | 'onLeave' | 'read' | 'write'>;
  readonly isConnected: () => boolean;
}

/** Long enough for a person to see what they have done. */
export const UNDO_MS = 5_000;
const RETRY_MS = 2_000;

export function createDeleting({
  room,
  request,
  store,
  environment,
  isConnected,
}: DeletingOptions): Deleting {
  /** Cancels the wait of each deletion that can still be undone. */
  const waits = new Map<string, () => void>();
  const kept = createKeptDeletions(room, environment);

  const show = (id: string, deletion: Deletion | null) => {
    store.setState({ deletions: withEntry(store.getState().deletions, id, deletion) });
  };

  const isGoing = (id: string) => store.getState().deletions.get(id)?.state === 'going';

  const ask = async (id: string) => {
    if (!isGoing(id) || !isConnected()) return;
    const result = await request('message:delete', { room, id });
    // A missing name is no reason to refuse for good: the member may get one later.
    if (!result.ok && (result.error.retryable || result.error.code === 'name_required')) {
      environment.after(RETRY_MS, () => void ask(id));
      return;
    }
    kept.remove(id);
    // By then the timeline shows the message as deleted.
    if (result.ok) environment.after(RETRY_MS, () => show(id, null));
    else show(id, { state: 'failed', error: result.error });
  };

  const stopWaiting = (id: string) => {
    waits.get(id)?.();
    waits.delete(id);
  };

  const carryOut = (id: string) => {
    stopWaiting(id);
    kept.add({ id, by: memberIdOf(store.getState()) });
    show(id, { state: 'going' });
    void ask(id);
  };

  return {
    delete: (id) => {
      if (waits.has(id) || isGoing(id)) return;
      waits.set(
        id,
        environment.after(UNDO_MS, () => carryOut(id)),
      );
      show(id, { state: 'waiting' });
    },
    undo: (id) => {
      if (!waits.has(id)) return;
      stopWaiting(id);
      show(id, null);
    },
    start: () =>
      environment.onLeave(() => {
        for (const id of [...waits.keys()]) carryOut(id);
      }),
    caughtUp: () => {
      const self = memberIdOf(store.getState());
      for (const { id, by } of kept.list()) if (by === self && !waits.has(id)) show(id, { state: 'going' });
      for (const id of store.getState().deletions.keys()) void ask(id);
    },
  };
}
