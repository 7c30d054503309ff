import type { Attack } from './attack';
import { deepJson } from './deep-json';
import { directory } from './directory';
import { flood } from './flood';
import { halfOpen } from './half-open';
import { invites } from './invites';
import { joins } from './joins';
import { longHistory } from './long-history';
import { manyNetworks } from './many-networks';
import { pings } from './pings';
import { searches } from './searches';
import { slowReaders } from './slow-readers';
import { stackedMarks } from './stacked-marks';

/** In the order in which they come. Those that leave most behind are last. */
export const ATTACKS: readonly Attack[] = [
  pings,
  slowReaders,
  deepJson,
  stackedMarks,
  joins,
  searches,
  invites,
  directory,
  manyNetworks,
  halfOpen,
  flood,
  longHistory,
];
