import type { Actor } from '@/lib/chat/moderation';

/** A member as far as order goes: who, and from where. */
export interface Ordered extends Actor {
  readonly address: string;
  readonly name?: string | null;
  /** Of a classic client: the member that the cookie of its browser names, whose bans and mutes are its own. */
  readonly cookieId?: string;
}
