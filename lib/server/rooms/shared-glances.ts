import type { Presence } from '@/lib/server/presence/store/presence';

/** For so long who looks into the directory is told of a room what somebody else was told. */
const GLANCE_MS = 1_000;
/** What has grown old is forgotten once so many rooms are remembered. */
const SWEEP_AFTER = 1_000;

type Glance = Presence['glance'];

interface Glanced {
  readonly at: number;
  readonly answer: ReturnType<Glance>;
}

/** One look at a room for all who search the directory within a second. @param now milliseconds that only grow */
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
    answer.catch(() => glanced.delete(key)); // Who asks next may be luckier.
    if (glanced.size > sweepAt) sweep();
    return answer;
  };
}
