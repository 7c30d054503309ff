import { type ErrorReport, errorReportIn, reportOf } from '@/lib/chat/errors';
import { NEWS, type News, type NewsName } from '@/lib/chat/events/news';
import type { RequestName } from '@/lib/chat/events/requests';
import type { Session } from '@/lib/chat/events/session';
import { CHAT_NAMESPACE } from '@/lib/chat/protocol';
import type { Answered, OpenWire, Wire, WireListener } from '@/lib/client/wire/wire';
import { Connection } from '@/simulation/network/connection';
import type { ConnectionListener, NodeConnection } from '@/simulation/network/node-connection';
import type { Node } from '@/simulation/nodes/node';
import type { Place } from '@/simulation/nodes/place';
import type { Scheduler } from '@/simulation/world/scheduler';
import type { Page } from './page';

const UNANSWERED = { ok: false, error: reportOf('unanswered') } as const;

export interface WireWorld {
  readonly scheduler: Scheduler;
  /** Where a new connection goes; `null` where nobody listens. */
  readonly balance: () => Place | null;
  readonly noted: (from: string, to: string, what: () => string) => void;
  /** A node says who the page is, which came with this cookie. */
  readonly recognized: (cookie: string | undefined, memberId: string) => void;
}

/** As socket.ts does it over Socket.IO. */
export const openWireOf =
  (world: WireWorld) =>
  (page: Page): OpenWire =>
  (handshake, _transport, listener) => {
    const wire = new PageWire(world, page, handshake, listener);
    page.soon(() => wire.begin());
    return wire;
  };

type Waiting = (answer: unknown) => void;

class PageWire implements Wire, ConnectionListener {
  readonly #world: WireWorld;
  readonly #page: Page;
  readonly #handshake: () => unknown;
  readonly #listener: WireListener;
  readonly #waiting = new Map<number, Waiting>();
  readonly #asked = new Set<Promise<unknown>>();
  #connection: Connection | null = null;
  #session: NodeConnection | null = null;
  #place = '';
  #cookie: string | undefined;
  #isConnected = false;
  #isOver = false;
  #lastId = 0;

  constructor(world: WireWorld, page: Page, handshake: () => unknown, listener: WireListener) {
    this.#world = world;
    this.#page = page;
    this.#handshake = handshake;
    this.#listener = listener;
  }

  /** A round trip to connect, and one to open a session; what the node says of it comes behind that. */
  begin(): void {
    const { scheduler, balance } = this.#world;
    const place = this.#page.isOnline ? balance() : null;
    if (this.#isOver) return;
    if (place?.node == null) {
      this.#refusedSoon();
      return;
    }
    const { machine, link } = this.#page;
    const node = place.node;
    this.#place = place.name;
    this.#cookie = this.#page.browser.cookie;
    const connection = new Connection({
      scheduler,
      links: [link, place.link],
      page: machine,
      node: node.machine,
    });
    this.#connection = connection;
    place.connections.add(connection);
    connection.ended.page = () => this.#lose('the connection broke');
    connection.up(() => connection.down(() => connection.up(() => this.#ask(node, connection))));
  }

  #refusedSoon(): void {
    const wait = this.#page.link.delayMs * 2;
    this.#world.scheduler.after(wait, () => this.#lose('nobody listens'), { machine: this.#page.machine });
  }

  /** At the node. */
  #ask(node: Node, connection: Connection): void {
    const { address } = this.#page.browser;
    const cookie = this.#cookie;
    node.open({ cookie, address, connection, listener: this }, (session, setCookie) => {
      if (session === null) connection.close('node');
      else connection.down(() => this.#opened(node, session, setCookie));
    });
  }

  #opened(node: Node, session: NodeConnection, setCookie: string | undefined): void {
    if (this.#isOver || this.#connection === null) return;
    if (setCookie !== undefined) this.#page.browser.cookie = setCookie.split(';')[0];
    this.#listener.reached();
    const auth = JSON.stringify(this.#handshake());
    this.#session = session;
    this.#connection.up(() => node.namespaces.get(CHAT_NAMESPACE)?.enter(session, JSON.parse(auth)));
  }

  admitted(): void {
    this.#isConnected = true;
  }

  refused(error: ErrorReport): void {
    const report = errorReportIn(error);
    this.#note(false, () => `refused: ${error?.code}`);
    if (this.#isOver) return;
    if (report === null) this.#listener.lost();
    else this.#listener.turnedAway(report);
  }

  heard(text: string): void {
    if (this.#isOver) return;
    this.#note(false, () => text);
    const [event, news] = JSON.parse(text) as [NewsName, unknown];
    if (event === 'session:opened') this.#world.recognized(this.#cookie, (news as Session).member.id);
    if (Object.hasOwn(NEWS, event)) this.#listener.heard(...([event, news ?? undefined] as News));
  }

  answered(id: number, text: string): void {
    this.#note(false, () => `#${id} ${text}`);
    const waiting = this.#waiting.get(id);
    this.#waiting.delete(id);
    waiting?.(JSON.parse(text)[1]);
  }

  pinged(): void {
    const session = this.#session;
    if (session !== null) this.#connection?.up(() => session.ponged());
  }

  request = <E extends RequestName>(event: E, payload: unknown, withinMs: number): Promise<Answered<E>> => {
    const answer = this.#request(event, payload, withinMs) as Promise<Answered<E>>;
    if (event === 'node:ping') return answer;
    this.#asked.add(answer);
    void answer.then(() => this.#asked.delete(answer));
    return answer;
  };

  #request(event: string, payload: unknown, withinMs: number): Promise<unknown> {
    const session = this.#session;
    if (!this.#isConnected || this.#isOver || session === null) return Promise.resolve(UNANSWERED);
    this.#lastId += 1;
    const id = this.#lastId;
    const text = JSON.stringify(payload);
    this.#note(true, () => `#${id} ${event} ${text}`);
    this.#connection?.up(() => session.asked(id, event, JSON.parse(text)));
    return new Promise((resolve) => {
      const late = this.#world.scheduler.after(
        withinMs,
        () => {
          this.#waiting.delete(id);
          resolve(UNANSWERED);
        },
        { machine: this.#page.machine, isTimer: true },
      );
      this.#waiting.set(id, (answer) => {
        late.isCancelled = true;
        resolve(read(answer));
      });
    });
  }

  retire = (): void => void Promise.all(this.#asked).then(this.close);

  close = (): void => {
    if (this.#isOver) return;
    this.#end();
    this.#connection?.close('page');
  };

  #lose(why: string): void {
    if (this.#isOver) return;
    this.#note(false, () => why);
    this.#end();
    this.#listener.lost();
  }

  #end(): void {
    this.#isOver = true;
    for (const waiting of [...this.#waiting.values()]) waiting(UNANSWERED);
    this.#waiting.clear();
  }

  #note(isUp: boolean, what: () => string): void {
    const [page, place] = [this.#page.machine.name, this.#place];
    this.#world.noted(isUp ? page : place, isUp ? place : page, what);
  }
}

function read(answer: unknown): unknown {
  const { ok, error } = answer as { ok: boolean; error?: unknown };
  if (ok) return answer;
  const report = errorReportIn(error);
  return { ok: false, error: report ?? reportOf('internal') };
}
