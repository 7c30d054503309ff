import type { Position } from '@/lib/chat/entry';
import type { Result } from '@/lib/chat/errors';
import type { Environment } from '@/lib/client/environment/environment';
import type { KeptMessage } from '@/lib/client/environment/outbox-store';
import type { OutboxNews } from '@/lib/client/environment/tabs';

/** The unacknowledged messages of one browser in a room, sent one after another in the order of writing. */
export interface Outbox {
  /** Reads what is kept and listens to what other tabs do with it. Returns a function that stops it. */
  start(): () => void;
  /** Keeps the message, then sends it. Adding the same key again sends it again, at its old place. */
  add(message: KeptMessage): void;
  discard(key: string): void;
  /** Starts sending again, beginning at once. */
  open(): void;
  /** Sends nothing until opened again; a request in flight may still be answered. */
  close(): void;
}

export interface OutboxOptions {
  readonly room: string;
  /** The verified member of the page; `null` for a guest, or while it is not known. */
  readonly writer: () => string | null;
  readonly send: (
    message: KeptMessage,
  ) => Promise<Result<{ readonly id: string; readonly position: Position }>>;
  /** Called with what became of each message, in this tab or another. */
  readonly changed: (news: OutboxNews) => void;
  readonly environment: Pick<Environment, 'after' | 'random' | 'tabs'>;
}

const RETRY_FIRST_MS = 300;
const RETRY_MAX_MS = 5_000;
/** Spreads out the tabs and devices of one member that were told to wait for the same moment. */
const RATE_JITTER_MS = 100;

/** How long to wait before sending what another tab has written, in case that tab is gone. */
const TAKE_OVER_MS = 2_000;

/**
 * Sends a message only once the one before it is settled. A missing answer does not say whether the message was stored, so the
 * same key is sent again until it is answered. Only one tab sends at a time; while it waits to retry, the others get their
 * turn.
 */
export function createOutbox({ room, writer, send, changed, environment }: OutboxOptions): Outbox {
  const { outboxStore, exclusively, tell, onTold } = environment.tabs;
  let isOpen = false;
  let isSending = false;
  /** The member whose messages are shown, beside those of guests. */
  let shownFor: string | null = null;
  let isAsked = false;
  /** The sender was told to slow down: everything written now waits too. */
  let isHeld = false;
  let attempts = 0;
  let cancelRetry = () => {};

  const announce = (news: OutboxNews) => {
    changed(news);
    tell(news);
  };

  const settle = async (message: KeptMessage, result: Awaited<ReturnType<typeof send>>) => {
    attempts = 0;
    if (result.ok) {
      await outboxStore.remove(message.key);
      announce({ type: 'gone', room, key: message.key, ...result.data });
    } else {
      const refused = { ...message, refusal: result.error };
      await outboxStore.keep(refused);
      announce({ type: 'kept', message: refused });
    }
  };

  const isOwn = ({ by }: KeptMessage) => by === undefined || by === writer();

  const own = async () => (await outboxStore.list(room)).filter(isOwn);

  const waiting = async () => (await own()).filter(({ refusal }) => !refusal);

  const show = (messages: readonly KeptMessage[]) => {
    for (const message of messages) changed({ type: 'kept', message });
  };

  const sendWaiting = async () => {
    for (let batch = await waiting(); batch.length > 0; batch = await waiting()) {
      for (const message of batch) {
        if (!isOpen) return;
        const result = await send(message);
        if (!result.ok && result.error.retryable) return retryLater(result.error.retryAfterMs);
        await settle(message, result);
      }
    }
  };

  const retryLater = (afterMs?: number) => {
    if (!isOpen) return;
    // The node did answer, with how long to wait: nothing is wrong with it, so there is no backoff.
    if (afterMs !== undefined) {
      isHeld = true;
      return trySoon(afterMs + RATE_JITTER_MS * environment.random());
    }
    const delay = Math.min(RETRY_MAX_MS, RETRY_FIRST_MS * 2 ** attempts);
    attempts += 1;
    trySoon(delay * (0.5 + environment.random() / 2));
  };

  const trySoon = (ms: number) => {
    cancelRetry();
    cancelRetry = environment.after(ms, () => {
      isHeld = false;
      void sendAll();
    });
  };

  /** When called while it sends, it looks once more: the newest message may have come too late for the last look. */
  const sendAll = async () => {
    isAsked = true;
    if (isSending || isHeld) return;
    isSending = true;
    while (isAsked && isOpen && !isHeld) {
      isAsked = false;
      cancelRetry();
      try {
        await exclusively(`concord:outbox:${room}`, sendWaiting);
      } catch {
        retryLater(); // The kept messages could not be read.
      }
    }
    isSending = false;
  };

  const heardOf = (news: OutboxNews) => {
    if ((news.type === 'kept' ? news.message.room : news.room) !== room) return;
    if (news.type === 'kept' && !isOwn(news.message)) return;
    changed(news);
    if (news.type === 'kept' && isOpen && !isHeld) trySoon(TAKE_OVER_MS * (1 + environment.random()));
  };

  return {
    start: () => {
      const stopListening = onTold(heardOf);
      own().then(show, () => {}); // If this fails, they are read again on sending.
      return stopListening;
    },
    add: (message) => {
      changed({ type: 'kept', message });
      void outboxStore.keep(message).then((isShared) => {
        if (isShared) tell({ type: 'kept', message });
        void sendAll();
      });
    },
    discard: (key) => {
      announce({ type: 'gone', room, key, position: null });
      void outboxStore.remove(key).then(() => {
        // The message that held up the others may be the one that is gone.
        isHeld = false;
        if (isOpen) void sendAll();
      });
    },
    open: () => {
      isOpen = true;
      isHeld = false;
      attempts = 0;
      if (shownFor === writer()) return void sendAll();
      shownFor = writer();
      own().then(
        (messages) => {
          show(messages.filter(({ by }) => by !== undefined));
          void sendAll();
        },
        () => void sendAll(),
      );
    },
    close: () => {
      isOpen = false;
      cancelRetry();
    },
  };
}
