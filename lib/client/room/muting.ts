import type { Entry } from '@/lib/chat/entry';
import type { Joined } from '@/lib/chat/events/session';
import type { ModerationAction } from '@/lib/chat/moderation';
import type { Environment } from '@/lib/client/environment/environment';
import { memberIdOf, type RoomState } from '@/lib/client/state/chat-state';
import type { ChatStore } from '@/lib/client/state/chat-store';

/** Whether the member is muted in the room, so that nobody writes a message only to have it refused. */
export interface Muting {
  /** Takes what the node says on joining. */
  caughtUp(joined: Joined): void;
  /** Takes what the room's log says after that. */
  laterEntries(entries: readonly Entry[]): void;
  stop(): void;
}

interface MutingOptions {
  readonly store: ChatStore;
  readonly environment: Pick<Environment, 'now' | 'after'>;
}

/** Timers stop while a machine sleeps, and cannot run for longer than 24 days. */
const LOOK_MS = 60_000;

export function createMuting({ store, environment }: MutingOptions): Muting {
  const { now, after } = environment;
  let cancelLook = () => {};

  const take = (muted: RoomState['muted']) => {
    cancelLook();
    if (store.getState().muted !== muted) store.setState({ muted });
    if (muted?.until !== undefined) lookAt(muted.until);
  };

  const lookAt = (until: number) => {
    const left = until - now();
    if (left <= 0) return take(null);
    cancelLook = after(Math.min(left, LOOK_MS), () => lookAt(until));
  };

  /** Counts on this page's clock, since the node's may differ. */
  const muteFor = (forMs: number | undefined) => take(forMs === undefined ? {} : { until: now() + forMs });

  const isOwn = ({ member }: ModerationAction) => member?.id === memberIdOf(store.getState());

  const hear = (action: ModerationAction) => {
    if (action.kind === 'unmute') take(null);
    // A mute does not keep administrators from writing.
    if (action.kind !== 'mute' || store.getState().session?.isAdmin) return;
    muteFor(action.until === undefined ? undefined : action.until - action.at);
  };

  return {
    caughtUp: ({ muted }) => (muted === undefined ? take(null) : muteFor(muted.forMs)),
    laterEntries: (entries) => {
      for (const entry of entries) if (entry.kind === 'moderated' && isOwn(entry.action)) hear(entry.action);
    },
    stop: () => cancelLook(),
  };
}
