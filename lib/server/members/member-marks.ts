import { firstMarkIn, type ReadMark } from '@/lib/chat/unread';
import { withDeadline } from '@/lib/server/config/deadline';
import type { Arriving } from '@/lib/server/names/member-names';
import type { MemberTab, MemberTabs } from './member-tabs';
import type { ReadMarks } from './read-marks';

/** How long a join waits for the member's mark. */
const KNOWN_DEADLINE_MS = 1_000;

/** That a member's mark in a room has grown. */
export interface MarkNews {
  readonly id: string;
  readonly room: string;
  readonly mark: ReadMark;
}

export interface MemberMarksOptions {
  readonly store: ReadMarks;
  readonly tabs: Pick<MemberTabs, 'of'>;
  /** Can this node store what it is sent, as far as it knows? */
  readonly isStoring: () => boolean;
  /** Tells the other nodes; may be lost, as who joins or raises a mark hears what it is. */
  readonly signal: (news: MarkNews) => void;
}

type Marks = ReadonlyMap<string, ReadMark>;

const NONE: Marks = new Map();

/** Up to where the members at this node have read. Who has no identity beyond the connection has no marks. */
export class MemberMarks {
  readonly #options: MemberMarksOptions;
  readonly #reads = new Map<string, Promise<Marks>>();

  constructor(options: MemberMarksOptions) {
    this.#options = options;
  }

  /** The member's marks by room. Who joins many rooms at once costs one read. */
  #allOf({ id, isPassing }: Pick<Arriving, 'id' | 'isPassing'>): Promise<Marks> {
    if (isPassing) return Promise.resolve(NONE);
    const read = this.#reads.get(id) ?? this.#options.store.all(id).finally(() => this.#reads.delete(id));
    this.#reads.set(id, read);
    return read;
  }

  /** Its mark in a room that it joins. A store that cannot tell keeps nobody out: a page shows nothing as unread then. */
  async knownOf(member: Pick<Arriving, 'id' | 'isPassing'>, room: string): Promise<ReadMark | undefined> {
    if (!this.#options.isStoring()) return undefined;
    try {
      const marks = await withDeadline(this.#allOf(member), KNOWN_DEADLINE_MS);
      return marks.get(room) ?? firstMarkIn(room);
    } catch {
      return undefined;
    }
  }

  /** `by`, a tab of the member, has read up to there: tells the others, at all nodes. Answers the mark as it is now. */
  async raise(
    { id, isPassing }: Pick<Arriving, 'id' | 'isPassing'>,
    room: string,
    mark: ReadMark,
    by: MemberTab,
  ): Promise<ReadMark> {
    if (isPassing || mark.number === 0) return mark;
    const now = await this.#options.store.raise(id, room, mark);
    const news = { id, room, mark: now };
    this.#tell(news, by);
    this.#options.signal(news);
    return now;
  }

  /** News from another node. */
  hear(news: MarkNews): void {
    this.#tell(news);
  }

  #tell({ id, room, mark }: MarkNews, by?: MemberTab): void {
    for (const tab of this.#options.tabs.of(id)) if (tab !== by) tab.marked?.(room, mark);
  }
}
