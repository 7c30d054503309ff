import type { Entry } from '@/lib/chat/entry';
import type { Member } from '@/lib/chat/member';
import { EntryBatch } from '@/lib/server/feeds/entry-batch';
import type { FeedBounds } from '@/lib/server/feeds/feed-bounds';
import type { NodeMemory } from '@/lib/server/feeds/memory-budget';
import type { Run } from '@/lib/server/feeds/recent-entries';
import { RoomFeed } from '@/lib/server/feeds/room-feed';
import type { FeedShare, HoldingRoom } from '@/lib/server/feeds/room-memory';
import type { SessionSecrets } from '@/lib/server/identity/session-secrets';
import type { LoadWindow } from '@/lib/server/log/load-window';
import { type LoggedEntry, weightOf } from '@/lib/server/log/logged-entry';
import type { Appended, RoomLog } from '@/lib/server/log/room-log';
import { enforceModeration } from '@/lib/server/moderation/enforce-moderation';
import type { ModerationContext } from '@/lib/server/moderation/moderation-context';
import type { NodeModeration } from '@/lib/server/moderation/node-moderation';
import type { LiveRoster } from '@/lib/server/presence/live-roster';
import type { RoomPresence } from '@/lib/server/presence/room-presence';
import { RoomRoster } from '@/lib/server/presence/room-roster';
import type { RoomTyping } from '@/lib/server/presence/room-typing';

/** Tells everybody who is in a room at this node. */
export interface TellRoom {
  /** Called with the entries that follow those before. */
  entries(room: string, run: Run): void;
  /** @param undelivered what was never delivered, though it is older than `place` */
  history(room: string, place: Run, undelivered: readonly LoggedEntry[]): void;
}

/** What the rooms of a node share. */
export interface RoomOptions extends Pick<ModerationContext, 'rooms' | 'node'> {
  readonly moderation: NodeModeration;
  readonly members: ModerationContext['members'] & {
    readonly presence: RoomPresence;
    readonly typing: RoomTyping;
  };
  readonly secrets: Pick<SessionSecrets, 'renewed'>;
  readonly log: RoomLog;
  /** Reads entries older than all that is held. Others may share the read. */
  readonly readOlder: RoomLog['before'];
  readonly memory: Pick<NodeMemory, 'rooms' | 'queues'>;
  readonly load: LoadWindow;
  readonly bounds: FeedBounds;
  readonly lingerMs: number;
  readonly tell: TellRoom;
  readonly closed: (room: Room) => void;
}

/**
 * A room on this node. It opens with the first socket that enters it. When the last one leaves, its roster goes; its feed stays
 * for a while, so that what was acknowledged can be put back. Then the room closes, and the next socket opens another. What is
 * remembered of it for longer does not belong to it: see docs/decisions/0023.
 */
export class Room implements HoldingRoom {
  readonly id: string;
  readonly feed: RoomFeed;
  readonly #options: RoomOptions;
  readonly #batch: EntryBatch;
  readonly #memory: FeedShare;
  /** The sockets of this node that are in it, by id. */
  readonly #sockets = new Set<string>();
  /** None while there is no socket. */
  #roster: LiveRoster | undefined;
  #closing: NodeJS.Timeout | undefined;

