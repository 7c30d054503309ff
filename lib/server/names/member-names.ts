import { ChatError, type ErrorReport, reportOf } from '@/lib/chat/errors';
import type { Member } from '@/lib/chat/member';
import { numberedNames } from '@/lib/chat/text/text';
import { SITE_MEMBER } from '@/lib/chat/verified';
import type { Limit } from '@/lib/server/limits/limits';
import type { Holder, Names, Renamed } from './names';

/** How long a name is held after its owner was here. */
const HOLD_MS = 24 * 60 * 60 * 1_000;
const RENEW_EVERY_MS = 60_000;
/**
 * A member with no identity beyond the connection never comes back for the name, so the hold only has to survive two missed
 * renewals.
 */
const PASSING_HOLD_ROUNDS = 3;

/** How many names are offered in place of a taken one, and how many are looked at for that, first and in each later step. */
const OFFERED = 3;
const LOOKED_AT_FIRST = 10;
const LOOKED_AT = 50;
const LOOKED_AT_MAX = 10_000;

/** How many names wait to be released while the store is away; a hold also ends by itself. */
export const DEPARTED_MAX = 10_000;

/** One connection of a member to this node. */
export interface NamedTab {
  /** Tells the tab the member's new name; `null` if they no longer have one, and then why. */
  named(name: string | null, error?: ErrorReport): void;
}

export interface Arriving {
  readonly id: string;
  readonly name: string | null;
  /** Whether the member has no identity beyond this connection. */
  readonly isPassing: boolean;
}

interface MemberHere {
  name: string | null;
  isPassing: boolean;
  tabs: readonly NamedTab[];
}

export interface MemberNamesOptions {
  readonly store: Names;
  /** Tells the other nodes. May be lost: names are compared with the store whenever they are renewed. */
  readonly signal: (news: Renamed) => void;
  /** Called when a name that was held here is free. */
  readonly released?: () => void;
  readonly holdMs?: number | undefined;
  readonly renewEveryMs?: number | undefined;
}

/** The names of the members at this node: one name for all tabs of a member, held while they are here and a day longer. */
export class MemberNames {
  readonly #options: MemberNamesOptions;
  readonly #holdMs: number;
  readonly #passingHoldMs: number;
  readonly #here = new Map<string, MemberHere>();
  readonly #timer: NodeJS.Timeout;
  /** Members whose names the store has not released yet. */
  readonly #departed = new Set<string>();
  #renewing: Promise<void> | undefined;

  constructor(options: MemberNamesOptions) {
    const { holdMs = HOLD_MS, renewEveryMs = RENEW_EVERY_MS } = options;
    this.#options = options;
    // A member who leaves, or dies with the node, was last renewed up to a round before.
    this.#holdMs = holdMs + renewEveryMs;
    this.#passingHoldMs = PASSING_HOLD_ROUNDS * renewEveryMs;
    this.#timer = setInterval(() => this.#renewOnce(), renewEveryMs);
    this.#timer.unref();
  }

