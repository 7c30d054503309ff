import { START } from '@/lib/chat/entry';
import { topOf } from '@/lib/chat/timeline/timeline';
import { Balancer } from '@/simulation/network/balancer';
import { Link } from '@/simulation/network/link';
import type { Place } from '@/simulation/nodes/place';
import type { Witness } from '@/simulation/oracle/witness';
import { mayHaveLostSecret, type Plan } from '@/simulation/plan/plan';
import type { Trace } from '@/simulation/trace/trace';
import type { Machine } from '@/simulation/world/machine';
import type { Scheduler } from '@/simulation/world/scheduler';
import type { Browser } from './browser';
import { Page } from './page';
import { openWireOf } from './page-wire';

/** The world, as far as a page has to do with it. */
interface WorldOfPages {
  readonly plan: Plan;
  readonly scheduler: Scheduler;
  readonly places: readonly Place[];
  readonly witness: Witness;
  readonly trace: Trace;
  on(machine: Machine, run: () => void): void;
}

/** How long it takes from a page to the nodes. */
const PAGE_DELAY_MS = 20;

/** How soon who was removed from a room wants to come back. */
const COMES_AGAIN_MS = 3_000;

/** On its machine, as all that it begins is to go on there. */
export function openPage(
  world: WorldOfPages,
  browser: Browser<Page>,
  machine: Machine,
  opened: (page: Page) => void = () => {},
  firstRoom?: string,
): void {
  const { scheduler, places, witness, trace } = world;
  const isClockWrong = world.plan.steps.some((step) => step.do === 'jump' && 'store' in step.where);
  const balancer = new Balancer(scheduler, places);
  const openWire = openWireOf({
    scheduler,
    balance: () => balancer.balance(),
    noted: (from, to, what) => trace.note(scheduler.now, from, to, what),
    recognized: (cookie, memberId) => {
      const known = cookie === undefined ? undefined : memberIn(cookie);
      if (known !== undefined && known !== memberId && !mayHaveLostSecret(world.plan))
        witness.complain(`${machine.name} came as ${known} and was taken for ${memberId}`);
    },
  });
  world.on(machine, () => {
    const page = new Page({
      browser,
      machine,
      scheduler,
      link: new Link(machine.name, PAGE_DELAY_MS),
      openWire,
      isAnyNodeReady: (asking) => balancer.isAnyNodeReady(asking),
      ...(firstRoom === undefined ? {} : { firstRoom }),
      told: (news) => {
        if (news.type === 'kept') witness.kept(news.message.key, news.message.text);
        else if (news.position !== null) witness.stored(news.key);
      },
    });
    const comeAgain = (room: string) =>
      void scheduler.after(COMES_AGAIN_MS, () => page.chat.rooms.get(room)?.enterAgain(), {
        machine,
        isTimer: true,
      });
    watchRooms(page, isClockWrong, comeAgain, (complaint) => witness.complain(complaint));
    opened(page);
  });
}

/** Nothing that it has shown is taken back but by another history, and that is a later one. */
function watchRooms(
  { chat, machine }: Page,
  isClockWrong: boolean,
  whenRemoved: (room: string) => void,
  complain: (what: string) => void,
): void {
  const watched = new Set<string>();
  const watch = () => {
    for (const { id, store } of chat.rooms.all) {
      if (watched.has(id)) continue;
      watched.add(id);
      store.subscribe(({ removal }, { removal: before }) => {
        if (removal !== null && before === null) whenRemoved(id);
      });
      store.subscribe(({ timeline }, { timeline: before }) => {
        if (before.epoch === null || timeline === before) return;
        const isBack = timeline.epoch === before.epoch && topOf(timeline) < topOf(before);
        if (isBack)
          complain(`${machine.name} goes back from ${topOf(before)} to ${topOf(timeline)} in ${id}`);
        // Where everything is lost, there is no history; and the clock of the store says what comes next.
        const isLater =
          (timeline.epoch ?? 0) >= before.epoch || timeline.epoch === START.epoch || isClockWrong;
        if (!isLater) complain(`${machine.name} goes back to an epoch before in ${id}`);
      });
    }
  };
  watch();
  chat.session.subscribe(watch);
}

/** Whom a cookie names. */
function memberIn(cookie: string): string | undefined {
  const payload = cookie.split('=')[1]?.split('.')[1] ?? '';
  return (JSON.parse(Buffer.from(payload, 'base64url').toString()) as { sub?: string }).sub;
}