  constructor(id: string, options: RoomOptions) {
    this.id = id;
    this.#options = options;
    // Nobody here knows what was done there while this node did not listen.
    options.rooms.store.forgetAdmissions(id);
    this.#memory = options.memory.rooms.share(this);
    this.#batch = new EntryBatch(
      (run) => this.#deliver(run),
      () => options.load.ms,
    );
    this.feed = this.#openFeed();
  }

  /** Returns whether any socket of this node is in it. */
  get hasPeople(): boolean {
    return this.#sockets.size > 0;
  }

  /** Who is there, at any node. Nobody is known while no socket of this node is there. */
  get roster(): RoomRoster {
    return this.#roster?.roster ?? new RoomRoster(this.id);
  }

  /** Who is there as far as the pages here were told. A page that joins starts from this. */
  get announcedRoster(): RoomRoster {
    return this.#roster?.announced ?? new RoomRoster(this.id);
  }

  /** Resolves once it is known what was said last and who is there. */
  loaded(): Promise<unknown> {
    return Promise.all([this.feed.loaded, this.#roster?.loaded]);
  }

  /** Called when a socket enters, under its member's name if they have one. May be called again. */
  enter(socketId: string, member: Member | null): void {
    if (this.#sockets.has(socketId)) return;
    clearTimeout(this.#closing);
    if (!this.hasPeople) this.#roster = this.#options.members.presence.open(this.id);
    this.#sockets.add(socketId);
    if (member !== null) this.named(member);
  }

  /** Called when a socket has left. Others are told after `graceMs`, unless another tab of the member is there by then. */
  leave(socketId: string, member: Member | null, graceMs?: number): void {
    if (!this.#sockets.delete(socketId)) return;
    if (!this.hasPeople) this.#empty();
    if (member === null) return;
    this.unnamed(member.id, graceMs);
    this.#options.members.typing.leave(this.id, member, socketId);
  }

  /** Called when the member of a socket in the room has a name from now on. */
  named(member: Member): void {
    this.#options.members.presence.enter(this.id, member);
  }

  /** Called when the member no longer has a name, or has left: as {@link leave}. */
  unnamed(memberId: string, graceMs?: number): void {
    this.#options.members.presence.leave(this.id, memberId, graceMs);
  }

  type(member: Member, socketId: string, isTyping: boolean): void {
    this.#options.members.typing.set(this.id, member, socketId, isTyping);
  }

  /** Called when the member sends a message, which itself shows that they have stopped typing. */
  said(memberId: string): void {
    this.#options.members.typing.said(this.id, memberId);
  }

  append(entry: Entry): Promise<Appended> {
    return this.#options.memory.queues.during(weightOf(entry), () => this.feed.append(entry));
  }

  giveWay(maxBytes: number): void {
    this.feed.giveWay(maxBytes);
  }

  /** Called once nobody has been here for a while, or when the node closes. May be called again. */
  close(): void {
    this.#sockets.clear();
    if (this.#roster !== undefined) this.#closeRoster();
    clearTimeout(this.#closing);
    this.feed.close();
    this.#memory.close();
    this.#batch.close();
    this.#options.closed(this);
  }

  #empty(): void {
    this.#closeRoster();
    this.#closing = setTimeout(() => this.close(), this.#options.lingerMs).unref();
  }

  #closeRoster(): void {
    this.#options.members.presence.closeRoom(this.id);
    this.#roster = undefined;
  }

  #openFeed(): RoomFeed {
    const { log, readOlder, memory, bounds, load } = this.#options;
    return new RoomFeed({
      ...bounds,
      room: this.id,
      log,
      readOlder,
      memory: this.#memory,
      queues: memory.queues,
      listener: {
        delivered: (run) => {
          load.add(run.entries.length * this.#sockets.size);
          this.#batch.add(run);
        },
        attaching: () => this.#batch.flush(),
        changed: (place, undelivered) => this.#changeHistory(place, undelivered),
      },
      putBackRoom: (isLossKnown) => this.#putBack(isLossKnown),
    });
  }

  /** Removes members whom the entries say are removed, before anybody is told of the entries. */
  #deliver(run: Run): void {
    enforceModeration(this.#options, this.id, run.entries);
    this.#options.tell.entries(this.id, run);
  }

  #changeHistory(place: Run, undelivered: readonly LoggedEntry[]): void {
    const { moderation, tell } = this.#options;
    this.#batch.flush();
    enforceModeration(this.#options, this.id, undelivered);
    moderation.cache.changed(this.id); // These need not include everything that was done there.
    void moderation.stillAdmitted.checkAll(this.id);
    tell.history(this.id, place, undelivered);
  }

  /** Puts back what this node remembers of the room beside its entries, before anybody is told that its history changed. */
  async #putBack(isLossKnown: boolean): Promise<void> {
    const { secrets, rooms, moderation } = this.#options;
    await secrets.renewed();
    await Promise.all([rooms.store.putBack(this.id, isLossKnown), moderation.cache.putBack(this.id)]);
  }
}
