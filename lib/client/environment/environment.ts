import type { Embedder } from './embedder';
import type { Tabs } from './tabs';

/** What a chat needs of the page it runs in; tests bring their own. */
export interface Environment {
  /** Milliseconds since 1970. */
  now(): number;
  /** From 0 up to 1. */
  random(): number;
  /** A key that nothing else of this browser has. */
  newKey(): string;
  /** Runs it once after the delay, unless what it returns is called first. */
  after(ms: number, run: () => void): () => void;
  /** Runs it before the next frame is drawn, or soon when nothing is drawn. */
  nextFrame(run: () => void): void;
  /** How long it took from asking for the page to its first byte; `null` where nobody knows. */
  fetchedInMs(): number | null;
  isOnline(): boolean;
  isVisible(): boolean;
  /** Calls back whenever the network comes or goes and whenever the reader comes back. Returns how to stop. */
  onChange(run: () => void): () => void;
  /** Calls back when the page is about to go. Returns how to stop. */
  onLeave(run: () => void): () => void;
  /**
   * Calls back when the page is about to stand still in the browser's memory, after all that it has to say on leaving. If
   * its reader comes back, onChange() tells. Returns how to stop.
   */
  onRest(run: () => void): () => void;
  /** Asks whichever node answers first if it can store. Never rejects. */
  isAnyNodeReady(): Promise<boolean>;
  /** What this browser remembers; `null` where it remembers nothing. */
  read(key: string): string | null;
  write(key: string, value: string): void;
  /** The same of this tab alone, until it is closed; `null` forgets it. */
  readForTab(key: string): string | null;
  writeForTab(key: string, value: string | null): void;
  /** Begins the page anew. */
  reload(): void;
  readonly tabs: Tabs;
  readonly embedder: Embedder;
}