  /**
   * Gives the member the name, for all nodes. Nobody is told yet.
   * @throws ChatError `name_taken` with names that are free, `store_unavailable`
   */
  async claim({ id, name, isPassing }: Arriving & Member): Promise<void> {
    const { store } = this.#options;
    try {
      if (await store.claim({ id, name, isPassing }, this.#holdMsOf(isPassing))) return;
    } catch (error) {
      // This node held the name a moment ago: nobody else can have claimed it since.
      if (this.#here.get(id)?.name === name) return;
      throw error;
    }
    const taken = await this.#taken(name);
    if (this.#here.get(id)?.name === name) this.#apply({ id, name: null }, undefined, reportOfTaken(taken));
    throw taken;
  }

  /**
   * As {@link claim}, for a member who arrives. Usually they have the name already: keeping it does not count as a claim.
   * @param mayClaim the limit that applies if the member has another name now
   */
  async reclaim(member: Arriving & Member, mayClaim: Limit): Promise<void> {
    const { store, signal } = this.#options;
    // A store that does not answer gives no name away.
    const isKept = await store.keep(member, this.#holdMsOf(member.isPassing)).catch(() => undefined);
    if (isKept === true) return;
    if (isKept === false) await mayClaim();
    await this.claim(member);
    signal({ id: member.id, name: member.name });
  }

  /**
   * Gives the member the name that its site gave it, and takes it from any guest who has it; if another verified member has it,
   * a numbered one. Returns the name. A member who comes again still has the numbered one.
   * @throws ChatError `name_taken` if all numbers are taken, `store_unavailable`
   */
  async claimVerified({ id, name, isPassing }: Arriving & Member): Promise<string> {
    const { store, signal } = this.#options;
    const { isOwn, losers } = await store.seize(
      { id, name, isPassing },
      this.#holdMsOf(isPassing),
      SITE_MEMBER,
    );
    for (const loser of losers) {
      this.hear({ id: loser, name: null });
      signal({ id: loser, name: null });
    }
    const claimed = isOwn ? name : await this.#claimNumbered({ id, name, isPassing });
    signal({ id, name: claimed });
    return claimed;
  }

  async #claimNumbered({ id, name, isPassing }: Arriving & Member): Promise<string> {
    for (const numbered of numberedNames(name, 2, LOOKED_AT)) {
      const holder = { id, name: numbered, isPassing };
      if (await this.#options.store.claim(holder, this.#holdMsOf(isPassing))) return numbered;
    }
    throw await this.#taken(name);
  }

  /** Called when the member has one more tab here. Its name has been claimed; without one, it gets that of the other tabs. */
  enter({ id, name, isPassing }: Arriving, tab: NamedTab): string | null {
    const member = this.#here.get(id) ?? { name: null, isPassing, tabs: [] };
    this.#here.set(id, member);
    if (member.tabs.length === 0) member.name = null; // Somebody else may have it by now.
    member.tabs = member.tabs.concat(tab);
    member.isPassing &&= isPassing;
    // The other nodes were told when the name was claimed.
    if (name !== null && name !== member.name) this.#apply({ id, name }, tab);
    return member.name;
  }

  leave(id: string, tab: NamedTab): void {
    const member = this.#here.get(id);
    if (member !== undefined) member.tabs = member.tabs.filter((other) => other !== tab);
  }

  /** Called when the member will never come back: frees the name at once. */
  depart(id: string): void {
    this.#here.delete(id);
    this.#releaseLater(id);
    this.#release().catch(leftToItsEnd);
  }

  /** How many members are known here, and how many names still have to be released. */
  get remembered(): { readonly here: number; readonly departed: number } {
    return { here: this.#here.size, departed: this.#departed.size };
  }

  /**
   * Says that this node is alive, so that members who go with it keep their names, and releases what could not be released
   * before.
   */
  live(): void {
    this.#options.store.live().catch(leftToItsEnd);
    this.#release().catch(leftToItsEnd);
  }

  #releaseLater(id: string): void {
    this.#departed.add(id);
    const [oldest = ''] = this.#departed;
    if (this.#departed.size > DEPARTED_MAX) this.#departed.delete(oldest);
  }

  async #release(): Promise<void> {
    for (const id of this.#departed) {
      this.#departed.delete(id);
      await this.#options.store.release(id).catch((error: unknown) => {
        this.#releaseLater(id);
        throw error;
      });
      this.#options.released?.();
    }
  }

  /** Called when `by`, a tab of the member, has claimed the name: tells the other tabs, at all nodes. */
  rename(member: Member, by: NamedTab): void {
    if (this.#here.get(member.id)?.name === member.name) return;
    this.#apply(member, by);
    this.#options.signal(member);
  }

  /** Called with news from another node. It may be older than what is known here, so the store is asked. */
  hear(news: Renamed): void {
    const member = this.#here.get(news.id);
    if (member === undefined || member.name === news.name) return;
    if (member.name === null) this.#apply(news);
    else {
      const { name, isPassing } = member;
      this.#hold([{ id: news.id, name, isPassing }], isPassing).catch(leftToItsEnd);
    }
  }

  /** Returns the names of these members where known; none if the store does not answer. */
  async called(memberIds: readonly string[]): Promise<ReadonlyMap<string, string>> {
    const names = await this.#options.store.called(memberIds).catch(() => []);
    return new Map(
      memberIds.flatMap((id, index) => {
        const name = names[index] ?? this.#here.get(id)?.name ?? null;
        return name === null ? [] : [[id, name]];
      }),
    );
  }

  close(): void {
    clearInterval(this.#timer);
  }

  #apply({ id, name }: Renamed, by?: NamedTab, error?: ErrorReport): void {
    const member = this.#here.get(id);
    if (member === undefined) return;
    member.name = name;
    for (const tab of member.tabs) if (tab !== by) tab.named(name, error);
  }

  #renewOnce(): void {
    this.#renewing ??= this.#renew()
      .catch(leftToItsEnd)
      .finally(() => {
        this.#renewing = undefined;
      });
  }

  async #renew(): Promise<void> {
    const gone = [...this.#here].filter(([, { tabs }]) => tabs.length === 0);
    for (const isPassing of [false, true]) await this.#hold(this.#named(isPassing), isPassing);
    for (const [id, member] of gone) if (member.tabs.length === 0) this.#here.delete(id);
  }

  /** Renews these names, and takes over what the store has changed. */
  async #hold(members: readonly Holder[], isPassing: boolean): Promise<void> {
    const renamed = await this.#options.store.renew(members, this.#holdMsOf(isPassing), SITE_MEMBER);
    for (const { id, name } of renamed) {
      const before = this.#here.get(id)?.name ?? null;
      if (before === name || before === null) continue;
      const error = name === null ? reportOfTaken(await this.#taken(before)) : undefined;
      this.#apply({ id, name }, undefined, error);
    }
  }

  #holdMsOf(isPassing: boolean): number {
    return isPassing ? this.#passingHoldMs : this.#holdMs;
  }

  #named(isPassing: boolean): Holder[] {
    return [...this.#here].flatMap(([id, member]) =>
      member.name === null || member.isPassing !== isPassing || member.tabs.length === 0
        ? []
        : [{ id, name: member.name, isPassing }],
    );
  }

  async #taken(name: string): Promise<ChatError> {
    return new ChatError('name_taken', { freeNames: await this.#freeLike(name) });
  }

  async #freeLike(name: string): Promise<string[]> {
    // Working out what names look like takes long, and most names have a free number among the first.
    const near = await this.#options.store.free(numberedNames(name, 2, LOOKED_AT_FIRST));
    if (near.length >= OFFERED) return near.slice(0, OFFERED);
    // The steps grow, so that a few looks are enough even for a name that thousands want.
    for (let [first, step] = [2, LOOKED_AT]; first < LOOKED_AT_MAX; first += step, step *= 2) {
      const free = await this.#options.store.free(numberedNames(name, first, LOOKED_AT));
      if (free.length > 0) return free.slice(0, OFFERED);
    }
    return [];
  }
}

const reportOfTaken = ({ code, details }: ChatError): ErrorReport => reportOf(code, details);

/** What the store missed while it was away is told in the next round, or the hold ends by itself. */
const leftToItsEnd = () => {};
