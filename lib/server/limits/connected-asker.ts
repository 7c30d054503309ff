import type { Asker } from '@/lib/chat/moderation';

/** Whoever asks, as limits and moderation see them: who, and from where. */
export interface ConnectedAsker extends Asker {
  /** Where they come from, as limits count it. */
  readonly address: string;
  readonly name?: string | null;
  /** Of a classic client: the member that the cookie of its browser names, whose bans and mutes are its own. */
  readonly cookieId?: string;
}
