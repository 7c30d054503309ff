import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { MESSAGE_MAX_CHARACTERS, NAME_MAX_CHARACTERS } from '@/lib/chat/text/text';

const FOLDERS = ['lib', 'e2e', 'deploy', 'scripts'];
const TITLE = /\b(?:it|test)\(\s*[`'"]((?:\[[A-Z]\d+\])+)/g;

const rulesIn = (text: string, pattern: RegExp) =>
  [...text.matchAll(pattern)].flatMap(([, tags = '']) => tags.match(/[A-Z]\d+/g) ?? []);

const protocol = readFileSync('docs/protocol.md', 'utf8');
const written = new Set(rulesIn(protocol, /^- \*\*([A-Z]\d+)\*\*/gm));

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

it('docs/protocol.md and docs/embedding.md state the limits in lib/chat/text/text.ts', () => {
  const messageMax = MESSAGE_MAX_CHARACTERS.toLocaleString('en');
  expect(protocol).toContain(
    `A name has 1 to ${NAME_MAX_CHARACTERS} characters, a message 1 to ${messageMax},`,
  );
  expect(readFileSync('docs/embedding.md', 'utf8')).toContain(`beyond ${NAME_MAX_CHARACTERS} characters`);
});
