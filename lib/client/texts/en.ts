import { ERRORS, type ErrorCode } from '@/lib/chat/errors';
import type { Notice } from '@/lib/chat/timeline/timeline';
import { waitText } from './durations';
import { enModeration } from './en-moderation';
import { isolated } from './isolated';
import type { Texts } from './texts';

const counted = (count: number, one: string, many: string) =>
  `${count.toLocaleString('en')} ${count === 1 ? one : many}`;

export const en: Texts = {
  title: 'Online Chat Room',
  rooms: 'Rooms',
  lobby: 'Lobby',
  directs: 'Direct messages',
  findRoom: 'Find a room',
  findRoomHint: 'Title, topic or name',
  openRooms: 'Open to everybody',
  yourRooms: 'Yours',
  noRoomFound: 'No such room. Make one?',
  makeRoom: 'Make a room',
  roomKinds: {
    open: { label: 'Open', hint: 'Anybody can find and enter it.' },
    private: {
      label: 'Private',
      hint: 'Members enter it by its invite link only. Whoever runs this site can read it.',
    },
  },
  roomTitle: 'Title',
  roomTopic: 'Topic (optional)',
  roomAddress: 'Address',
  badAddress: 'An address has at most 64 of the characters a–z, 0–9 and -.',
  roomOptions: 'Room options',
  changeRoom: 'Edit title and topic',
  save: 'Save',
  copyInvite: 'Copy invite link',
  copyByHand: 'Copy the link with #{key}.',
  inviteCopied: 'The invite link has been copied.',
  renewInvite: 'Make a new invite link',
  inviteNotCopied: 'The browser did not allow the invite link to be copied.',
  newInvite: 'Make a new invite link?',
  newInviteHint: 'Earlier invite links will stop working.',
  makeInvite: 'Make link',
  makeInviteAndRemove: 'Make link and remove them',
  alsoRemoves: (others) =>
    others === 1
      ? 'Also remove the one person who came by those links'
      : `Also remove the ${others.toLocaleString('en')} people who came by those links`,
  alsoRemovesHint: 'Whether they are here or not. Moderators stay, and the new link lets anybody back in.',
  privateRoom: 'This room is private.',
  privateRoomHint: 'Set a username to enter it. Everybody who can read here is listed.',
  block: (name) => `Block ${isolated(name)}`,
  unblock: 'Unblock',
  unblockOf: (name) => `Unblock ${isolated(name)}`,
  blockedBy: (name) => `${isolated(name)} has blocked you. You cannot write here.`,
  hasBlocked: (name) => `You have blocked ${isolated(name)}. Neither of you can write here.`,
  invitesEnded: 'Earlier invite links no longer work.',
  inviteRenewed: 'The new invite link has been copied. Earlier ones no longer work.',
  leaveRoom: 'Leave this room',
  leave: 'Leave',
  leaveRoomOf: (title) => `Leave ${isolated(title)}?`,
  leavePrivateRoomHint: 'It is private: to come back you will need an invite link.',
  leaveOwnRoomHint:
    'It stays yours. Keep its address to come back; until then nobody can make new invite links.',
  unsent: 'Not sent',
  signInHint: 'It opens from the site that it belongs to, once you are signed in there.',
  roomMissing: 'There is no such room.',
  roomMissingHint: 'It may be private: then you need its invite link.',
  skip: 'Skip to the conversation',
  toasts: 'Notifications',
  messages: 'Messages',
  people: 'People',
  you: 'you',
  verified: 'Verified',
  mentioned: 'you are mentioned',
  nobodyHere: 'Nobody with a name is here yet.',
  close: 'Close',
  settings: 'Settings',
  theme: 'Theme',
  themes: { system: 'System', light: 'Light', dark: 'Dark' },
  language: 'Language',
  name: 'Username',
  namePlaceholder: 'Enter a username',
  setName: 'Set Username',
  freeNames: 'Free usernames',
  cancel: 'Cancel',
  message: 'Message',
  messagePlaceholder: 'Enter a message...',
  send: 'Send',
  sending: 'Sending',
  retry: 'Retry',
  delete: 'Delete',
  newMessages: 'New',
  messageActions: 'Message actions',
  deleteMessage: 'Delete message',
  deleting: 'Not yet deleted for the others',
  messageDeleted: 'This message was deleted.',
  undo: 'Undo',
  showMore: 'Show more',
  showLess: 'Show less',
  today: 'Today',
  yesterday: 'Yesterday',
  roomStart: 'This is where the lobby begins.',
  historyStart: 'Older messages are no longer kept.',
  readingOlder: 'Reading older messages…',
  fewer: 'fewer',
  connection: 'Connection',
  partFailed: 'Something went wrong here.',
  reload: 'Reload',
  notFound: 'There is nothing at this address.',
  backToRoom: 'Go to the chat room',
  connectionStates: {
    connecting: 'Connecting',
    connected: 'Connected',
    reconnecting: 'Reconnecting',
    offline: 'Offline',
    unstored: 'Waiting',
    outdated: 'Out of date',
    refused: 'Not signed in',
  },
  banners: {
    connecting: 'Connecting…',
    reconnecting: 'Reconnecting…',
    offline: "You're offline. Messages will be sent when you're back.",
    unstored: "The server can't store messages right now.",
    waiting: "The server can't store messages right now; yours are waiting.",
    outdated: 'This page is out of date. Please reload it.',
    catchingUp: 'Catching up…',
  },
  errors: Object.fromEntries(Object.entries(ERRORS).map(([code, { message }]) => [code, message])) as Record<
    ErrorCode,
    string
  >,
  moderation: enModeration,
  otherIsHere: 'Here now',
  otherIsAway: 'Not here',
  here: (count) => `${count.toLocaleString('en')} here`,
  writeTo: (name) => `Message ${isolated(name)}`,
  roomStartOf: (title) => `This is where ${isolated(title)} begins.`,
  directStart: (name) =>
    `This is where your direct messages with ${isolated(name)} begin. No other member sees them; whoever runs this site can read them.`,
  morePeople: (count) => `and ${counted(count, 'other', 'others')}`,
  renameFrom: (name) => `Change username, now ${isolated(name)}`,
  notice,
  moreNotices: (count) => `${count.toLocaleString('en')} more`,
  newCount: (count) => counted(count, 'new message', 'new messages'),
  newSince: (count, since) => `${counted(count, 'new message', 'new messages')} since ${since}`,
  titleWith: (unread) => `(${unread.toLocaleString('en')}) ${en.title}`,
  charactersLeft: (count) => `${count.toLocaleString('en')} left`,
  charactersOver: (count) => `${counted(count, 'character', 'characters')} too many`,
  bytesLeft: (count) => `${counted(count, 'byte', 'bytes')} left`,
  bytesOver: (count) => `${counted(count, 'byte', 'bytes')} too many`,
  tooFast: (seconds) => `You are too fast. Please wait ${counted(seconds, 'second', 'seconds')}.`,
  sentIn: (seconds) =>
    `You are writing fast. Your messages will be sent in ${counted(seconds, 'second', 'seconds')}.`,
  quotaSentIn: (seconds) =>
    `You have written as much as one may for now. Your messages are kept, and will be sent in ${waitText(seconds, 'en')}.`,
  typing,
  node: isolated,
};

function typing(names: readonly string[], count: number): string {
  const [first, second, third] = names.map(isolated);
  if (first === undefined) return `${count.toLocaleString('en')} people are typing…`;
  if (second === undefined) return `${first} is typing…`;
  return `${third === undefined ? `${first} and ${second}` : `${first}, ${second} and ${third}`} are typing…`;
}

function notice(news: Notice): string {
  switch (news.kind) {
    case 'entered':
      return 'You have entered the chat room!';
    case 'named':
      return `Your username has been set to: ${isolated(news.name)}`;
    case 'joined':
      return `${isolated(news.name)} has entered the chat room.`;
    case 'left':
      return `${isolated(news.name)} has left the chat room.`;
    case 'renamed':
      return `${isolated(news.from)} is now called ${isolated(news.to)}.`;
  }
}
