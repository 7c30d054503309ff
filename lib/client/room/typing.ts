import { isMessage } from '@/lib/chat/entry';
import type { Frame } from '@/lib/chat/frame';
import { isBlank } from '@/lib/chat/text/text';
import type { TypingChange } from '@/lib/chat/typing';
import { createTypingList, createTypist } from '@/lib/chat/typing';
import type { Environment } from '@/lib/client/environment/environment';
import type { TimelineKeeper } from '@/lib/client/state/timeline-keeper';
import type { Request } from '@/lib/client/wire/wire';

/** Tells the node when the reader types, and the reader who else types. */
export interface Typing {
  /** The reader has changed the text in the composer. */
  typed(text: string): void;
  /** The reader has sent it. */
  sent(): void;
  changed(change: TypingChange): void;
  /** Somebody who has just said something is no longer typing. */
  entriesCame(frame: Frame): void;
  /** The connection is lost: nothing more is heard of the others. */
  lost(): void;
  stop(): void;
}

interface TypingOptions {
  readonly room: string;
  readonly request: Request;
  readonly timeline: Pick<TimelineKeeper, 'alongside'>;
  readonly environment: Pick<Environment, 'after'>;
  /** Whether there is a node that knows the member's name. */
  readonly mayTell: () => boolean;
}

export function createTyping({ room, request, timeline, environment, mayTell }: TypingOptions): Typing {
  const { after } = environment;

  const typist = createTypist({
    after,
    tell: (_, isTyping) => {
      if (mayTell()) void request('typing:set', { room, isTyping });
    },
  });

  const list = createTypingList({ after, changed: (typing) => timeline.alongside({ typing }) });

  return {
    typed: (text) => (isBlank(text) ? typist.stopped(room) : typist.typed(room)),
    sent: () => typist.sent(room),
    changed: list.heard,
    entriesCame: (frame) => {
      const authors = new Set(frame.entries.filter(isMessage).map(({ author }) => author.id));
      for (const id of authors) list.said(id);
    },
    lost: list.clear,
    stop: () => {
      typist.stop();
      list.clear();
    },
  };
}
