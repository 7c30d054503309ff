import type { ReadMark } from '@/lib/chat/unread';
import type { Arriving } from './member-names';
import type { ReadMarks } from './stores/read-marks';

/** One connection of a member to this node. */
export interface MarkedTab {
  /** Another tab or device of the member has read up to there. */
  marked(room: string, mark: ReadMark): void;
}

/** That a member's mark in a room has grown. */
export interface MarkNews {
  readonly id: string;
  readonly room: string;
  readonly mark: ReadMark;
}

export interface MemberMarksOptions {
  readonly store: ReadMarks;
  /** Tells the other nodes; may be lost, as who joins or raises a mark hears what it is. */
  readonly signal: (news: MarkNews) => void;
}

type Marks = ReadonlyMap<string, ReadMark>;

const NONE: Marks = new Map();

/** Up to where the members at this node have read. Who has no identity beyond the connection has no marks. */
export class MemberMarks {
  readonly #options: MemberMarksOptions;
  readonly #tabs = new Map<string, Set<MarkedTab>>();
  readonly #reads = new Map<string, Promise<Marks>>();

  constructor(options: MemberMarksOptions) {
    this.#options = options;
  }

  enter(id: string, tab: MarkedTab): void {
    const tabs = this.#tabs.get(id) ?? new Set();
    this.#tabs.set(id, tabs.add(tab));
  }

  leave(id: string, tab: MarkedTab): void {
    const tabs = this.#tabs.get(id);
    tabs?.delete(tab);
    if (tabs?.size === 0) this.#tabs.delete(id);
  }

  /** The member's marks by room. Who joins many rooms at once costs one read. */
  of({ id, isPassing }: Pick<Arriving, 'id' | 'isPassing'>): Promise<Marks> {
    if (isPassing) return Promise.resolve(NONE);
    const read = this.#reads.get(id) ?? this.#options.store.all(id).finally(() => this.#reads.delete(id));
    this.#reads.set(id, read);
    return read;
  }

  /** `by`, a tab of the member, has read up to there: tells the others, at all nodes. Answers the mark as it is now. */
  async raise(
    { id, isPassing }: Pick<Arriving, 'id' | 'isPassing'>,
    room: string,
    mark: ReadMark,
    by: MarkedTab,
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

  #tell({ id, room, mark }: MarkNews, by?: MarkedTab): void {
    for (const tab of this.#tabs.get(id) ?? []) if (tab !== by) tab.marked(room, mark);
  }
}
