import type { Position } from '@/lib/chat/entry';
import type { KeptMessage, OutboxStore } from './outbox-store';

/** What became of a message in the outbox: it is kept as it is now, or it is gone, to a place in the log or to none. */
export type OutboxNews =
  | { readonly type: 'kept'; readonly message: KeptMessage }
  | {
      readonly type: 'gone';
      readonly room: string;
      readonly key: string;
      readonly position: Position | null;
    };

/** What the tabs of one browser have in common. */
export interface Tabs {
  readonly outboxStore: OutboxStore;
  /** Runs it when no other tab runs anything under this name; a tab that is closed meanwhile makes room. */
  exclusively(name: string, run: () => Promise<void>): Promise<void>;
  /** To the other tabs. */
  tell(news: OutboxNews): void;
  /** To the other tabs: who this one is to its node. */
  tellMember(memberId: string): void;
  /** Returns how to stop. */
  onMember(hear: (memberId: string) => void): () => void;
  /** Returns how to stop. */
  onTold(hear: (news: OutboxNews) => void): () => void;
}
