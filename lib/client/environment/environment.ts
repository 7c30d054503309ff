import type { Embedder } from './embedder';
import type { Tabs } from './tabs';

/** What a chat needs from the page it runs in; tests bring their own. */
export interface Environment {
  /** Milliseconds since 1970. */
  now(): number;
  /** From 0 to just below 1. */
  random(): number;
  /** A key that is unique in this browser. */
  newKey(): string;
  /** Runs `run` once after the delay, unless the returned function is called first. */
  after(ms: number, run: () => void): () => void;
  /** Runs `run` before the next frame is drawn, or soon if no frames are being drawn. */
  nextFrame(run: () => void): void;
  /** How long it took from requesting the page to its first byte; `null` where the browser does not say. */
  fetchedInMs(): number | null;
  isOnline(): boolean;
  isVisible(): boolean;
  /** Calls back whenever the network comes or goes and whenever the reader comes back. Returns a function that stops it. */
  onChange(run: () => void): () => void;
  /** Calls back when the page is about to go away. Returns a function that stops it. */
  onLeave(run: () => void): () => void;
  /**
   * Calls back when the page is about to be frozen in the browser's memory, after everything else that runs on leaving. If the
   * reader comes back, onChange() calls back. Returns a function that stops it.
   */
  onRest(run: () => void): () => void;
  /** Returns whether the first node to answer can store messages. Never rejects. */
  isAnyNodeReady(): Promise<boolean>;
  /** What this browser remembers under the key; `null` if nothing. */
  read(key: string): string | null;
  write(key: string, value: string): void;
  /** The same for this tab alone, until it is closed; writing `null` forgets the value. */
  readForTab(key: string): string | null;
  writeForTab(key: string, value: string | null): void;
  reload(): void;
  readonly tabs: Tabs;
  readonly embedder: Embedder;
}
