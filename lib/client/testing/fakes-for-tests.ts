import { type ErrorCode, reportOf } from '@/lib/chat/errors';
import type { Handshake } from '@/lib/chat/events/handshake';
import { type PayloadOf, REQUESTS, type RequestName } from '@/lib/chat/events/requests';
import type { Session } from '@/lib/chat/events/session';
import type { Page } from '@/lib/chat/frame';
import { aMessage } from '@/lib/chat/message-for-tests';
import type { Present } from '@/lib/chat/presence';
import type { RoomInfo } from '@/lib/chat/room';
import type { AskForToken } from '@/lib/chat/token-handing';
import type { Embedder } from '@/lib/client/environment/embedder';
import type { Environment } from '@/lib/client/environment/environment';
import type { Answered, OpenWire, Transport, Wire, WireListener } from '@/lib/client/wire/wire';
import { FakeTabs } from './fake-tabs-for-tests';

/** The site around a page; absent until a test says otherwise. */
class FakeEmbedder implements Embedder {
  isAround = false;
  inAddress: string | null = null;
  readonly asked: AskForToken[] = [];
  #hear: (token: string | null) => void = () => {};

  isThere = () => this.isAround;
  takeToken = () => {
    const token = this.inAddress;
    this.inAddress = null;
    return token;
  };
  tell = (asking: AskForToken) => void this.asked.push(asking);
  onToken = (hear: (token: string | null) => void) => {
    this.#hear = hear;
    return () => {
      this.#hear = () => {};
    };
  };

  hands(token: string | null): void {
    this.#hear(token);
  }
}

/** A page whose clock moves only when told to. */
export class FakeEnvironment implements Environment {
  readonly memory = new Map<string, string>();
  readonly tabs: FakeTabs;
  readonly embedder = new FakeEmbedder();
  reloads = 0;
  online = true;
  visible = true;
  #now = 1_000_000;
  #keys = 0;
  #timers: { at: number; readonly run: () => void }[] = [];
  #frames: (() => void)[] = [];
  #listeners = new Set<() => void>();
  #leavers = new Set<() => void>();
  #resters = new Set<() => void>();

  constructor(tabs = new FakeTabs()) {
    this.tabs = tabs;
  }

