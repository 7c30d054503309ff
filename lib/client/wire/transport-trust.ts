import type { Transport } from './wire';

/**
 * What the page has learnt about WebSockets on its network: some proxies and virus scanners open them and swallow what is sent.
 */
export interface TransportTrust {
  /** How many WebSockets opened and then carried nothing. */
  readonly strikes: number;
  /** The strikes count until then. */
  readonly until: number;
}

export const UNTRIED: TransportTrust = { strikes: 0, until: 0 };

/** One strike may be a node that froze in that very instant. */
const STRIKES_MAX = 2;

/** WebSockets get another chance after this, and after twice as long each time they fail again. */
const FORGIVEN_AFTER_MS = 10 * 60_000;
const FORGIVEN_AFTER_MAX_MS = 60 * 60_000;

export function struck(trust: TransportTrust, now: number): TransportTrust {
  const strikes = trust.strikes + 1;
  const doublings = Math.max(0, strikes - STRIKES_MAX);
  return { strikes, until: now + Math.min(FORGIVEN_AFTER_MAX_MS, FORGIVEN_AFTER_MS * 2 ** doublings) };
}

/**
 * The transport for the first attempt of a page. Polling that upgrades tries a WebSocket beside a session that works without
 * one; but a load balancer may send all polling to one node, and if that node is ending, only a WebSocket leads elsewhere.
 *
 * @param previous the transport of the attempt before, which failed
 */
export function firstTransport(
  { strikes, until }: TransportTrust,
  now: number,
  previous: Transport | null = null,
): Transport {
  if (strikes === 0 || now >= until) return 'websocket';
  if (strikes >= STRIKES_MAX) return 'polling';
  return previous === 'upgrading' ? 'websocket' : 'upgrading';
}

/**
 * The transport for the attempt beside it: browsers open one WebSocket per host at a time, and a second waits for the first.
 */
export function otherTransport(trust: TransportTrust, now: number): Transport {
  return firstTransport(trust, now) === 'polling' ? 'polling' : 'upgrading';
}

/** Whether a page that gave up WebSockets should try one again. */
export const isForgiven = ({ strikes, until }: TransportTrust, now: number): boolean =>
  strikes > 0 && now >= until;
