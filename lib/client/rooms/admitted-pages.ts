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

interface AdmittedPagesOptions {
  readonly read: (after: string) => Promise<Result<AdmittedPage>>;
  readonly changed: (known: AdmittedSoFar) => void;
  readonly after: Environment['after'];
}

/** Reads who may enter a private room, one page at a time. */
export class AdmittedPages {
  readonly #options: AdmittedPagesOptions;
  #known: AdmittedSoFar = { members: [] };
  #more: Promise<void> | undefined;
  #refreshing: Promise<void> | undefined;
  #isStale = false;
  #isClosed = false;

  constructor(options: AdmittedPagesOptions) {
    this.#options = options;
  }

  /** Reads the next page, if there is one. Does nothing while one is being read. */
  async readMore(): Promise<void> {
    const { after } = this.#known;
    if (after === undefined) return;
    this.#more ??= this.#readNext(after).finally(() => {
      this.#more = undefined;
    });
    await this.#more;
  }

  /**
   * Reads everything again, a page at a time, and shows the old list until it is done. A call during that causes one more
   * round.
   */
  refresh(): Promise<void> {
    this.#isStale = true;
    this.#refreshing ??= this.#refreshAll();
    return this.#refreshing;
  }

  close(): void {
    this.#isClosed = true;
  }

  async #readNext(after: string): Promise<void> {
    const page = await this.#pageBehind(after);
    if (page !== null) this.#show(joined(this.#known, page));
  }

  async #refreshAll(): Promise<void> {
    while (this.#isStale && !this.#isClosed) {
      this.#isStale = false;
      await this.#readAgain();
    }
    this.#refreshing = undefined;
  }

  async #readAgain(): Promise<void> {
    let fresh: AdmittedSoFar = { members: [], after: '' };
    do {
      if (fresh.members.length > 0) await this.#pause(PACE_MS);
      const page = await this.#pageBehind(fresh.after ?? '');
      if (page === null) return;
      fresh = joined(fresh, page);
      await this.#more; // Whatever that adds is read again, too.
    } while (fresh.after !== undefined && fresh.members.length < this.#known.members.length);
    this.#show(fresh);
  }

  /** When rate-limited, waits and asks again. Returns `null` if the page cannot be read now. */
  async #pageBehind(after: string): Promise<AdmittedPage | null> {
    while (!this.#isClosed) {
      const result = await this.#options.read(after);
      if (result.ok) return result.data;
      const { retryAfterMs } = result.error;
      if (retryAfterMs === undefined) return null;
      await this.#pause(retryAfterMs);
    }
    return null;
  }

  #pause(ms: number): Promise<void> {
    return new Promise((resolve) => this.#options.after(ms, resolve));
  }

  #show(known: AdmittedSoFar): void {
    this.#known = known;
    if (!this.#isClosed) this.#options.changed(known);
  }
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
