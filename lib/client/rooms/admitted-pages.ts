import type { Result } from '@/lib/chat/errors';
import type { AdmittedMember, AdmittedPage } from '@/lib/chat/events/admitted';
import type { Environment } from '@/lib/client/environment/environment';

/** Between two pages when a list is read again: searches share the rate limit, and nobody is waiting. */
const PACE_MS = 1_000;

/** Those who may enter a private room, as many as have been read. */
export interface AdmittedSoFar {
  readonly members: readonly AdmittedMember[];
  /** Where to continue; absent when everybody has been read. */
  readonly after?: string;
}

export interface AdmittedPages {
  /** Reads the next page, if there is one. Does nothing while one is being read. */
  readMore(): Promise<void>;
  /**
   * Reads everything again, a page at a time, and shows the old list until it is done. A call during that causes one more
   * round.
   */
  refresh(): Promise<void>;
  close(): void;
}

interface AdmittedPagesOptions {
  readonly read: (after: string) => Promise<Result<AdmittedPage>>;
  readonly changed: (known: AdmittedSoFar) => void;
  readonly after: Environment['after'];
}

/** Reads who may enter a private room, one page at a time. */
export function createAdmittedPages({ read, changed, after: later }: AdmittedPagesOptions): AdmittedPages {
  let known: AdmittedSoFar = { members: [] };
  let more: Promise<void> | undefined;
  let refreshing: Promise<void> | undefined;
  let isStale = false;
  let isClosed = false;

  const pause = (ms: number) => new Promise<void>((resolve) => later(ms, resolve));

  const show = (next: AdmittedSoFar) => {
    known = next;
    if (!isClosed) changed(known);
  };

  /** When rate-limited, waits and asks again. Returns `null` if the page cannot be read now. */
  async function pageBehind(after: string): Promise<AdmittedPage | null> {
    while (!isClosed) {
      const result = await read(after);
      if (result.ok) return result.data;
      const { retryAfterMs } = result.error;
      if (retryAfterMs === undefined) return null;
      await pause(retryAfterMs);
    }
    return null;
  }

  async function readNext(after: string): Promise<void> {
    const page = await pageBehind(after);
    if (page !== null) show(joined(known, page));
  }

  async function readAgain(): Promise<void> {
    let fresh: AdmittedSoFar = { members: [], after: '' };
    do {
      if (fresh.members.length > 0) await pause(PACE_MS);
      const page = await pageBehind(fresh.after ?? '');
      if (page === null) return;
      fresh = joined(fresh, page);
      await more; // Whatever that adds is read again, too.
    } while (fresh.after !== undefined && fresh.members.length < known.members.length);
    show(fresh);
  }

  async function refreshAll(): Promise<void> {
    while (isStale && !isClosed) {
      isStale = false;
      await readAgain();
    }
    refreshing = undefined;
  }

  return {
    readMore: async () => {
      if (known.after === undefined) return;
      more ??= readNext(known.after).finally(() => {
        more = undefined;
      });
      await more;
    },
    refresh: () => {
      isStale = true;
      refreshing ??= refreshAll();
      return refreshing;
    },
    close: () => {
      isClosed = true;
    },
  };
}

/** Adds a page, sorted by name, below what is there. A member on both pages stays in place. */
function joined({ members }: AdmittedSoFar, next: AdmittedSoFar): AdmittedSoFar {
  const all = new Map(members.map((member) => [member.id, member]));
  for (const member of [...next.members].sort(byName)) {
    if (!all.has(member.id)) all.set(member.id, member);
  }
  return { members: [...all.values()], ...(next.after === undefined ? {} : { after: next.after }) };
}

const byName = (one: AdmittedMember, other: AdmittedMember): number =>
  (one.name ?? '').localeCompare(other.name ?? '');
