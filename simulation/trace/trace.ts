/** One thing that happened, from somewhere to somewhere, or at one place. */
export interface TraceLine {
  readonly at: number;
  readonly from: string;
  readonly to: string;
  readonly what: string;
}

/** Writes down what happens, where somebody wants to read it. */
export class Trace {
  readonly lines: TraceLine[] = [];
  readonly #isKept: boolean;

  constructor(isKept: boolean) {
    this.#isKept = isKept;
  }

  /** @param what is asked only where it is written down: most worlds are not looked at */
  note(at: number, from: string, to: string, what: () => string): void {
    if (this.#isKept) this.lines.push({ at, from, to, what: what() });
  }
}

export const textOf = (lines: readonly TraceLine[]): string => lines.map(lineOf).join('');

function lineOf({ at, from, to, what }: TraceLine): string {
  const way = from === to ? from : `${from} → ${to}`;
  return `${at.toFixed(1).padStart(9)}  ${way.padEnd(16)}  ${what}\n`;
}
