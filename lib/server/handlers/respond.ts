import type { ZodType } from 'zod';
import { ChatError, type ErrorReport, type Result, reportOf } from '@/lib/chat/errors';
import type { RateKind } from '@/lib/server/config/rate';
import type { ChatContext } from './chat-context';
import type { ChatSession } from './page-connection';

type Answer<T> = (result: Result<T>) => void;

/** Serves one event of the protocol, for all connections alike. */
export type Responder = (session: ChatSession, payload: unknown, answer: unknown) => Promise<void>;

/**
 * The rhythm of every acknowledged event: limit, validate, do, answer. Whoever asks for no answer gets none, and what it
 * sent is not acted upon: nothing of ours sends so. Whoever is too fast is told so before what it sent is looked at.
 * `work` may answer itself, where the moment matters.
 * @param rate what limits it, beside the rate of packets
 */
export function respond<Input, T>(
  rate: RateKind | null,
  schema: ZodType<Input, unknown>,
  work: (session: ChatSession, input: Input, answer: Answer<T>) => Promise<T> | Promise<void>,
): Responder {
  return async (session, payload, answer) => {
    if (typeof answer !== 'function') return;
    let isAnswered = false;
    const answerOnce = (result: Result<T>) => {
      if (!isAnswered) answer(result);
      isAnswered = true;
    };
    try {
      if (rate !== null) await session.pass(rate);
      const input = schema.safeParse(payload);
      if (!input.success) throw new ChatError('bad_request', { cause: input.error });
      const data = await work(session, input.data, answerOnce);
      if (data !== undefined) answerOnce({ ok: true, data });
    } catch (error) {
      answerOnce({ ok: false, error: toReport(session.context, error) });
    }
  };
}

/** A failure as a client may see it. What was not expected is logged under the id that the client gets. */
export function toReport(
  { logger, randomId }: Pick<ChatContext, 'logger' | 'randomId'>,
  error: unknown,
): ErrorReport {
  if (error instanceof ChatError) {
    if (error.code === 'store_unavailable') logger.debug({ err: error }, 'the store is not available');
    return reportOf(error.code, error.details);
  }
  const id = randomId();
  logger.error({ err: error, id }, 'unexpected failure of a request');
  return reportOf('internal', { id });
}
