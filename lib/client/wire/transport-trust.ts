import type { Transport } from './wire';

/** What the page has learnt of WebSockets where it is: some proxies and virus scanners open them and swallow what is sent. */
export interface TransportTrust {
  /** WebSockets that opened and then carried nothing. */
  readonly strikes: number;
  /** Until then they count. */
  readonly until: number;
}

export const UNTRIED: TransportTrust = { strikes: 0, until: 0 };

/** One may have met a node in the instant in which it froze. */
const STRIKES_MAX = 2;

/** WebSockets get another chance after this, and after twice as long each time that they fail again. */
const FORGIVEN_AFTER_MS = 10 * 60_000;
const FORGIVEN_AFTER_MAX_MS = 60 * 60_000;

export function struck(trust: TransportTrust, now: number): TransportTrust {
  const strikes = trust.strikes + 1;
  const doublings = Math.max(0, strikes - STRIKES_MAX);
  return { strikes, until: now + Math.min(FORGIVEN_AFTER_MAX_MS, FORGIVEN_AFTER_MS * 2 ** doublings) };
}

/**
 * What the first attempt of a page uses. Polling that upgrades tries a WebSocket beside the session, which goes on without;
 * but a load balancer may lead all polling to one node, and where that is ending nothing but a WebSocket leads elsewhere.
 *
 * @param previous what the attempt before used, which failed
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

/** What the attempt beside it uses: browsers open one WebSocket to a host at a time, and a second waits for the first. */
export function otherTransport(trust: TransportTrust, now: number): Transport {
  return firstTransport(trust, now) === 'polling' ? 'polling' : 'upgrading';
}

/** Is a page that went without WebSockets to try one again? */
export const isForgiven = ({ strikes, until }: TransportTrust, now: number): boolean =>
  strikes > 0 && now >= until;
