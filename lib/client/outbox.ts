import type { Result } from '../chat/errors';
import type { Environment } from './environment';

export interface Outgoing {
  readonly key: string;
  readonly text: string;
}

/** What one room's members have not yet got acknowledged, sent one after another in the order it was written. */
export interface Outbox {
  add(message: Outgoing): void;
  /** Sends again, beginning at once. */
  open(): void;
  /** Sends nothing until opened; what is on its way may still be answered. */
  close(): void;
}

export interface OutboxOptions<T> {
  readonly send: (message: Outgoing) => Promise<Result<T>>;
  /** Told once for each message: acknowledged, or refused for good. */
  readonly settled: (message: Outgoing, result: Result<T>) => void;
  readonly environment: Pick<Environment, 'after' | 'random'>;
}

const RETRY_FIRST_MS = 300;
const RETRY_MAX_MS = 5_000;

/**
 * The next message goes only when the one before it was settled. No answer says nothing about whether the message was
 * stored, so the same key is sent again until it is answered.
 */
export function createOutbox<T>({ send, settled, environment }: OutboxOptions<T>): Outbox {
  const queue: Outgoing[] = [];
  let isOpen = false;
  let isSending = false;
  let attempts = 0;
  let cancelRetry = () => {};

  const sendNext = async () => {
    const next = queue[0];
    if (!next || !isOpen || isSending) return;
    cancelRetry();
    isSending = true;
    const result = await send(next);
    isSending = false;
    if (!result.ok && result.error.retryable) return retryLater();
    attempts = 0;
    queue.shift();
    settled(next, result);
    void sendNext();
  };

  const retryLater = () => {
    const delay = Math.min(RETRY_MAX_MS, RETRY_FIRST_MS * 2 ** attempts);
    attempts += 1;
    cancelRetry = environment.after(delay * (0.5 + environment.random() / 2), () => void sendNext());
  };

  return {
    add: (message) => {
      queue.push(message);
      void sendNext();
    },
    open: () => {
      isOpen = true;
      attempts = 0;
      void sendNext();
    },
    close: () => {
      isOpen = false;
      cancelRetry();
    },
  };
}
