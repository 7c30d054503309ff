import type { Page } from '@/simulation/people/page';
import { losesSomething } from '@/simulation/plan/plan';
import type { World } from '@/simulation/world/world';

/** A mute that is about to end may have ended for one of them. */
const ENDS_MS = 3_000;

/** How much is unread, and whether one may write, is the same in a page and in another of its browser that has just come. */
export function judgeReading({ plan, witness }: World, page: Page, fresh: Page): void {
  for (const { id, store } of page.chat.rooms.all) {
    const other = fresh.chat.rooms.get(id)?.store.getState();
    if (other === undefined) continue;
    const { unread, muted, timeline } = store.getState();
    const where = `${page.machine.name} in ${id}`;
    // Whose mark the store does not have, as it has lost it or never had one, has read everything as a newcomer; and one's own
    // messages count where they are not loaded.
    const isWhole = timeline.counted + other.timeline.counted === 0;
    const isKnown = !losesSomething(plan) && other.unread > 0 && (isWhole || unread === 0);
    // By rule U1 a page may not have heard that another of its member has read on, at another node.
    const isWrong = plan.nodes === 1 ? unread !== other.unread : unread < other.unread;
    if (isKnown && isWrong) witness.complain(`${where} has ${unread} unread, and a new tab ${other.unread}`);
    const ends = [muted, other.muted].map((mute) => mute?.until ?? Number.POSITIVE_INFINITY);
    // By the clocks of the nodes, which may differ.
    const isUncertain = plan.steps.some((step) => step.do === 'jump');
    const isEnding = ends.some((until) => until - fresh.now() < ENDS_MS);
    if ((muted === null) !== (other.muted === null) && !isEnding && !isUncertain)
      witness.complain(`${where} ${muted === null ? 'may write' : 'is muted'}, and a new tab otherwise`);
  }
}
