import type { IncomingMessage } from 'node:http';
import { isIP } from 'node:net';
import ipaddr from 'ipaddr.js';
import type { Logger } from 'pino';
import proxyAddr from 'proxy-addr';

/**
 * What one site gets of IPv6: a /64 for a machine, a /56 for a home, a /48 for a company (RFC 6177). Where each of them had
 * a limit of its own alone, a home would have 256 and a company 65,536. The wider ones have more of it (`share`), for a
 * mobile operator has many people in one /48.
 */
const IPV6_NETWORKS = [
  { bits: 64, share: 1 },
  { bits: 56, share: 2 },
  { bits: 48, share: 4 },
] as const;

/** Whose limits a connection uses up: its address, or its networks, the narrowest first. */
export interface Network {
  readonly name: string;
  /** How many times the limit of one address it has. */
  readonly share: number;
}

export type ClientAddress = (request: IncomingMessage) => string;

/**
 * Where a request came from, as limits count it: an IPv4 address, or the /64 of an IPv6 one. What `X-Forwarded-For` says
 * is believed from proxies in `trusted` only (addresses, CIDR blocks, `loopback`): anybody could write anything.
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
        'X-Forwarded-For is not believed: if this is your load balancer, name it in TRUST_PROXY, or all its people share one limit',
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
 * Where a TCP connection comes from, as limits count it; `null` where it is no person's: from a proxy in `trusted`, which
 * has those of many, or from a sibling on this machine.
 */
export function createPeerAddress(
  trusted: readonly string[],
): (peer: { readonly remoteAddress?: string | undefined }) => string | null {
  const isTrusted = trusting(trusted);
  return ({ remoteAddress = '' }) =>
    ipaddr.isValid(remoteAddress) && !isTrusted(remoteAddress, 0) ? countedAs(remoteAddress) : null;
}

/** Is it one of what {@link createClientAddress} takes? Of `1`, a number of proxies elsewhere, it would make 0.0.0.1. */
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

/** @param address one that {@link createClientAddress} gave */
export function networksOf(address: string): readonly Network[] {
  if (!address.includes(':')) return [{ name: address, share: 1 }];
  const { 0: first = '' } = address.split('/');
  return IPV6_NETWORKS.map(({ bits, share }) => ({ name: networkOf(ipaddr.parse(first), bits), share }));
}

function countedAs(text: string): string {
  const address = ipaddr.process(text); // An IPv4 address that came over IPv6 is one.
  return address.kind() === 'ipv4' ? address.toString() : networkOf(address, IPV6_NETWORKS[0].bits);
}

function networkOf(address: ipaddr.IPv4 | ipaddr.IPv6, bits: number): string {
  const prefix = address.toByteArray().fill(0, bits / 8);
  return `${ipaddr.fromByteArray(prefix)}/${bits}`;
}
