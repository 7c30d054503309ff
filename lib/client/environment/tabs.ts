import type { Position } from '@/lib/chat/entry';
import type { KeptMessage, OutboxStore } from './outbox-store';

/**
 * What became of a message in the outbox: it is kept as it is now, or it is gone, either into the log at a position or
 * discarded.
 */
export type OutboxNews =
  | { readonly type: 'kept'; readonly message: KeptMessage }
  | {
      readonly type: 'gone';
      readonly room: string;
      readonly key: string;
      /** Under which it stands in the log. A tab of an earlier version does not say. */
      readonly id?: string;
      readonly position: Position | null;
    };

/** What the tabs of one browser share. */
export interface Tabs {
  readonly outboxStore: OutboxStore;
  /** Runs `run` when no other tab runs anything under this name; closing a tab releases its names. */
  exclusively(name: string, run: () => Promise<void>): Promise<void>;
  /** Tells the other tabs. */
  tell(news: OutboxNews): void;
  /** Tells the other tabs who this one is to its node. */
  tellMember(memberId: string): void;
  /** Returns a function that stops it. */
  onMember(hear: (memberId: string) => void): () => void;
  /** Returns a function that stops it. */
  onTold(hear: (news: OutboxNews) => void): () => void;
}
