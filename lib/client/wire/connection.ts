import type { Result } from '@/lib/chat/errors';
import type { Handshake } from '@/lib/chat/events/handshake';
import type { News, NewsName } from '@/lib/chat/events/news';
import type { Session } from '@/lib/chat/events/session';
import type { Environment } from '@/lib/client/environment/environment';
import { type Arrival, type ArrivalKeeper, createArrivalKeeper, type JoinedRooms } from './arrival';
import { step } from './connecting';
import {
  CLOSED,
  type Connecting,
  type ConnectingEvent,
  dueAt,
  type Effect,
  lineOf,
  tripOver,
  wiresOf,
} from './connecting-state';
import { createQuestions, UNANSWERED } from './questions';
import { measured } from './round-trip';
import { steadyClock } from './steady-clock';
import type { Answered, OpenWire, Request, Transport, Wire, WireListener } from './wire';

/** The page's connection, whichever wire carries it now. */
export interface Connection {
  /** Connects at once; drops any existing connection and any wait for the next attempt. */
  connect(): void;
  close(): void;
  readonly request: Request;
  /** Asks the node whether it is alive. Does nothing while a question is open. */
  check(): void;
  /** Moves to a second connection with a new handshake, without anybody noticing. */
  renew(): void;
  /** Also asks when the reader or the network is back. Returns a function that stops it. */
  watch(): () => void;
}

/** The news that is not about the connection itself. */
export type ChatNewsName = Exclude<NewsName, 'session:opened' | 'node:draining'>;
export type ChatNews = News<ChatNewsName>;

export interface ConnectionListener extends Pick<WireListener, 'lost' | 'turnedAway'> {
  opened(session: Session): void;
  heard(...news: ChatNews): void;
  /** The session that was given up goes on; news that came meanwhile was not heard. */
  resumed(): void;
  /** Another connection has taken over, and nobody should notice. */
  moved(arrival: Arrival): void;
}

interface ConnectionOptions {
  readonly openWire: OpenWire;
  readonly handshake: () => Handshake;
  readonly listener: ConnectionListener;
  /** Joins all rooms over another connection. */
  readonly join: (request: Request) => Promise<Result<JoinedRooms>>;
  readonly environment: Environment;
}

interface OpenedWire {
  readonly wire: Wire;
  readonly keeper: ArrivalKeeper;
  joined: JoinedRooms | null;
  /** To be told if the chat comes back to a wire that was given up. */
  readonly missed: (() => void)[];
}

/** News that a join answers anyway, so that a page which comes back to a room need not hear it again. */
const IS_CAUGHT_UP: ReadonlySet<NewsName> = new Set(['room:entries', 'presence:changed', 'typing:changed']);

/** Carries out what the state machine in connecting.ts decides, and decides nothing itself. */
export class LastingConnection implements Connection {
  readonly #options: ConnectionOptions;
  readonly #wires = new Map<number, OpenedWire>();
  readonly #events: ConnectingEvent[] = [];
  readonly #questions;
  readonly #now: () => number;
  #state: Connecting = CLOSED;
  #isStepping = false;
  #cancelTimer = () => {};

