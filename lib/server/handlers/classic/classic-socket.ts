import type { Namespace, Socket } from 'socket.io';
import type { ErrorCode, ErrorReport } from '@/lib/chat/errors';
import type { ChatContext } from '@/lib/server/handlers/chat-context';
import { toReport } from '@/lib/server/handlers/respond';

interface ClassicEvents {
  message: (text: string) => void;
}
type Requests = Record<'set_username' | 'message', (payload: unknown) => void>;
export type ClassicNamespace = Namespace<Requests, ClassicEvents>;
export type ClassicSocket = Socket<Requests, ClassicEvents>;

/** Does what the client asked for, or sends the reason why not as a message: the classic protocol has no other answer. */
export async function telling(
  context: ChatContext,
  socket: ClassicSocket,
  prefix: string,
  work: () => Promise<void>,
): Promise<void> {
  try {
    await work();
  } catch (error) {
    socket.send(prefix + sentenceOf(toReport(context, error)));
  }
}

function sentenceOf({ code, message, freeNames = [], retryAfterMs = 0 }: ErrorReport): string {
  if (code === 'rate_limited') return `You are too fast. Please wait ${Math.ceil(retryAfterMs / 1_000)} s.`;
  if (code === 'quota_reached') {
    return `You have written as much as one may for now. Try again in ${Math.ceil(retryAfterMs / 1_000)} s.`;
  }
  const offer = freeNames.length === 0 ? '' : ` Free: ${freeNames.join(', ')}.`;
  return (TEXTS[code] ?? message) + offer;
}

const TEXTS: Partial<Record<ErrorCode, string>> = { name_required: 'Please set a username first.' };
