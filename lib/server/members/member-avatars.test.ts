import { pino } from 'pino';
import { expect, it } from 'vitest';
import type { Avatars } from './avatars';
import { createMemberAvatars } from './member-avatars';

const PICS = 'https://pics.example';

function nodeWith(store: Partial<Avatars> = {}) {
  const logged: string[] = [];
  const logger = pino({ base: null }, { write: (line: string) => void logged.push(JSON.parse(line).msg) });
  const stored: Avatars = { set: async () => {}, remove: async () => {}, find: async () => null, ...store };
  return { logged, ...createMemberAvatars({ store: stored, origins: [PICS], logger }) };
}

it('[J7] the log tells the operator why a picture is not shown, and nothing about members without one', async () => {
  const { note, logged } = nodeWith();
  for (const fine of [`${PICS}/1.png`, undefined, null, '']) await note('site-1', fine);
  expect(logged).toEqual([]);
  await note('site-1', 'https://evil.example/1.png?secret');
  expect(logged).toEqual(['refused an avatar that is not from AVATAR_ORIGINS']);
});

for (const [what, set] of [
  ['refuses', () => Promise.reject(new Error('away'))],
  ['hangs', () => new Promise<void>(() => {})],
] as const) {
  it(`[J7] a store that ${what} does not keep out a member with a picture`, async () => {
    await nodeWith({ set }).note('site-1', `${PICS}/1.png`);
  });
}
