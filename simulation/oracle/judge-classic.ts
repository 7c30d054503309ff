import { LOBBY } from '@/lib/chat/protocol';
import { losesSomething } from '@/simulation/plan/plan';
import type { World } from '@/simulation/world/world';

/** The number of a text of the witness, at the end of what a program of the tutorial hears. */
const NUMBER = /: m(\d+)$/;

/**
 * A program of the tutorial hears everything that is said at rest, itself included, once and in the order in which pages
 * show it.
 * @param before how many texts had been written before
 */
export function judgeClassic({ plan, classic, pages, witness }: World, before: number): void {
  if (classic === null) return;
  if (classic.member === null) {
    // A name that it gave up, which Redis has lost, is taken for as long as the node lives at which it had it.
    if (!losesSomething(plan)) witness.complain(`${classic.name} is not there, or has no name`);
    return;
  }
  const isOfRest = (text: string) => Number(NUMBER.exec(text)?.[1]) > before;
  const heard = classic.heard.filter(isOfRest);
  const entries = pages[0]?.chat.rooms.get(LOBBY)?.store.getState().timeline.entries ?? [];
  const said = entries
    .flatMap((entry) =>
      entry.kind === 'posted' && !entry.isDeleted ? [`${entry.author.name}: ${entry.text}`] : [],
    )
    .filter(isOfRest);
  if (heard.join('\n') !== said.join('\n'))
    witness.complain(`${classic.name} heard [${heard.join(', ')}], where pages show [${said.join(', ')}]`);
  if (!heard.some((text) => text.startsWith(`${classic.name}: `)))
    witness.complain(`${classic.name} did not hear what it said itself`);
}
