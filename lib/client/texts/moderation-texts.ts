import type { ModerationAction } from '@/lib/chat/moderation';

/** What the interface says about moderation. */
export interface ModerationTexts {
  readonly owner: string;
  readonly moderator: string;
  readonly mute: string;
  readonly unmute: string;
  readonly remove: string;
  readonly ban: string;
  readonly unban: string;
  readonly promote: string;
  readonly demote: string;
  readonly handOver: string;
  readonly howLong: string;
  readonly forGood: string;
  readonly withAddress: string;
  readonly withAddressHint: string;
  /** How many others who are in the room that removes now. */
  alsoRemoves(others: number): string;
  /** Of a ban in the record. */
  readonly isWithAddress: string;
  alsoKeptOut(names: readonly string[]): string;
  readonly slowMode: string;
  readonly slowOff: string;
  readonly closeRoom: string;
  readonly reopenRoom: string;
  /** Instead of the field, for whoever may not write in a closed room. */
  readonly closed: string;
  readonly record: string;
  readonly readingRecord: string;
  readonly muted: string;
  readonly nobodyMuted: string;
  readonly banned: string;
  readonly nobodyBanned: string;
  readonly actions: string;
  readonly noActions: string;
  readonly enterAgain: string;
  readonly mayEnterAgain: string;
  /** Where one was removed from a private room. */
  readonly needsInvite: string;
  readonly adminToken: string;
  readonly setAdminToken: string;
  readonly tokenRefused: string;
  readonly isAdmin: string;
  readonly forgetToken: string;
  /** Opens what may be done with somebody. */
  actionsFor(name: string): string;
  /** Those who may enter a private room, to its moderators. */
  readonly peopleHere: string;
  readonly peopleAway: string;
  readonly nobodyAway: string;
  /** Somebody whose name nobody knows. */
  readonly noName: string;
  /** Under a name, in few letters: since when they may enter, and by which link. */
  since(moment: string): string;
  readonly presentLink: string;
  readonly earlierLink: string;
  readonly sinceUnknown: string;
  /** The same in a sentence; `link` is absent where it was by none, or nobody knows. */
  letInOn(moment: string, link?: 'present' | 'earlier'): string;
  muteMember(name: string): string;
  banMember(name: string): string;
  handOverTo(name: string): string;
  handOverHint(name: string): string;
  unmuteMember(name: string): string;
  unbanMember(name: string): string;
  forTime(ms: number): string;
  /** How slow a room is, in few letters. */
  every(ms: number): string;
  isSlow(ms: number): string;
  /** Instead of `sentIn`, where the room is slow. */
  slowSentIn(seconds: number): string;
  /** A sentence of the conversation. */
  action(action: ModerationAction): string;
  until(moment: string): string;
  restrictedBy(name: string): string;
  mutedUntil(moment: string): string;
  readonly bannedForGood: string;
  bannedUntil(moment: string): string;
  removedBy(name: string): string;
  bannedBy(name: string): string;
}
