import { ChatError, type ErrorReport, reportOf } from '@/lib/chat/errors';
import type { Member } from '@/lib/chat/member';
import { numberedNames } from '@/lib/chat/text/text';
import { SITE_MEMBER } from '@/lib/chat/verified';
import type { Limit } from '@/lib/server/limits/limits';
import type { Holder, Names, Renamed } from './names';

/** A name is held for this long after its owner was here. */
const HOLD_MS = 24 * 60 * 60 * 1_000;
const RENEW_EVERY_MS = 60_000;
/** Who has no identity beyond the connection never comes back for the name: long enough to miss two renewals. */
const PASSING_HOLD_ROUNDS = 3;

/** Names that are offered in place of a taken one, and how many are looked at for them first, and at once after that. */
const OFFERED = 3;
const LOOKED_AT_FIRST = 10;
const LOOKED_AT = 50;
const LOOKED_AT_MAX = 10_000;

/** While the store is away, so many names wait to be released; a hold ends by itself as well. */
export const DEPARTED_MAX = 10_000;

/** One connection of a member to this node. */
export interface NamedTab {
  /** The member is called that from now on; `null` for not at all any more, and then why. */
  named(name: string | null, error?: ErrorReport): void;
}

export interface Arriving {
  readonly id: string;
  readonly name: string | null;
  /** Has the member no identity beyond this connection? */
  readonly isPassing: boolean;
}

interface MemberHere {
  name: string | null;
  isPassing: boolean;
  tabs: readonly NamedTab[];
}

export interface MemberNamesOptions {
  readonly store: Names;
  /** Tells the other nodes; may be lost, as names are compared with the store whenever they are renewed. */
  readonly signal: (news: Renamed) => void;
  /** A name that was held here is free. */
  readonly released?: () => void;
  readonly holdMs?: number | undefined;
  readonly renewEveryMs?: number | undefined;
}

/** What the members at this node are called: one name for all tabs of a member, held while it is here and a day longer. */
export class MemberNames {
  readonly #options: MemberNamesOptions;
  readonly #holdMs: number;
  readonly #passingHoldMs: number;
  readonly #here = new Map<string, MemberHere>();
  readonly #timer: NodeJS.Timeout;
  /** Whose names the store has not released yet. */
  readonly #departed = new Set<string>();
  #renewing: Promise<void> | undefined;

  constructor(options: MemberNamesOptions) {
    const { holdMs = HOLD_MS, renewEveryMs = RENEW_EVERY_MS } = options;
    this.#options = options;
    // Who goes, or dies with the node, was renewed up to a round before.
    this.#holdMs = holdMs + renewEveryMs;
    this.#passingHoldMs = PASSING_HOLD_ROUNDS * renewEveryMs;
    this.#timer = setInterval(() => this.#renewOnce(), renewEveryMs);
    this.#timer.unref();
  }

  /**
   * Makes the name the member's, for all nodes. Nobody is told yet.
   * @throws ChatError `name_taken` with names that are free, `store_unavailable`
   */
  async claim({ id, name, isPassing }: Arriving & Member): Promise<void> {
    const { store } = this.#options;
    try {
      if (await store.claim({ id, name, isPassing }, this.#holdMsOf(isPassing))) return;
    } catch (error) {
      // It was held a moment ago: nobody else can have claimed it since.
      if (this.#here.get(id)?.name === name) return;
      throw error;
    }
    const taken = await this.#taken(name);
    if (this.#here.get(id)?.name === name) this.#apply({ id, name: null }, undefined, reportOfTaken(taken));
    throw taken;
  }

  /**
   * As {@link claim}, for whoever comes and has most often had it before: that is not counted.
   * @param mayClaim passed where the name is another than the member has
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
   * Makes the name that its site gave it the member's, from whichever guest has it; where another verified member has
   * it, a numbered one. Gives the name. A member that comes again has the numbered one still.
   * @throws ChatError `name_taken` where all numbers are, `store_unavailable`
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

  /** The member has one more tab here, under a name that is claimed, or under that of its other tabs. */
  enter({ id, name, isPassing }: Arriving, tab: NamedTab): string | null {
    const member = this.#here.get(id) ?? { name: null, isPassing, tabs: [] };
    this.#here.set(id, member);
    if (member.tabs.length === 0) member.name = null; // It may be another's by now.
    member.tabs = member.tabs.concat(tab);
    member.isPassing &&= isPassing;
    // The other nodes have heard of it when it was claimed.
    if (name !== null && name !== member.name) this.#apply({ id, name }, tab);
    return member.name;
  }

  leave(id: string, tab: NamedTab): void {
    const member = this.#here.get(id);
    if (member !== undefined) member.tabs = member.tabs.filter((other) => other !== tab);
  }

  /** The member will never come back: its name is free at once. */
  depart(id: string): void {
    this.#here.delete(id);
    this.#releaseLater(id);
    this.#release().catch(leftToItsEnd);
  }

  /** How many members are known here, and how many names are to be released yet. */
  get remembered(): { readonly here: number; readonly departed: number } {
    return { here: this.#here.size, departed: this.#departed.size };
  }

  /** This node lives: whoever goes with it holds on to its name, and what could not be released is. */
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

  /** `by`, a tab of the member, has claimed the name: tells the others, at all nodes. */
  rename(member: Member, by: NamedTab): void {
    if (this.#here.get(member.id)?.name === member.name) return;
    this.#apply(member, by);
    this.#options.signal(member);
  }

  /** News from another node. It may be older than what is known here, so the store is asked. */
  hear(news: Renamed): void {
    const member = this.#here.get(news.id);
    if (member === undefined || member.name === news.name) return;
    if (member.name === null) this.#apply(news);
    else {
      const { name, isPassing } = member;
      this.#hold([{ id: news.id, name, isPassing }], isPassing).catch(leftToItsEnd);
    }
  }

  /** What these members are called, as far as it is known; a store that does not answer knows nothing. */
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

  /** Holds on to these names, and takes over what the store knows otherwise. */
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
    // What names look like takes long to work out, and most names have a number free among the first.
    const near = await this.#options.store.free(numberedNames(name, 2, LOOKED_AT_FIRST));
    if (near.length >= OFFERED) return near.slice(0, OFFERED);
    // Further apart each time: a name that thousands want is answered by a handful of looks.
    for (let [first, step] = [2, LOOKED_AT]; first < LOOKED_AT_MAX; first += step, step *= 2) {
      const free = await this.#options.store.free(numberedNames(name, first, LOOKED_AT));
      if (free.length > 0) return free.slice(0, OFFERED);
    }
    return [];
  }
}

const reportOfTaken = ({ code, details }: ChatError): ErrorReport => reportOf(code, details);

/** What the store could not be told while it was away, it is told in the next round, or the hold ends by itself. */
const leftToItsEnd = () => {};
