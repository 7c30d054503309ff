import type { Entry } from '@/lib/chat/entry';
import type { ModerationAction } from '@/lib/chat/moderation';
import { losesSomething } from '@/simulation/plan/plan';
import type { World } from '@/simulation/world/world';

/** A node believes what it read a second ago, and a message that it let pass may have been on its way to the store for long. */
const MUTED_WITHIN_MS = 10_000;

/** Whoever is muted writes nothing: by the times that the nodes gave, which have to be right. */
export function judgeMutes({ plan, witness }: World, room: string, entries: readonly Entry[]): void {
  if (losesSomething(plan) || plan.steps.some((step) => step.do === 'jump')) return;
  const mutes = new Map<string, ModerationAction>();
  for (const entry of entries) {
    if (entry.kind === 'moderated') {
      const { kind, member } = entry.action;
      if (member !== undefined && kind === 'mute') mutes.set(member.id, entry.action);
      if (member !== undefined && kind === 'unmute') mutes.delete(member.id);
    } else if (entry.kind === 'posted') {
      const { at, until = Number.POSITIVE_INFINITY } = mutes.get(entry.author.id) ?? {};
      const isMuted = at !== undefined && entry.at > at + MUTED_WITHIN_MS && entry.at < until;
      if (isMuted)
        witness.complain(`${entry.author.name} wrote "${entry.text}" in ${room}, and is muted there`);
    }
  }
}
