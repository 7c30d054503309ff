import type { Result } from './errors';
import type { NewsName, NewsOf } from './events/news';
import type { AnswerOf, PayloadOf, RequestName } from './events/requests';

/**
 * The wire between our page and a node: Socket.IO, namespace `/chat`. The rules are in docs/protocol.md. The tables in
 * events/requests.ts and events/news.ts contain what a page requests and what a node sends unasked; everything else follows
 * from them. The version is raised whenever an old page could misread a new node or the other way round; such a page is told to
 * reload.
 */
export const PROTOCOL_VERSION = 3;

export const CHAT_NAMESPACE = '/chat';

/** The room at `/`. */
export const LOBBY = 'lobby';

/** Every request is answered once. */
export type ClientToServer = {
  [E in RequestName]: (payload: PayloadOf<E>, answer: (result: Result<AnswerOf<E>>) => void) => void;
};

export type ServerToClient = {
  [E in NewsName]: NewsOf<E> extends undefined ? () => void : (news: NewsOf<E>) => void;
};
