import type { Frame } from '@/lib/chat/frame';
import type { Removal } from '@/lib/chat/moderation';
import type { PresenceChange } from '@/lib/chat/presence';
import type { RoomInfo } from '@/lib/chat/room';
import type { TypingChange } from '@/lib/chat/typing';
import type { MarkChange } from '@/lib/chat/unread';
import type { NameChange, Session } from './session';
import { type Shape, shape } from './shape';

/** What a node sends unasked: every event, and its payload. */
export const NEWS = {
  'session:opened': shape<Session>(),
  'name:changed': shape<NameChange>(),
  'room:entries': shape<Frame>(),
  'presence:changed': shape<PresenceChange>(),
  'room:changed': shape<{ readonly room: RoomInfo }>(),
  /**
   * The room is now in the member's list, because of another tab or device, or of somebody who writes to them; or no longer is.
   */
  'my-rooms:added': shape<{ readonly room: RoomInfo }>(),
  'my-rooms:removed': shape<{ readonly room: string }>(),
  'room:removed': shape<Removal>(),
  'typing:changed': shape<TypingChange>(),
  'mark:changed': shape<MarkChange>(),
  /** This node can no longer store what it is sent, or can again. */
  'store:changed': shape<{ readonly isStoring: boolean }>(),
  /** This node is about to end: open a second connection, which another node will take, and then drop this one. */
  'node:draining': shape<undefined>(),
} as const satisfies Record<string, Shape<unknown>>;

export type NewsName = keyof typeof NEWS;
export type NewsOf<E extends NewsName> = (typeof NEWS)[E] extends Shape<infer T> ? T : never;

/** The arguments of a listener: the event, and its payload. */
export type News<E extends NewsName = NewsName> = {
  [N in E]: NewsOf<N> extends undefined ? [event: N, news?: undefined] : [event: N, news: NewsOf<N>];
}[E];
