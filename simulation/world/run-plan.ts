import { ADMIN_TOKEN } from '@/simulation/nodes/create-node';
import { judgeConnections } from '@/simulation/oracle/judge';
import { nameOf } from '@/simulation/people/person';
import { JUMP_MAX_MS } from '@/simulation/plan/make-plan';
import { perform } from '@/simulation/plan/perform';
import { mayHaveLostSecret, mayReturn, type Plan } from '@/simulation/plan/plan';
import type { TraceLine } from '@/simulation/trace/trace';
import { judgeRest } from './rest';
import { World } from './world';

/** Everybody is connected and everything sent so soon after all is calm … */
const CALM_MS = 10_000;
/** … or so soon where a new node may find in the store no secret to know people by: rule I6 has it wait for 15 s. */
const CALM_WITHOUT_SECRET_MS = 30_000;
/** … and whoever died is known to be gone after that … */
const REST_MS = 40_000;
/** … or, by rule P10, after a minute where a node is back under its name, or Redis as it was, and has nobody in the room. */
const REST_AFTER_RETURN_MS = 65_000;
const LOOK_EVERY_MS = 1_000;
/** A probe every 3 s, which waits for its answer as long. */
const NOTICED_WITHIN_MS = 8_000;

export interface Outcome {
  readonly plan: Plan;
  readonly complaints: readonly string[];
  readonly trace: readonly TraceLine[];
  readonly tasks: number;
  readonly virtualMs: number;
}

/** Lives through a plan. Called from no promise: what is resolved in it runs while it runs. */
export function runPlan(plan: Plan, isTraced: boolean): Outcome {
  const world = new World(plan, isTraced);
  const { scheduler, witness } = world;
  begin(world);
  watchReadiness(world);
  scheduler.run(plan.busyMs);
  const { lateMs } = world;
  world.calm();
  scheduler.run(scheduler.now + lateMs + (mayHaveLostSecret(plan) ? CALM_WITHOUT_SECRET_MS : CALM_MS));
  judgeConnections(world, false);
  scheduler.run(scheduler.now + restMsOf(plan));
  judgeRest(world);
  const { complaints } = witness;
  return { plan, complaints, trace: world.trace.lines, tasks: scheduler.tasksDone, virtualMs: scheduler.now };
}

/** What a lease said by a clock that was ahead lasts so much longer once that is right again. */
function restMsOf(plan: Plan): number {
  const isStoreAhead = plan.steps.some((step) => step.do === 'jump' && 'store' in step.where);
  return (mayReturn(plan) ? REST_AFTER_RETURN_MS : REST_MS) + (isStoreAhead ? JUMP_MAX_MS : 0);
}

function begin(world: World): void {
  for (const place of world.places) world.startNode(place);
  for (const person of world.people) {
    world.later(1_000 * world.scheduler.world.random.next(), () => {
      world.openPage(person, ({ chat }) => {
        void chat.naming.set(nameOf(person));
        if (person === world.warden) chat.adminToken.set(ADMIN_TOKEN);
      });
    });
  }
  const { classic } = world;
  if (classic !== null) world.on(classic.machine, () => classic.connect());
  for (const step of world.plan.steps) world.later(step.at, () => perform(world, step));
}

/** A node that cannot store says so, soon. */
function watchReadiness(world: World): void {
  const { store, scheduler, witness } = world;
  const look = () => {
    const since = store.troubleSince;
    for (const { name, node } of world.places) {
      if (since === null || node === null || !node.isUp || node.machine.state !== 'running') continue;
      const isLate = scheduler.now - Math.max(since, node.runsSince) > NOTICED_WITHIN_MS;
      if (isLate && node.isStoring) witness.complain(`${name} does not notice that it cannot store`);
    }
    world.later(LOOK_EVERY_MS, look);
  };
  look();
}
