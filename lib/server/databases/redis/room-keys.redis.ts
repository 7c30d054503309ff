/**
 * The directory. Hash: id of a listed room -> a copy of its record, so that all are read at once. Sorted set: the same ids, by
 * what keeps them listed. String: a version that no other state of the hash has had.
 */
export const DIRECTORY = [
  'concord:rooms',
  'concord:written:{concord:rooms}',
  'concord:version:{concord:rooms}',
] as const;

/** All keys of a room share a hash tag, so that a script may touch them together on a Redis Cluster. */
export const logKeysOf = (room: string) => ({
  place: `concord:{${room}}:place`,
  log: `concord:{${room}}:log`,
  ids: `concord:{${room}}:ids`,
  forks: `concord:{${room}}:forks`,
  entries: `concord:{${room}}:kept`,
});

export const roomKey = (room: string) => `concord:{${room}}:about`;
export const moderationKey = (room: string) => `concord:{${room}}:order`;
/** The set decides who may enter, as it did before anybody noted how they were admitted. */
export const admittedKey = (room: string) => `concord:{${room}}:admitted`;
export const howKey = (room: string) => `concord:{${room}}:admissions`;

/** The version of the list of who is there, see presence.redis.ts: it stays when nobody is. */
export const membersVersionKey = (room: string) => `concord:{${room}}:members:version`;
