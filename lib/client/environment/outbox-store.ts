import type { Draft } from '@/lib/chat/draft';
import type { ErrorReport } from '@/lib/chat/errors';

/** A message that this browser has not got acknowledged yet. */
export interface KeptMessage extends Draft {
  readonly room: string;
  readonly key: string;
  /** When it was written, in milliseconds since 1970. */
  readonly at: number;
  /** The verified member who wrote it: it is nobody else's. What a guest wrote is whoever's the browser is. */
  readonly by?: string;
  /** Why it was refused for good. It stays until it is retried or discarded. */
  readonly refusal?: ErrorReport;
}

/** Where the tabs of one browser keep the messages that are not acknowledged. */
export interface OutboxStore {
  /** Those of a room, in the order in which they were first kept, whichever tab kept them. May be asked again. */
  list(room: string): Promise<readonly KeptMessage[]>;
  /**
   * Has happened when it resolves: to whether the message outlives the page, so that other tabs have it too.
   * A message with the same key is replaced, and keeps its place.
   */
  keep(message: KeptMessage): Promise<boolean>;
  /** Idempotent. */
  remove(key: string): Promise<void>;
}

/** Keeps for as long as the page lives. */
export function createMemoryStore(): OutboxStore {
  const messages = new Map<string, KeptMessage>();
  return {
    list: async (room) => [...messages.values()].filter((message) => message.room === room),
    keep: async (message) => {
      messages.set(message.key, message);
      return false;
    },
    remove: async (key) => void messages.delete(key),
  };
}
