import type { World } from '@/simulation/world/world';
import { act } from './act';
import { befallNode, befallWay } from './befall';
import { befallStore } from './befall-store';
import type { Deed } from './plan';

/** Does one thing of the plan, now. */
export function perform(world: World, deed: Deed): void {
  if ('person' in deed) act(world, deed);
  else if ('node' in deed) befallNode(world, deed);
  else if ('where' in deed) befallWay(world, deed);
  else befallStore(world, deed);
}
