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
import { infoFor } from '@/lib/server/rooms/room-access';
import type { ChatContext } from './chat-context';
import type { ChatSocket } from './chat-socket';
import { nowCalled } from './direct-names';
import { JoinedRooms, type Joining } from './joined-rooms';
import { type PageAsker, requireSeen } from './room-requests';

/**
 * How long a join waits until a room has been read, before the client is told why not: the client waits for 5 s. With a distant
 * Redis it takes four round trips one after another, and one more before and after them.
 */
const JOIN_DEADLINE_MS = 3_500;
/** How long it waits for what the member has read elsewhere, which keeps nobody out. */
const REACH_DEADLINE_MS = 500;

/** The rooms that one connection is in: it joins them, is present in them under its name, and leaves. */
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

  /** The member's name, the same in all rooms. */
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

  /** The member, as the connection knows them. */
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
    await this.#context.rooms.ownTurn(); // The answer may be as long as a page of history.
    await feed.catchUp(position ?? null, (missing) => {
      this.#joined.checkWanted(joining);
      void this.#socket.join(room);
      const known = mark === undefined ? {} : { mark: markIn(feed.history, mark) };
      answer({
        ok: true,
        data: {
          room: infoFor(record, this.#memberId, moderation),
          catchUp: toCatchUp(room, missing),
          present: live.announcedRoster.present,
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

  /** In a private room everybody who reads is listed. */
  #enterSeen(room: string): void {
    const member = requireSeen(this.asker());
    this.#context.rooms.store.nameAdmitted(room, member).catch(leftToTheNext);
  }

  /**
   * Reads the moderation again, once the tab counts as inside: a later ban or removal takes the tab out, but one that came
   * before, and was not known when the tab was let in, is only found here.
   */
  async #checkAgain(joining: Joining, { id: room, kind }: RoomRecord): Promise<ModerationState> {
    try {
      if (kind === 'private') await this.#context.rooms.access.requireVisible(room, this.#memberId);
      return await checkMayEnter(this.#context, room, this.asker());
    } catch (error) {
      if (this.#joined.isWanted(joining)) this.leave(room, 0);
      throw error;
    }
  }

  /** Returns whether the tab was there, or joining. Others are told after `graceMs`, in case the member comes back. */
  leave(room: string, graceMs?: number): boolean {
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

  /** Returns the member if they may write, have a name and have joined the room: nobody else says anything there. */
  speakerIn(room: string): Member {
    if (this.#socket.data.isReader === true) throw new ChatError('guests_read');
    if (this.#name === null) throw new ChatError('name_required');
    if (!this.has(room)) throw new ChatError('room_not_joined');
    return { id: this.#memberId, name: this.#name };
  }

  /** Refuses a room that was not joined: it may be one to join first, or may not exist. */
  async refuse(room: string): Promise<never> {
    await this.#context.rooms.access.requireVisible(room, this.#memberId);
    throw new ChatError('room_not_joined');
  }

  /** Gives the member this name in every room from now on. */
  take(name: string | null): void {
    const { rooms, liveRooms, members } = this.#context;
    const [before, id] = [this.#name, this.#memberId];
    const hidden = this.#joined.ids.filter((room) => kindOf(room) === 'private');
    for (const room of hidden) {
      if (name === null) this.leave(room);
      else rooms.store.nameAdmitted(room, { id, name }).catch(leftToTheNext);
    }
    this.#name = name;
    for (const room of this.#joined.ids) {
      if (name === null && before !== null) liveRooms.find(room)?.unnamed(id);
      if (name !== null && before === null) liveRooms.find(room)?.named({ id, name });
    }
    if (name !== null) members.presence.rename({ id, name });
  }

  /** Leaves all rooms. */
  clear(): void {
    for (const room of this.#joined.clear()) this.#leaveRoom(room);
  }
}

/** The names of admitted members are updated whenever they come in or are renamed. */
const leftToTheNext = () => {};
