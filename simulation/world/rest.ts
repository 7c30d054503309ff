import type { Slice } from '@/lib/server/log/room-log';
import { judgeConnections, judgePresence, judgeRoom } from '@/simulation/oracle/judge';
import { judgeClassic } from '@/simulation/oracle/judge-classic';
import { judgeReading } from '@/simulation/oracle/judge-reading';
import { Browser } from '@/simulation/people/browser';
import { openPage } from '@/simulation/people/open-page';
import type { Page } from '@/simulation/people/page';
import { pageOf } from '@/simulation/people/person';
import { perform } from '@/simulation/plan/perform';
import { burst } from './burst';
import { QUIET_ROOM, ROOMS } from './rooms';
import type { World } from './world';

/** Of what is said at rest, and of who comes then. */
const LOOK_MS = 2_500;
/** How often everybody says something at rest. */
const ROUNDS = 3;
const ROUND_MS = 700;
const BURST_SHARE = 0.25;
const LEAVING_SHARE = 0.04;
/** A room that nobody is in is closed after five minutes. */
const LEFT_MS = 320_000;
/** Until a log is read. */
const READ_MS = 50;

/** Somebody comes, and again after everybody has said something. */
export function judgeRest(world: World): void {
  const { scheduler } = world;
  lookAround(world);
  // Nobody is deaf who seems to hear: it is there at once.
  const textsBefore = world.witness.texts;
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const person of world.people.keys()) perform(world, { do: 'write', person, room: 0 });
    world.classic?.say(world.witness.newText());
    scheduler.run(scheduler.now + ROUND_MS);
  }
  scheduler.run(scheduler.now + LOOK_MS);
  judgeConnections(world, true);
  judgeClassic(world, textsBefore);
  lookAround(world);
  judgeReadiness(world);
  openTabs(world);
  // It takes a fifth of the time, and finds what it finds in most worlds.
  if (scheduler.world.random.isLucky(BURST_SHARE)) judgeBurst(world);
  if (scheduler.world.random.isLucky(LEAVING_SHARE)) judgeLeaving(world);
}

/** Once everybody has left, no node holds anything for them. */
function judgeLeaving(world: World): void {
  const { scheduler, witness, classic } = world;
  for (const page of [...world.pages, ...world.strangers]) page.soon(() => page.leave());
  if (classic !== null) world.on(classic.machine, () => classic.leave());
  scheduler.run(scheduler.now + LEFT_MS);
  for (const { name, node } of world.places) {
    if (node?.held != null) witness.complain(`${name} holds what nobody needs: ${node.held}`);
  }
}

/** Whoever comes while others talk misses nothing, and what a node did not hear it notices with the next that it hears. */
function judgeBurst(world: World): void {
  const { scheduler, witness } = world;
  const pages = burst(world);
  world.strangers.push(...pages);
  const logs = readLogs(world, [QUIET_ROOM]);
  scheduler.run(scheduler.now + READ_MS);
  const log = logs.get(QUIET_ROOM);
  if (log === undefined) witness.complain(`the log of ${QUIET_ROOM} could not be read`);
  else judgeRoom(world, QUIET_ROOM, log, pages);
}

/** What everybody is shown is what somebody is shown who comes now, and what a node reads in the logs. */
function lookAround(world: World): void {
  const { scheduler, witness } = world;
  const rooms = ROOMS.slice(0, world.plan.rooms);
  const newcomer = new Browser<Page>('10.0.1.1');
  openPage(world, newcomer, world.machine('Newcomer'), ({ chat }) => {
    for (const room of rooms) chat.show(room);
  });
  scheduler.run(scheduler.now + LOOK_MS);
  // Behind that: whoever comes to a room first after a loss begins its next epoch.
  const logs = readLogs(world, rooms);
  scheduler.run(scheduler.now + READ_MS);
  const [fresh] = newcomer.pages;
  if (fresh === undefined) throw new Error('The newcomer has no page.');
  world.strangers.push(fresh);
  for (const room of rooms) {
    const log = logs.get(room);
    if (log === undefined) witness.complain(`the log of ${room} could not be read`);
    else judgeRoom(world, room, log, [...world.pages, fresh]);
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

/** What a page says of itself is what another tab of its browser says that is opened now. */
function openTabs(world: World): void {
  const pages = [...world.pages];
  const fresh = new Map<Page['browser'], Page>();
  for (const person of world.people) {
    const page = pageOf(person);
    if (page === undefined) continue;
    const tab = world.machine(`${person.name}, again`);
    openPage(world, page.browser, tab, (opened) => fresh.set(page.browser, opened), page.chat.room.id);
  }
  world.scheduler.run(world.scheduler.now + LOOK_MS);
  for (const page of pages) {
    const other = fresh.get(page.browser);
    if (other !== undefined) judgeReading(world, page, other);
  }
}

function judgeReadiness(world: World): void {
  for (const { name, node } of world.places) {
    if (node === null || !node.isUp) world.witness.complain(`${name} is not up`);
    else if (!node.isStoring) world.witness.complain(`${name} believes that it cannot store`);
  }
}
