import type { Result } from '../chat/errors';
import { applyPresence } from '../chat/presence';
import type { Frame, Joined, PresenceChange, Session } from '../chat/protocol';
import type { Environment } from './environment';
import type { RoomChat } from './room-chat';
import type { Wire, WireListener } from './wire';
import type { WireRelay } from './wire-relay';

/** What a connection answered that has joined rooms. */
export type JoinedRooms = ReadonlyMap<RoomChat, Joined>;

/** A second connection that has caught up. `frames` came behind what `joined` holds. */
export interface Arrival {
  readonly relay: WireRelay;
  readonly session: Session;
  readonly joined: JoinedRooms;
  readonly frames: readonly Frame[];
}

/** Leaves a node that is about to end, or seems dead, for another, so that nobody sees it. */
export interface Handover {
  /** Nothing to do while one is under way. */
  begin(open: OpenSecond): void;
  isUnderWay(): boolean;
  /** Gives up the second connection. */
  stop(): void;
}

type OpenSecond = (listener: WireListener) => WireRelay;

export interface HandoverOptions {
  /** Joins all rooms over another connection. */
  readonly join: (request: Wire['request']) => Promise<Result<JoinedRooms>>;
  /** Told once: the second connection can take the place of the first. */
  readonly arrived: (arrival: Arrival) => void;
  /** Told when no other node will ever let us in. */
  readonly refused: () => void;
  readonly environment: Pick<Environment, 'after' | 'random'>;
}

const RETRY_MS = 1_000;

/**
 * The wire itself tries again until it reaches a node. A node that does not let us join, or that is about to end as
 * well, is left for another; all the while the first connection carries the chat.
 */
export function createHandover({ join, arrived, refused, environment }: HandoverOptions): Handover {
  let second: WireRelay | null = null;
  let cancelRetry = () => {};
  /** Which session of the second connection is asked; an answer to an earlier one is void. */
  let round = 0;
  let frames: Frame[] = [];
  let changes: PresenceChange[] = [];
  let isStoring: boolean | null = null;

  const forget = () => {
    cancelRetry();
    round += 1;
    frames = [];
    changes = [];
    isStoring = null;
  };

  const tryAgain = () => {
    forget();
    cancelRetry = environment.after(RETRY_MS * (0.5 + environment.random()), () => second?.wire.connect());
  };

  const prepare = async (relay: WireRelay, session: Session) => {
    if (relay !== second) return;
    forget();
    const mine = round;
    const result = await join(relay.wire.request);
    if (mine !== round) return;
    if (!result.ok) return tryAgain();
    second = null;
    arrived({
      relay,
      session: { ...session, isStoring: isStoring ?? session.isStoring },
      joined: withChanges(result.data, changes),
      frames,
    });
  };

  const stop = () => {
    forget();
    second?.wire.close();
    second = null;
  };

  return {
    isUnderWay: () => second !== null,
    begin: (open) => {
      if (second) return;
      const relay = open({
        opened: (session) => void prepare(relay, session),
        entriesCame: (frame) => frames.push(frame),
        presenceChanged: (change) => changes.push(change),
        storeChanged: (isNow) => {
          isStoring = isNow;
        },
        // The first connection hears of these as well.
        typingChanged: () => {},
        nameChanged: () => {},
        markChanged: () => {},
        roomChanged: () => {},
        roomFollowed: () => {},
        roomUnfollowed: () => {},
        expelled: () => {},
        draining: tryAgain,
        lost: forget,
        turnedAway: (error) => {
          if (error.retryable) return forget();
          // Closed and not forgotten: a page too old for the other nodes stays with the first while it can.
          relay.wire.close();
          refused();
        },
      });
      second = relay;
      relay.wire.connect();
    },
    stop,
  };
}

/** Who came and went meanwhile was told by the first connection. */
function withChanges(joined: JoinedRooms, changes: readonly PresenceChange[]): JoinedRooms {
  const presentIn = ({ id }: RoomChat, { present }: Joined) =>
    changes.filter(({ room }) => room === id).reduce(applyPresence, present);
  return new Map([...joined].map(([chat, data]) => [chat, { ...data, present: presentIn(chat, data) }]));
}
