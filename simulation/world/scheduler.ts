import { Machine, type Task } from './machine';
import { TaskQueue } from './task-queue';

/** Runs what has been resolved. Node has it under this name since ever, and no other that does it at once. */
const runMicrotasks = (process as unknown as { _tickCallback(): void })._tickCallback;

interface AfterOptions {
  /** On which it runs: by default on the one that asks. */
  readonly machine?: Machine;
  readonly isTimer?: boolean;
}

/**
 * The one that says what happens next. A task runs to its end, with all that it resolves, before the next begins: nothing of
 * another machine comes in between, so that whatever runs belongs to `current`.
 */
export class Scheduler {
  readonly world: Machine;
  /** Milliseconds since the world began. */
  now = 0;
  current: Machine;
  tasksDone = 0;
  readonly #queue = new TaskQueue();
  /** Told of what is thrown, and of what rejects and nobody catches. */
  readonly failed: (machine: Machine, error: unknown) => void;
  #order = 0;

  constructor(seed: string, failed: (machine: Machine, error: unknown) => void) {
    this.world = new Machine('world', seed);
    this.current = this.world;
    this.failed = failed;
  }

  after(ms: number, run: () => void, { machine = this.current, isTimer = false }: AfterOptions = {}): Task {
    this.#order += 1;
    const at = this.now + Math.max(0, ms);
    const task: Task = { at, order: this.#order, machine, isTimer, run, isCancelled: false };
    this.#queue.push(task);
    return task;
  }

  freeze(machine: Machine): void {
    if (machine.state === 'running') machine.state = 'frozen';
  }

  thaw(machine: Machine): void {
    if (machine.state !== 'frozen') return;
    machine.state = 'running';
    const held = machine.held.splice(0);
    for (const isTimer of [true, false]) {
      for (const task of held) {
        if (task.isTimer === isTimer) this.#again(task);
      }
    }
  }

  kill(machine: Machine): void {
    machine.state = 'dead';
    machine.held.length = 0;
  }

  /** The task keeps its identity, so that it can be cancelled yet. */
  #again(task: Task): void {
    this.#order += 1;
    this.#queue.push(Object.assign(task, { at: this.now, order: this.#order }));
  }

  /** Lets the world go on until then. Runs what is resolved only where it is called from no promise. */
  run(until: number, isEnough: () => boolean = () => false): void {
    for (let task = this.#queue.first; task !== undefined && task.at <= until; task = this.#queue.first) {
      this.#queue.shift();
      if (task.isCancelled || task.machine.state === 'dead') continue;
      this.now = task.at;
      if (task.machine.state === 'frozen') task.machine.held.push(task);
      else this.#do(task);
      if (isEnough()) return;
    }
    this.now = Math.max(this.now, until);
  }

  #do({ machine, run }: Task): void {
    this.current = machine;
    this.tasksDone += 1;
    try {
      run();
    } catch (error) {
      this.failed(machine, error);
    }
    runMicrotasks();
    this.current = this.world;
  }
}
