import { type Cluster, Command, type Redis } from 'ioredis';

/** Names a server of a cluster, HOST:PORT. */
export type Address = string;

const slotOf = (key: string): number => new Command('GET', [key]).getSlot();

/** The master that has `key` and its channel, as far as the client knows. */
export const homeOf = (cluster: Cluster, key: string): Address | undefined => cluster.slots[slotOf(key)]?.[0];

/** The client's own connection to the master that has `key`. */
export function masterOf(cluster: Cluster, key: string): Redis | undefined {
  const home = homeOf(cluster, key);
  return cluster.nodes('master').find((master) => addressOf(master) === home);
}

const addressOf = ({ options }: Redis): Address => `${options.host}:${options.port}`;

export const mastersOf = (cluster: Cluster): Address[] => cluster.nodes('master').map(addressOf);

export const isMaster = (cluster: Cluster, address: Address): boolean => mastersOf(cluster).includes(address);

/** In any cluster, a few thousand tries lead to each server. */
const TRIES = 100_000;

/** Returns what to put in braces so that a key or channel belongs to `address`. */
export function tagAt(cluster: Cluster, address: Address): string {
  for (let tag = 0; tag < TRIES; tag++) if (homeOf(cluster, `{${tag}}`) === address) return String(tag);
  return '0'; // It has no slots (any more): a listener there hears nothing, and is moved.
}
