import { ChatError, type Result } from '@/lib/chat/errors';
import type { Asked } from '@/lib/chat/events/requests';
import type { Joined } from '@/lib/chat/events/session';
import type { Member } from '@/lib/chat/member';
import { kindOf } from '@/lib/chat/room';
import { markIn } from '@/lib/chat/unread';
import { withDeadline } from '@/lib/server/config/deadline';
import { toCatchUp } from '@/lib/server/feeds/frames';
import type { Room } from '@/lib/server/live-rooms/room';
import { checkMayEnter, mutedIn } from '@/lib/server/moderation/moderate';
import type { ModerationState } from '@/lib/server/records/moderation-state';
import type { RoomRecord } from '@/lib/server/records/room-record';
import { ownTurn } from '@/lib/server/rooms/own-turn';
import { infoFor } from '@/lib/server/rooms/room-access';
import type { ChatContext } from './chat-context';
import type { ChatSocket } from './chat-socket';
import { nowCalled } from './direct-names';
import { JoinedRooms, type Joining } from './joined-rooms';
import { type PageAsker, requireSeen } from './room-requests';

/**
 * How long a join waits for a room to be read, before the client is told why: it itself waits for 5 s. From a distant Redis
 * that takes four answers, one after the other, and one more before and after it.
 */
const JOIN_DEADLINE_MS = 3_500;
/** And for what the member has read elsewhere, which nobody is kept out for. */
const REACH_DEADLINE_MS = 500;

/** The rooms that one connection is in: comes in, is known there by its name, and leaves. */
export class ConnectionRooms {
  readonly #context: ChatContext;
  readonly #socket: ChatSocket;
  readonly #joined = new JoinedRooms();
  #name: string | null;

  constructor(context: ChatContext, socket: ChatSocket, name: string | null) {
    this.#context = context;
    this.#socket = socket;
    this.#name = name;
  }

  /** What the member is called, in all of them. */
  get name(): string | null {
    return this.#name;
  }

  get ids(): readonly string[] {
    return this.#joined.ids;
  }

