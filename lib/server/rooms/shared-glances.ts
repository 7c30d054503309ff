import type { Presence } from '@/lib/server/presence/store/presence';

/** For this long, others who look into the directory get what was read of a room before. */
const GLANCE_MS = 1_000;
/** Outdated answers are forgotten once this many rooms are remembered. */
const SWEEP_AFTER = 1_000;

type Glance = Presence['glance'];

interface Glanced {
  readonly at: number;
  readonly answer: ReturnType<Glance>;
}

/** Shares one look at a room among all who search the directory within a second. @param now milliseconds that only grow */
export function sharingGlances(glance: Glance, now: () => number): Glance {
  const glanced = new Map<string, Glanced>();
  const isOld = ({ at }: Glanced) => now() - at >= GLANCE_MS;
  let sweepAt = SWEEP_AFTER;

  const sweep = () => {
    for (const [key, one] of glanced) if (isOld(one)) glanced.delete(key);
    sweepAt = glanced.size + SWEEP_AFTER;
  };

  return (room, limit) => {
    const key = `${limit} ${room}`;
    const known = glanced.get(key);
    if (known !== undefined && !isOld(known)) return known.answer;
    const answer = glance(room, limit);
    glanced.set(key, { at: now(), answer });
    answer.catch(() => glanced.delete(key)); // The next caller may be luckier.
    if (glanced.size > sweepAt) sweep();
    return answer;
  };
}
