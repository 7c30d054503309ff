/** Ours have ids like `5-0`, of which only the first number counts. */
export interface Row {
  readonly seq: number;
  readonly fields: readonly string[];
}

export class Stream {
  readonly rows: Row[];
  /** Redis takes no id that is not greater than any before, be it gone. */
  newest: number;

  constructor(rows: readonly Row[] = [], newest = 0) {
    this.rows = [...rows];
    this.newest = newest;
  }

  /** Where the first row is with this seq or a greater one. */
  indexOf(seq: number): number {
    let [low, high] = [0, this.rows.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.rows[middle]?.seq ?? 0) < seq) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  copy(): Stream {
    return new Stream(this.rows, this.newest);
  }
}