  reload = () => {
    this.reloads += 1;
  };
  now = () => this.#now;
  random = () => 0.5;
  newKey = () => {
    this.#keys += 1;
    return `the-key-${this.#keys}`;
  };
  after = (ms: number, run: () => void) => {
    const timer = { at: this.#now + ms, run };
    this.#timers.push(timer);
    return () => {
      this.#timers = this.#timers.filter((other) => other !== timer);
    };
  };
  nextFrame = (run: () => void) => {
    this.#frames.push(run);
  };
  fetchedInMs: () => number | null = () => null;
  isAnyNodeReady = async () => false;
  isOnline = () => this.online;
  isVisible = () => this.visible;
  onChange = (run: () => void) => {
    this.#listeners.add(run);
    return () => this.#listeners.delete(run);
  };
  onLeave = (run: () => void) => {
    this.#leavers.add(run);
    return () => this.#leavers.delete(run);
  };
  onRest = (run: () => void) => {
    this.#resters.add(run);
    return () => this.#resters.delete(run);
  };
  read = (key: string) => this.memory.get(key) ?? null;
  write = (key: string, value: string) => {
    this.memory.set(key, value);
  };

  readonly tabMemory = new Map<string, string>();
  readForTab = (key: string) => this.tabMemory.get(key) ?? null;
  writeForTab = (key: string, value: string | null) => {
    if (value === null) this.tabMemory.delete(key);
    else this.tabMemory.set(key, value);
  };

  /** How many timers are set. */
  get timers(): number {
    return this.#timers.length;
  }

  /** Lets `ms` pass: timers run in order, answers arrive, frames are drawn. */
  async pass(ms: number): Promise<void> {
    const end = this.#now + ms;
    await settle();
    for (let due = this.#due(end); due; due = this.#due(end)) {
      const { at, run } = due;
      this.#timers = this.#timers.filter((timer) => timer !== due);
      this.#now = Math.max(this.#now, at);
      run();
      await settle();
    }
    this.#now = end;
    while (this.#frames.length > 0) this.draw();
  }

  /** The machine sleeps for `ms`: whatever was due meanwhile runs late, at the end. */
  async sleep(ms: number): Promise<void> {
    this.#now += ms;
    await this.pass(0);
  }

  /** Like sleep(), but nothing that was due has run yet. */
  freeze(ms: number): void {
    this.#now += ms;
  }

  /** Somebody sets the clock of the machine back; what waits for some time waits no longer. */
  setBack(ms: number): void {
    this.#now -= ms;
    for (const timer of this.#timers) timer.at -= ms;
  }

  draw(): void {
    for (const run of this.#frames.splice(0)) run();
  }

  /** The network comes or goes, or the reader comes back. */
  change(online = this.online): void {
    this.online = online;
    for (const run of this.#listeners) run();
  }

  /** The page is closed. */
  leave(): void {
    for (const run of this.#leavers) run();
  }

  /** The page goes into the browser's memory. */
  rest(): void {
    this.leave();
    for (const run of this.#resters) run();
  }

  #due(end: number) {
    return this.#timers.filter(({ at }) => at <= end).sort((one, other) => one.at - other.at)[0];
  }
}

/** Waits until every resolved promise has been handled. */
const settle = async () => {
  for (let turn = 0; turn < 200; turn += 1) await Promise.resolve();
};

type Answers = { [E in RequestName]?: (payload: PayloadOf<E>) => Answered<E> | Promise<Answered<E>> };

/** The node's end of its wires, under the test's control; what it tells goes over the latest wire. */
export class FakeNode {
  readonly requests: { readonly event: RequestName; readonly payload: unknown }[] = [];
  readonly answers: Answers = {};
  connects = 0;
  listener: WireListener | null = null;
  handshake: (() => Handshake) | null = null;
  readonly transports: Transport[] = [];
  #open: Wire | null = null;
  #isOpen = false;
  readonly #alive = new Set<Wire>();
  readonly #unanswered = new Set<() => void>();

  get hasSession(): boolean {
    return this.#isOpen && this.#open !== null && this.#alive.has(this.#open);
  }

  /** Whether no wire leads to it any more. */
  get isClosed(): boolean {
    return this.#alive.size === 0;
  }

  open: OpenWire = (handshake, transport, listener): Wire => {
    this.connects += 1;
    this.transports.push(transport);
    const wire: Wire = {
      request: (event, payload) => this.#request(wire, event, payload),
      close: () => {
        this.#alive.delete(wire);
        if (this.#open === wire) for (const fail of this.#unanswered) fail();
      },
      retire: () => void this.#alive.delete(wire),
    };
    this.#alive.add(wire);
    if (this.#open !== null && this.#alive.has(this.#open)) return wire;
    this.#open = wire;
    this.#isOpen = false;
    this.handshake = handshake;
    this.listener = listener;
    return wire;
  };

  opensSession(id = 'me', name?: string | null, node = 'node-1', more: Partial<Session> = {}): void {
    this.#isOpen = true;
    const member = { id, name: name === undefined ? (this.handshake?.().name ?? null) : name };
    this.listener?.heard('session:opened', { member, node, isStoring: true, isAdmin: false, ...more });
  }

  lose(): void {
    this.#isOpen = false;
    if (this.#open !== null) this.#alive.delete(this.#open);
    this.listener?.lost();
  }

  payloadsOf(event: RequestName): unknown[] {
    return this.requests.filter((request) => request.event === event).map(({ payload }) => payload);
  }

  async #request<E extends RequestName>(wire: Wire, event: E, payload: PayloadOf<E>): Promise<Answered<E>> {
    if (!this.#isOpen || this.#open !== wire) return failed('unanswered');
    // A page may only ask for what a node accepts.
    REQUESTS[event].input.parse(payload);
    this.requests.push({ event, payload });
    const answer = this.answers[event];
    if (!answer) return failed('unanswered');
    const closed = new Promise<Answered<E>>((resolve) => {
      this.#unanswered.add(() => resolve(failed('unanswered')));
    });
    return Promise.race([answer(payload), closed]);
  }
}

export const failed = (code: ErrorCode) => ({ ok: false, error: reportOf(code) }) as const;

export const lobby: RoomInfo = { id: 'lobby', kind: 'open', title: 'lobby', topic: '' };

export const nobodyPresent: Present = { count: 0, members: [] };

/** Entries `from` to `to` of epoch 1 by Ben. */
export const pageOf = (from: number, to: number, hasOlder = false): Page => ({
  room: 'lobby',
  epoch: 1,
  from,
  counted: from - 1,
  hasOlder,
  entries: Array.from({ length: to - from + 1 }, (_, index) => byBen(from + index)),
});

const byBen = (seq: number) =>
  aMessage({ id: `ben:${seq}`, author: { id: 'ben', name: 'Ben' }, text: `message ${seq}`, at: seq });
