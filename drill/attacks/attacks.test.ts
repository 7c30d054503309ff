import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { ATTACKS } from './attacks';
import { mostOf } from './limits';

it('makes exactly the attacks for which docs/security.md says what protects against them', () => {
  const [, section = ''] = readFileSync('docs/security.md', 'utf8').split('## Attackers in the drill\n');
  const rows = section.slice(0, section.indexOf('\nEach attack')).matchAll(/^\| (\w[^|]*?) +\|/gm);
  const [heading, ...names] = Array.from(rows, ([, name]) => name);
  expect([heading, names]).toEqual(['Attack', ATTACKS.map(({ name }) => name)]);
  expect(readFileSync('README.md', 'utf8')).toContain('in twelve ways');
  expect(ATTACKS).toHaveLength(12);
});

it('knows what an address may do by default, and allows for late answers', () => {
  // 10/1s for a member; an address may do as much as twenty of them.
  expect(mostOf('searches', 4_000)).toBe(20 * (10 + 6));
  expect(mostOf('searches', 4_000, 3)).toBe(60 * (10 + 6));
  // 500/100ms; members do not multiply this for an address.
  expect(mostOf('connections', 4_000)).toBe(500 + 60);
});
