import type { Socket } from 'node:net';

/** Anything beyond this waits at its sender, as with a real network that is blocked. */
const WAITING_MAX_BYTES = 1_048_576;

type Sent = Buffer | 'end' | 'close';

/** One direction of a connection: what comes in at `from` goes out at `to`, in order, after a delay that may change. */
export class DelayedPipe {
  readonly #from: Socket;
  readonly #to: Socket;
  readonly #waiting: { readonly at: number; readonly sent: Sent }[] = [];
  #waitingBytes = 0;
  #delayMs: number;
  #isMute = false;
  #timer: NodeJS.Timeout | undefined;

  constructor(from: Socket, to: Socket, delayMs: number) {
    this.#from = from;
    this.#to = to;
    this.#delayMs = delayMs;
    from.on('data', (bytes: Buffer) => this.#take(bytes));
    from.on('end', () => this.#take('end'));
    from.on('close', () => this.#take('close'));
    to.on('drain', () => this.#passOn());
  }

  /** Sets the delay, also for what waits already. Infinity holds everything until another delay is set. */
  delay(ms: number): void {
    this.#delayMs = ms;
    this.#passOn();
  }

  /** From now on nothing that comes in goes out, not even the end of the connection. */
  mute(): void {
    this.#isMute = true;
  }

  #take(sent: Sent): void {
    if (this.#isMute) return;
    this.#waiting.push({ at: performance.now(), sent });
    this.#waitingBytes += sizeOf(sent);
    if (this.#waitingBytes > WAITING_MAX_BYTES) this.#from.pause();
    this.#passOn();
  }

  #passOn(): void {
    clearTimeout(this.#timer);
    while (this.#waiting[0] && !this.#to.writableNeedDrain) {
      const { at, sent } = this.#waiting[0];
      const dueInMs = at + this.#delayMs - performance.now();
      if (dueInMs > 0) {
        if (Number.isFinite(dueInMs)) this.#timer = setTimeout(() => this.#passOn(), dueInMs);
        return;
      }
      this.#waiting.shift();
      this.#waitingBytes -= sizeOf(sent);
      put(this.#to, sent);
    }
    if (this.#waitingBytes <= WAITING_MAX_BYTES) this.#from.resume();
  }
}

const sizeOf = (sent: Sent): number => (typeof sent === 'string' ? 0 : sent.length);

function put(to: Socket, sent: Sent): void {
  if (to.destroyed) return;
  if (sent === 'end') to.end();
  else if (sent === 'close') to.destroySoon();
  else to.write(sent);
}
