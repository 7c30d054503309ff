import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { importsOf } from './house/imports';

const ROOT = join(import.meta.dirname, '..');

const ofPart = (part: string): string[] =>
  readdirSync(join(ROOT, part), { recursive: true, encoding: 'utf8' })
    .filter((path) => /\.tsx?$/.test(path) && !/\.(test|contract)\.tsx?$/.test(path))
    .map((path) => join(part, path));

const texts = new Map(
  ['lib', 'simulation', 'scripts']
    .flatMap(ofPart)
    .map((path) => [path, readFileSync(join(ROOT, path), 'utf8')]),
);

/** What the simulation runs of the product. */
function reached(): ReadonlySet<string> {
  const imports = importsOf(texts);
  const seen = new Set<string>();
  const visit = (path: string) => {
    if (seen.has(path)) return;
    seen.add(path);
    for (const target of imports.get(path) ?? []) visit(target);
  };
  visit('simulation/worker.ts');
  return seen;
}

/** Time, chance and threads that are not replaced in the simulation: what uses them would not be the same for one seed. */
const ESCAPES: readonly (readonly [words: string, RegExp])[] = [
  ['a clock that is not replaced', /\bhrtime\b|\bprocess\.uptime\b|\btimeOrigin\b|\btimeStamp\b/],
  ['a timer that is not replaced', /\bAbortSignal\.timeout\b|\bAtomics\.wait|\brequestAnimationFrame\b/],
  ['chance that is not replaced', /\bgenerateKey|\brandomInt\b|\brandomFill|\bnanoid\b/],
  ['another thread or process', /node:(worker_threads|child_process|cluster)\b/],
  ['cryptography on other threads', /\b(scrypt|pbkdf2|hkdf)\(/],
];

/** Nodes of one process would share it, and stand still together. */
const SHARED = /^let \w/m;
/** Within one step, and for all alike. */
const MAY_SHARE: ReadonlySet<string> = new Set(['lib/server/gateway/gateway-parser.ts']);
/** Nothing of it runs: what is imported from there is types, or is over before the world begins. */
const NOT_RUN =
  /^(scripts|simulation)\/|^lib\/client\/page\/|^lib\/server\/(http|process)\/|^lib\/server\/config\/warnings|\/topologies\/|-for-tests\./;

const offencesIn = (text: string): string[] => [
  ...ESCAPES.filter(([, pattern]) => pattern.test(text)).map(([words]) => words),
  ...(SHARED.test(text) ? ['state of a module, which all nodes of a process share'] : []),
];

describe('what the simulation reaches', () => {
  const paths = [...reached()].filter((path) => path.startsWith('lib/') && !NOT_RUN.test(path));

  it('is most of the product', () => {
    for (const path of [
      'lib/client/chat.ts',
      'lib/client/outbox/outbox.ts',
      'lib/server/feeds/room-feed.ts',
    ]) {
      expect(paths).toContain(path);
    }
    expect(paths.length).toBeGreaterThan(200);
  });

  it.each(paths)('%s leaves time and chance to the simulation', (path) => {
    const found = offencesIn(texts.get(path) ?? '');
    expect(found.filter(() => !MAY_SHARE.has(path))).toEqual([]);
  });

  it.each([
    ['const now = process.hrtime.bigint();'],
    ["import { Worker } from 'node:worker_threads';"],
    ['setTimeout(run, 1, AbortSignal.timeout(5));'],
    ['let last = Promise.resolve();'],
  ])('would refuse "%s"', (text) => {
    expect(offencesIn(text)).toHaveLength(1);
  });
});
