import { randomUUID } from 'node:crypto';
import type { Server as HttpServer } from 'node:http';
import type { Logger } from 'pino';
import type { PresenceChange } from '@/lib/chat/presence';
import { LOBBY } from '@/lib/chat/protocol';
import type { TypingChange } from '@/lib/chat/typing';
import type { ClientAddress } from './config/client-address';
import type { Config } from './config/config';
import type { NodeMemory } from './feeds/memory-budget';
import type { Signals } from './gateway/gateway';
import type { ChatContext, Entrance, NodeMembers, ThisNode } from './handlers/chat-context';
import { createPageFailures } from './http/page-failures';
import type { SessionSecrets } from './identity/session-secrets';
import { createSiteTokens } from './identity/site-tokens';
import { OnceIn } from './limits/once-in';
import { LiveRooms } from './live-rooms/live-rooms';
import type { TellRoom } from './live-rooms/room';
import { sharingReads } from './log/sharing-reads';
import { createMemberAvatars } from './members/member-avatars';
import { MemberMarks } from './members/member-marks';
import { MemberTabs } from './members/member-tabs';
import { BanReach } from './moderation/ban-reach';
import { removeBanned } from './moderation/moderate';
import { ModerationCache } from './moderation/moderation-cache';
import type { NodeModeration } from './moderation/node-moderation';
import { StillAdmitted } from './moderation/still-admitted';
import { MemberNames } from './names/member-names';
import { NameWishes } from './names/name-wishes';
import { RoomPresence, type RoomPresenceOptions } from './presence/room-presence';
import { RoomTyping } from './presence/room-typing';
import type { Siblings } from './process/siblings';
import { createOwnTurn } from './rooms/own-turn';
import { rememberRooms } from './rooms/remembered-rooms';
import { builtInRooms, RoomAccess } from './rooms/room-access';
import type { RoomNews } from './rooms/room-news';
import { sharingGlances } from './rooms/shared-glances';
import type { StoredRooms } from './rooms/stored-rooms';
import { WrittenRooms } from './rooms/unused/written-rooms';
import type { Stores } from './stores/stores';

/** Clearing a list takes one read for each of the member's rooms. */
const CLEAR_LIST_EVERY_MS = 60 * 60 * 1_000;
const CLEARED_LISTS_MAX = 10_000;

export interface ChatServerOptions {
  readonly config: Config;
  readonly stores: Stores;
  readonly secrets: SessionSecrets;
  readonly clientAddress: ClientAddress;
  readonly httpServer: HttpServer;
  /** Other nodes on the same port, if any. */
  readonly siblings?: Siblings | undefined;
  /** What the node may hold in memory for people. */
  readonly memory: NodeMemory;
  readonly logger: Logger;
  /** Shorter in tests. */
  readonly timing?: Pick<RoomPresenceOptions, 'graceMs' | 'tendEveryMs' | 'settleMs'> & {
    readonly checkEveryMs?: number;
    readonly lingerMs?: number;
    readonly handshakeMs?: number;
    readonly nameHoldMs?: number;
    readonly renewNamesEveryMs?: number;
    readonly endRoomsEveryMs?: number;
  };
}

/** Where a node passes on what it hears. */
export interface Tell extends TellRoom {
  presence(change: PresenceChange): void;
  typing(change: TypingChange): void;
  room(news: RoomNews): void;
  otherNodes<Event extends keyof Signals>(event: Event, news: Signals[Event]): void;
}

/** What decides who comes in, and how much they may do. */
type Admitting = Pick<Entrance, 'addressOf' | 'cookieIdOf'> &
  Pick<ThisNode, 'isStoring'> &
  Pick<ChatContext, 'limits'>;

