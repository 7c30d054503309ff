import type { Position } from '@/lib/chat/entry';
import type { Result } from '@/lib/chat/errors';
import type { Environment } from '@/lib/client/environment/environment';
import type { KeptMessage } from '@/lib/client/environment/outbox-store';
import type { OutboxNews } from '@/lib/client/environment/tabs';

/** What the members of one browser have not got acknowledged in a room, sent one after another as it was written. */
export interface Outbox {
  /** Takes up what is kept, and what other tabs do with it. Returns how to stop. */
  start(): () => void;
  /** Keeps the message, then sends it. The same key again: sends it again, at its old place. */
  add(message: KeptMessage): void;
  discard(key: string): void;
  /** Sends again, beginning at once. */
  open(): void;
  /** Sends nothing until opened; what is on its way may still be answered. */
  close(): void;
}

export interface OutboxOptions {
  readonly room: string;
  /** The verified member of the page; `null` while it is none, or nobody knows yet. */
  readonly writer: () => string | null;
  readonly send: (message: KeptMessage) => Promise<Result<{ readonly position: Position }>>;
  /** Told what became of each message, by this tab or another. */
  readonly changed: (news: OutboxNews) => void;
  readonly environment: Pick<Environment, 'after' | 'random' | 'tabs'>;
}

const RETRY_FIRST_MS = 300;
const RETRY_MAX_MS = 5_000;
/** Tabs and devices of one member that wait for the same moment do not all come in it. */
const RATE_JITTER_MS = 100;

/** What another tab has written it also sends, unless it is gone by then. */
const TAKE_OVER_MS = 2_000;

/**
 * The next message goes only when the one before it was settled. No answer says nothing about whether the message was
 * stored, so the same key is sent again until it is answered. Of all tabs one sends at a time; it gives the others
 * their turn while it waits.
 */
export function createOutbox({ room, writer, send, changed, environment }: OutboxOptions): Outbox {
  const { outboxStore, exclusively, tell, onTold } = environment.tabs;
  let isOpen = false;
  let isSending = false;
  /** Whose messages, beside those of guests, are shown. */
  let shownFor: string | null = null;
  let isAsked = false;
  /** Too many were sent: whatever is written now waits behind them. */
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
      announce({ type: 'gone', room, key: message.key, position: result.data.position });
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
    // Who is told how long to wait has been answered: nothing is the matter with the node.
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

  /** Asked while it sends, it looks once more: what came last may have come too late for the last look. */
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
        retryLater(); // What is kept could not be read.
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
      own().then(show, () => {}); // Read again on sending.
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
        // What others waited behind is gone.
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
