import type { Member, PresenceChange, Present } from '@/lib/chat/protocol';
import { type PresenceNews, RoomRoster } from './room-roster';
import type { Presence } from './stores/presence';

/** A tab that comes back within this time neither left nor came. */
const GRACE_MS = 10_000;
/** With a lease of 10 s, the others notice a dead node within 13 s. */
const TEND_EVERY_MS = 3_000;

export interface RoomPresenceOptions {
  readonly store: Presence;
  readonly graceMs?: number;
  readonly tendEveryMs?: number;
  /** Tells the other nodes; may be lost, as the rosters are compared with the store from time to time. */
  readonly signal: (news: PresenceNews) => void;
  /** Something changed in a room that is open here. */
  readonly changed: (change: PresenceChange) => void;
}

interface LocalMember {
  member: Member;
  tabs: number;
  leaving?: NodeJS.Timeout;
}

interface OpenRoom {
  readonly roster: RoomRoster;
  readonly loaded: Promise<void>;
  readonly markLoaded: () => void;
}

/** How often a list is asked for again because something was heard meanwhile, before it waits for the next round. */
const LIST_TRIES = 3;

/**
 * Who is in the rooms of this node: counts its own tabs, and follows what the other nodes and the store say. What the
 * store could not be told while it was away, it is told in a later round.
 */
export class RoomPresence {
  readonly #options: RoomPresenceOptions;
  readonly #graceMs: number;
  readonly #rooms = new Map<string, OpenRoom>();
  readonly #local = new Map<string, Map<string, LocalMember>>();
  #unleft: [room: string, member: Member][] = [];
  #tending: Promise<void> | undefined;
  #isClosed = false;
  readonly #timer: NodeJS.Timeout;

  constructor(options: RoomPresenceOptions) {
    this.#options = options;
    this.#graceMs = options.graceMs ?? GRACE_MS;
    this.#timer = setInterval(() => this.#tendOnce(), options.tendEveryMs ?? TEND_EVERY_MS);
    this.#timer.unref();
    this.#tendOnce();
  }

  open(room: string): void {
    let markLoaded = () => {};
    const loaded = new Promise<void>((resolve) => {
      markLoaded = resolve;
    });
    const opened = { roster: new RoomRoster(room), loaded, markLoaded };
    this.#rooms.set(room, opened);
    this.#compare(room, opened).catch(noteLater);
  }

  closeRoom(room: string): void {
    this.#rooms.delete(room);
  }

  /** Resolves once it is known who is in a room that is open. */
  async loaded(room: string): Promise<void> {
    await this.#rooms.get(room)?.loaded;
  }

  isOpen(room: string): boolean {
    return this.#rooms.has(room);
  }

  /** Who of a room that is open has this id. */
  find(room: string, memberId: string): Member | undefined {
    return this.#rooms.get(room)?.roster.find(memberId);
  }

  present(room: string): Present {
    return this.#rooms.get(room)?.roster.present ?? { count: 0, members: [] };
  }

  /** The member has one more tab in the room. */
  enter(room: string, member: Member): void {
    const members = this.#local.get(room) ?? new Map<string, LocalMember>();
    this.#local.set(room, members);
    const known = members.get(member.id);
    if (known === undefined) {
      members.set(member.id, { member, tabs: 1 });
      this.#put(room, member).catch(noteLater);
      return;
    }
    clearTimeout(known.leaving);
    known.tabs += 1;
    this.#renameIn(room, known, member);
  }

  /** One tab less; after the last, and without another within `graceMs`, the member has left. */
  leave(room: string, memberId: string, graceMs = this.#graceMs): void {
    const known = this.#local.get(room)?.get(memberId);
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

  /** News from another node. */
  hear(news: PresenceNews): void {
    const change = this.#rooms.get(news.room)?.roster.apply(news);
    if (change !== undefined) this.#options.changed(change);
  }

  /** Says nothing of those who are still here: they come back at another node, or their lease ends. */
  close(): void {
    this.#isClosed = true;
    clearInterval(this.#timer);
    for (const members of this.#local.values()) {
      for (const { leaving } of members.values()) clearTimeout(leaving);
    }
  }

  #tell(room: string, news: Partial<PresenceNews>): void {
    const whole = { room, joined: [], left: [], renamed: [], ...news };
    this.hear(whole);
    this.#options.signal(whole);
  }

  async #put(room: string, member: Member): Promise<void> {
    const { isFirst } = await this.#options.store.enter(room, member);
    if (isFirst) this.#tell(room, { joined: [member] });
  }

  async #remove(room: string, member: Member): Promise<void> {
    try {
      const { isLast } = await this.#options.store.leave(room, member.id);
      if (isLast) this.#tell(room, { left: [member] });
    } catch {
      this.#unleft.push([room, member]);
    }
  }

  #depart(room: string, memberId: string): void {
    const members = this.#local.get(room);
    const leaving = members?.get(memberId);
    if (members === undefined || leaving === undefined) return;
    members.delete(memberId);
    if (members.size === 0) this.#local.delete(room);
    void this.#remove(room, leaving.member);
  }

  #renameIn(room: string, known: LocalMember, member: Member): void {
    const from = known.member.name;
    known.member = member;
    if (from === member.name) return;
    const renamed = [{ id: member.id, from, to: member.name }];
    // In this order, or another node that hears of it could find the old name in the store.
    const told = this.#put(room, member).finally(() => this.#tell(room, { renamed }));
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
    const { isNew, departed } = await this.#options.store.renew();
    for (const { room, member } of departed) this.#tell(room, { left: [member] });
    const late = this.#unleft.filter(([room, { id }]) => !this.#local.get(room)?.has(id));
    this.#unleft = [];
    for (const [room, member] of late) await this.#remove(room, member);
    if (isNew) await this.#putAll();
    for (const [room, opened] of this.#rooms) await this.#compare(room, opened);
  }

  async #putAll(): Promise<void> {
    for (const [room, members] of this.#local) {
      for (const { member } of members.values()) await this.#put(room, member);
    }
  }

  /** Corrects the roster by the store, and the store by those who are here. */
  async #compare(room: string, { roster, markLoaded }: OpenRoom): Promise<void> {
    for (let tries = 1; tries <= LIST_TRIES; tries++) {
      const { version } = roster;
      const stored = await this.#options.store.list(room);
      const members = stored.map((member) => this.#local.get(room)?.get(member.id)?.member ?? member);
      if (roster.version !== version && tries < LIST_TRIES) continue;
      const difference = roster.difference(members);
      // A list that is out of date after all may miss somebody who has come since.
      const isStale = roster.version !== version;
      this.hear(isStale ? { ...difference, left: [] } : difference);
      markLoaded();
      const listed = new Map(stored.map(({ id, name }) => [id, name]));
      for (const { member } of this.#local.get(room)?.values() ?? []) {
        if (listed.get(member.id) !== member.name) await this.#put(room, member);
      }
      return;
    }
  }
}

/** The store is away and says so itself; the next round makes up for it. */
const noteLater = () => {};
