import type { AskForToken } from '@/lib/chat/token-handing';

/** The site around the page, which may vouch for its user. */
export interface Embedder {
  /** Is the page in a frame, at a node that takes tokens of the sites that may show it? */
  isThere(): boolean;
  /** The token in the page's address, which has it no more from then on. */
  takeToken(): string | null;
  tell(asking: AskForToken): void;
  /** Calls back with each token that the site hands over. Returns how to stop. */
  onToken(hear: (token: string | null) => void): () => void;
}