  get #memberId(): string {
    return this.#socket.data.member.id;
  }

  /** The member, once it has a name. */
  get #named(): Member | null {
    return this.#name === null ? null : { id: this.#memberId, name: this.#name };
  }

  has(room: string): boolean {
    return this.#joined.has(room);
  }

  isJoining(room: string): boolean {
    return this.#joined.isJoining(room);
  }

  /** Who asks, as the connection knows it. */
  asker(): PageAsker {
    const { member, isReader = false } = this.#socket.data;
    const { id, isPassing, isAdmin } = member;
    const address = this.#context.entrance.addressOf(this.#socket.request);
    return { id, name: this.#name, isPassing, isAdmin, isReader, address, rooms: () => this.#joined.ids };
  }

  join(joining: Asked<'room:join'>, answer: (result: Result<Joined>) => void): Promise<void> {
    return this.#joined.during(joining, () => this.#join(joining, answer));
  }

  async #join(joining: Asked<'room:join'>, answer: (result: Result<Joined>) => void): Promise<void> {
    const { room, position } = joining;
    const record = await nowCalled(this.#context, await this.#enter(joining));
    const live = this.roomOf(room);
    const { feed } = live;
    const marking = this.#context.members.marks.knownOf(this.#socket.data.member, room);
    const [mark] = await Promise.all([marking, withDeadline(live.loaded(), JOIN_DEADLINE_MS)]);
    if (mark !== undefined) await withDeadline(feed.reach(mark), REACH_DEADLINE_MS).catch(() => {});
    const moderation = await this.#checkAgain(joining, record);
    await ownTurn(); // As a page of history: it may be as long.
    await feed.catchUp(position ?? null, (missing) => {
      this.#joined.checkWanted(joining);
      void this.#socket.join(room);
      const known = mark === undefined ? {} : { mark: markIn(feed.history, mark) };
      answer({
        ok: true,
        data: {
          room: infoFor(record, this.#memberId, moderation),
          catchUp: toCatchUp(room, missing),
          present: live.roster.present,
          ...known,
          ...mutedIn(moderation, this.asker(), this.#context.node.now()),
        },
      });
    });
  }

  async #enter(joining: Joining): Promise<RoomRecord> {
    const { room } = joining;
    const { rooms, liveRooms } = this.#context;
    const record = await rooms.access.requireVisible(room, this.#memberId);
    await checkMayEnter(this.#context, room, this.asker());
    if (record.kind === 'private') this.#enterSeen(record.id);
    if (this.#joined.enter(joining)) liveRooms.enter(room, this.#socket.id, this.#named);
    return record;
  }

  /** Nobody reads a private room who is on no list there. */
  #enterSeen(room: string): void {
    const member = requireSeen(this.asker());
    this.#context.rooms.store.nameAdmitted(room, member).catch(leftToTheNext);
  }

  /**
   * Once the tab counts as inside, so that a ban or a removal from now on puts it out: one from before, which was not known
   * when it was let in, is read here.
   */
  async #checkAgain(joining: Joining, { id: room, kind }: RoomRecord): Promise<ModerationState> {
    try {
      if (kind === 'private') await this.#context.rooms.access.requireVisible(room, this.#memberId);
      return await checkMayEnter(this.#context, room, this.asker());
    } catch (error) {
      if (this.#joined.isWanted(joining)) this.remove(room, 0);
      throw error;
    }
  }

  /** Answers whether the tab was there, or on its way. The others hear of it after `graceMs`, in case the member comes back. */
  remove(room: string, graceMs?: number): boolean {
    const wasIn = this.has(room);
    const isOut = this.#joined.leave(room);
    if (wasIn) this.#leaveRoom(room, graceMs);
    return isOut;
  }

  /** @throws ChatError `room_not_joined` */
  roomOf(room: string): Room {
    const live = this.has(room) ? this.#context.liveRooms.find(room) : undefined;
    if (live === undefined) throw new ChatError('room_not_joined');
    return live;
  }

  #leaveRoom(room: string, graceMs?: number): void {
    void this.#socket.leave(room);
    this.#context.liveRooms.find(room)?.leave(this.#socket.id, this.#named, graceMs);
  }

  /** The member, who may write, has a name and has joined the room: nobody else says anything there. */
  speakerIn(room: string): Member {
    if (this.#socket.data.isReader === true) throw new ChatError('guests_read');
    if (this.#name === null) throw new ChatError('name_required');
    if (!this.has(room)) throw new ChatError('room_not_joined');
    return { id: this.#memberId, name: this.#name };
  }

  /** A room that was not joined may be one to join first, or none at all. */
  async refuse(room: string): Promise<never> {
    await this.#context.rooms.access.requireVisible(room, this.#memberId);
    throw new ChatError('room_not_joined');
  }

  /** Is called that from now on, in every room. */
  take(name: string | null): void {
    const { rooms, liveRooms, members } = this.#context;
    const [before, id] = [this.#name, this.#memberId];
    const hidden = this.#joined.ids.filter((room) => kindOf(room) === 'private');
    for (const room of hidden) {
      if (name === null) this.remove(room);
      else rooms.store.nameAdmitted(room, { id, name }).catch(leftToTheNext);
    }
    this.#name = name;
    for (const room of this.#joined.ids) {
      if (name === null && before !== null) liveRooms.find(room)?.unnamed(id);
      if (name !== null && before === null) liveRooms.find(room)?.named({ id, name });
    }
    if (name !== null) members.presence.rename({ id, name });
  }

  /** Leaves them all. */
  clear(): void {
    for (const room of this.#joined.clear()) this.#leaveRoom(room);
  }
}

/** The name of who is let in is looked at again whenever they come in or change it. */
const leftToTheNext = () => {};
