import { type Draft, draftOf, faultOf } from '@/lib/chat/draft';
import { entryId } from '@/lib/chat/entry';
import { type ErrorCode, type ErrorReport, reportOf } from '@/lib/chat/errors';
import { isOfBefore, type Pending } from '@/lib/chat/timeline/timeline';
import { isVerified } from '@/lib/chat/verified';
import type { Environment } from '@/lib/client/environment/environment';
import type { KeptMessage } from '@/lib/client/environment/outbox-store';
import { memberIdOf } from '@/lib/client/state/chat-state';
import type { ChatStore } from '@/lib/client/state/chat-store';
import type { TimelineKeeper } from '@/lib/client/state/timeline-keeper';
import type { Request } from '@/lib/client/wire/wire';
import { Outbox } from './outbox';

/** Takes a message from what was typed to what the log shows. */
export interface Sending {
  /** Returns why the message cannot be sent, or `null` if it is on its way. */
  send(draft: Draft): ErrorReport | null;
  retry(message: Pending): void;
  discard(message: Pending): void;
  /** Takes up what an earlier page left unsent. Returns a function that stops it. */
  start(): () => void;
  open(): void;
  close(): void;
  /** Sends again what an earlier history had acknowledged and the current one does not show. */
  caughtUp(): void;
  /** The member has a new id: waiting messages will be logged, and are shown, under it. */
  adopt(memberId: string): void;
}

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

export function createSending(options: SendingOptions): Sending {
  const { room, request, store, timeline, environment } = options;

  /** Of the history that was shown last. */
  let epoch: number | null = null;
  /** What another tab had acknowledged before this one was shown any history: it may be of another than that. */
  const storedEarly = new Set<string>();

  const idOf = (key: string) => entryId(memberIdOf(store.getState()), key);

  const writer = () => {
    const id = memberIdOf(store.getState());
    return isVerified(id) ? id : null;
  };

  const kept = (message: Draft & Pick<KeptMessage, 'key' | 'at'>): KeptMessage => {
    const { key, at } = message;
    const by = writer();
    return { room, key, ...draftOf(message), at, ...(by === null ? {} : { by }) };
  };

  const show = (message: KeptMessage) => {
    const { key, refusal } = message;
    const id = idOf(key);
    const shown = timeline.latest().pending.find((pending) => pending.id === id);
    timeline.apply({ type: 'queued', message: { ...message, id } });
    if (refusal) timeline.apply({ type: 'refused', id, error: refusal });
    else if (shown?.state === 'refused') timeline.apply({ type: 'retried', id });
  };

  const showUnder = (id: string, message: Pending) => {
    if (message.id === id) return;
    timeline.apply({ type: 'discarded', id: message.id });
    timeline.apply({ type: 'queued', message: { ...message, id } });
    if (message.state === 'refused') timeline.apply({ type: 'refused', id, error: message.error });
  };

  const slowedBy = ({ code, retryAfterMs: ms }: Partial<ErrorReport>) => {
    const why = code === 'quota_reached' ? 'quota' : 'rate';
    const slowed = ms === undefined ? null : ({ why, ms, until: environment.now() + ms } as const);
    if (store.getState().slowed !== slowed) store.setState({ slowed });
  };

  const outbox = new Outbox({
    room,
    environment,
    writer,
    send: async (message) => {
      const result = await request('message:send', { room, key: message.key, ...draftOf(message) });
      options.answered(result.ok ? null : result.error.code);
      slowedBy(result.ok ? {} : result.error);
      if (result.ok && isOfBefore(timeline.latest(), result.data.position)) {
        return { ok: false, error: reportOf('unanswered') };
      }
      // A missing name is no reason to refuse a message for good: the member may get one later.
      if (result.ok || result.error.code !== 'name_required') return result;
      return { ok: false, error: { ...result.error, retryable: true } };
    },
    changed: (news) => {
      if (news.type === 'kept') return show(news.message);
      const { key, position, id = idOf(key) } = news;
      // Another tab may have sent it as a member that this one has not heard it is.
      const shown = timeline.latest().pending.find((message) => message.key === key);
      if (shown !== undefined) showUnder(id, shown);
      if (position && timeline.latest().epoch === null) storedEarly.add(key);
      if (position) timeline.apply({ type: 'acknowledged', id, position });
      else timeline.apply({ type: 'discarded', id });
    },
  });

  return {
    send: (draft) => {
      const fault = faultOf(draft);
      if (fault !== null) return reportOf(fault);
      if (store.getState().name === null) return reportOf('name_required');
      outbox.add(kept({ key: environment.newKey(), ...draft, at: environment.now() }));
      options.queued();
      return null;
    },
    retry: (message) => outbox.add(kept(message)),
    discard: ({ key }) => outbox.discard(key),
    start: () => outbox.start(),
    open: () => outbox.open(),
    close: () => outbox.close(),
    caughtUp: () => {
      const { epoch: now, pending } = timeline.latest();
      const isAnother = epoch !== null && epoch !== now;
      epoch = now;
      const unproved = pending.filter(
        ({ state, key }) => state === 'sending' && (isAnother || storedEarly.has(key)),
      );
      storedEarly.clear();
      for (const message of unproved) outbox.add(kept(message));
    },
    adopt: (memberId) => {
      for (const message of timeline.latest().pending) {
        const id = entryId(memberId, message.key);
        if (message.state !== 'sent') showUnder(id, message);
      }
    },
  };
}
