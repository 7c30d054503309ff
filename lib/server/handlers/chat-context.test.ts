import { expect, it } from 'vitest';
import type { NodeModeration } from '@/lib/server/moderation/node-moderation';
import type { StoredRooms } from '@/lib/server/rooms/stored-rooms';
import type { ChatContext, Entrance, NodeMembers, ThisNode } from './chat-context';

/** With more members than this, nobody knows any more what a handler works with. */
const GROUP_MAX = 10;

type Names<Group> = Record<keyof Group, true>;

/** All names of each group, as the compiler checks. */
const chat: Names<ChatContext> = {
  rooms: true,
  liveRooms: true,
  log: true,
  moderation: true,
  members: true,
  limits: true,
  entrance: true,
  node: true,
};
const rooms: Names<StoredRooms> = {
  access: true,
  store: true,
  written: true,
  clearedLists: true,
  tellNews: true,
  ownTurn: true,
};
const moderation: Names<NodeModeration> = { cache: true, stillAdmitted: true, banReach: true };
const members: Names<NodeMembers> = {
  names: true,
  wishes: true,
  marks: true,
  avatars: true,
  tabs: true,
  presence: true,
  typing: true,
  sessions: true,
};
const entrance: Names<Entrance> = { addressOf: true, cookieIdOf: true, adminToken: true, sites: true };
const node: Names<ThisNode> = {
  id: true,
  isStoring: true,
  tellPageFailure: true,
  logger: true,
  now: true,
  randomId: true,
};

it.each(Object.entries({ chat, rooms, moderation, members, entrance, node }))(
  'the group %s of the context of handlers has few members',
  (_, group) => {
    expect(Object.keys(group).length).toBeLessThanOrEqual(GROUP_MAX);
  },
);
