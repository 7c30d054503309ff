import {
  emptyTimeline,
  reduceTimeline,
  type Timeline,
  type TimelineEvent,
} from '@/lib/chat/timeline/timeline';
import type { RoomState } from './chat-state';

type Shown = Partial<Pick<RoomState, 'timeline' | 'typing'>>;

/** Holds the current timeline, and shows it no more often than the page is drawn. */
export interface TimelineKeeper {
  /** As of the last event, shown or not. */
  latest(): Timeline;
  apply(event: TimelineEvent): void;
  /** Shows this state with the next frame, together with the timeline if that has changed too. */
  alongside(state: Omit<Shown, 'timeline'>): void;
}

interface Waiting {
  timeline: Timeline;
  readonly isPrepend: boolean;
}

/**
 * Turns two hundred frames a second into at most sixty renders of one state change each. Older entries get a render of their
 * own: the message list keeps its place by knowing that everything new in a render is at the front, or that nothing is.
 */
export function createTimelineKeeper(
  show: (state: Shown) => void,
  nextFrame: (run: () => void) => void,
): TimelineKeeper {
  let latest = emptyTimeline;
  const waiting: Waiting[] = [];
  let beside: Shown = {};

  const showWith = (state: Shown) => {
    const shown = { ...beside, ...state };
    beside = {};
    if (Object.keys(shown).length > 0) show(shown);
  };

  const showNext = () => {
    const next = waiting.shift();
    if (waiting.length > 0) nextFrame(showNext);
    if (next) showWith({ timeline: next.timeline });
  };

  const enqueue = (isPrepend: boolean) => {
    const last = waiting.at(-1);
    if (last && !isPrepend && !last.isPrepend) {
      last.timeline = latest;
      return;
    }
    waiting.push({ timeline: latest, isPrepend });
    if (waiting.length === 1) nextFrame(showNext);
  };

  return {
    latest: () => latest,
    apply: (event) => {
      const before = latest;
      latest = reduceTimeline(before, event);
      if (latest !== before) enqueue(event.type === 'olderRead');
    },
    alongside: (state) => {
      const isAwaited = waiting.length > 0 || Object.keys(beside).length > 0;
      beside = { ...beside, ...state };
      if (isAwaited) return;
      nextFrame(() => {
        if (waiting.length === 0) showWith({});
      });
    },
  };
}
