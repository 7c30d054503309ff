import type { ErrorCode } from '@/lib/chat/errors';
import type { Notice } from '@/lib/chat/timeline/timeline';
import type { Trouble } from '@/lib/client/state/trouble';
import type { ModerationTexts } from './moderation-texts';

/** Everything the interface says, once per language. */
export interface Texts {
  readonly title: string;
  readonly rooms: string;
  readonly lobby: string;
  readonly directs: string;
  readonly findRoom: string;
  readonly findRoomHint: string;
  readonly openRooms: string;
  readonly yourRooms: string;
  readonly noRoomFound: string;
  readonly makeRoom: string;
  readonly roomKinds: Readonly<Record<'open' | 'private', { readonly label: string; readonly hint: string }>>;
  readonly roomTitle: string;
  readonly roomTopic: string;
  readonly roomAddress: string;
  readonly badAddress: string;
  readonly roomOptions: string;
  readonly changeRoom: string;
  readonly save: string;
  readonly copyInvite: string;
  /** Shown where a browser does not let a page copy; the keys replace `#{key}`. */
  readonly copyByHand: string;
  readonly inviteCopied: string;
  readonly renewInvite: string;
  readonly inviteNotCopied: string;
  readonly newInvite: string;
  readonly newInviteHint: string;
  readonly makeInvite: string;
  readonly makeInviteAndRemove: string;
  /** Offers to remove those who came by earlier links, too. */
  alsoRemoves(others: number): string;
  readonly alsoRemovesHint: string;
  /** Replaces a private room that opens once the member has a name. */
  readonly privateRoom: string;
  readonly privateRoomHint: string;
  block(name: string): string;
  readonly unblock: string;
  unblockOf(name: string): string;
  /** Replaces the composer in a direct message. */
  blockedBy(name: string): string;
  hasBlocked(name: string): string;
  readonly invitesEnded: string;
  readonly inviteRenewed: string;
  readonly leaveRoom: string;
  readonly leave: string;
  leaveRoomOf(title: string): string;
  readonly leavePrivateRoomHint: string;
  readonly leaveOwnRoomHint: string;
  readonly unsent: string;
  readonly roomMissing: string;
  /** For a page that is refused until its user signs in. */
  readonly signInHint: string;
  readonly roomMissingHint: string;
  readonly skip: string;
  readonly toasts: string;
  readonly messages: string;
  readonly people: string;
  readonly you: string;
  /** Marks a member that the site around the page vouches for. */
  readonly verified: string;
  readonly mentioned: string;
  readonly nobodyHere: string;
  readonly close: string;
  readonly settings: string;
  readonly theme: string;
  readonly themes: Readonly<Record<'system' | 'light' | 'dark', string>>;
  readonly language: string;
  readonly name: string;
  readonly namePlaceholder: string;
  readonly setName: string;
  readonly freeNames: string;
  readonly cancel: string;
  readonly message: string;
  readonly messagePlaceholder: string;
  readonly send: string;
  readonly sending: string;
  readonly retry: string;
  readonly delete: string;
  readonly newMessages: string;
  readonly messageActions: string;
  readonly deleteMessage: string;
  readonly deleting: string;
  readonly messageDeleted: string;
  readonly undo: string;
  /** Unfolds a long message, and folds it again. */
  readonly showMore: string;
  readonly showLess: string;
  readonly today: string;
  readonly yesterday: string;
  readonly roomStart: string;
  readonly historyStart: string;
  readonly readingOlder: string;
  readonly fewer: string;
  readonly connection: string;
  /** Replaces a part of the page. */
  readonly partFailed: string;
  readonly reload: string;
  readonly notFound: string;
  readonly backToRoom: string;
  readonly connectionStates: Readonly<
    Record<
      'connecting' | 'connected' | 'reconnecting' | 'offline' | 'unstored' | 'outdated' | 'refused',
      string
    >
  >;
  readonly banners: Readonly<Record<Trouble, string>>;
  readonly errors: Readonly<Record<ErrorCode, string>>;
  readonly moderation: ModerationTexts;
  here(count: number): string;
  /** About the other in a direct message. */
  readonly otherIsHere: string;
  readonly otherIsAway: string;
  /** Opens a direct message with that member. */
  writeTo(name: string): string;
  roomStartOf(title: string): string;
  directStart(name: string): string;
  morePeople(count: number): string;
  renameFrom(name: string): string;
  notice(notice: Notice): string;
  moreNotices(count: number): string;
  newCount(count: number): string;
  /** `since` is when the first of them was said. */
  newSince(count: number, since: string): string;
  titleWith(unread: number): string;
  charactersLeft(count: number): string;
  charactersOver(count: number): string;
  /** For emoji of many parts or marks, which fill a message before its characters run out. */
  bytesLeft(count: number): string;
  bytesOver(count: number): string;
  /** Replaces the text of an error that says how long to wait. */
  tooFast(seconds: number): string;
  sentIn(seconds: number): string;
  /** For a member who has written not too often, but too much. */
  quotaSentIn(seconds: number): string;
  /** Up to three names, or no names and how many are typing. */
  typing(names: readonly string[], count: number): string;
  node(name: string): string;
}
