import type { ErrorReport } from '../chat/errors';
import { type Handshake, LOBBY, PROTOCOL_VERSION, type Session } from '../chat/protocol';
import type { NoticeContent } from '../chat/timeline';
import { createChatStore } from './chat-store';
import { createConnectionWatch } from './connection-watch';
import type { Environment } from './environment';
import { createHistory } from './history';
import { createNaming } from './naming';
import { createReading } from './reading';
import { RoomFollower } from './room-follower';
import { createSending } from './sending';
import { createTimelineKeeper } from './timeline-keeper';
import type { OpenWire, Wire } from './wire';

/** One page's chat in the lobby: the rules of connecting, losing and coming back. What is so stands in the store. */
export class ChatSession {
  readonly store = createChatStore();
  readonly naming;
  readonly sending;
  readonly reading;
  readonly history;
  readonly #openWire: OpenWire;
  readonly #environment: Environment;
  readonly #timeline;
  readonly #watch;
  readonly #follower;
  #wire: Wire | null = null;
  #hasEntered = false;

  constructor(openWire: OpenWire, environment: Environment) {
    const { store } = this;
    const timeline = createTimelineKeeper(
      (shown) => store.setState({ timeline: shown }),
      environment.nextFrame,
    );
    const watch = createConnectionWatch(store, environment);
    const request: Wire['request'] = (event, payload) => this.#connection().request(event, payload);
    const notice = (content: NoticeContent) => this.#notice(content);
    const parts = {
      room: LOBBY,
      request,
      store,
      timeline,
      environment,
      isConnected: watch.isConnected,
      notice,
    };

    this.#openWire = openWire;
    this.#environment = environment;
    this.#timeline = timeline;
    this.#watch = watch;
    this.naming = createNaming(parts);
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

  /** Connects and stays connected, until what it returns is called. */
  start(): () => void {
    const follower = this.#follower;
    this.naming.recall();
    this.#watch.started();
    const wire = this.#openWire(() => this.#handshake(), {
      opened: (session) => this.#opened(session),
      entriesCame: (frame) => follower.entriesCame(frame),
      presenceChanged: (change) => follower.presenceChanged(change),
      lost: () => this.#lost(),
      turnedAway: (error) => this.#turnedAway(error),
    });
    this.#wire = wire;
    // Not at once: React's strict mode starts, stops and starts, and a socket dropped half-open is a console warning.
    const cancelConnect = this.#environment.after(0, () => wire.connect());
    const stopWatching = this.#environment.onChange(() => this.#checkConnection());
    return () => {
      cancelConnect();
      stopWatching();
      wire.close();
    };
  }

  #connection(): Wire {
    if (!this.#wire) throw new Error('The chat was used before it was started.');
    return this.#wire;
  }

  #handshake(): Handshake {
    return { version: PROTOCOL_VERSION, name: this.store.getState().name };
  }

  #opened(session: Session): void {
    this.store.setState({ session });
    this.#watch.opened();
    this.naming.confirm(session.member.name);
    this.sending.adopt(session.member.id);
    this.#follower.open();
    this.sending.open();
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
    this.#connection().close();
  }

  #caughtUp(): void {
    this.#watch.stored(true);
    if (!this.#hasEntered) {
      this.#hasEntered = true;
      this.reading.recall();
      this.#notice({ kind: 'entered' });
    }
    const name = this.naming.takeConfirmed();
    if (name !== null) this.#notice({ kind: 'named', name });
  }

  #catchUpFailed(code: string): void {
    if (code === 'unanswered' && this.#watch.isConnected()) this.#connection().connect();
    else this.#heardOfStore(code);
  }

  /** Silence after a message may be the store's or the connection's: asking for what is missing tells which. */
  #answered(code: string | null): void {
    if (code === 'unanswered') void this.#follower.catchUp();
    else this.#heardOfStore(code);
  }

  #heardOfStore(code: string | null): void {
    if (code !== 'unanswered') this.#watch.stored(code !== 'store_unavailable');
  }

  /** The network or the reader may be back: no waiting for the next attempt, and no trust in a silent connection. */
  #checkConnection(): void {
    this.#watch.networkChanged();
    if (this.store.getState().connection.status === 'outdated') return;
    if (this.#watch.isConnected()) void this.#follower.catchUp();
    else if (this.#environment.isOnline()) this.#connection().connect();
  }

  #notice(content: NoticeContent): void {
    const { newKey, now } = this.#environment;
    this.#timeline.apply({ type: 'noticed', notice: { ...content, id: newKey(), at: now() } });
  }
}
