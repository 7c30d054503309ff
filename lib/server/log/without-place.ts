export interface PlacesInLog {
  /** `seq` of the newest entry. */
  readonly top: number;
  /** `seq` of the newest entry when the epoch began. */
  readonly base: number;
  /** How many of the newest entries every node holds. */
  readonly reach: number;
}

/**
 * Returns which of the entries that a node puts back have no place in the log: the log lacks them, and has `reach` newer
 * entries. The node's next entry that the log has is newer, and so is everything after it. If there is none, whatever was
 * appended in this epoch after the last entry that the log has is newer.
 * @param seqs where each entry is, oldest first; `undefined` if the log lacks it
 */
export function withoutPlace(
  seqs: readonly (number | undefined)[],
  { top, base, reach }: PlacesInLog,
): boolean[] {
  let next = 1 + seqs.reduce<number>((last, seq = 0) => Math.max(last, seq), base);
  return seqs
    .map((_, index) => {
      const seq = seqs.at(-1 - index);
      next = seq ?? next;
      return seq === undefined && top + 1 - next >= reach;
    })
    .reverse();
}
