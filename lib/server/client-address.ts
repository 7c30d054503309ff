import type { IncomingMessage } from 'node:http';
import { isIP } from 'node:net';
import ipaddr from 'ipaddr.js';
import type { Logger } from 'pino';
import proxyAddr from 'proxy-addr';

/** Whoever has an IPv6 address has all of its /64 (RFC 6177): a limit for one address would be none. */
const IPV6_PREFIX_BYTES = 8;

export type ClientAddress = (request: IncomingMessage) => string;

/**
 * Where a request came from, as limits count it: an IPv4 address, or the /64 of an IPv6 one. What `X-Forwarded-For` says
 * is believed from proxies in `trusted` only (addresses, CIDR blocks, `loopback`): anybody could write anything.
 */
export function createClientAddress(trusted: readonly string[], logger: Pick<Logger, 'warn'>): ClientAddress {
  const isTrusted = trusted.length === 0 ? () => false : proxyAddr.compile([...trusted]);
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

function countedAs(text: string): string {
  const address = ipaddr.process(text); // An IPv4 address that came over IPv6 is one.
  if (address.kind() === 'ipv4') return address.toString();
  const prefix = address.toByteArray().fill(0, IPV6_PREFIX_BYTES);
  return `${ipaddr.fromByteArray(prefix)}/64`;
}
