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
  /** How many others in the room a ban with the address would remove now. */
  alsoRemoves(others: number): string;
  /** About a ban in the record. */
  readonly isWithAddress: string;
  alsoKeptOut(names: readonly string[]): string;
  readonly slowMode: string;
  readonly slowOff: string;
  readonly closeRoom: string;
  readonly reopenRoom: string;
  /** Replaces the composer for members who may not write in a closed room. */
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
  /** For a member who was removed from a private room. */
  readonly needsInvite: string;
  readonly adminToken: string;
  readonly setAdminToken: string;
  readonly tokenRefused: string;
  readonly isAdmin: string;
  readonly forgetToken: string;
  /** Opens the actions for a member. */
  actionsFor(name: string): string;
  /** Headings of the list of those who may enter a private room, for its moderators. */
  readonly peopleHere: string;
  readonly peopleAway: string;
  readonly nobodyAway: string;
  /** Stands for a member whose name nobody knows. */
  readonly noName: string;
  /** Briefly, under a name: since when they may enter, and by which link. */
  since(moment: string): string;
  readonly presentLink: string;
  readonly earlierLink: string;
  readonly sinceUnknown: string;
  /** The same as a sentence; `link` is absent if they came by none, or if nobody knows. */
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
  /** Replaces `sentIn` in slow mode. */
  slowSentIn(seconds: number): string;
  /** A sentence in the conversation. */
  action(action: ModerationAction): string;
  until(moment: string): string;
  restrictedBy(name: string): string;
  mutedUntil(moment: string): string;
  readonly bannedForGood: string;
  bannedUntil(moment: string): string;
  removedBy(name: string): string;
  bannedBy(name: string): string;
}