  constructor(options: ConnectionOptions) {
    this.#options = options;
    this.#now = steadyClock(options.environment.now);
    this.#questions = createQuestions({
      now: this.#now,
      wireOf: (id) => this.#wires.get(id)?.wire,
      tripOver: (id) => tripOver(this.#state, id),
      answered: (wire, sampleMs) =>
        this.#dispatch({ type: 'answered', wire, ...(sampleMs === undefined ? {} : { sampleMs }) }),
    });
    const fetchedInMs = options.environment.fetchedInMs();
    if (fetchedInMs !== null) this.#state = { ...CLOSED, trip: measured(null, fetchedInMs) };
  }

  connect = (): void => this.#dispatch({ type: 'connect' });
  close = (): void => this.#dispatch({ type: 'close' });
  renew = (): void => this.#dispatch({ type: 'renew' });
  check = (): void => this.#dispatch({ type: 'check' });
  watch = (): (() => void) => this.#options.environment.onChange(() => this.#dispatch({ type: 'changed' }));

  request: Request = async (event, payload) => {
    const line = lineOf(this.#state.phase);
    return line === null
      ? (UNANSWERED as Answered<typeof event>)
      : this.#questions.ask(line.wire, event, payload);
  };

  /** Takes events one at a time: what the chat does in reaction to one is handled after it. */
  #dispatch(event: ConnectingEvent): void {
    this.#events.push(event);
    if (this.#isStepping) return;
    this.#isStepping = true;
    try {
      for (let next = this.#events.shift(); next !== undefined; next = this.#events.shift()) this.#take(next);
    } finally {
      this.#isStepping = false;
      this.#setTimer();
    }
  }

  #take(event: ConnectingEvent): void {
    const { random, isVisible } = this.#options.environment;
    const [next, effects] = step(this.#state, event, { now: this.#now(), random, isVisible: isVisible() });
    this.#state = next;
    const isRetiring = (effect: Effect) => effect.do === 'retire';
    for (const effect of effects.filter(isRetiring)) this.#perform(effect);
    this.#holdWires();
    for (const effect of effects) if (!isRetiring(effect)) this.#perform(effect);
  }

  /** The only timer, for whatever is due next in the current state. */
  #setTimer(): void {
    const { after } = this.#options.environment;
    this.#cancelTimer();
    this.#cancelTimer = () => {};
    const at = dueAt(this.#state);
    if (at === Number.POSITIVE_INFINITY) return;
    this.#cancelTimer = after(Math.max(0, at - this.#now()), () => this.#dispatch({ type: 'time' }));
  }

  /** Opens and closes wires until they are those that the state names. */
  #holdWires(): void {
    const wanted = wiresOf(this.#state);
    for (const [id, { wire }] of this.#wires) {
      if (wanted.has(id)) continue;
      this.#wires.delete(id);
      wire.close();
    }
    for (const [id, transport] of wanted) if (!this.#wires.has(id)) this.#open(id, transport);
  }

  #open(id: number, transport: Transport): void {
    const { openWire, handshake } = this.#options;
    const keeper = createArrivalKeeper();
    const wire = openWire(handshake, transport, this.#listenTo(id, keeper));
    this.#wires.set(id, { wire, keeper, joined: null, missed: [] });
  }

  #listenTo(id: number, keeper: ArrivalKeeper): WireListener {
    return {
      heard: (...news) => {
        if (news[0] === 'session:opened') this.#dispatch({ type: 'opened', wire: id, session: news[1] });
        else if (news[0] === 'node:draining') this.#dispatch({ type: 'draining', wire: id });
        else this.#hear(id, keeper, news);
      },
      reached: () => this.#dispatch({ type: 'reached', wire: id }),
      lost: () => this.#dispatch({ type: 'lost', wire: id }),
      turnedAway: (error) => this.#dispatch({ type: 'turnedAway', wire: id, error }),
    };
  }

  #hear(id: number, keeper: ArrivalKeeper, news: ChatNews): void {
    const { listener } = this.#options;
    this.#dispatch({ type: 'heard', wire: id });
    const isLine = lineOf(this.#state.phase)?.wire === id;
    (isLine ? listener : keeper).heard(...news);
    if (!isLine && !IS_CAUGHT_UP.has(news[0])) {
      this.#wires.get(id)?.missed.push(() => listener.heard(...news));
    }
  }

  #perform(effect: Effect): void {
    const { listener } = this.#options;
    if (effect.do === 'ask') void this.#questions.ping(effect.wire);
    else if (effect.do === 'join') void this.#join(effect.wire);
    else if (effect.do === 'retire') this.#retire(effect.wire);
    else if (effect.do === 'tellOpened') listener.opened(effect.session);
    else if (effect.do === 'tellMoved') this.#tellMoved(effect);
    else if (effect.do === 'tellResumed') this.#tellResumed();
    else if (effect.do === 'tellLost') listener.lost();
    else if (effect.do === 'tellTurnedAway') listener.turnedAway(effect.error);
  }

  #retire(id: number): void {
    this.#wires.get(id)?.wire.retire();
    this.#wires.delete(id);
  }

  async #join(wire: number): Promise<void> {
    const result = await this.#options.join((event, payload) => this.#questions.ask(wire, event, payload));
    const opened = this.#wires.get(wire);
    if (opened !== undefined && result.ok) opened.joined = result.data;
    this.#dispatch({ type: 'joined', wire, isIn: result.ok });
  }

  #tellMoved({ wire, session, isLeft }: Extract<Effect, { do: 'tellMoved' }>): void {
    const opened = this.#wires.get(wire);
    if (opened?.joined) this.#options.listener.moved(opened.keeper.arrive(session, opened.joined));
    // News that only this wire has heard; a node that was left, but alive, has told it too.
    const missed = opened?.missed.splice(0) ?? [];
    if (!isLeft) for (const tell of missed) tell();
  }

  #tellResumed(): void {
    this.#options.listener.resumed();
    const line = lineOf(this.#state.phase);
    const missed = line === null ? [] : (this.#wires.get(line.wire)?.missed.splice(0) ?? []);
    for (const tell of missed) tell();
  }
}
