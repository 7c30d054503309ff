import type { Member } from '@/lib/chat/member';
import type { PresenceChange } from '@/lib/chat/presence';
import { afterUnreferenced } from './after-unreferenced';
import { createLiveRoster, type LiveRoster } from './live-roster';
import { compareWithList, type LocalMember, LocalMembers } from './local-members';
import { NodeLease } from './node-lease';
import { OwnMembers } from './own-members';
import { PresenceBatches } from './presence-batches';
import type { PresenceNews } from './room-roster';
import type { Presence } from './store/presence';
import { StoreTrust } from './store-trust';

/** A tab that comes back within this time neither left nor came. */
const GRACE_MS = 10_000;

/** A change goes to everybody in the room: one millisecond of delay per member bounds the cost, up to a second. */
const TELL_EVERY_MIN_MS = 250;
const TELL_EVERY_MAX_MS = 1_000;

export interface RoomPresenceOptions {
  readonly store: Presence;
  readonly graceMs?: number;
  readonly tendEveryMs?: number;
  readonly settleMs?: number;
  /** Called every round, before the lease is renewed. */
  readonly renewing?: () => void;
  /** Tells the other nodes. May be lost: rosters are compared with the store from time to time. */
  readonly signal: (news: PresenceNews) => void;
  /** Called when something changed in a room that is open here. */
  readonly changed: (change: PresenceChange) => void;
}

/** How often a list is requested again because something changed meanwhile, before it waits for the next round. */
const LIST_TRIES = 3;
/** Entries in rooms where nobody is (a restored Redis has them) do no harm for a minute. */
const VACATE_EVERY_ROUNDS = 10;

/**
 * Who is in the rooms of this node: counts its own tabs, and follows the news of the other nodes and the store's lists. What
 * could not be stored while the store was away is stored in a later round.
 */
export class RoomPresence {
  readonly #options: RoomPresenceOptions;
  readonly #graceMs: number;
  readonly #rooms = new Map<string, LiveRoster>();
  readonly #local = new LocalMembers();
  readonly #signals: PresenceBatches;
  readonly #changes: PresenceBatches;
  #tending: Promise<void> | undefined;
  #rounds = 0;
  readonly #trust: StoreTrust;
  readonly #own: OwnMembers;
  #isClosed = false;
  readonly #lease: NodeLease;

