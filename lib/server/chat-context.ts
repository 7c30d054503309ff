import type { IncomingMessage } from 'node:http';
import type { Logger } from 'pino';
import type { Limits } from './limits';
import type { MemberNames } from './member-names';
import type { RoomFeeds } from './room-feeds';
import type { RoomPresence } from './room-presence';
import type { Presence } from './stores/presence';
import type { RoomLog } from './stores/room-log';

/** What the handlers of both namespaces work on. */
export interface ChatContext {
  readonly rooms: ReadonlySet<string>;
  readonly log: RoomLog;
  readonly feeds: RoomFeeds;
  readonly names: MemberNames;
  readonly presence: RoomPresence;
  readonly limits: Limits;
  /** Where the connection that began with this request came from. */
  readonly addressOf: (request: IncomingMessage) => string;
  readonly sessions: Pick<Presence, 'openSession' | 'closeSession'>;
  /** Can this node store what it is sent, as far as it knows? */
  readonly isStoring: () => boolean;
  readonly nodeId: string;
  readonly logger: Logger;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly randomId: () => string;
}
