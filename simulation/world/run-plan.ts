import type { Slice } from '@/lib/server/log/room-log';
import { judgeConnections, judgePresence, judgeRoom } from '@/simulation/oracle/judge';
import { Browser } from '@/simulation/people/browser';
import { openPage } from '@/simulation/people/open-page';
import type { Page } from '@/simulation/people/page';
import { nameOf } from '@/simulation/people/person';
import { perform } from '@/simulation/plan/perform';
import { mayHaveLostSecret, type Plan } from '@/simulation/plan/plan';
import type { TraceLine } from '@/simulation/trace/trace';
import { ROOMS } from './rooms';
import { World } from './world';

/** Everybody is connected and everything sent so soon after all is calm … */
const CALM_MS = 10_000;
/** … or so soon where a new node may find in the store no secret to know people by: rule I6 has it wait for 15 s. */
const CALM_WITHOUT_SECRET_MS = 30_000;
/** … and whoever died is known to be gone after that. */
const REST_MS = 40_000;
/** Of what is said at rest, and of who comes then. */
const LOOK_MS = 2_500;
/** How often everybody says something at rest. */
const ROUNDS = 3;
const ROUND_MS = 700;
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
  world.calm();
  scheduler.run(scheduler.now + (mayHaveLostSecret(plan) ? CALM_WITHOUT_SECRET_MS : CALM_MS));
  judgeConnections(world, false);
  scheduler.run(scheduler.now + REST_MS);
  judgeRest(world);
  const { complaints } = witness;
  return { plan, complaints, trace: world.trace.lines, tasks: scheduler.tasksDone, virtualMs: scheduler.now };
}

function begin(world: World): void {
  for (const place of world.places) world.startNode(place);
  for (const person of world.people) {
    world.later(1_000 * world.scheduler.world.random.next(), () => {
      world.openPage(person, ({ chat }) => void chat.naming.set(nameOf(person)));
    });
  }
  for (const step of world.plan.steps) world.later(step.at, () => perform(world, step));
}

/** Somebody comes, and again after everybody has said something. */
function judgeRest(world: World): void {
  const { scheduler } = world;
  lookAround(world);
  // Nobody is deaf who seems to hear: it is there at once.
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const person of world.people.keys()) perform(world, { do: 'write', person, room: 0 });
    scheduler.run(scheduler.now + ROUND_MS);
  }
  scheduler.run(scheduler.now + LOOK_MS);
  judgeConnections(world, true);
  lookAround(world);
  judgeReadiness(world);
}

/** What everybody is shown is what somebody is shown who comes now, and what a node reads in the logs. */
function lookAround(world: World): void {
  const { scheduler, witness } = world;
  const rooms = ROOMS.slice(0, world.plan.rooms);
  const newcomer = new Browser<Page>('10.0.1.1');
  openPage(world, newcomer, world.machine('Newcomer'), ({ chat }) => {
    for (const room of rooms) chat.show(room);
  });
  const logs = readLogs(world, rooms);
  scheduler.run(scheduler.now + LOOK_MS);
  const [fresh] = newcomer.pages;
  if (fresh === undefined) throw new Error('The newcomer has no page.');
  for (const room of rooms) {
    const log = logs.get(room);
    if (log === undefined) witness.complain(`the log of ${room} could not be read`);
    else judgeRoom(world, room, log, fresh);
    judgePresence(world, room, fresh);
  }
}

/** They are there once the world has gone on. */
function readLogs(world: World, rooms: readonly string[]): ReadonlyMap<string, Slice> {
  const logs = new Map<string, Slice>();
  const node = world.places[0]?.node;
  if (node == null) return logs;
  world.on(node.machine, () => {
    for (const room of rooms) void node.readLog(room).then((slice) => logs.set(room, slice));
  });
  return logs;
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

function judgeReadiness(world: World): void {
  for (const { name, node } of world.places) {
    if (node === null || !node.isUp) world.witness.complain(`${name} is not up`);
    else if (!node.isStoring) world.witness.complain(`${name} believes that it cannot store`);
  }
}
