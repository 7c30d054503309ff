import { isMessage } from '@/lib/chat/entry';
import type { Frame } from '@/lib/chat/frame';
import type { PresenceChange } from '@/lib/chat/presence';
import { kindOf } from '@/lib/chat/room';
import type { ConnectionListener } from '@/lib/client/wire/connection';

/** Names of members by their ids. */
export type Names = ReadonlyMap<string, string>;

type Hear = ConnectionListener['heard'];

/** Wraps `hear` so that new names of members are passed on, too, whichever room they appear in. */
export const hearingNames =
  (hear: Hear, called: (names: Names) => void): Hear =>
  (...heard) => {
    hear(...heard);
    const [event, news] = heard;
    if (event === 'room:entries' && kindOf(news.room) === 'direct') called(authorsIn(news));
    else if (event === 'presence:changed') called(namesIn(news));
  };

const authorsIn = ({ entries }: Frame): Names =>
  new Map(entries.filter(isMessage).map(({ author }) => [author.id, author.name]));

const namesIn = ({ joined, renamed }: PresenceChange): Names =>
  new Map([
    ...joined.map(({ id, name }) => [id, name] as const),
    ...renamed.map(({ id, to }) => [id, to] as const),
  ]);