  constructor(options: RoomPresenceOptions) {
    this.#options = options;
    this.#graceMs = options.graceMs ?? GRACE_MS;
    this.#trust = new StoreTrust(options.settleMs);
    this.#signals = new PresenceBatches({
      windowMs: () => TELL_EVERY_MIN_MS,
      after: afterUnreferenced,
      tell: options.signal,
    });
    this.#changes = new PresenceBatches({
      windowMs: (room) => Math.min(Math.max(this.#count(room), TELL_EVERY_MIN_MS), TELL_EVERY_MAX_MS),
      after: afterUnreferenced,
      tell: (news) => this.#announce(news),
    });
    this.#own = new OwnMembers({
      store: options.store,
      trust: this.#trust,
      local: this.#local,
      changing: (room) => {
        const opened = this.#rooms.get(room);
        if (opened) opened.agreed = undefined;
      },
      tell: (room, news) => this.#tell(room, news),
    });
    this.#lease = new NodeLease({
      store: options.store,
      trust: this.#trust,
      everyMs: options.tendEveryMs,
      renewing: options.renewing,
      renewed: () => this.#tendOnce(),
    });
  }

  /** Follows who is in the room, until it is closed. */
  open(room: string): LiveRoster {
    const opened = createLiveRoster(room);
    this.#rooms.set(room, opened);
    this.#compare(room, opened).catch(noteLater);
    return opened;
  }

  closeRoom(room: string): void {
    this.#rooms.delete(room);
    this.#changes.drop(room);
  }

  /** Called when the member has one more tab in the room. */
  enter(room: string, member: Member): void {
    const known = this.#local.find(room, member.id);
    if (known === undefined) {
      this.#local.put(room, { member, tabs: 1, listsBefore: null });
      this.#own.put(room, member).catch(noteLater);
      return;
    }
    clearTimeout(known.leaving);
    known.tabs += 1;
    this.#renameIn(room, known, member);
  }

  /** Called when the member has one tab less. After the last one, and without another within `graceMs`, they have left. */
  leave(room: string, memberId: string, graceMs = this.#graceMs): void {
    const known = this.#local.find(room, memberId);
    if (known === undefined || this.#isClosed) return;
    known.tabs -= 1;
    if (known.tabs > 0) return;
    if (graceMs === 0) this.#depart(room, memberId);
    else known.leaving = setTimeout(() => this.#depart(room, memberId), graceMs).unref();
  }

  rename(member: Member): void {
    for (const [room, members] of this.#local) {
      const known = members.get(member.id);
      if (known !== undefined) this.#renameIn(room, known, member);
    }
  }

  /** Called with news from another node. */
  hear(news: PresenceNews): void {
    const change = this.#rooms.get(news.room)?.roster.apply(news);
    if (change !== undefined) this.#changes.put(change);
  }

  /** Announces nothing about members who are still here: they come back at another node, or their lease ends. */
  close(): void {
    this.#isClosed = true;
    this.#lease.close();
    this.#signals.close();
    this.#changes.close();
    this.#local.stopLeaving();
  }

  #count(room: string): number {
    return this.#rooms.get(room)?.roster.count ?? 0;
  }

  #announce(news: PresenceNews): void {
    const announced = this.#rooms.get(news.room)?.announced;
    announced?.apply(news);
    if (announced !== undefined) this.#options.changed({ ...news, count: announced.count });
  }

  #tell(room: string, news: Partial<PresenceNews>): void {
    const whole = { room, joined: [], left: [], renamed: [], ...news };
    this.hear(whole);
    this.#signals.put(whole);
  }

  #depart(room: string, memberId: string): void {
    const leaving = this.#local.find(room, memberId);
    if (leaving === undefined) return;
    this.#local.delete(room, memberId);
    void this.#own.remove(room, leaving.member);
  }

  #renameIn(room: string, known: LocalMember, member: Member): void {
    const from = known.member.name;
    known.member = member;
    if (from === member.name) return;
    const renamed = [{ id: member.id, from, to: member.name }];
    // Stored before others are told: another node that is told earlier could find the old name in the store.
    const told = this.#own.put(room, member).finally(() => this.#tell(room, { renamed }));
    told.catch(noteLater);
  }

  #tendOnce(): void {
    this.#tending ??= this.#tend()
      .catch(noteLater)
      .finally(() => {
        this.#tending = undefined;
      });
  }

  async #tend(): Promise<void> {
    for (const node of this.#lease.dead) {
      await this.#options.store.reap(node, ({ room, member }) => this.#tell(room, { left: [member] }));
    }
    if (this.#lease.isForgotten) await this.#putAll();
    await this.#own.removeUnleft();
    for (const [room, opened] of this.#rooms) await this.#compare(room, opened);
    if (this.#rounds++ % VACATE_EVERY_ROUNDS === 0) await this.#vacate();
  }

  /** Removes what the store has under this node in rooms where it has nobody. */
  #vacate(): Promise<void> {
    const isHeld = (room: string) => this.#local.has(room) || !this.#trust.isTrusted(room);
    return this.#options.store.vacate(isHeld, ({ room, member }) => this.#tell(room, { left: [member] }));
  }

  async #putAll(): Promise<void> {
    this.#lease.isForgotten = false;
    try {
      for (const [room, members] of this.#local) await this.#own.putEach(room, [...members.values()]);
    } catch (error) {
      this.#lease.isForgotten = true;
      throw error;
    }
  }

  /** Corrects the roster by the store's list, unless the store is not trusted yet, and the store by the members here. */
  async #compare(room: string, opened: LiveRoster): Promise<void> {
    const { roster } = opened;
    for (let tries = 1; tries <= LIST_TRIES; tries++) {
      const { version } = roster;
      const list = this.#own.nextList();
      const known = opened.agreed?.roster === version ? opened.agreed.listed : null;
      const listed = await this.#own.doubting(room, this.#options.store.list(room, known));
      if (listed === null) return;
      if (roster.version !== version && tries < LIST_TRIES) continue;
      const { members, missing, lost, ghosts } = compareWithList(listed, this.#local.in(room), list);
      // The store had been told of them, so it may also have lost what others told it.
      if (lost.length > 0) this.#trust.doubtRoom(room);
      const isTrusted = this.#trust.isTrusted(room) || !opened.isLoaded;
      // If the list is out of date after all, it may miss somebody who has come since.
      const isStale = roster.version !== version;
      const difference = roster.difference(members);
      if (isTrusted) this.hear(isStale ? { ...difference, left: [] } : difference);
      if (!opened.isLoaded) this.#changes.flush(room); // Whoever waits for the list is told the whole of it.
      opened.markLoaded();
      const isAgreed = missing.length + ghosts.length === 0 && !isStale && isTrusted;
      if (isAgreed) opened.agreed = { listed: listed.version, roster: roster.version };
      if (this.#trust.isTrusted(room)) for (const ghost of ghosts) void this.#own.remove(room, ghost);
      await this.#own.putEach(room, lost);
      return;
    }
  }
}

/** The store is away, which is logged elsewhere; the next round catches up. */
const noteLater = () => {};
