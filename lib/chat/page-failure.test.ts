import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { REQUESTS } from './events/requests';
import { failureOf } from './page-failure';

const failing = (stack: string, name = 'NotFoundError') =>
  failureOf('messages', Object.assign(new Error('Ada said: my secret'), { name, stack }));

describe('failureOf', () => {
  it('finds the script and place in each browser’s format', () => {
    const chromium = failing(
      'NotFoundError: my secret\n    at x (https://chat.example/_next/static/chunks/0a-b.js:1:234)\n' +
        '    at https://chat.example/_next/static/chunks/9.js:5:6',
    );
    const firefox = failing('x@https://chat.example/_next/static/chunks/0a-b.js:1:234\n');
    expect(chromium).toEqual({
      part: 'messages',
      error: 'NotFoundError',
      at: ['_next/static/chunks/0a-b.js:1:234', '_next/static/chunks/9.js:5:6'],
    });
    expect(firefox.at).toEqual(['_next/static/chunks/0a-b.js:1:234']);
  });

  it('reveals nothing that was said, and no room', () => {
    const failure = failing(
      'Error: my secret\nmy secret (https://chat.example/rooms/private-0123:1:2)\nat f (https://h/a.js?my=secret:1:2)',
      'my secret',
    );
    expect(failure).toEqual({ part: 'messages', error: 'Error', at: [] });
  });

  it('[W6] is accepted by a node, whatever was thrown', () => {
    const thrown = fc.oneof(
      fc.anything(),
      fc.record({ name: fc.string(), stack: fc.string({ unit: 'binary' }) }).map((parts) => {
        return Object.assign(new Error('said'), parts);
      }),
      fc.array(fc.webUrl()).map((urls) => {
        const stack = urls.map((url) => `at f (${url}/a.js:1:2)`).join('\n');
        return Object.assign(new Error('said'), { stack });
      }),
    );
    fc.assert(
      fc.property(thrown, (error) => {
        expect(REQUESTS['page:failed'].input.safeParse(failureOf('page', error)).success).toBe(true);
      }),
    );
  });
});
