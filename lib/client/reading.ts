import { topOf } from '../chat/timeline';
import { memberIdOf } from './chat-state';
import type { ChatStore } from './chat-store';
import type { Environment } from './environment';
import type { TimelineKeeper } from './timeline-keeper';

const SEEN_KEY = 'concord:seen';

/** Where the reader left off, and so where "New" stands. */
export interface Reading {
  /** Is the reader looking at the newest entries? */
  attend(isAttending: boolean): void;
  /** After the first catch-up: takes up where this browser left off last time. */
  recall(): void;
  /** The reader answered: nothing is new to them any more. */
  forget(): void;
}

export function createReading(store: ChatStore, timeline: TimelineKeeper, environment: Environment): Reading {
  const rememberSeen = () => {
    const { epoch } = timeline.latest();
    if (epoch !== null) environment.write(SEEN_KEY, `${epoch}:${topOf(timeline.latest())}`);
  };

  /** "New" moves when something new came while nobody looked, and else stays where it is. */
  const placeNew = () => {
    const { leftAt, newAfter } = store.getState();
    if (leftAt !== null && leftAt !== newAfter && hasNews(leftAt)) store.setState({ newAfter: leftAt });
  };

  /** Places of another history mean nothing in this one. */
  const startOver = (hadHistory: boolean) => {
    const { leftAt, newAfter } = store.getState();
    store.setState({
      leftAt: leftAt === null ? null : topOf(timeline.latest()),
      newAfter: hadHistory ? null : newAfter,
    });
  };

  const hasNews = (after: number): boolean => {
    const { entries, from } = timeline.latest();
    const selfId = memberIdOf(store.getState());
    return entries.slice(Math.max(0, after + 1 - from)).some((entry) => entry.author.id !== selfId);
  };

  store.subscribe((state, before) => {
    if (state.timeline === before.timeline) return;
    if (state.timeline.epoch === before.timeline.epoch) placeNew();
    else startOver(before.timeline.epoch !== null);
  });

  return {
    attend: (isAttending) => {
      const { leftAt } = store.getState();
      if (isAttending === (leftAt === null)) return;
      rememberSeen();
      store.setState({ leftAt: isAttending ? null : topOf(timeline.latest()) });
    },
    recall: () => {
      const { epoch } = timeline.latest();
      const [seenEpoch, seq] = (environment.read(SEEN_KEY) ?? '').split(':').map(Number);
      if (seq && seenEpoch === epoch && hasNews(seq)) store.setState({ newAfter: seq });
    },
    forget: () => store.setState({ newAfter: null }),
  };
}
