import { readdirSync, statSync, truncateSync } from 'node:fs';
import { join } from 'node:path';

const SAMPLE_MS = 50;
const LOST_MS = 1_000;

/** Knows how long Redis's journal was a second ago. Killing a process alone loses nothing that it has written. */
export function watchJournal(dir: string) {
  let samples: { readonly at: number; readonly size: number }[] = [];
  let timer: NodeJS.Timeout | undefined;

  const look = () => {
    const path = journalIn(dir);
    if (path === null) return;
    samples.push({ at: Date.now(), size: statSync(path).size });
    samples = samples.filter(({ at }) => at > Date.now() - 3 * LOST_MS);
  };
  const start = () => {
    samples = [];
    timer = setInterval(look, SAMPLE_MS);
  };
  start();
  return {
    start,
    stop: () => clearInterval(timer),
    forgetLastSecond: () => {
      const path = journalIn(dir);
      const kept = samples.findLast(({ at }) => at <= Date.now() - LOST_MS);
      if (path === null || kept === undefined) throw new Error(`Redis has kept no journal in ${dir}.`);
      truncateSync(path, Math.min(kept.size, statSync(path).size));
    },
  };
}

/** The newest part of the append-only file: Redis 7 keeps the parts in a folder. */
function journalIn(dir: string): string | null {
  // A rewrite has a file of its own, which may disappear before it is looked at.
  const names = readdirSync(dir, { recursive: true, encoding: 'utf8' }).filter(
    (name) => name.endsWith('.aof') && !name.startsWith('temp-'),
  );
  const newest = names
    .map((name) => join(dir, name))
    .sort((a, b) => statSync(b).mtimeMs - statSync(a).mtimeMs);
  return newest[0] ?? null;
}
