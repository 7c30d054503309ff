import { failureOf, type PageFailure, type PagePart } from '@/lib/chat/page-failure';
import type { SessionStore } from '@/lib/client/state/chat-store';
import type { Request } from '@/lib/client/wire/wire';

/** Tells a node which parts of the page have failed, each once. */
export interface FailureReports {
  add(part: PagePart, error: unknown): void;
}

/** Reports that cannot be sent now are sent with the next session. */
export function createFailureReports(request: Request, session: SessionStore): FailureReports {
  const waiting = new Map<PagePart, PageFailure>();
  const told = new Set<PagePart>();

  const tell = async (failure: PageFailure) => {
    // Removed while the request is in flight, so that it is not sent twice: after a move to another node the old connection may
    // still answer.
    waiting.delete(failure.part);
    const result = await request('page:failed', failure);
    if (!result.ok && result.error.retryable) waiting.set(failure.part, failure);
  };
  session.subscribe((now, before) => {
    if (now.session !== before.session) for (const failure of waiting.values()) void tell(failure);
  });

  return {
    add: (part, error) => {
      if (told.has(part)) return;
      told.add(part);
      const failure = failureOf(part, error);
      void tell(failure);
    },
  };
}
