import type { Environment } from '@/lib/client/environment/environment';
import { type Deletion, memberIdOf } from '@/lib/client/state/chat-state';
import type { ChatStore } from '@/lib/client/state/chat-store';
import { withEntry } from '@/lib/client/state/with-entry';
import type { Request } from '@/lib/client/wire/wire';
import { createKeptDeletions, type KeptDeletions } from './kept-deletions';

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

/** Deletes messages, each after a short time in which the member can undo it. */
export class Deleting {
  readonly #options: DeletingOptions;
  readonly #store: ChatStore;
  readonly #kept: KeptDeletions;
  /** Cancels the wait of each deletion that can still be undone. */
  readonly #waits = new Map<string, () => void>();

  constructor(options: DeletingOptions) {
    this.#options = options;
    this.#store = options.store;
    this.#kept = createKeptDeletions(options.room, options.environment);
  }

  delete(id: string): void {
    if (this.#waits.has(id) || this.#isGoing(id)) return;
    const cancel = this.#options.environment.after(UNDO_MS, () => this.#carryOut(id));
    this.#waits.set(id, cancel);
    this.#show(id, { state: 'waiting' });
  }

  /** Works until the time is over; then it does nothing. */
  undo(id: string): void {
    if (!this.#waits.has(id)) return;
    this.#stopWaiting(id);
    this.#show(id, null);
  }

  /** Carries out all waiting deletions at once when the page goes away. Returns a function that stops it. */
  start(): () => void {
    return this.#options.environment.onLeave(() => {
      for (const id of [...this.#waits.keys()]) this.#carryOut(id);
    });
  }

  /**
   * Called after each catch-up: asks again for deletions without an answer, including those of an earlier page of the member.
   */
  caughtUp(): void {
    const self = memberIdOf(this.#store.getState());
    for (const { id, by } of this.#kept.list())
      if (by === self && !this.#waits.has(id)) this.#show(id, { state: 'going' });
    for (const id of this.#store.getState().deletions.keys()) void this.#ask(id);
  }

  #carryOut(id: string): void {
    this.#stopWaiting(id);
    this.#kept.add({ id, by: memberIdOf(this.#store.getState()) });
    this.#show(id, { state: 'going' });
    void this.#ask(id);
  }

  async #ask(id: string): Promise<void> {
    const { room, request, environment, isConnected } = this.#options;
    if (!this.#isGoing(id) || !isConnected()) return;
    const result = await request('message:delete', { room, id });
    // A missing name is no reason to refuse for good: the member may get one later.
    if (!result.ok && (result.error.retryable || result.error.code === 'name_required')) {
      environment.after(RETRY_MS, () => void this.#ask(id));
      return;
    }
    this.#kept.remove(id);
    // By then the timeline shows the message as deleted.
    if (result.ok) environment.after(RETRY_MS, () => this.#show(id, null));
    else this.#show(id, { state: 'failed', error: result.error });
  }

  #stopWaiting(id: string): void {
    this.#waits.get(id)?.();
    this.#waits.delete(id);
  }

  #isGoing(id: string): boolean {
    return this.#store.getState().deletions.get(id)?.state === 'going';
  }

  #show(id: string, deletion: Deletion | null): void {
    this.#store.setState({ deletions: withEntry(this.#store.getState().deletions, id, deletion) });
  }
}