/** Everything that handlers work with. */
export function createContext(options: ChatServerOptions, admitting: Admitting, tell: Tell): ChatContext {
  const { config, stores, secrets, memory, timing = {} } = options;
  const { limits, isStoring, addressOf, cookieIdOf } = admitting;
  const node = createNode(options, isStoring);
  const members = createMembers(options, isStoring, tell);
  const rooms = createStoredRooms(options, tell);
  const moderation = createModeration(options, () => context, tell);
  const context: ChatContext = {
    rooms,
    liveRooms: new LiveRooms({
      rooms,
      moderation,
      members,
      node,
      secrets,
      log: stores.log,
      memory,
      historyLimit: config.historyLimit,
      checkEveryMs: timing.checkEveryMs,
      lingerMs: timing.lingerMs,
      tell,
    }),
    log: sharingReads(stores.log),
    moderation,
    members,
    limits,
    entrance: {
      addressOf,
      cookieIdOf,
      adminToken: config.adminToken,
      sites: {
        tokens: config.siteTokens === undefined ? undefined : createSiteTokens(config.siteTokens),
        guests: config.guests,
      },
    },
    node,
  };
  return context;
}

function createNode({ config, logger }: ChatServerOptions, isStoring: () => boolean): ThisNode {
  return {
    id: config.nodeId,
    isStoring,
    tellPageFailure: createPageFailures({ logger, now: Date.now }),
    logger,
    now: Date.now,
    randomId: randomUUID,
  };
}

/** People's names, where they are, and whether they type. */
function createMembers(
  { config, stores, logger, timing = {} }: ChatServerOptions,
  isStoring: () => boolean,
  tell: Tell,
): NodeMembers {
  const tabs = new MemberTabs();
  const wishes = new NameWishes(stores.names);
  const names = new MemberNames({
    store: stores.names,
    signal: (news) => tell.otherNodes('name:news', news),
    released: () => wishes.grant(),
    holdMs: timing.nameHoldMs,
    renewEveryMs: timing.renewNamesEveryMs,
  });
  const presence = new RoomPresence({
    ...timing,
    store: stores.presence,
    // In this order: a client whose node died, and who is back at another, must have the name again before the dead node's
    // client is announced as gone.
    renewing: () => {
      names.live();
      wishes.grant();
    },
    signal: (news) => tell.otherNodes('presence:news', news),
    changed: tell.presence,
  });
  const typing = new RoomTyping({
    signal: (news) => tell.otherNodes('typing:news', news),
    changed: tell.typing,
  });
  const marks = new MemberMarks({
    store: stores.marks,
    tabs,
    isStoring,
    signal: (news) => tell.otherNodes('mark:news', news),
  });
  return {
    names,
    wishes,
    marks,
    avatars: createMemberAvatars({ store: stores.avatars, origins: config.avatarOrigins, logger }),
    tabs,
    presence,
    typing,
    sessions: { ...stores.presence, glance: sharingGlances(stores.presence.glance, () => performance.now()) },
  };
}

function createStoredRooms({ config, stores }: ChatServerOptions, tell: Tell): StoredRooms {
  const store = rememberRooms(stores.rooms);
  const ownTurn = createOwnTurn();
  const access = new RoomAccess(store, builtInRooms([LOBBY, ...config.rooms]), Date.now, ownTurn);
  return {
    access,
    store,
    written: new WrittenRooms({ access, store, now: Date.now }),
    clearedLists: new OnceIn(CLEAR_LIST_EVERY_MS, CLEARED_LISTS_MAX, Date.now),
    tellNews: tell.room,
    ownTurn,
  };
}

function createModeration(
  { stores, secrets }: ChatServerOptions,
  context: () => ChatContext,
  tell: Tell,
): NodeModeration {
  return {
    cache: new ModerationCache({
      store: stores.moderation,
      secrets,
      now: Date.now,
      learned: (moderation) => void removeBanned(context(), moderation),
    }),
    stillAdmitted: new StillAdmitted(context),
    banReach: new BanReach(context, stores.adapter !== undefined, (news) =>
      tell.otherNodes('reach:news', news),
    ),
  };
}
