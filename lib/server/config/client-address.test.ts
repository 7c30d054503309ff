import type { IncomingMessage } from 'node:http';
import { expect, it } from 'vitest';
import { createClientAddress, networksOf } from './client-address';

const warnings: string[] = [];
const logger = { warn: (...said: unknown[]) => void warnings.push(String(said.at(-1))) };

function addressOf(trusted: string[], remoteAddress: string | undefined, forwardedFor?: string): string {
  const headers = forwardedFor === undefined ? {} : { 'x-forwarded-for': forwardedFor };
  const request = { headers, socket: { remoteAddress } } as unknown as IncomingMessage;
  return createClientAddress(trusted, logger)(request);
}

it('[F6] by default, a client’s own word about its address is ignored', () => {
  expect(addressOf([], '127.0.0.1', '203.0.113.9')).toBe('127.0.0.1');
});

it('[F6] the word of a trusted load balancer counts, and that of another does not', () => {
  expect(addressOf(['loopback'], '127.0.0.1', '203.0.113.9')).toBe('203.0.113.9');
  expect(addressOf(['loopback'], '::ffff:127.0.0.1', '203.0.113.9')).toBe('203.0.113.9');
  expect(addressOf(['10.0.0.0/8'], '192.0.2.1', '203.0.113.9')).toBe('192.0.2.1');
});

it('[F6] in a chain, what the outermost trusted proxy saw counts, not what is listed before it', () => {
  expect(addressOf(['10.0.0.0/8'], '10.0.0.1', '6.6.6.6, 203.0.113.9, 10.0.0.2')).toBe('203.0.113.9');
});

it('[F6] if a proxy passes on something that is not an address, its own address counts', () => {
  expect(addressOf(['loopback'], '127.0.0.1', 'unknown')).toBe('127.0.0.1');
  expect(addressOf(['loopback'], '127.0.0.1', '')).toBe('127.0.0.1');
  expect(addressOf(['loopback'], '127.0.0.1', '__proto__')).toBe('127.0.0.1');
  expect(addressOf(['loopback'], undefined)).toBe('unknown');
});

it('[F6] an IPv4 address that arrives over IPv6 is that IPv4 address', () => {
  expect(addressOf([], '::ffff:203.0.113.9')).toBe('203.0.113.9');
});

it('[F6] all of an IPv6 /64 counts as one address', () => {
  expect(addressOf([], '2001:db8:1:2:3:4:5:6')).toBe('2001:db8:1:2::/64');
  expect(addressOf([], '2001:db8:1:2:ffff::1')).toBe('2001:db8:1:2::/64');
  expect(addressOf([], '2001:db8:1:3::1')).toBe('2001:db8:1:3::/64');
});

it('[F6] an IPv6 address also uses up the limits of its /56 and its /48', () => {
  expect(networksOf('2001:db8:1:2fff::/64')).toEqual([
    { name: '2001:db8:1:2fff::/64', share: 1 },
    { name: '2001:db8:1:2f00::/56', share: 2 },
    { name: '2001:db8:1::/48', share: 4 },
  ]);
});

it('[F6] an IPv4 address is a network of its own, and so is an unknown one', () => {
  expect(networksOf('203.0.113.9')).toEqual([{ name: '203.0.113.9', share: 1 }]);
  expect(networksOf('unknown')).toEqual([{ name: 'unknown', share: 1 }]);
});

it('[F6] a load balancer that TRUST_PROXY does not name is warned of once', () => {
  warnings.length = 0;
  const clientAddress = createClientAddress([], logger);
  const request = {
    headers: { 'x-forwarded-for': '203.0.113.9' },
    socket: { remoteAddress: '10.0.0.1' },
  } as unknown as IncomingMessage;
  clientAddress(request);
  clientAddress(request);
  expect(warnings).toEqual([expect.stringContaining('TRUST_PROXY')]);
});
