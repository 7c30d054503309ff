import type { Task } from './machine';

/** What is to be done, the earliest first, and of the same moment in the order in which it was begun: a binary heap. */
export class TaskQueue {
  readonly #heap: Task[] = [];

  get length(): number {
    return this.#heap.length;
  }

  get first(): Task | undefined {
    return this.#heap[0];
  }

  push(task: Task): void {
    const heap = this.#heap;
    let place = heap.push(task) - 1;
    while (place > 0) {
      const above = (place - 1) >> 1;
      const parent = heap[above] as Task;
      if (!isBefore(task, parent)) break;
      heap[place] = parent;
      place = above;
    }
    heap[place] = task;
  }

  shift(): Task | undefined {
    const heap = this.#heap;
    const first = heap[0];
    const last = heap.pop();
    if (first === undefined || last === undefined || heap.length === 0) return first;
    let place = 0;
    for (;;) {
      let below = 2 * place + 1;
      if (below >= heap.length) break;
      const right = heap[below + 1];
      if (right !== undefined && isBefore(right, heap[below] as Task)) below += 1;
      const child = heap[below] as Task;
      if (!isBefore(child, last)) break;
      heap[place] = child;
      place = below;
    }
    heap[place] = last;
    return first;
  }
}

const isBefore = (one: Task, other: Task): boolean =>
  one.at < other.at || (one.at === other.at && one.order < other.order);
