import type { IncomingMessage } from 'node:http';
import { isIP } from 'node:net';
import ipaddr from 'ipaddr.js';
import type { Logger } from 'pino';
import proxyAddr from 'proxy-addr';

/**
 * What one site gets of IPv6: a /64 for a machine, a /56 for a home, a /48 for a company (RFC 6177). If only each /64 had a
 * limit, a home would have 256 times as much and a company 65,536 times. The wider networks have a larger limit (`share`),
 * because a mobile operator has many people in one /48.
 */
const IPV6_NETWORKS = [
  { bits: 64, share: 1 },
  { bits: 56, share: 2 },
  { bits: 48, share: 4 },
] as const;

/** A network whose limits a connection uses up: an IPv4 address, or one of the networks of an IPv6 address. */
export interface Network {
  readonly name: string;
  /** How many times the limit of one address it has. */
  readonly share: number;
}

export type ClientAddress = (request: IncomingMessage) => string;

/**
 * Returns where a request came from, as limits count it: an IPv4 address, or the /64 of an IPv6 one. `X-Forwarded-For` counts
 * only from proxies in `trusted` (addresses, CIDR blocks, `loopback`), because anybody could write anything there.
 */
export function createClientAddress(trusted: readonly string[], logger: Pick<Logger, 'warn'>): ClientAddress {
  const isTrusted = trusting(trusted);
  let isTold = false;
  return (request) => {
    const { remoteAddress = '' } = request.socket;
    if (!isTold && request.headers['x-forwarded-for'] !== undefined && !isTrusted(remoteAddress, 0)) {
      isTold = true;
      logger.warn(
        { remoteAddress },
        'X-Forwarded-For is ignored: if this is your load balancer, name it in TRUST_PROXY; otherwise everybody behind it shares one limit',
      );
    }
    const said = proxyAddr(request, isTrusted);
    const address = ipaddr.isValid(said) ? said : remoteAddress;
    return ipaddr.isValid(address) ? countedAs(address) : 'unknown';
  };
}

const trusting = (trusted: readonly string[]): ((address: string, hop: number) => boolean) =>
  trusted.length === 0 ? () => false : proxyAddr.compile([...trusted]);

/**
 * Returns where a TCP connection comes from, as limits count it; `null` if it is not a person's: a proxy in `trusted` carries
 * those of many people, and a sibling is on this machine.
 */
export function createPeerAddress(
  trusted: readonly string[],
): (peer: { readonly remoteAddress?: string | undefined }) => string | null {
  const isTrusted = trusting(trusted);
  return ({ remoteAddress = '' }) =>
    ipaddr.isValid(remoteAddress) && !isTrusted(remoteAddress, 0) ? countedAs(remoteAddress) : null;
}

/**
 * Returns whether {@link createClientAddress} takes it. The library would read `1`, which elsewhere is a number of proxies, as
 * 0.0.0.1.
 */
export function isTrustable(proxy: string): boolean {
  const [address = ''] = proxy.split('/');
  if (/^[\d.]*$/.test(address) && isIP(address) === 0) return false;
  try {
    proxyAddr.compile(proxy);
    return true;
  } catch {
    return false;
  }
}

/** @param address returned by {@link createClientAddress} */
export function networksOf(address: string): readonly Network[] {
  if (!address.includes(':')) return [{ name: address, share: 1 }];
  const { 0: first = '' } = address.split('/');
  const parsed = ipaddr.parse(first);
  return IPV6_NETWORKS.map(({ bits, share }) => ({ name: networkOf(parsed, bits), share }));
}

function countedAs(text: string): string {
  const address = ipaddr.process(text); // Turns an IPv4 address that came over IPv6 into one.
  return address.kind() === 'ipv4' ? address.toString() : networkOf(address, IPV6_NETWORKS[0].bits);
}

function networkOf(address: ipaddr.IPv4 | ipaddr.IPv6, bits: number): string {
  const prefix = address.toByteArray().fill(0, bits / 8);
  return `${ipaddr.fromByteArray(prefix)}/${bits}`;
}
