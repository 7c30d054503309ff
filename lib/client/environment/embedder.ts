import type { AskForToken } from '@/lib/chat/token-handing';

/** The site around the page, which may vouch for its user. */
export interface Embedder {
  /** Whether the page is in a frame and its node accepts tokens from the sites that may show it. */
  isThere(): boolean;
  /** Returns the token in the page's address and removes it from there. */
  takeToken(): string | null;
  tell(asking: AskForToken): void;
  /** Calls back with each token that the site hands over. Returns a function that stops it. */
  onToken(hear: (token: string | null) => void): () => void;
}
