import { ChatError, type ErrorReport, type Result, reportOf } from '@/lib/chat/errors';
import { type AnswerOf, type Asked, REQUESTS, type RequestName } from '@/lib/chat/events/requests';
import type { ChatContext } from './chat-context';
import type { PageConnection } from './page-connection';

/** Handles one kind of request, for all connections. It may send the answer itself if the moment matters. */
export type Handler<E extends RequestName> = (
  session: PageConnection,
  asked: Asked<E>,
  answer: (result: Result<AnswerOf<E>>) => void,
) => Promise<AnswerOf<E>> | Promise<void>;

/**
 * What happens to every request: limit, validate, do, answer. A request without a callback is ignored: none of our pages sends
 * one. A client that is too fast is told so before its payload is looked at.
 */
export async function respond<E extends RequestName>(
  event: E,
  handle: Handler<E>,
  session: PageConnection,
  payload: unknown,
  answer: unknown,
): Promise<void> {
  if (typeof answer !== 'function') return;
  let isAnswered = false;
  const answerOnce = (result: Result<AnswerOf<E>>) => {
    if (!isAnswered) answer(result);
    isAnswered = true;
  };
  try {
    const { rate, input } = REQUESTS[event];
    if (rate !== null) await session.pass(rate, timesOf(payload));
    const asked = input.safeParse(payload);
    if (!asked.success) throw new ChatError('bad_request', { cause: asked.error });
    const data = await handle(session, asked.data as Asked<E>, answerOnce);
    if (data !== undefined) answerOnce({ ok: true, data });
  } catch (error) {
    answerOnce({ ok: false, error: toReport(session.context, error) });
  }
}

/**
 * In UTF-16 units. The longest message of letters or emoji has fewer. One of stacked marks or joined emoji has up to three times
 * as many, and costs the store, every node and every reader accordingly.
 */
const UNITS_IN_ONE = 8_192;

/** Returns how many messages this one counts as. */
export const timesOfText = (text: string): number => 1 + Math.floor(text.length / UNITS_IN_ONE);

/** Before the rate is checked, nothing of what was sent is looked at but its length. */
function timesOf(payload: unknown): number {
  const text = typeof payload === 'object' && payload !== null && 'text' in payload ? payload.text : '';
  return typeof text === 'string' ? timesOfText(text) : 1;
}

/** A failure as the client may see it. An unexpected one is logged under the id that the client gets. */
export function toReport(
  { node }: { readonly node: Pick<ChatContext['node'], 'logger' | 'randomId'> },
  error: unknown,
): ErrorReport {
  if (error instanceof ChatError) {
    if (error.code === 'store_unavailable') node.logger.debug({ err: error }, 'the store is not available');
    return reportOf(error.code, error.details);
  }
  const id = node.randomId();
  node.logger.error({ err: error, id }, 'unexpected failure of a request');
  return reportOf('internal', { id });
}
