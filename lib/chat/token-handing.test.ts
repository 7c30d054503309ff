import { expect, it } from 'vitest';
import { TOKEN_MAX_LENGTH, tokenHandedIn } from './token-handing';

const handing = (token: unknown) => tokenHandedIn({ type: 'concord:token', token });

it('[J6] a site passes a token, or says that it has none', () => {
  expect(handing('a.b.c')).toBe('a.b.c');
  expect(handing(null)).toBeNull();
});

it('[J6] what is neither a token nor a message of ours is ignored', () => {
  for (const token of ['', 'x'.repeat(TOKEN_MAX_LENGTH + 1), 7, undefined, {}])
    expect(handing(token)).toBeUndefined();
  for (const message of [
    null,
    undefined,
    'a.b.c',
    [],
    { token: 'a.b.c' },
    { type: 'another', token: 'a.b.c' },
  ])
    expect(tokenHandedIn(message)).toBeUndefined();
});
