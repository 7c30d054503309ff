import {
  emptyTimeline,
  reduceTimeline,
  type Timeline,
  type TimelineEvent,
} from '@/lib/chat/timeline/timeline';
import type { RoomState } from './chat-state';

type Shown = Partial<Pick<RoomState, 'timeline' | 'typing'>>;

/** Holds the timeline as it is, and shows it to the page no more often than the page is drawn. */
export interface TimelineKeeper {
  /** As of the last event, shown or not. */
  latest(): Timeline;
  apply(event: TimelineEvent): void;
  /** Shows this with the next frame, and with the timeline where that has changed too. */
  alongside(state: Omit<Shown, 'timeline'>): void;
}

interface Waiting {
  timeline: Timeline;
  readonly isPrepend: boolean;
}

/**
 * Two hundred frames a second become sixty renders, of one change of state each. Older entries are shown in a frame of their own: the message
 * list keeps its place by knowing that everything new in a render stands in front, or that nothing does.
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
