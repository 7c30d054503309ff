import { failureOf, type PageFailure, type PagePart } from '@/lib/chat/page-failure';
import type { SessionStore } from '@/lib/client/state/chat-store';
import type { Request } from '@/lib/client/wire/wire';

/** Tells a node of parts of the page that have failed, each once. */
export interface FailureReports {
  add(part: PagePart, error: unknown): void;
}

/** What cannot be told now is told with the next session. */
export function createFailureReports(request: Request, session: SessionStore): FailureReports {
  const waiting = new Map<PagePart, PageFailure>();
  const told = new Set<PagePart>();

  const tell = async (failure: PageFailure) => {
    // Not twice at a time: a move to another node keeps what was asked of the one before.
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
