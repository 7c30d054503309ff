import { type Entry, isMessage, type Message, type Moderated } from '@/lib/chat/entry';
import type { Member } from '@/lib/chat/member';
import type { ModerationAction } from '@/lib/chat/moderation';
import type { Pending, PlacedNotice, Timeline } from './timeline';

/** One row of the message area. A row keeps its `key` for as long as it shows the same thing. */
export type Row =
  | { readonly kind: 'start'; readonly key: string; readonly isTrimmed: boolean }
  | { readonly kind: 'day'; readonly key: string; readonly at: number }
  | { readonly kind: 'new'; readonly key: string }
  | { readonly kind: 'notices'; readonly key: string; readonly notices: readonly PlacedNotice[] }
  | { readonly kind: 'moderated'; readonly key: string; readonly action: ModerationAction }
  | MessageRow;

export interface MessageRow {
  readonly kind: 'message';
  readonly key: string;
  readonly message: Message | Pending;
  readonly author: Member;
  /** Whether it shows its author and time, or comes under a message that does. */
  readonly hasHead: boolean;
}

export interface RowsOptions {
  /** The author of the pending messages. */
  readonly self: Member;
  /** The number of the last message read before, if the reader should see where new ones begin. */
  readonly newAfter: number | null;
  /** Returns the same number for moments of one day in the reader's time zone. */
  readonly dayOf: (at: number) => number;
}

/** Messages of one member within this time share a head. */
const HEAD_SPAN_MS = 5 * 60_000;

export function rowsOf(timeline: Timeline, options: RowsOptions): readonly Row[] {
  const rows = new RowList(options);
  const notices = noticesByPlace(timeline);
  if (timeline.epoch !== null && !timeline.hasOlder) {
    rows.add({ kind: 'start', key: 'start', isTrimmed: timeline.from > 1 });
  }
  const leading = notices.get(timeline.from - 1);
  const first = timeline.entries[0] ?? timeline.pending[0];
  // Notices from before the first message of a day belong to that day.
  if (leading?.[0] && first && options.dayOf(leading[0].at) === options.dayOf(first.at))
    rows.addDay(first.at);
  rows.addNotices(leading);
  const newAfter = newAfterIn(timeline, options.newAfter);
  let number = timeline.counted;
  timeline.entries.forEach((entry, index) => {
    rows.addEntry(entry, isMessage(entry) && number++ === newAfter);
    rows.addNotices(notices.get(timeline.from + index));
  });
  for (const pending of timeline.pending) rows.addMessage(pending, options.self, false);
  return rows.rows;
}

/** If the message after it is no longer kept, "New" comes before the oldest one that is. */
const newAfterIn = ({ counted, hasOlder }: Timeline, newAfter: number | null): number | null =>
  newAfter === null || hasOlder ? newAfter : Math.max(newAfter, counted);

class RowList {
  readonly rows: Row[] = [];
  readonly #options: RowsOptions;
  #day: number | null = null;
  #head: { readonly author: Member; readonly at: number } | null = null;

  constructor(options: RowsOptions) {
    this.#options = options;
  }

  /** Whatever comes between two messages, the second one gets its own head. */
  add(row: Row): void {
    this.#head = null;
    this.rows.push(row);
  }

  /** Adds a divider if another day begins. */
  addDay(at: number): void {
    const day = this.#options.dayOf(at);
    if (day !== this.#day) this.add({ kind: 'day', key: `day:${day}`, at });
    this.#day = day;
  }

  addEntry(entry: Entry, isFirstNew: boolean): void {
    switch (entry.kind) {
      case 'posted':
        this.addMessage(entry, entry.author, isFirstNew);
        break;
      case 'moderated':
        this.#addModerated(entry);
        break;
      case 'deleted':
        break; // Its message shows it.
      default:
        entry satisfies never;
    }
  }

  addMessage(message: Message | Pending, author: Member, isFirstNew: boolean): void {
    this.addDay(message.at);
    if (isFirstNew) this.add({ kind: 'new', key: 'new' });
    const hasHead = !this.#isUnderHead(message, author);
    if (hasHead) this.#head = { author, at: message.at };
    this.rows.push({ kind: 'message', key: message.id, message, author, hasHead });
  }

  /** A moderation action is part of the conversation, and of its day. */
  #addModerated({ id, action, at }: Moderated): void {
    this.addDay(at);
    this.add({ kind: 'moderated', key: id, action });
  }

  addNotices(notices: readonly PlacedNotice[] | undefined): void {
    for (const run of runsOf(notices ?? [])) {
      this.add({ kind: 'notices', key: `notices:${run[0].id}`, notices: run });
    }
  }

  #isUnderHead(message: Message | Pending, author: Member): boolean {
    const head = this.#head;
    if (head === null || head.author.id !== author.id || head.author.name !== author.name) return false;
    return message.at - head.at < HEAD_SPAN_MS;
  }
}

function noticesByPlace(timeline: Timeline): ReadonlyMap<number, readonly PlacedNotice[]> {
  const places = new Map<number, PlacedNotice[]>();
  for (const notice of timeline.notices) {
    const place = Math.max(notice.after, timeline.from - 1);
    const there = places.get(place);
    if (there) there.push(notice);
    else places.set(place, [notice]);
  }
  return places;
}

type Run = readonly [PlacedNotice, ...PlacedNotice[]];

/** Arrivals and departures fold into one row; what is meant for the reader alone gets its own. */
function runsOf(notices: readonly PlacedNotice[]): readonly Run[] {
  const runs: [PlacedNotice, ...PlacedNotice[]][] = [];
  for (const notice of notices) {
    const run = runs.at(-1);
    if (run && isComingOrGoing(notice) && isComingOrGoing(run[0])) run.push(notice);
    else runs.push([notice]);
  }
  return runs;
}

const isComingOrGoing = (notice: PlacedNotice): boolean =>
  notice.kind !== 'entered' && notice.kind !== 'named';
