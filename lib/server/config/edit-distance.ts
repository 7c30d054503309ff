/**
 * Returns how many letters have to be inserted, deleted, replaced or swapped to turn `a` into `b` (Damerau and Levenshtein:
 * swapped letters may have others between them).
 */
export function editDistance(a: string, b: string): number {
  const unreachable = a.length + b.length;
  /** Rows and columns start at -1, which is unreachable. */
  const table = Array.from({ length: a.length + 2 }, () => new Array<number>(b.length + 2).fill(unreachable));
  const get = (row: number, column: number): number => table[row + 1]?.[column + 1] ?? unreachable;
  const set = (row: number, column: number, distance: number) => {
    (table[row + 1] as number[])[column + 1] = distance;
  };
  for (let row = 0; row <= a.length; row += 1) set(row, 0, row);
  for (let column = 0; column <= b.length; column += 1) set(0, column, column);
  const lastRowOf = new Map<string, number>();
  for (let row = 1; row <= a.length; row += 1) {
    let lastColumn = 0;
    for (let column = 1; column <= b.length; column += 1) {
      const fromRow = lastRowOf.get(b[column - 1] as string) ?? 0;
      const swapped = get(fromRow - 1, lastColumn - 1) + (row - fromRow) + (column - lastColumn) - 1;
      const isSame = a[row - 1] === b[column - 1];
      if (isSame) lastColumn = column;
      const replaced = get(row - 1, column - 1) + (isSame ? 0 : 1);
      set(row, column, Math.min(replaced, swapped, get(row - 1, column) + 1, get(row, column - 1) + 1));
    }
    lastRowOf.set(a[row - 1] as string, row);
  }
  return get(a.length, b.length);
}
