import { setTimeout as pause } from 'node:timers/promises';
import { HELD, type RunningProxy } from '@/scripts/cluster/start-proxy';
import type { Fault } from './fault';

/** Of all gaps from half a second to ten, this one left most pages without a connection for good. */
const GAP_MS = 4_500;
/** How soon a page has its connection again after the network is well. */
const BACK_WITHIN_MS = 10_000;

/** Round trips of a busy satellite link, and of a phone at the edge of its network. */
const ROUND_TRIPS_MS = [2_400, 3_200, 4_000];
const SLOW_MS = 8_000;
/** A page that takes the link for dead once, and then learns how slow it is, is back after this time. */
const SLOW_QUIET_MAX_MS = 15_000;

const ONE_WAY_MS = 20_000;
/** With long polling, each message costs each reader a request, and all readers of the drill are one process. */
const ONE_WAY_MESSAGES_PER_SECOND = 8;
/** Time for a WebSocket in vain, and then long polling. */
const ONE_WAY_QUIET_MAX_MS = 12_000;

export const silentGap = (front: RunningProxy): Fault => ({
  name: `silent gap of ${GAP_MS / 1_000} s`,
  story: `Between the pages and the load balancer nothing passes either way for ${GAP_MS / 1_000} s; then everything does that was on its way.`,
  quietMaxMs: GAP_MS + BACK_WITHIN_MS,
  strike: async () => {
    front.delay({ up: HELD, down: HELD });
    await pause(GAP_MS);
    front.delay({});
  },
});

const slowLink = (front: RunningProxy): Fault => ({
  name: 'slow link',
  story: `A round trip between the pages and the load balancer takes ${ROUND_TRIPS_MS.map((ms) => ms / 1_000).join(', ')} s, for ${SLOW_MS / 1_000} s each.`,
  quietMaxMs: SLOW_QUIET_MAX_MS,
  strike: async () => {
    for (const ms of ROUND_TRIPS_MS) {
      front.delay({ up: ms / 2, down: ms / 2 });
      await pause(SLOW_MS);
    }
    front.delay({});
  },
});

const oneWayWebSockets = (front: RunningProxy): Fault => ({
  name: 'one-way WebSockets',
  story: `All connections end, and for ${ONE_WAY_MS / 1_000} s a new WebSocket opens and hears, but nothing that a page says over it arrives.`,
  quietMaxMs: ONE_WAY_QUIET_MAX_MS,
  messagesPerSecondMax: ONE_WAY_MESSAGES_PER_SECOND,
  strike: async () => {
    front.swallowAfter('Upgrade: websocket');
    front.cut();
    await pause(ONE_WAY_MS);
    front.swallowAfter(null);
  },
});

/** What happens between the pages and the load balancer. Long polling remains at the end. */
export const frontFaults = (front: RunningProxy): readonly Fault[] => [
  silentGap(front),
  slowLink(front),
  oneWayWebSockets(front),
];
