import './wall-clock';
import crypto from 'node:crypto';
import { syncBuiltinESMExports } from 'node:module';
import timers from 'node:timers';
import timersPromises from 'node:timers/promises';
import { installCrypto } from './install-crypto';
import type { Task } from './machine';
import type { Scheduler } from './scheduler';

/** When every world begins. */
export const BEGINNING = Date.UTC(2026, 0, 1);

const TIMER_MAX_MS = 2 ** 31 - 1;

let scheduler: Scheduler | null = null;

/** Everything that asks for the time, or for chance, or to be called later, asks this one from now on. */
export function liveIn(next: Scheduler): void {
  scheduler = next;
}

function here(): Scheduler {
  if (scheduler === null) throw new Error('There is no world yet, and no time in it.');
  return scheduler;
}

/** As Node's, as far as anybody uses it. */
class VirtualTimer {
  task: Task | null = null;
  ref = () => this;
  unref = () => this;
  hasRef = () => false;
  close = () => stop(this);
  [Symbol.dispose] = () => void stop(this);
}

const delayOf = (ms: unknown): number => {
  const delay = Number(ms ?? 1);
  return delay >= 1 && delay <= TIMER_MAX_MS ? Math.trunc(delay) : 1;
};

function setTimer(run: (...args: unknown[]) => void, ms?: number, ...args: unknown[]): VirtualTimer {
  const timer = new VirtualTimer();
  const ring = () => {
    timer.task = null;
    run(...args);
  };
  timer.task = here().after(delayOf(ms), ring, { isTimer: true });
  return timer;
}

function setRepeated(run: (...args: unknown[]) => void, ms?: number, ...args: unknown[]): VirtualTimer {
  const timer = new VirtualTimer();
  const every = delayOf(ms);
  const ring = () => {
    timer.task = here().after(every, ring, { isTimer: true });
    run(...args);
  };
  timer.task = here().after(every, ring, { isTimer: true });
  return timer;
}

function setSoon(run: (...args: unknown[]) => void, ...args: unknown[]): VirtualTimer {
  const timer = new VirtualTimer();
  timer.task = here().after(0, () => run(...args));
  return timer;
}

function stop(timer: unknown): VirtualTimer | undefined {
  if (!(timer instanceof VirtualTimer)) return undefined;
  if (timer.task !== null) timer.task.isCancelled = true;
  timer.task = null;
  return timer;
}

const pause = <T>(ms?: number, value?: T): Promise<T> =>
  new Promise((resolve) => void setTimer(() => resolve(value as T), ms));

const timeNow = (): number => {
  const { now, current } = here();
  return Math.floor(BEGINNING + now + current.skewMs);
};

const RealDate = Date;

class VirtualDate extends RealDate {
  constructor(...args: unknown[]) {
    if (args.length === 0) super(timeNow());
    else super(...(args as [number]));
  }

  static override now = timeNow;
}

/** The whole process lives in a virtual world from now on. It is imported before anything that remembers one of these. */
function install(): void {
  const replaced = {
    setTimeout: setTimer,
    setInterval: setRepeated,
    setImmediate: setSoon,
    clearTimeout: stop,
    clearInterval: stop,
    clearImmediate: stop,
  };
  Object.assign(globalThis, replaced, { Date: VirtualDate });
  Object.assign(timers, replaced);
  Object.assign(timersPromises, { setTimeout: pause });
  Object.defineProperty(performance, 'now', { value: () => here().now, configurable: true, writable: true });
  Math.random = () => here().current.random.next();
  installCrypto(crypto, (length) => here().current.random.bytes(length));
  syncBuiltinESMExports();
  // Node tells of them at the end of the task that they are of.
  process.on('unhandledRejection', (error) => here().failed(here().current, error));
}

install();
