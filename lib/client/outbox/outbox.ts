import type { Position } from '@/lib/chat/entry';
import type { Result } from '@/lib/chat/errors';
import type { Environment } from '@/lib/client/environment/environment';
import type { KeptMessage } from '@/lib/client/environment/outbox-store';
import type { OutboxNews, Tabs } from '@/lib/client/environment/tabs';

export type SendResult = Result<{ readonly id: string; readonly position: Position }>;

export interface OutboxOptions {
  readonly room: string;
  /** The verified member of the page; `null` for a guest, or while it is not known. */
  readonly writer: () => string | null;
  readonly send: (message: KeptMessage) => Promise<SendResult>;
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
 * The unacknowledged messages of one browser in a room, sent one after another in the order of writing: each only once the one
 * before it is settled. A missing answer does not say whether the message was stored, so the same key is sent again until it is
 * answered. Only one tab sends at a time; while it waits to retry, the others get their turn.
 */
export class Outbox {
  readonly #options: OutboxOptions;
  readonly #tabs: Tabs;
  #isOpen = false;
  #isSending = false;
  /** The member whose messages are shown, beside those of guests. */
  #shownFor: string | null = null;
  #isAsked = false;
  /** The sender was told to slow down: everything written now waits too. */
  #isHeld = false;
  #attempts = 0;
  #cancelRetry = () => {};

  constructor(options: OutboxOptions) {
    this.#options = options;
    this.#tabs = options.environment.tabs;
  }

  /** Reads what is kept and listens to what other tabs do with it. Returns a function that stops it. */
  start(): () => void {
    const stopListening = this.#tabs.onTold((news) => this.#heard(news));
    this.#own().then(
      (messages) => this.#show(messages),
      () => {}, // They are read again on sending.
    );
    return stopListening;
  }

  /** Keeps the message, then sends it. Adding the same key again sends it again, at its old place. */
  add(message: KeptMessage): void {
    const { outboxStore, tell } = this.#tabs;
    this.#options.changed({ type: 'kept', message });
    void outboxStore.keep(message).then((isShared) => {
      if (isShared) tell({ type: 'kept', message });
      void this.#sendAll();
    });
  }

  discard(key: string): void {
    this.#announce({ type: 'gone', room: this.#options.room, key, position: null });
    void this.#tabs.outboxStore.remove(key).then(() => {
      // The message that held up the others may be the one that is gone.
      this.#isHeld = false;
      if (this.#isOpen) void this.#sendAll();
    });
  }

  /** Starts sending again, beginning at once. */
  open(): void {
    const writer = this.#options.writer();
    this.#isOpen = true;
    this.#isHeld = false;
    this.#attempts = 0;
    const send = () => void this.#sendAll();
    if (this.#shownFor === writer) send();
    else {
      this.#shownFor = writer;
      this.#own().then((messages) => {
        this.#show(messages.filter(({ by }) => by !== undefined));
        send();
      }, send);
    }
  }

  /** Sends nothing until opened again; a request in flight may still be answered. */
  close(): void {
    this.#isOpen = false;
    this.#cancelRetry();
  }

  #heard(news: OutboxNews): void {
    const { room, changed, environment } = this.#options;
    if ((news.type === 'kept' ? news.message.room : news.room) !== room) return;
    if (news.type === 'kept' && !this.#isOwn(news.message)) return;
    changed(news);
    if (news.type === 'kept' && this.#isOpen && !this.#isHeld)
      this.#trySoon(TAKE_OVER_MS * (1 + environment.random()));
  }

  /** When called while it sends, it looks once more: the newest message may have come too late for the last look. */
  async #sendAll(): Promise<void> {
    this.#isAsked = true;
    if (this.#isSending || this.#isHeld) return;
    this.#isSending = true;
    while (this.#isAsked && this.#isOpen && !this.#isHeld) {
      this.#isAsked = false;
      this.#cancelRetry();
      try {
        await this.#tabs.exclusively(`concord:outbox:${this.#options.room}`, () => this.#sendWaiting());
      } catch {
        this.#retryLater(); // The kept messages could not be read.
      }
    }
    this.#isSending = false;
  }

  async #sendWaiting(): Promise<void> {
    for (let batch = await this.#waiting(); batch.length > 0; batch = await this.#waiting()) {
      for (const message of batch) {
        if (!this.#isOpen) return;
        const result = await this.#options.send(message);
        if (!result.ok && result.error.retryable) return this.#retryLater(result.error.retryAfterMs);
        await this.#settle(message, result);
      }
    }
  }

  async #settle(message: KeptMessage, result: SendResult): Promise<void> {
    const { outboxStore } = this.#tabs;
    this.#attempts = 0;
    if (result.ok) {
      await outboxStore.remove(message.key);
      this.#announce({ type: 'gone', room: this.#options.room, key: message.key, ...result.data });
    } else {
      const refused = { ...message, refusal: result.error };
      await outboxStore.keep(refused);
      this.#announce({ type: 'kept', message: refused });
    }
  }

  #retryLater(afterMs?: number): void {
    const { random } = this.#options.environment;
    if (!this.#isOpen) return;
    // The node did answer, with how long to wait: nothing is wrong with it, so there is no backoff.
    if (afterMs !== undefined) {
      this.#isHeld = true;
      this.#trySoon(afterMs + RATE_JITTER_MS * random());
    } else {
      const delay = Math.min(RETRY_MAX_MS, RETRY_FIRST_MS * 2 ** this.#attempts);
      this.#attempts += 1;
      this.#trySoon(delay * (0.5 + random() / 2));
    }
  }

  #trySoon(ms: number): void {
    this.#cancelRetry();
    this.#cancelRetry = this.#options.environment.after(ms, () => {
      this.#isHeld = false;
      void this.#sendAll();
    });
  }

  async #waiting(): Promise<readonly KeptMessage[]> {
    return (await this.#own()).filter(({ refusal }) => !refusal);
  }

  async #own(): Promise<readonly KeptMessage[]> {
    const kept = await this.#tabs.outboxStore.list(this.#options.room);
    return kept.filter((message) => this.#isOwn(message));
  }

  #isOwn({ by }: KeptMessage): boolean {
    return by === undefined || by === this.#options.writer();
  }

  #show(messages: readonly KeptMessage[]): void {
    for (const message of messages) this.#options.changed({ type: 'kept', message });
  }

  #announce(news: OutboxNews): void {
    this.#options.changed(news);
    this.#tabs.tell(news);
  }
}
