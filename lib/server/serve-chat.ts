import type { IncomingMessage } from 'node:http';
import type { Server } from 'socket.io';
import { LOBBY } from '@/lib/chat/protocol';
import { createAdmission } from './admission/admission';
import { createConnectionLimit } from './admission/connection-limit';
import { type ChatServerOptions, createContext, type Tell } from './create-context';
import { toFrame } from './feeds/frames';
import { type ChatNamespace, openChatNamespace } from './gateway/gateway';
import type { ChatContext } from './handlers/chat-context';
import {
  CLASSIC_NAMESPACE,
  serveClassic,
  tellClassicDepartures,
  tellClassicEntries,
} from './handlers/classic/classic';
import type { ClassicNamespace } from './handlers/classic/classic-socket';
import { createLimits } from './limits/limits';
import { endUnusedRooms } from './rooms/unused/unused-rooms';

/** Carries the namespaces: Socket.IO does, and the simulation's own network. */
export type Namespaces = Pick<Server, 'of'>;

export type Entrance = ReturnType<typeof createEntrance>;

export interface ServedChat {
  readonly chat: ChatNamespace;
  /** Stops everything that the chat does by itself. */
  stop(): void;
}

/** Serves both protocols on the namespaces of `io`. */
export function serveChat(io: Namespaces, options: ChatServerOptions, entrance: Entrance): ServedChat {
  const { config, stores, secrets, logger } = options;
  const { admission, connectionLimit: _, ...own } = entrance;
  const server = io as Server;
  const classic: ClassicNamespace = server.of(CLASSIC_NAMESPACE);
  const tell = createTell(() => ({ chat, classic, context }));
  const context = createContext(options, { ...own, isStoring: stores.watch.isStoring }, tell);
  const chat: ChatNamespace = openChatNamespace(server, context, admission, stores.adapter !== undefined);
  stores.watch.listen(chat.tellStore);
  classic.on('connection', serveClassic(context));
  const stopEnding = endUnusedRooms({
    store: context.rooms.store,
    access: context.rooms.access,
    liveRooms: context.liveRooms,
    logger,
    keepDays: config.roomKeepDays,
    everyMs: options.timing?.endRoomsEveryMs,
  });
  const stop = () => {
    stopEnding();
    secrets.close();
    context.members.names.close();
    context.members.presence.close();
    context.members.typing.close();
    context.liveRooms.close();
  };
  return { chat, stop };
}

interface Told {
  readonly chat: ChatNamespace;
  readonly classic: ClassicNamespace;
  readonly context: ChatContext;
}

/** Tells everybody connected here, by either protocol, and the other nodes. */
const createTell = (told: () => Told): Tell => ({
  entries: (room, run) => {
    const { chat, classic } = told();
    chat.tellEntries(toFrame(room, run));
    if (room === LOBBY) tellClassicEntries(classic, run.entries);
  },
  history: (room, place, undelivered) => {
    const { chat, classic } = told();
    // An empty frame of another history makes every client catch up from its own position.
    chat.tellEntries(toFrame(room, place));
    if (room === LOBBY) tellClassicEntries(classic, undelivered);
  },
  presence: (change) => {
    const { chat, classic, context } = told();
    chat.tellPresence(change);
    const lobby = change.room === LOBBY ? context.liveRooms.find(LOBBY) : undefined;
    if (lobby !== undefined) tellClassicDepartures(classic, change, lobby.roster.names);
  },
  typing: (change) => told().chat.tellTyping(change),
  room: (news) => {
    told().chat.tellRoomNews(news);
    told().chat.signal('room:news', news);
  },
  otherNodes: (event, news) => told().chat.signal(event, news),
});

/** Everything that decides who comes in, and how much they may do. */
export function createEntrance({ config, stores, secrets, clientAddress }: ChatServerOptions) {
  const limits = createLimits(stores.limits, config.rates, config.rateAddressFactor, config.quotas);
  const connectionLimit = createConnectionLimit(limits, config.maxConnectionsPerIp);
  const admission = createAdmission({ secrets, config, connectionLimit, clientAddress });
  const addressOf = (request: IncomingMessage) => admission.originOf(request).address;
  const cookieIdOf = (request: IncomingMessage) => admission.originOf(request).cookieId;
  return { limits, connectionLimit, admission, addressOf, cookieIdOf };
}
