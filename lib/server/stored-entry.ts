import { amendmentOf } from '@/lib/chat/amendments';
import { type Entry, isMessage } from '@/lib/chat/entry';
import type { Run } from './recent-entries';
import type { AppendOptions, Slice } from './stores/room-log';

/** An entry as a log takes it. */
export function toStored(entry: Entry): { readonly stored: string } & Omit<AppendOptions, 'known'> {
  const amendment = amendmentOf(entry);
  return {
    stored: JSON.stringify(entry),
    isMessage: isMessage(entry),
    ...(amendment === null ? {} : { amends: { id: amendment.id, entry: JSON.stringify(amendment) } }),
  };
}

/** Only nodes write entries, each checked before: what is in the log is not checked again for every reader. */
export const parseEntry = (stored: string): Entry => JSON.parse(stored) as Entry;

export const toRun = ({ epoch, from, counted, entries }: Slice): Run => ({
  epoch,
  from,
  counted,
  entries: entries.map(parseEntry),
});
