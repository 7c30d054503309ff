import type { Draft } from '@/lib/chat/draft';
import type { ErrorReport } from '@/lib/chat/errors';

/** A message that this browser has not had acknowledged yet. */
export interface KeptMessage extends Draft {
  readonly room: string;
  readonly key: string;
  /** When it was written, in milliseconds since 1970. */
  readonly at: number;
  /** The verified member who wrote it, and nobody else's. A guest's message belongs to whoever uses the browser. */
  readonly by?: string;
  /** Why it was refused for good. The message stays until it is retried or discarded. */
  readonly refusal?: ErrorReport;
}

/** Where the tabs of one browser keep messages that are not yet acknowledged. */
export interface OutboxStore {
  /** The messages of a room in the order in which they were first kept, by whichever tab. May be called again. */
  list(room: string): Promise<readonly KeptMessage[]>;
  /**
   * Resolves when the message is kept, with whether it outlives the page, so that other tabs have it too. A message with the
   * same key is replaced and keeps its place.
   */
  keep(message: KeptMessage): Promise<boolean>;
  /** Idempotent. */
  remove(key: string): Promise<void>;
}

/** Keeps messages for as long as the page lives. */
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
