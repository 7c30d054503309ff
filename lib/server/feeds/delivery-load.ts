import { LoadWindow } from '@/lib/server/log/load-window';

/**
 * How long after a beat everything that the nodes wrote on it has arrived: through the store and back, and half as long again.
 */
const COME_BY_MS = 15;

/**
 * How long entries wait for each other, by how many deliveries (entries times followers of their room) a node has made
 * recently: a room where people merely talk stays below the light load. Nearly all that a delivery costs is its frame, so when
 * there are many, entries share frames.
 */
export const createDeliveryLoad = (now?: () => number): LoadWindow =>
  new LoadWindow({
    lightPerSecond: 500,
    heavyPerSecond: 5_000,
    afterBeatMs: COME_BY_MS,
    ...(now && { now }),
  });
