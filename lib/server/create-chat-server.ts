import { randomUUID } from 'node:crypto';
import { type Server as HttpServer, type IncomingMessage, ServerResponse } from 'node:http';
import type { Logger } from 'pino';
import type { PresenceChange } from '@/lib/chat/presence';
import { CHAT_NAMESPACE, LOBBY } from '@/lib/chat/protocol';
import type { TypingChange } from '@/lib/chat/typing';
import { createAdmission } from './admission/admission';
import { createDoor } from './admission/connection-limit';
import { replaceRequest } from './admission/connection-origin';
import { type ClientAddress, createPeerAddress } from './config/client-address';
import type { Config } from './config/config';
import { toFrame } from './feeds/frames';
import type { NodeMemory } from './feeds/memory-budget';
import type { Run } from './feeds/recent-entries';
import { createRoomFeeds } from './feeds/room-feeds';
import { BacklogWatch } from './gateway/backlog-watch';
import { FAREWELL_MS } from './gateway/drain';
import { FloodWatch } from './gateway/flood-watch';
import { type ChatNamespace, openChatNamespace, type Signals } from './gateway/gateway';
import { greetConnections, handshakeMsOf, openSockets, watchRequests } from './gateway/gateway-sockets';
import { createNamespaceWatch } from './gateway/namespace-watch';
import { trackConnections } from './gateway/track-connections';
import type { ChatContext } from './handlers/chat-context';
import {
  CLASSIC_NAMESPACE,
  type ClassicNamespace,
  serveClassic,
  tellClassicDepartures,
  tellClassicEntries,
} from './handlers/classic';
import { createPageFailures } from './http/page-failures';
import type { SessionSecrets } from './identity/session-secrets';
import { createSiteTokens } from './identity/site-tokens';
import { createLimits } from './limits/limits';
import { OnceIn } from './limits/once-in';
import type { LoggedEntry } from './log/logged-entry';
import { sharingReads } from './log/sharing-reads';
import { createMemberAvatars } from './members/member-avatars';
import { MemberMarks } from './members/member-marks';
import { MemberTabs } from './members/member-tabs';
import { BanReach } from './moderation/ban-reach';
import { enforceOrder } from './moderation/enforce-moderation';
import { putOutBanned } from './moderation/moderate';
import { RoomOrders } from './moderation/moderation-cache';
import { StillAdmitted } from './moderation/still-admitted';
import { MemberNames } from './names/member-names';
import { NameWishes } from './names/name-wishes';
import { RoomPresence, type RoomPresenceOptions } from './presence/room-presence';
import { RoomTyping } from './presence/room-typing';
import type { Siblings } from './process/siblings';
import { rememberRooms } from './rooms/remembered-rooms';
import { builtInRooms, RoomAccess } from './rooms/room-access';
import type { RoomNews } from './rooms/room-news';
import { sharingGlances } from './rooms/shared-glances';
import { endUnusedRooms } from './rooms/unused/unused-rooms';
import { WrittenRooms } from './rooms/unused/written-rooms';
import type { Stores } from './stores/stores';

/** It takes as many reads as a member has rooms. */
const CLEAR_LIST_EVERY_MS = 60 * 60 * 1_000;
const CLEARED_LISTS_MAX = 10_000;

