import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';

const FOLDERS = ['lib', 'e2e', 'deploy', 'scripts'];
const TITLE = /\b(?:it|test)\(\s*[`'"]((?:\[[A-Z]\d+\])+)/g;

const rulesIn = (text: string, pattern: RegExp) =>
  [...text.matchAll(pattern)].flatMap(([, tags = '']) => tags.match(/[A-Z]\d+/g) ?? []);

const written = new Set(rulesIn(readFileSync('docs/protocol.md', 'utf8'), /^- \*\*([A-Z]\d+)\*\*/gm));

const tested = new Set(
  FOLDERS.flatMap((folder) =>
    readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter((path) => /\.(test|spec|contract)\.ts$/.test(path))
      .flatMap((path) => rulesIn(readFileSync(join(folder, path), 'utf8'), TITLE)),
  ),
);

it('every rule of docs/protocol.md has a test whose title begins with it', () => {
  expect([...written].filter((rule) => !tested.has(rule))).toEqual([]);
});

it('every rule that a test names is in docs/protocol.md', () => {
  expect([...tested].filter((rule) => !written.has(rule))).toEqual([]);
});
