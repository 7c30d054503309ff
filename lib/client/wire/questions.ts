import { type Result, reportOf } from '@/lib/chat/errors';
import type { PayloadOf, RequestName } from '@/lib/chat/events/requests';
import { answerWithinMs, type RoundTrip } from './round-trip';
import type { Answered, Wire } from './wire';

/** What the page asks over its wires, and what the answers say about them. */
export interface Questions {
  /** Asks whether the node is alive. */
  ping(id: number): Promise<void>;
  ask<E extends RequestName>(id: number, event: E, payload: PayloadOf<E>): Promise<Answered<E>>;
}

interface QuestionsOptions {
  readonly now: () => number;
  /** The wire, if it is still there. */
  readonly wireOf: (id: number) => Wire | undefined;
  readonly tripOver: (id: number) => RoundTrip | null;
  /** Called for each answer over a wire that is still there, with `sampleMs` if it says how long the link takes. */
  readonly answered: (id: number, sampleMs?: number) => void;
}

/** An answer is welcome even this late: it proves that the node is alive. */
const PING_WITHIN_MS = 120_000;

/** Each unanswered request gives the next more time, until one is answered: answers may be long and the link narrow. */
const SLACK_GROWTH = 2;
const SLACK_MAX = 12;

export const UNANSWERED = { ok: false, error: reportOf('unanswered') } as const;

const isUnanswered = (answer: Result<unknown>): boolean => !answer.ok && answer.error.code === 'unanswered';

export function createQuestions({ now, wireOf, tripOver, answered }: QuestionsOptions): Questions {
  let lastPing = 0;
  let slack = 1;
  return {
    ping: async (id) => {
      lastPing += 1;
      const ping = lastPing;
      const askedAt = now();
      const answer = await wireOf(id)?.request('node:ping', {}, PING_WITHIN_MS);
      if (answer === undefined || isUnanswered(answer)) return;
      // The answer to an earlier question may have waited while the machine slept, so its time says nothing.
      if (ping === lastPing) answered(id, now() - askedAt);
      else answered(id);
    },
    ask: async (id, event, payload) => {
      const asked = wireOf(id)?.request(event, payload, slack * answerWithinMs(tripOver(id)));
      const answer = await (asked ?? (UNANSWERED as Answered<typeof event>));
      // What a connection that was left answers says nothing about the current one.
      if (wireOf(id) === undefined) return answer;
      slack = isUnanswered(answer) ? Math.min(SLACK_MAX, slack * SLACK_GROWTH) : 1;
      if (!isUnanswered(answer)) answered(id);
      return answer;
    },
  };
}
