import type { RequestName } from '@/lib/chat/events/requests';
import { PROTOCOL_VERSION } from '@/lib/chat/protocol';
import type { Answered, OpenWire, Transport, Wire, WireListener } from '@/lib/client/wire/wire';
import { FakeEnvironment, failed } from './fakes-for-tests';

/** What the network does to whatever is sent at a time. */
export type Weather =
  | {
      readonly is: 'well' | 'slow';
      readonly ms: number;
      readonly delayMs: number;
      /** How long a node with many pages to admit takes to admit one. */
      readonly busyMs?: number;
    }
  /** Whatever is sent arrives when the silence is over. */
  | { readonly is: 'silent'; readonly ms: number }
  /** Whatever is sent never arrives, nor does anything behind it on the same wire. */
  | { readonly is: 'losing' | 'losingUp' | 'losingDown'; readonly ms: number }
  /** Breaks existing connections and refuses new ones. */
  | { readonly is: 'refusing'; readonly ms: number };

type Direction = 'up' | 'down';

/** Nodes that always answer, behind a network with a schedule of weather; the last weather stays. */
export class VirtualNetwork {
  readonly environment = new FakeEnvironment();
  readonly #began = this.environment.now();
  readonly #schedule: readonly Weather[];
  /** What WebSockets do not carry once they are open. */
  swallows: Direction | null;
  readonly #alive = new Set<VirtualWire>();
  readonly transports: Transport[] = [];

  constructor(schedule: readonly Weather[], swallows: Direction | null = null) {
    this.#schedule = schedule;
    this.swallows = swallows;
    let at = 0;
    for (const weather of schedule) {
      if (weather.is === 'refusing') this.environment.after(at, () => this.breakAll());
      at += weather.ms;
    }
  }

  get wires(): number {
    return this.#alive.size;
  }

  breakAll(): void {
    for (const wire of this.#alive) wire.break();
  }

  open: OpenWire = (_handshake, transport, listener): Wire => {
    this.transports.push(transport);
    const wire = new VirtualWire(this, transport, listener);
    this.#alive.add(wire);
    void wire.begin();
    return wire;
  };

  wait(ms: number): Promise<void> {
    return new Promise((resolve) => void this.environment.after(ms, resolve));
  }

  gone(wire: VirtualWire): void {
    this.#alive.delete(wire);
  }

  doesSwallow(transport: Transport, direction: Direction): boolean {
    return transport === 'websocket' && this.swallows === direction;
  }

  /** The weather now, and how many milliseconds it has left. */
  weather(): [Weather, number] {
    let leftMs = this.environment.now() - this.#began;
    for (const weather of this.#schedule) {
      if (leftMs < weather.ms) return [weather, weather.ms - leftMs];
      leftMs -= weather.ms;
    }
    return [this.#schedule.at(-1) as Weather, Number.POSITIVE_INFINITY];
  }
}

class VirtualWire implements Wire {
  readonly #network: VirtualNetwork;
  readonly #transport: Transport;
  readonly #listener: WireListener;
  readonly #deaf = new Set<Direction>();
  readonly #unanswered = new Set<() => void>();
  #isOpen = false;
  #isOver = false;

  constructor(network: VirtualNetwork, transport: Transport, listener: WireListener) {
    this.#network = network;
    this.#transport = transport;
    this.#listener = listener;
  }

  /** One round trip for TCP, one for the upgrade or the first poll, and one for the session. */
  async begin(): Promise<void> {
    await Promise.resolve();
    for (const direction of ['up', 'down', 'up', 'down'] as const) await this.#travel(direction);
    this.#tell(() => this.#listener.reached());
    for (const direction of ['up', 'down'] as const) {
      if (this.#network.doesSwallow(this.#transport, direction)) this.#deaf.add(direction);
      await this.#travel(direction);
    }
    const [weather] = this.#network.weather();
    if ('busyMs' in weather) await this.#network.wait(weather.busyMs ?? 0);
    this.#tell(() => {
      this.#isOpen = true;
      this.#listener.heard('session:opened', {
        member: { id: 'me', name: 'Ada' },
        node: 'node-1',
        isStoring: true,
        isAdmin: false,
      });
    });
  }

  request = <E extends RequestName>(_event: E, _payload: unknown, withinMs: number): Promise<Answered<E>> =>
    new Promise((resolve) => {
      const answer = (given: unknown) => {
        cancel();
        this.#unanswered.delete(fail);
        resolve(given as Answered<E>);
      };
      const fail = () => answer(failed('unanswered'));
      const cancel = this.#network.environment.after(withinMs, fail);
      this.#unanswered.add(fail);
      if (!this.#isOpen || this.#isOver) return fail();
      void this.#travel('up')
        .then(() => this.#travel('down'))
        .then(() => this.#tell(() => answer({ ok: true, data: null })));
    });

  close = (): void => {
    this.#isOver = true;
    this.#network.gone(this);
    for (const fail of [...this.#unanswered]) fail();
  };

  retire = (): void => this.close();

  break(): void {
    if (this.#isOver) return;
    this.close();
    this.#listener.lost();
  }

  #tell(news: () => void): void {
    if (!this.#isOver) news();
  }

  /** Resolves when what is sent now arrives, which may be never. */
  async #travel(direction: Direction): Promise<void> {
    const [weather, leftMs] = this.#network.weather();
    if (weather.is === 'refusing') this.break();
    const isLost = weather.is === 'losing' || weather.is === (direction === 'up' ? 'losingUp' : 'losingDown');
    if (isLost) this.#deaf.add(direction);
    if (this.#isOver || this.#deaf.has(direction)) return new Promise(() => {});
    const ms = weather.is === 'silent' ? leftMs : 'delayMs' in weather ? weather.delayMs : 0;
    await this.#network.wait(ms);
  }
}

export const HANDSHAKE = { version: PROTOCOL_VERSION, name: 'Ada' };
