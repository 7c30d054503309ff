import type { World } from '@/simulation/world/world';
import { act } from './act';
import { befallNode, befallWay } from './befall';
import { befallStore } from './befall-store';
import type { PlannedEvent } from './plan';

/** Does one thing of the plan, now. */
export function perform(world: World, event: PlannedEvent): void {
  if ('person' in event) act(world, event);
  else if ('node' in event) befallNode(world, event);
  else if ('where' in event) befallWay(world, event);
  else befallStore(world, event);
}
