import { type Result, reportOf } from '@/lib/chat/errors';
import type { PayloadOf, RequestName } from '@/lib/chat/events/requests';
import type { Environment } from '@/lib/client/environment/environment';
import { answerWithinMs, type RoundTrip } from './round-trip';
import type { Answered, Wire } from './wire';

/** What the page asks over its wires, and what the answers say of them. */
export interface Questions {
  /** Asks whether the node lives. */
  ping(id: number): Promise<void>;
  ask<E extends RequestName>(id: number, event: E, payload: PayloadOf<E>): Promise<Answered<E>>;
}

interface QuestionsOptions {
  readonly environment: Pick<Environment, 'now'>;
  /** The wire, if it is still there. */
  readonly wireOf: (id: number) => Wire | undefined;
  readonly tripOver: (id: number) => RoundTrip | null;
  /** Told of each answer over a wire that is still there; `sampleMs` where it says how long the link takes. */
  readonly answered: (id: number, sampleMs?: number) => void;
}

/** An answer is welcome this late: it says that the node lives after all. */
const PING_WITHIN_MS = 120_000;

/** Each request that was not answered lets the next take longer, until one is: answers may be long and the link narrow. */
const SLACK_GROWTH = 2;
const SLACK_MAX = 12;

export const UNANSWERED = { ok: false, error: reportOf('unanswered') } as const;

const isUnanswered = (answer: Result<unknown>): boolean => !answer.ok && answer.error.code === 'unanswered';

export function createQuestions({ environment, wireOf, tripOver, answered }: QuestionsOptions): Questions {
  let lastPing = 0;
  let slack = 1;
  return {
    ping: async (id) => {
      lastPing += 1;
      const ping = lastPing;
      const askedAt = environment.now();
      const answer = await wireOf(id)?.request('node:ping', {}, PING_WITHIN_MS);
      if (answer === undefined || isUnanswered(answer)) return;
      // An answer to an earlier question may have lain about while the machine slept.
      if (ping === lastPing) answered(id, environment.now() - askedAt);
      else answered(id);
    },
    ask: async (id, event, payload) => {
      const asked = wireOf(id)?.request(event, payload, slack * answerWithinMs(tripOver(id)));
      const answer = await (asked ?? (UNANSWERED as Answered<typeof event>));
      // What a connection answers that was left says nothing of the one there is.
      if (wireOf(id) === undefined) return answer;
      slack = isUnanswered(answer) ? Math.min(SLACK_MAX, slack * SLACK_GROWTH) : 1;
      if (!isUnanswered(answer)) answered(id);
      return answer;
    },
  };
}
