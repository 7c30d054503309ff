import { RoomRoster } from './room-roster';

/** The roster of a room that people at this node are in. */
export interface LiveRoster {
  readonly roster: RoomRoster;
  /**
   * The roster as it was last announced here. A page that joins starts from this one: what is announced next is how the two
   * differ, and would leave a page that has seen anything in between with what was undone again.
   */
  readonly announced: RoomRoster;
  /** The versions of the store's list and of the roster when they last agreed with each other and with the members here. */
  agreed?: { readonly listed: string | null; readonly roster: number } | undefined;
  readonly isLoaded: boolean;
  /** Resolves once it is known who is there. */
  readonly loaded: Promise<void>;
  markLoaded(): void;
}

export function createLiveRoster(room: string): LiveRoster {
  let isLoaded = false;
  let resolveLoaded = () => {};
  const loaded = new Promise<void>((resolve) => {
    resolveLoaded = resolve;
  });
  return {
    roster: new RoomRoster(room),
    announced: new RoomRoster(room),
    loaded,
    get isLoaded() {
      return isLoaded;
    },
    markLoaded: () => {
      isLoaded = true;
      resolveLoaded();
    },
  };
}
