import type { ErrorReport } from '../chat/errors';
import { type Handshake, LOBBY, PROTOCOL_VERSION, type Session } from '../chat/protocol';
import type { NoticeContent } from '../chat/timeline';
import { createChatStore } from './chat-store';
import { createConnection } from './connection';
import { createConnectionWatch } from './connection-watch';
import type { Environment } from './environment';
import type { Arrival } from './handover';
import { createHistory } from './history';
import { createLiveness } from './liveness';
import { createNaming } from './naming';
import { createOneMember } from './one-member';
import { createReading } from './reading';
import { RoomFollower } from './room-follower';
import { createSending } from './sending';
import { createTimelineKeeper } from './timeline-keeper';
import type { OpenWire } from './wire';

/** One page's chat in one room: the rules of connecting, losing and coming back. What is so stands in the store. */
export class ChatSession {
  readonly store = createChatStore();
  readonly naming;
  readonly sending;
  readonly reading;
  readonly history;
  readonly #environment: Environment;
  readonly #timeline;
  readonly #watch;
  readonly #connection;
  readonly #liveness;
  readonly #oneMember;
  readonly #follower;
  #hasEntered = false;

  constructor(openWire: OpenWire, environment: Environment, room: string = LOBBY) {
    const { store } = this;
    const timeline = createTimelineKeeper(
      (shown) => store.setState({ timeline: shown }),
      environment.nextFrame,
    );
    const watch = createConnectionWatch(store, environment);
    const connection = this.#createConnection(openWire, environment);
    const notice = (content: NoticeContent) => this.#notice(content);
    const liveness = createLiveness({
      environment,
      isConnected: watch.isConnected,
      ask: () => connection.ping(),
      suspected: () => connection.suspect(),
      dead: () => connection.giveUp(),
    });
    const parts = {
      room,
      request: connection.request,
      store,
      timeline,
      environment,
      isConnected: watch.isConnected,
      notice,
    };

    this.#environment = environment;
    this.#timeline = timeline;
    this.#watch = watch;
    this.#connection = connection;
    this.#liveness = liveness;
    this.#oneMember = createOneMember({ tabs: environment.tabs, reconnect: () => connection.connect() });
    this.naming = createNaming({ ...parts, named: () => this.#sendIfNamed() });
    this.reading = createReading(store, timeline, environment);
    this.history = createHistory(parts);
    this.sending = createSending({
      ...parts,
      queued: () => this.reading.forget(),
      answered: (code) => this.#answered(code),
    });
    this.#follower = new RoomFollower({
      ...parts,
      caughtUp: () => this.#caughtUp(),
      failed: (code) => this.#catchUpFailed(code),
    });
  }

  #createConnection(openWire: OpenWire, environment: Environment) {
    return createConnection({
      openWire,
      environment,
      handshake: () => this.#handshake(),
      listener: {
        opened: (session) => this.#opened(session),
        entriesCame: (frame) => this.#follower.entriesCame(frame),
        presenceChanged: (change) => this.#follower.presenceChanged(change),
        storeChanged: (isStoring) => this.#storeChanged(isStoring),
        nameChanged: (change) => this.naming.changed(change),
        lost: () => this.#lost(),
        turnedAway: (error) => this.#turnedAway(error),
      },
      join: (request) => this.#follower.join(request),
      moved: (arrival) => this.#moved(arrival),
      heard: () => this.#liveness.heard(),
    });
  }

  /** Connects and stays connected, until what it returns is called. */
  start(): () => void {
    const connection = this.#connection;
    this.naming.recall();
    this.#watch.started();
    connection.open();
    const stopSending = this.sending.start();
    // Not at once: React's strict mode starts, stops and starts, and a socket dropped half-open is a console warning.
    const cancelConnect = this.#environment.after(0, () => connection.connect());
    const stopWatching = this.#environment.onChange(() => this.#comeBack());
    const stopChecking = this.#liveness.start();
    const stopComparing = this.#oneMember.start();
    return () => {
      cancelConnect();
      stopWatching();
      stopChecking();
      stopComparing();
      stopSending();
      connection.close();
    };
  }

  #handshake(): Handshake {
    return { version: PROTOCOL_VERSION, name: this.naming.greeting() };
  }

  #opened(session: Session): void {
    this.store.setState({ session });
    this.#watch.opened(session.isStoring);
    this.sending.adopt(session.member.id);
    this.#follower.open();
    this.naming.confirm(session);
    this.#oneMember.opened(session.member.id);
  }

  /** What waits goes out under the member's name: not before a node has confirmed it. */
  #sendIfNamed(): void {
    if (this.#watch.isConnected() && this.naming.isConfirmed()) this.sending.open();
    else this.sending.close();
  }

  /** Nothing of it is to be seen: whatever was on its way is answered yet, or is sent again. */
  #moved({ session, joined, frames }: Arrival): void {
    this.store.setState({ session });
    this.#watch.opened(session.isStoring);
    this.sending.adopt(session.member.id);
    this.naming.moved(session);
    this.#follower.moveTo(joined, frames);
    this.#sendIfNamed();
  }

  #lost(): void {
    this.#follower.close();
    this.sending.close();
    this.#watch.lost();
  }

  #turnedAway(error: ErrorReport): void {
    this.#lost();
    this.#heardOfStore(error.code);
    if (error.retryable) return;
    this.#watch.outdated();
    this.#connection.close();
  }

  #caughtUp(): void {
    this.#watch.caughtUp();
    this.sending.caughtUp();
    if (!this.#hasEntered) {
      this.#hasEntered = true;
      this.reading.recall();
      this.#notice({ kind: 'entered' });
    }
    const name = this.naming.takeConfirmed();
    if (name !== null) this.#notice({ kind: 'named', name });
  }

  #catchUpFailed(code: string): void {
    if (code === 'unanswered' && this.#watch.isConnected()) this.#connection.connect();
    else this.#heardOfStore(code);
  }

  /** Silence after a message may be the store's or the connection's: a question that needs no store tells which. */
  #answered(code: string | null): void {
    if (code === 'unanswered') this.#liveness.check();
    else if (code === 'name_required') this.naming.missing();
    else this.#heardOfStore(code);
  }

  /** What waits for the store goes as soon as it is back. */
  #storeChanged(isStoring: boolean): void {
    this.#watch.storeChanged(isStoring);
    if (isStoring) this.#sendIfNamed();
  }

  /** Neither silence nor being too fast says anything of it. */
  #heardOfStore(code: string | null): void {
    if (code !== 'unanswered' && code !== 'rate_limited') this.#watch.stored(code !== 'store_unavailable');
  }

  /** The network or the reader may be back: no waiting for the next attempt. */
  #comeBack(): void {
    this.#watch.networkChanged();
    if (this.store.getState().connection.status === 'outdated' || this.#watch.isConnected()) return;
    if (this.#environment.isOnline()) this.#connection.connect();
  }

  #notice(content: NoticeContent): void {
    const { newKey, now } = this.#environment;
    this.#timeline.apply({ type: 'noticed', notice: { ...content, id: newKey(), at: now() } });
  }
}
