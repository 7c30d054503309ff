import { LoadWindow } from './load-window';

/**
 * How long entries wait for each other, by how many deliveries (entries, times those who follow their room) a node has
 * made lately: a room where people merely talk stays below the light load. Nearly all that a delivery costs is its frame,
 * so that frames are shared when there are many.
 */
export const createDeliveryLoad = (now?: () => number): LoadWindow =>
  new LoadWindow({ lightPerSecond: 500, heavyPerSecond: 5_000, maxMs: 50, ...(now && { now }) });
