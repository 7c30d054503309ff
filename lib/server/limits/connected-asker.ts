import type { Asker } from '@/lib/chat/moderation';

/** Somebody who makes a request, as limits and moderation see them: who, and from where. */
export interface ConnectedAsker extends Asker {
  /** Where they come from, as limits count it. */
  readonly address: string;
  readonly name?: string | null;
  /** For a classic client: the member named by its browser's cookie, whose bans and mutes apply to it. */
  readonly cookieId?: string;
}
