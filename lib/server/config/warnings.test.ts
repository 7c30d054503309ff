import { randomBytes } from 'node:crypto';
import { EventEmitter } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { describe, expect, it } from 'vitest';
import { withTlsWatch } from '@/lib/server/http/tls-watch';
import { readConfig } from './config';
import { createWarnings, hearWarnings } from './warnings';
import { isGuessable, warnOfSecrets } from './weak-secrets';

function listen() {
  const said: string[] = [];
  const logger = { warn: (_fields: object, sentence: string) => void said.push(sentence) };
  return { said, warnings: createWarnings({ seat: undefined }, logger as never) };
}

const page = (host: string, more: Record<string, string> = {}) =>
  ({ method: 'GET', headers: { host, accept: 'text/html,*/*', ...more } }) as unknown as IncomingMessage;

function saidOf(requests: readonly IncomingMessage[], isDevelopment = false): string[] {
  const { said, warnings } = listen();
  let served = 0;
  const serving = withTlsWatch({ isDevelopment }, warnings, () => {
    served += 1;
  });
  for (const request of requests) serving(request, {} as ServerResponse);
  expect(served).toBe(requests.length);
  return said;
}

describe('[C10] pages over plain HTTP', () => {
  it.each(['chat.example.com', 'chat.example.com:5000', '8.8.8.8', '[2606:4700::1111]:80'])(
    'are warned of once if they are requested as %s',
    (host) => {
      expect(saidOf([page(host), page(host), page('other.example.org')])).toEqual([
        expect.stringMatching(/plain HTTP.*X-Forwarded-Proto.*new guest/),
      ]);
    },
  );

  it.each([
    'localhost:5000',
    '127.0.0.1:5000',
    '[::1]:5000',
    '10.1.2.3',
    '192.168.0.7:5000',
    '[fd00::7]',
    'chat',
    'chat.local',
    'chat.lan',
    'concord.default.svc.cluster.local',
    '',
    'no host',
  ])('are not if nobody on the internet requests them: as "%s"', (host) => {
    expect(saidOf([page(host)])).toEqual([]);
  });

  it('are not after TLS was seen, nor for a health check, nor in development', () => {
    expect(saidOf([page('chat.example.com', { 'x-forwarded-proto': 'https' })])).toEqual([]);
    expect(saidOf([page('chat.example.com', { accept: '*/*' })])).toEqual([]);
    expect(saidOf([{ ...page('chat.example.com'), method: 'HEAD' } as IncomingMessage])).toEqual([]);
    expect(saidOf([page('chat.example.com')], true)).toEqual([]);
  });
});

describe('[C10] a secret', () => {
  it.each([
    'changeme-changeme-changeme-please',
    'my-very-secret-session-secret-2024',
    'correct-password-for-our-chat-room',
    'adgjadgjbehkadgjadbehkgjadgjadgb',
  ])('that can be guessed is warned of, and not repeated: %s', (secret) => {
    for (const name of ['SESSION_SECRET', 'ADMIN_TOKEN', 'AUTH_JWT_SECRET']) {
      const { said, warnings } = listen();
      warnOfSecrets(readConfig({ [name]: secret }), warnings);
      expect(said).toEqual([expect.stringContaining(`${name} can be guessed`)]);
      expect(said[0]).not.toContain(secret);
    }
  });

  it('that was in use until now is warned of as well, even if it would otherwise be refused', () => {
    const { said, warnings } = listen();
    const SESSION_SECRET = randomBytes(32).toString('base64url');
    warnOfSecrets(readConfig({ SESSION_SECRET, SESSION_SECRET_OLD: 'a'.repeat(32) }), warnings);
    expect(said).toEqual([expect.stringContaining('SESSION_SECRET_OLD can be guessed')]);
  });

  it('that is random is not warned of, whatever it is written in', () => {
    const made = Array.from({ length: 500 }, () => [
      randomBytes(16).toString('hex'),
      randomBytes(32).toString('base64'),
    ]);
    // One in ten thousand contains a word by chance, such as "your" or 12345.
    expect(made.flat().filter(isGuessable).length).toBeLessThanOrEqual(3);
  });
});

it('[C10] what several nodes warn of, their parent logs once', () => {
  const { said, warnings } = listen();
  for (const _node of [1, 2, 3]) {
    const worker = new EventEmitter();
    hearWarnings(worker as never, warnings);
    worker.emit('message', { warning: { fields: {}, sentence: 'Mind the gap.' } });
    worker.emit('message', 'end');
  }
  expect(said).toEqual(['Mind the gap.']);
});
