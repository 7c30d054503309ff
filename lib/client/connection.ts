import type { Handshake } from '../chat/protocol';
import type { Environment } from './environment';
import { type Arrival, createHandover, type HandoverOptions } from './handover';
import type { OpenWire, Wire, WireListener } from './wire';
import { raceWires } from './wire-race';
import { deafListener, openRelay, type WireRelay } from './wire-relay';

/** The page's connection, whichever wire carries it now. */
export interface Connection extends Omit<Wire, 'retire' | 'isReached'> {
  /** Not connected yet. */
  open(): void;
  /** Does the node answer? */
  ping(): Promise<boolean>;
  /** The node may be dead: looks for another, until this one is heard again. */
  suspect(): void;
  /** The node is taken for dead: what it still says counts no more, and the other takes over when it is found. */
  giveUp(): void;
  /** Goes over to a second connection, with another handshake, so that nobody sees it. */
  renew(): void;
}

interface ConnectionOptions {
  readonly openWire: OpenWire;
  readonly handshake: () => Handshake;
  readonly listener: Omit<WireListener, 'draining'>;
  readonly join: HandoverOptions['join'];
  readonly moved: (arrival: Arrival) => void;
  /** Told whenever anything comes from the node. */
  readonly heard: () => void;
  readonly environment: Environment;
}

export function createConnection(options: ConnectionOptions): Connection {
  const { openWire, handshake, environment, join, moved } = options;
  let current: WireRelay | null = null;
  let isSuspected = false;
  let isGivenUp = false;

  const wire = (): Wire => {
    if (!current) throw new Error('The chat was used before it was started.');
    return current.wire;
  };

  const heard = () => {
    if (isSuspected) {
      isSuspected = false;
      handover.stop();
    }
    options.heard();
  };

  const connect = () => {
    if (isGivenUp) current?.passTo(listener);
    isSuspected = false;
    isGivenUp = false;
    handover.stop();
    wire().connect();
  };

  const handover = createHandover({
    join,
    environment,
    arrived: (arrival) => {
      const left = current;
      current = arrival.relay;
      arrival.relay.passTo(listener);
      // First deaf, then closed: that it goes is no news. What a dead node was asked the other is asked now.
      left?.passTo(deafListener);
      if (isSuspected) left?.wire.close();
      else left?.wire.retire();
      isSuspected = false;
      isGivenUp = false;
      heard();
      moved(arrival);
    },
    refused: () => {
      if (isGivenUp) connect();
    },
  });

  const hearing =
    <T>(tell: (news: T) => void) =>
    (news: T) => {
      heard();
      tell(news);
    };

  const request: Wire['request'] = async (event, payload) => {
    const asked = wire();
    const answer = await asked.request(event, payload);
    // What a connection answers that was left says nothing of the one there is.
    const isHeard = asked === current?.wire && (answer.ok || answer.error.code !== 'unanswered');
    if (isHeard) heard();
    return answer;
  };

  const goOver = () => handover.begin((second) => openRelay(openWire, handshake, second));

  const listener: WireListener = {
    ...options.listener,
    opened: hearing(options.listener.opened),
    entriesCame: hearing(options.listener.entriesCame),
    presenceChanged: hearing(options.listener.presenceChanged),
    typingChanged: hearing(options.listener.typingChanged),
    nameChanged: hearing(options.listener.nameChanged),
    roomChanged: hearing(options.listener.roomChanged),
    roomFollowed: hearing(options.listener.roomFollowed),
    roomUnfollowed: hearing(options.listener.roomUnfollowed),
    expelled: hearing(options.listener.expelled),
    markChanged: hearing(options.listener.markChanged),
    storeChanged: hearing(options.listener.storeChanged),
    draining: () => goOver(),
    lost: () => {
      handover.stop();
      options.listener.lost();
    },
  };

  return {
    open: () => {
      current = openRelay(openWire, handshake, listener);
    },
    request,
    ping: async () => {
      const answer = await request('node:ping', {});
      return answer.ok || answer.error.code !== 'unanswered';
    },
    suspect: () => {
      if (handover.isUnderWay()) return;
      isSuspected = true;
      const race = raceWires(openWire, environment);
      handover.begin((second) => openRelay(race, handshake, second));
    },
    giveUp: () => {
      if (!isSuspected) return connect();
      isGivenUp = true;
      current?.passTo(deafListener);
      options.listener.lost();
    },
    renew: () => {
      if (isSuspected) return; // The one that is looked for says what is to be said by then.
      handover.stop();
      goOver();
    },
    connect,
    close: () => {
      handover.stop();
      wire().close();
    },
  };
}
