/** What the members of one room show at the end, to be compared with what they were promised. */
export interface Evidence {
  /** The messages in question, each with a unique text; others around them are not judged. */
  readonly said: ReadonlySet<string>;
  /** By message: what its author had been shown when they said it. */
  readonly seen: ReadonlyMap<string, readonly string[]>;
  readonly acknowledged: ReadonlySet<string>;
  /** What each member shows, in order, by name. */
  readonly views: ReadonlyMap<string, readonly string[]>;
  /** What a newcomer is shown now; without history the longest of the views takes its place. */
  readonly fresh: readonly string[] | null;
}

export interface Verdict {
  /** Messages that were acknowledged and that somebody does not show. */
  readonly lost: readonly string[];
  /** Messages that somebody shows more than once. */
  readonly doubled: readonly string[];
  /** Messages in another place than in the rest of the room, or before one that their author had seen. */
  readonly outOfOrder: readonly string[];
  /** Members who show something else than a newcomer. */
  readonly differing: readonly string[];
}

export const FLAWLESS: Verdict = { lost: [], doubled: [], outOfOrder: [], differing: [] };

export const addVerdicts = (one: Verdict, other: Verdict): Verdict => ({
  lost: [...one.lost, ...other.lost],
  doubled: [...one.doubled, ...other.doubled],
  outOfOrder: [...one.outOfOrder, ...other.outOfOrder],
  differing: [...one.differing, ...other.differing],
});

export const isFlawless = ({ lost, doubled, outOfOrder, differing }: Verdict): boolean =>
  lost.length + doubled.length + outOfOrder.length + differing.length === 0;

export function judge({ said, seen, acknowledged, views, fresh }: Evidence): Verdict {
  const shown = [...views.values()];
  const reference = fresh ?? longest(shown);
  const all = fresh === null ? shown : [...shown, fresh];
  const inQuestion = (found: readonly string[][]) =>
    [...new Set(found.flat())].filter((text) => said.has(text));
  return {
    lost: [...acknowledged].filter(missingFrom(all)),
    doubled: inQuestion(all.map(repeatedIn)),
    outOfOrder: inQuestion([...all.map(misplacedIn(reference)), tooEarlyIn(reference, seen)]),
    differing: [...views].filter(([, view]) => !isSame(view, reference)).map(([name]) => name),
  };
}

const longest = (views: readonly (readonly string[])[]): readonly string[] =>
  views.reduce((best, view) => (view.length > best.length ? view : best), []);

function missingFrom(views: readonly (readonly string[])[]): (text: string) => boolean {
  const shown = views.map((view) => new Set(view));
  return (text) => shown.some((texts) => !texts.has(text));
}

function repeatedIn(view: readonly string[]): string[] {
  const seen = new Set<string>();
  return view.filter((text) => seen.has(text) || !seen.add(text));
}

/** Returns the messages that come before something that their author had seen. */
function tooEarlyIn(reference: readonly string[], seen: Evidence['seen']): string[] {
  const places = new Map(reference.map((text, place) => [text, place]));
  return reference.filter((text, place) =>
    (seen.get(text) ?? []).some((earlier) => (places.get(earlier) ?? -1) > place),
  );
}

/** Returns the fewest messages that would have to move for the rest to be in the order of `reference`. */
function misplacedIn(reference: readonly string[]): (view: readonly string[]) => string[] {
  const places = new Map(reference.map((text, place) => [text, place]));
  return (view) => {
    const known = view.filter((text) => places.has(text));
    const kept = new Set(longestRise(known.map((text) => places.get(text) as number)));
    return known.filter((_text, index) => !kept.has(index));
  };
}

/** Returns the indices of a longest strictly increasing subsequence, by patience sorting: O(n log n). */
function longestRise(values: readonly number[]): number[] {
  /** `tails[length - 1]`: the index of the smallest value that ends an increasing sequence of that length. */
  const tails: number[] = [];
  const before: number[] = [];
  values.forEach((value, index) => {
    let low = 0;
    let high = tails.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((values[tails[middle] as number] as number) < value) low = middle + 1;
      else high = middle;
    }
    before[index] = tails[low - 1] ?? -1;
    tails[low] = index;
  });
  const rise: number[] = [];
  for (let index = tails.at(-1) ?? -1; index >= 0; index = before[index] as number) rise.push(index);
  return rise;
}

const isSame = (one: readonly string[], other: readonly string[]): boolean =>
  one.length === other.length && one.every((text, place) => text === other[place]);
