import type { ModerationAction } from '@/lib/chat/moderation';
import { durationText } from './durations';
import { isolated } from './isolated';
import type { ModerationTexts } from './moderation-texts';

const MINUTE_MS = 60_000;

export const enModeration: ModerationTexts = {
  owner: 'Owner',
  moderator: 'Moderator',
  mute: 'Mute',
  unmute: 'Unmute',
  remove: 'Remove from the room',
  ban: 'Ban',
  unban: 'Unban',
  promote: 'Make moderator',
  demote: 'Remove as moderator',
  handOver: 'Hand over the room',
  howLong: 'How long',
  forGood: 'For good',
  withAddress: 'Also where they come from',
  withAddressHint: 'Keeps out all guests from the same address, who may be other people.',
  alsoRemoves: (others) => {
    if (others === 0) return 'Nobody else who is here now has the same address.';
    return others === 1
      ? 'This also removes one other person who is here now.'
      : `This also removes ${others} other people who are here now.`;
  },
  isWithAddress: 'With all guests from the same address',
  alsoKeptOut: (names) => `Also kept out: ${names.map(isolated).join(', ')}`,
  slowMode: 'Slow mode',
  slowOff: 'Off',
  closeRoom: 'Close room',
  reopenRoom: 'Open room again',
  closed: 'This room is closed. Its owner and administrators can write.',
  record: 'Moderation record',
  readingRecord: 'Reading the record…',
  muted: 'Muted',
  nobodyMuted: 'Nobody is muted.',
  banned: 'Banned',
  nobodyBanned: 'Nobody is banned.',
  actions: 'Actions',
  noActions: 'No moderation actions yet.',
  enterAgain: 'Enter again',
  mayEnterAgain: 'You may enter again.',
  needsInvite: 'To enter again you need its invite link.',
  adminToken: "Administrator's token",
  setAdminToken: 'Use token',
  tokenRefused: 'This token is not accepted.',
  isAdmin: 'You are an administrator.',
  forgetToken: 'Forget token',
  peopleHere: 'Here',
  peopleAway: 'Away',
  nobodyAway: 'Everybody who can enter is here.',
  noName: 'Without a name',
  presentLink: 'present link',
  earlierLink: 'earlier link',
  since: (moment) => `Since ${moment}`,
  sinceUnknown: 'For some time',
  letInOn: (moment, link) => {
    const by = link === 'present' ? 'the present invite link' : 'an earlier invite link';
    return link === undefined ? `Can enter since ${moment}` : `Can enter since ${moment}, by ${by}`;
  },
  actionsFor: (name) => `Actions for ${isolated(name)}`,
  muteMember: (name) => `Mute ${isolated(name)}`,
  banMember: (name) => `Ban ${isolated(name)}`,
  handOverTo: (name) => `Hand over the room to ${isolated(name)}?`,
  handOverHint: (name) => `${isolated(name)} will own it, and only ${isolated(name)} can give it back.`,
  unmuteMember: (name) => `Unmute ${isolated(name)}`,
  unbanMember: (name) => `Unban ${isolated(name)}`,
  forTime: (ms) => durationText(ms, 'en'),
  every: (ms) => (ms % MINUTE_MS === 0 ? `${ms / MINUTE_MS} min` : `${Math.ceil(ms / 1_000)} s`),
  isSlow: (ms) => `One message every ${enModeration.every(ms)}`,
  slowSentIn: (seconds) =>
    `This room is slow. Your next message will be sent in ${seconds} ${seconds === 1 ? 'second' : 'seconds'}.`,
  action,
  until: (moment) => `Until ${moment}`,
  restrictedBy: (name) => `by ${isolated(name)}`,
  mutedUntil: (moment) => `You are muted in this room until ${moment}.`,
  bannedForGood: 'You are banned from this room for good.',
  bannedUntil: (moment) => `You are banned from this room until ${moment}.`,
  removedBy: (name) => `${isolated(name)} removed you from this room.`,
  bannedBy: (name) => `${isolated(name)} banned you from this room.`,
};

/** The intended length, as of the action: the sentence stays the same however late it is read. */
const howLong = ({ at, until }: ModerationAction): string =>
  until === undefined ? ' for good' : ` for ${durationText(until - at, 'en')}`;

const others = (count: number): string => (count === 1 ? 'one other' : `${count} others`);

function action(done: ModerationAction): string {
  const by = isolated(done.by.name);
  const whom = isolated(done.member?.name || 'somebody');
  const everyMs = done.everyMs ?? 0;
  const sentences: Record<ModerationAction['kind'], () => string> = {
    mute: () => `${by} muted ${whom}${howLong(done)}.`,
    unmute: () => `${by} unmuted ${whom}.`,
    remove: () =>
      done.others === undefined
        ? `${by} removed ${whom}.`
        : `${by} removed ${whom} and ${others(done.others)} who came by an earlier invite link.`,
    ban: () =>
      done.withAddress
        ? `${by} banned ${whom}${howLong(done)}, with all guests from the same address.`
        : `${by} banned ${whom}${howLong(done)}.`,
    unban: () => `${by} unbanned ${whom}.`,
    slow: () =>
      everyMs === 0
        ? `${by} turned slow mode off.`
        : `${by} set slow mode: one message every ${enModeration.every(everyMs)}.`,
    close: () => `${by} closed this room.`,
    reopen: () => `${by} opened this room again.`,
    promote: () => `${by} made ${whom} a moderator.`,
    demote: () => `${by} removed ${whom} as a moderator.`,
    hand_over: () => `${by} handed this room over to ${whom}.`,
    delete: () => `${by} deleted a message by ${whom}.`,
  };
  return sentences[done.kind]();
}
