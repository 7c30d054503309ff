import { firstMarkIn, type ReadMark } from '@/lib/chat/unread';
import { withDeadline } from '@/lib/server/config/deadline';
import type { Arriving } from '@/lib/server/names/member-names';
import type { MemberTab, MemberTabs } from './member-tabs';
import type { ReadMarks } from './read-marks';

/** How long a join waits for the member's mark. */
const KNOWN_DEADLINE_MS = 1_000;

/** Says that a member's mark in a room has moved on. */
export interface MarkNews {
  readonly id: string;
  readonly room: string;
  readonly mark: ReadMark;
}

export interface MemberMarksOptions {
  readonly store: ReadMarks;
  readonly tabs: Pick<MemberTabs, 'of'>;
  /** Returns whether this node can store what it is sent, as far as it knows. */
  readonly isStoring: () => boolean;
  /** Tells the other nodes. May be lost: members learn the mark when they join or raise it. */
  readonly signal: (news: MarkNews) => void;
}

type Marks = ReadonlyMap<string, ReadMark>;

const NONE: Marks = new Map();

/** How far the members at this node have read. Members with no identity beyond the connection have no marks. */
export class MemberMarks {
  readonly #options: MemberMarksOptions;
  readonly #reads = new Map<string, Promise<Marks>>();

  constructor(options: MemberMarksOptions) {
    this.#options = options;
  }

  /** The member's marks by room. Joining many rooms at once costs one read. */
  #allOf({ id, isPassing }: Pick<Arriving, 'id' | 'isPassing'>): Promise<Marks> {
    if (isPassing) return Promise.resolve(NONE);
    const read = this.#reads.get(id) ?? this.#options.store.all(id).finally(() => this.#reads.delete(id));
    this.#reads.set(id, read);
    return read;
  }

  /**
   * Returns the member's mark in a room that they join. A store that does not answer keeps nobody out: the page then shows
   * nothing as unread.
   */
  async knownOf(member: Pick<Arriving, 'id' | 'isPassing'>, room: string): Promise<ReadMark | undefined> {
    if (!this.#options.isStoring()) return undefined;
    try {
      const marks = await withDeadline(this.#allOf(member), KNOWN_DEADLINE_MS);
      return marks.get(room) ?? firstMarkIn(room);
    } catch {
      return undefined;
    }
  }

  /**
   * `by`, a tab of the member, has read up to there: tells the member's other tabs, at all nodes. Returns the mark as it is
   * now.
   */
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

  /** Called with news from another node. */
  hear(news: MarkNews): void {
    this.#tell(news);
  }

  #tell({ id, room, mark }: MarkNews, by?: MemberTab): void {
    for (const tab of this.#options.tabs.of(id)) if (tab !== by) tab.marked?.(room, mark);
  }
}
