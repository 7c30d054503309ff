import type { Frame } from '@/lib/chat/frame';
import type { Removal } from '@/lib/chat/moderation';
import type { PresenceChange } from '@/lib/chat/presence';
import type { RoomInfo } from '@/lib/chat/room';
import type { TypingChange } from '@/lib/chat/typing';
import type { MarkChange } from '@/lib/chat/unread';
import type { NameChange, Session } from './session';
import { type Shape, shape } from './shape';

/** What a node tells of by itself: every event, and what it carries. */
export const NEWS = {
  'session:opened': shape<Session>(),
  'name:changed': shape<NameChange>(),
  'room:entries': shape<Frame>(),
  'presence:changed': shape<PresenceChange>(),
  'room:changed': shape<{ readonly room: RoomInfo }>(),
  /** The room is among the member's, by another tab or device, or by somebody who writes to it; or is no longer. */
  'my-rooms:added': shape<{ readonly room: RoomInfo }>(),
  'my-rooms:removed': shape<{ readonly room: string }>(),
  'room:removed': shape<Removal>(),
  'typing:changed': shape<TypingChange>(),
  'mark:changed': shape<MarkChange>(),
  /** This node can no longer store what it is sent, or can again. */
  'store:changed': shape<{ readonly isStoring: boolean }>(),
  /** This node is about to end: open a second connection, which another node takes, and then drop this one. */
  'node:draining': shape<undefined>(),
} as const satisfies Record<string, Shape<unknown>>;

export type NewsName = keyof typeof NEWS;
export type NewsOf<E extends NewsName> = (typeof NEWS)[E] extends Shape<infer T> ? T : never;

/** What a listener is called with: the event, and what it carries. */
export type News<E extends NewsName = NewsName> = {
  [N in E]: NewsOf<N> extends undefined ? [event: N, news?: undefined] : [event: N, news: NewsOf<N>];
}[E];
