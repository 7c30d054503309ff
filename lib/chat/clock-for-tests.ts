/** A clock that only moves when it is told to. */
export class ClockForTests {
  #now = 0;
  #timers: { readonly at: number; readonly run: () => void }[] = [];

  now = () => this.#now;

  after = (ms: number, run: () => void) => {
    const timer = { at: this.#now + ms, run };
    this.#timers.push(timer);
    return () => {
      this.#timers = this.#timers.filter((other) => other !== timer);
    };
  };

  /** Lets `ms` pass: timers fire in order. */
  pass(ms: number): void {
    const end = this.#now + ms;
    for (let due = this.#due(end); due; due = this.#due(end)) {
      const { at, run } = due;
      this.#timers = this.#timers.filter((timer) => timer !== due);
      this.#now = at;
      run();
    }
    this.#now = end;
  }

  get timers(): number {
    return this.#timers.length;
  }

  #due(end: number) {
    return this.#timers.filter(({ at }) => at <= end).sort((one, other) => one.at - other.at)[0];
  }
}
