import { isMessage } from '@/lib/chat/entry';
import type { Frame } from '@/lib/chat/frame';
import type { PresenceChange } from '@/lib/chat/presence';
import { kindOf } from '@/lib/chat/room';
import type { WireListener } from '@/lib/client/wire/wire';

/** Ids of members, and what they are called. */
export type Names = ReadonlyMap<string, string>;

type Told = Pick<WireListener, 'entriesCame' | 'presenceChanged'>;

/** The same listener, which also passes on what members are called now, in whichever room that is said. */
export const hearingNames = <L extends Told>(listener: L, called: (names: Names) => void): L => ({
  ...listener,
  entriesCame: (frame) => {
    listener.entriesCame(frame);
    if (kindOf(frame.room) === 'direct') called(authorsIn(frame));
  },
  presenceChanged: (change) => {
    listener.presenceChanged(change);
    called(namesIn(change));
  },
});

const authorsIn = ({ entries }: Frame): Names =>
  new Map(entries.filter(isMessage).map(({ author }) => [author.id, author.name]));

const namesIn = ({ joined, renamed }: PresenceChange): Names =>
  new Map([
    ...joined.map(({ id, name }) => [id, name] as const),
    ...renamed.map(({ id, to }) => [id, to] as const),
  ]);
