import type { IncomingMessage, ServerResponse } from 'node:http';
import { expect, it } from 'vitest';
import { isAllowedHost, warnOfHosts, withAllowedHosts } from './allowed-hosts';
import { readConfig } from './config';

const ALLOWED = readConfig({
  ALLOWED_HOSTS: 'chat.example.com, .example.org, [::1], 127.0.0.1',
}).allowedHosts;
const isAllowed = (host: string | undefined, allowed = ALLOWED) =>
  isAllowedHost({ headers: host === undefined ? {} : { host } }, allowed);

it('[W8] a request is for one of the hosts by its name, with any port, case and final dot', () => {
  for (const host of [
    'chat.example.com',
    'chat.example.com:5000',
    'CHAT.Example.com.',
    '[::1]:80',
    '127.0.0.1',
  ])
    expect(isAllowed(host), host).toBe(true);
  for (const host of ['example.org', 'a.b.example.org']) expect(isAllowed(host), host).toBe(true);
});

it('[W8] hosts are named as people type them, while browsers send them in their own form', () => {
  const allowed = readConfig({
    ALLOWED_HOSTS: 'Chat.Example.com,.BÜCHER.example,[::0001],host_1.',
  }).allowedHosts;
  expect(allowed).toEqual(['chat.example.com', '.xn--bcher-kva.example', '[::1]', 'host_1']);
  for (const host of ['chat.example.com', 'xn--bcher-kva.example:5000', 'a.XN--bcher-kva.example', '[::1]'])
    expect(isAllowed(host, allowed), host).toBe(true);
});

it('[W8] any other host is refused', () => {
  const others = [
    'evil.example',
    'chat.example.com.evil.example',
    'evilexample.org',
    'sub.chat.example.com',
    'evil.example/chat.example.com',
    'evil.example@chat.example.com',
    'chat.example.com evil.example',
    '127.0.0.2',
    'localhost',
    '',
    undefined,
  ];
  for (const host of others) {
    expect(isAllowed(host), host).toBe(false);
    expect(isAllowed(host, []), host).toBe(true);
  }
});

/** The status that a node answers, or `served`. */
function answerTo(method: string, url: string, host: string): number | 'served' {
  let outcome: number | 'served' = 'served';
  const response = { writeHead: (status: number) => (outcome = status), end: () => {} };
  const handle = withAllowedHosts({ allowedHosts: ALLOWED }, () => {});
  handle({ method, url, headers: { host } } as IncomingMessage, response as unknown as ServerResponse);
  return outcome;
}

it('[W8] a request for another host is answered 421, except HEAD / from a load balancer', () => {
  for (const [method, url] of [
    ['GET', '/'],
    ['GET', '/avatars/site-x'],
    ['HEAD', '/rooms/plans'],
    ['POST', '/'],
  ] as const) {
    expect(answerTo(method, url, '10.0.0.7:5000')).toBe(421);
    expect(answerTo(method, url, 'chat.example.com')).toBe('served');
  }
  expect(answerTo('HEAD', '/', '10.0.0.7:5000')).toBe('served');
});

it('[C4] a host is a name without a port, or all names below one', () => {
  for (const wrong of [
    'chat.example.com:5000',
    'https://chat.example.com',
    '*',
    '*.example.com',
    'chat.example.com/',
    'ada@chat.example.com',
    '..example.com',
    '.',
    'chat example.com',
    '::1',
  ])
    expect(() => readConfig({ ALLOWED_HOSTS: wrong }), wrong).toThrow(
      /ALLOWED_HOSTS has ".*": it takes names/,
    );
});

it('[C10] a node that answers to every host warns of that in production', () => {
  const said: string[] = [];
  const warnings = { warn: (_: object, sentence: string) => void said.push(sentence) } as never;
  for (const variables of [{ ALLOWED_HOSTS: 'chat.example.com' }, { NODE_ENV: 'development' }])
    warnOfHosts(readConfig(variables), warnings);
  expect(said).toEqual([]);
  warnOfHosts(readConfig({}), warnings);
  expect(said).toEqual([expect.stringMatching(/every host name is answered.*ALLOWED_HOSTS/)]);
});