export interface ChatServerOptions {
  readonly config: Config;
  readonly stores: Stores;
  readonly secrets: SessionSecrets;
  readonly clientAddress: ClientAddress;
  readonly httpServer: HttpServer;
  /** Other nodes on the same port, where there are any. */
  readonly siblings?: Siblings | undefined;
  /** What it may hold for people. */
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

export interface ChatServer {
  /** Lets no new session in and sends our pages to the other nodes, where there are any. */
  drain(): Promise<void>;
  /** Ends all connections, so that their clients go elsewhere. */
  close(): Promise<void>;
}

/** Serves both protocols on `/socket.io` of an HTTP server. */
export function createChatServer(options: ChatServerOptions): ChatServer {
  const { config, stores, secrets, siblings, memory, logger } = options;
  const entrance = createEntrance(options);
  const { admission, door } = entrance;
  let isDraining = false;
  const flood = new FloodWatch(config.rates.packets, logger);
  const backlog = new BacklogWatch(logger, memory.backlogMaxBytes);
  const { watchWebSocket } = flood;
  const io = openSockets({ ...options, watchWebSocket }, admission, () => isDraining);
  greetConnections(io, (connection) => {
    door.enter(replaceRequest(connection, admission.beginningOf(connection.request)));
    backlog.watch(connection);
    flood.watchSession(connection);
  });
  watchRequests(io, (connection, request, response) => {
    if (response instanceof ServerResponse) backlog.answering(connection, response);
    return flood.asked(connection, request);
  });
  const classic: ClassicNamespace = io.of(CLASSIC_NAMESPACE);
  const context = createContext(
    options,
    { ...entrance, isStoring: stores.watch.isStoring },
    {
      entries: (room, run) => {
        enforceOrder(context, room, run.entries);
        chat.tellEntries(toFrame(room, run));
        if (room === LOBBY) tellClassicEntries(classic, run.entries);
      },
      history: (room, place, unheard) => {
        enforceOrder(context, room, unheard);
        context.orders.changed(room); // Not all that was done there is among these.
        void context.stillAdmitted.checkAll(room);
        // An empty frame of another history makes every client catch up from its own position.
        chat.tellEntries(toFrame(room, place));
        if (room === LOBBY) tellClassicEntries(classic, unheard);
      },
      presence: (change) => {
        chat.tellPresence(change);
        if (change.room === LOBBY) tellClassicDepartures(classic, change, context.presence.namesIn(LOBBY));
      },
      typing: (change) => chat.tellTyping(change),
      room: (news) => {
        chat.tellRoomNews(news);
        chat.signal('room:news', news);
      },
      otherNodes: (event, news) => chat.signal(event, news),
    },
  );
  const chat: ChatNamespace = openChatNamespace(io, context, admission, stores.adapter !== undefined);
  stores.watch.listen(chat.tellStore);
  const endConnections = trackConnections(options.httpServer, {
    maxPerAddress: config.maxConnectionsPerIp,
    addressOf: createPeerAddress(config.trustProxy),
  });
  classic.on('connection', serveClassic(context));
  const stopEnding = endUnusedRooms({
    ...context,
    store: context.roomStore,
    keepDays: config.roomKeepDays,
    everyMs: options.timing?.endRoomsEveryMs,
  });
  const watchNamespaces = createNamespaceWatch(handshakeMsOf(options));
  for (const { name } of [classic, { name: CHAT_NAMESPACE }]) io.of(name).on('connection', watchNamespaces);
  return {
    drain: async () => {
      isDraining = true;
      if (stores.adapter === undefined) return;
      // Siblings drain at the same time, and some of their sessions come through here.
      const passedOn = siblings?.idle(config.drainMs + FAREWELL_MS);
      await Promise.all([chat.drain(config.drainMs), passedOn]);
    },
    close: async () => {
      stopEnding();
      secrets.close();
      context.names.close();
      context.presence.close();
      context.typing.close();
      context.feeds.close();
      const closed = io.close();
      endConnections();
      await closed;
    },
  };
}

/** All that decides on who comes in, and on how much they may do. */
function createEntrance({ config, stores, secrets, clientAddress }: ChatServerOptions) {
  const limits = createLimits(stores.limits, config.rates, config.rateAddressFactor, config.quotas);
  const door = createDoor(limits, config.maxConnectionsPerIp);
  const admission = createAdmission({ secrets, config, door, clientAddress });
  const addressOf = (request: IncomingMessage) => admission.beginningOf(request).address;
  const cookieIdOf = (request: IncomingMessage) => admission.beginningOf(request).cookieId;
  return { limits, door, admission, addressOf, cookieIdOf };
}

/** Whom a node tells what it hears. */
interface Tell {
  entries(room: string, run: Run): void;
  history(room: string, place: Run, unheard: readonly LoggedEntry[]): void;
  presence(change: PresenceChange): void;
  typing(change: TypingChange): void;
  room(news: RoomNews): void;
  otherNodes<Event extends keyof Signals>(event: Event, news: Signals[Event]): void;
}

function createContext(
  { config, stores, secrets, memory, logger, timing = {} }: ChatServerOptions,
  { isStoring, ...entrance }: Pick<ChatContext, 'isStoring' | 'limits' | 'addressOf' | 'cookieIdOf'>,
  tell: Tell,
): ChatContext {
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
    // In this order: who died with a node, and is back at another, has the name again before the dead one is said to leave.
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
  const roomStore = rememberRooms(stores.rooms);
  const access = new RoomAccess(roomStore, builtInRooms([LOBBY, ...config.rooms]));
  const tabs = new MemberTabs();
  const orders: RoomOrders = new RoomOrders({
    store: stores.orders,
    secrets,
    now: Date.now,
    learned: (order) => void putOutBanned({ access, orders, tabs, now: Date.now, logger }, order),
  });
  const feeds = createRoomFeeds({
    log: stores.log,
    memory,
    historyLimit: config.historyLimit,
    checkEveryMs: timing.checkEveryMs,
    lingerMs: timing.lingerMs,
    opening: roomStore.forgetAdmissions,
    putBackRoom: async (room, isLossKnown) => {
      await secrets.renewed();
      await Promise.all([roomStore.putBack(room, isLossKnown), orders.putBack(room)]);
    },
    listener: {
      opened: (room) => presence.open(room),
      closed: (room) => presence.closeRoom(room),
      delivered: tell.entries,
      changed: tell.history,
    },
  });
  const context: ChatContext = {
    access,
    roomStore,
    clearedLists: new OnceIn(CLEAR_LIST_EVERY_MS, CLEARED_LISTS_MAX, Date.now),
    writtenRooms: new WrittenRooms({ access, store: roomStore, now: Date.now }),
    orders,
    tabs,
    banReach: new BanReach(
      () => ({ access, orders, tabs, logger }),
      stores.adapter !== undefined,
      (news) => tell.otherNodes('reach:news', news),
    ),
    stillAdmitted: new StillAdmitted(() => context),
    tellRoomNews: tell.room,
    tellPageFailure: createPageFailures({ logger, now: Date.now }),
    log: sharingReads(stores.log),
    feeds,
    names,
    wishes,
    marks: new MemberMarks({
      store: stores.marks,
      tabs,
      isStoring,
      signal: (news) => tell.otherNodes('mark:news', news),
    }),
    avatars: createMemberAvatars({ store: stores.avatars, origins: config.avatarOrigins, logger }),
    presence,
    typing,
    sessions: { ...stores.presence, glance: sharingGlances(stores.presence.glance, () => performance.now()) },
    isStoring,
    limits: entrance.limits,
    addressOf: entrance.addressOf,
    cookieIdOf: entrance.cookieIdOf,
    adminToken: config.adminToken,
    sites: {
      tokens: config.siteTokens === undefined ? undefined : createSiteTokens(config.siteTokens),
      guests: config.guests,
    },
    nodeId: config.nodeId,
    logger,
    now: Date.now,
    randomId: randomUUID,
  };
  return context;
}
