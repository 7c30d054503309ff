import { type Draft, draftOf, faultOf } from '@/lib/chat/draft';
import { entryId } from '@/lib/chat/entry';
import { type ErrorCode, type ErrorReport, reportOf } from '@/lib/chat/errors';
import { isOfBefore, type Pending } from '@/lib/chat/timeline/timeline';
import { isVerified } from '@/lib/chat/verified';
import type { Environment } from '@/lib/client/environment/environment';
import type { KeptMessage } from '@/lib/client/environment/outbox-store';
import type { OutboxNews } from '@/lib/client/environment/tabs';
import { memberIdOf } from '@/lib/client/state/chat-state';
import type { ChatStore } from '@/lib/client/state/chat-store';
import type { TimelineKeeper } from '@/lib/client/state/timeline-keeper';
import type { Request } from '@/lib/client/wire/wire';
import { Outbox, type SendResult } from './outbox';

type Gone = Extract<OutboxNews, { readonly type: 'gone' }>;

interface SendingOptions {
  readonly room: string;
  readonly request: Request;
  readonly store: ChatStore;
  readonly timeline: TimelineKeeper;
  readonly environment: Environment;
  /** Called when a message has been queued. */
  readonly queued: () => void;
  /** Called for every answer with its error code, or `null` on success. */
  readonly answered: (code: ErrorCode | null) => void;
}

/** Takes a message from what was typed to what the log shows. */
export class Sending {
  readonly #options: SendingOptions;
  readonly #store: ChatStore;
  readonly #timeline: TimelineKeeper;
  readonly #outbox: Outbox;
  /** Of the history that was shown last. */
  #epoch: number | null = null;
  /** What another tab had acknowledged before this one was shown any history: it may be of another than that. */
  readonly #storedEarly = new Set<string>();

  constructor(options: SendingOptions) {
    this.#options = options;
    this.#store = options.store;
    this.#timeline = options.timeline;
    this.#outbox = new Outbox({
      room: options.room,
      environment: options.environment,
      writer: () => this.#writer(),
      send: (message) => this.#ask(message),
      changed: (news) => this.#changed(news),
    });
  }

  /** Returns why the message cannot be sent, or `null` if it is on its way. */
  send(draft: Draft): ErrorReport | null {
    const { environment, queued } = this.#options;
    const fault = faultOf(draft);
    if (fault !== null) return reportOf(fault);
    if (this.#store.getState().name === null) return reportOf('name_required');
    this.#outbox.add(this.#kept({ key: environment.newKey(), ...draft, at: environment.now() }));
    queued();
    return null;
  }

  retry(message: Pending): void {
    this.#outbox.add(this.#kept(message));
  }

  discard({ key }: Pending): void {
    this.#outbox.discard(key);
  }

  /** Takes up what an earlier page left unsent. Returns a function that stops it. */
  start(): () => void {
    return this.#outbox.start();
  }

  open(): void {
    this.#outbox.open();
  }

  close(): void {
    this.#outbox.close();
  }

  /** Sends again what an earlier history had acknowledged and the current one does not show. */
  caughtUp(): void {
    const { epoch, pending } = this.#timeline.latest();
    const isAnother = this.#epoch !== null && this.#epoch !== epoch;
    this.#epoch = epoch;
    const unproved = pending.filter(
      ({ state, key }) => state === 'sending' && (isAnother || this.#storedEarly.has(key)),
    );
    this.#storedEarly.clear();
    for (const message of unproved) this.retry(message);
  }

  /** The member has a new id: waiting messages will be logged, and are shown, under it. */
  adopt(memberId: string): void {
    for (const message of this.#timeline.latest().pending) {
      if (message.state !== 'sent') this.#showUnder(entryId(memberId, message.key), message);
    }
  }

  async #ask(message: KeptMessage): Promise<SendResult> {
    const { room, request, answered } = this.#options;
    const result = await request('message:send', { room, key: message.key, ...draftOf(message) });
    answered(result.ok ? null : result.error.code);
    this.#slowedBy(result.ok ? {} : result.error);
    if (result.ok && isOfBefore(this.#timeline.latest(), result.data.position)) {
      return { ok: false, error: reportOf('unanswered') };
    }
    // A missing name is no reason to refuse a message for good: the member may get one later.
    if (result.ok || result.error.code !== 'name_required') return result;
    return { ok: false, error: { ...result.error, retryable: true } };
  }

  #slowedBy({ code, retryAfterMs: ms }: Partial<ErrorReport>): void {
    const { environment } = this.#options;
    const why = code === 'quota_reached' ? 'quota' : 'rate';
    const slowed = ms === undefined ? null : ({ why, ms, until: environment.now() + ms } as const);
    if (this.#store.getState().slowed !== slowed) this.#store.setState({ slowed });
  }

  #changed(news: OutboxNews): void {
    if (news.type === 'kept') this.#show(news.message);
    else this.#settle(news);
  }

  #show(message: KeptMessage): void {
    const { key, refusal } = message;
    const id = this.#idOf(key);
    const shown = this.#timeline.latest().pending.find((pending) => pending.id === id);
    this.#timeline.apply({ type: 'queued', message: { ...message, id } });
    if (refusal) this.#timeline.apply({ type: 'refused', id, error: refusal });
    else if (shown?.state === 'refused') this.#timeline.apply({ type: 'retried', id });
  }

  #settle({ key, position, id = this.#idOf(key) }: Gone): void {
    // Another tab may have sent it as a member that this one has not heard it is.
    const shown = this.#timeline.latest().pending.find((message) => message.key === key);
    if (shown !== undefined) this.#showUnder(id, shown);
    if (position && this.#timeline.latest().epoch === null) this.#storedEarly.add(key);
    if (position) this.#timeline.apply({ type: 'acknowledged', id, position });
    else this.#timeline.apply({ type: 'discarded', id });
  }

  #showUnder(id: string, message: Pending): void {
    if (message.id === id) return;
    this.#timeline.apply({ type: 'discarded', id: message.id });
    this.#timeline.apply({ type: 'queued', message: { ...message, id } });
    if (message.state === 'refused') this.#timeline.apply({ type: 'refused', id, error: message.error });
  }

  #kept(message: Draft & Pick<KeptMessage, 'key' | 'at'>): KeptMessage {
    const { key, at } = message;
    const by = this.#writer();
    return { room: this.#options.room, key, ...draftOf(message), at, ...(by === null ? {} : { by }) };
  }

  #writer(): string | null {
    const id = memberIdOf(this.#store.getState());
    return isVerified(id) ? id : null;
  }

  #idOf(key: string): string {
    return entryId(memberIdOf(this.#store.getState()), key);
  }
}
