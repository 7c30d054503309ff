import { LoadWindow } from '@/lib/server/log/load-window';

/** So long after a beat what all nodes wrote on it has come: through the store and back, and half again. */
const COME_BY_MS = 15;

/**
 * How long entries wait for each other, by how many deliveries (entries, times those who follow their room) a node has
 * made lately: a room where people merely talk stays below the light load. Nearly all that a delivery costs is its frame,
 * so that frames are shared when there are many.
 */
export const createDeliveryLoad = (now?: () => number): LoadWindow =>
  new LoadWindow({
    lightPerSecond: 500,
    heavyPerSecond: 5_000,
    afterBeatMs: COME_BY_MS,
    ...(now && { now }),
  });
