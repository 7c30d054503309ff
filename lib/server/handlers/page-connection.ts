import { ChatError, type ErrorReport, type Result } from '@/lib/chat/errors';
import type { Asked } from '@/lib/chat/events/requests';
import type { Joined } from '@/lib/chat/events/session';
import type { Page } from '@/lib/chat/frame';
import type { Member } from '@/lib/chat/member';
import type { Expulsion } from '@/lib/chat/moderation';
import type { Present } from '@/lib/chat/presence';
import { kindOf } from '@/lib/chat/room';
import { keptMark, markIn, type ReadMark } from '@/lib/chat/unread';
import { withDeadline } from '@/lib/server/config/deadline';
import type { RateKind } from '@/lib/server/config/settings/rate';
import { toCatchUp, toFrame } from '@/lib/server/feeds/frames';
import { ANSWER_MAX_BYTES, newestOf } from '@/lib/server/feeds/missing-entries';
import { toRun } from '@/lib/server/feeds/recent-entries';
import type { RoomFeed } from '@/lib/server/feeds/room-feed';
import type { Asker } from '@/lib/server/limits/limits';
import type { MemberTab } from '@/lib/server/members/member-tabs';
import { checkMayEnter, checkMaySpeak, checkMayWrite, mutedIn } from '@/lib/server/moderation/moderate';
import type { NamedTab } from '@/lib/server/names/member-names';
import type { ModerationState } from '@/lib/server/records/moderation-record';
import type { RoomRecord } from '@/lib/server/records/room-record';
import { ownTurn } from '@/lib/server/rooms/own-tick';
import { infoFor } from '@/lib/server/rooms/room-access';
import type { ChatContext } from './chat-context';
import { type ChatSocket, claimName, closeAfter } from './chat-socket';
import { deleteMessage } from './delete-message';
import { nowCalled, renamedIn } from './direct-names';
import { showToOther, tellingWhoBlocked } from './direct-requests';
import { greetingOf } from './greeting';
import { JoinedRooms, type Joining } from './joined-rooms';
import { checkDraft, postMessage } from './post-message';
import { type RoomActor, requireSeen, unfollowRoom } from './room-requests';

/**
 * How long a join waits for a room to be read, before the client is told why: it itself waits for 5 s. From a distant Redis
 * that takes four answers, one after the other, and one more before and after it.
 */
const JOIN_DEADLINE_MS = 3_500;

/** As it stands in the store, with the key of who has no other. */
const MARK_BYTES = 200;

/**
 * One page of ours, from its connection to its disconnection: what it asks for, and where it is. A little longer than files are
 * here, as its requests share what the connection has joined.
 */
export class PageConnection implements NamedTab, MemberTab {
  readonly #context: ChatContext;
  readonly #socket: ChatSocket;
  readonly #rooms = new JoinedRooms();
  /** Rooms of which it has raised the mark. */
  readonly #marked = new Set<string>();
  #name: string | null;
  readonly #stopExpiry: (() => void) | undefined;
  #isClosed = false;

  constructor(context: ChatContext, socket: ChatSocket) {
    this.#context = context;
    this.#socket = socket;
    this.#name = context.names.enter(socket.data.member, this);
    context.tabs.enter(this.#memberId, this);
    this.#keepSession();
    const greeting = greetingOf(context, socket.data, this.#name);
    this.#stopExpiry = closeAfter(greeting.signedInForMs, socket);
    socket.emit('session:opened', greeting);
  }

  /** @throws ChatError where they may not ask for this kind of thing now */
  async pass(kind: RateKind): Promise<void> {
    await this.#context.limits.of(kind, this.#asker())();
    // Gone while the limit was looked up: what it asked for would never be undone.
    if (this.#isClosed) throw new ChatError('unanswered');
  }

  /** What stores about so many bytes. @throws ChatError `quota_reached` */
  storing<T>(bytes: number, work: () => Promise<T>): Promise<T> {
    return this.#context.limits.storing(this.#asker(), bytes, work);
  }

  #asker(): Asker {
    const { id: memberId, address } = this.actor();
    return { memberId, address };
  }

  /** No property: what a socket has in its `data` is JSON for whoever fetches it from another node. */
  get context(): ChatContext {
    return this.#context;
  }

  get socketId(): string {
    return this.#socket.id;
  }

  get #memberId(): string {
    return this.#socket.data.member.id;
  }

  async setName(typed: string): Promise<{ name: string }> {
    const name = await claimName(this.#context.names, this.#socket.data, { current: this.#name, typed });
    this.#take(name);
    this.#context.names.rename({ ...this.#socket.data.member, name }, this);
    void renamedIn(this.#context, this.#rooms.ids);
    return { name };
  }

  /** By another tab of the member, or because the name is another's by now. */
  named(name: string | null, error?: ErrorReport): void {
    this.#take(name);
    this.#socket.emit('name:changed', error === undefined ? { name } : { name, error });
  }

  /** Who asks, as the connection knows it. */
  actor(): RoomActor {
    const { member, isReader = false } = this.#socket.data;
    const { id, isPassing, isAdmin } = member;
    const address = this.#context.addressOf(this.#socket.request);
    return { id, name: this.#name, isPassing, isAdmin, isReader, address, rooms: () => this.#rooms.ids };
  }

  isIn(room: string): boolean {
    return this.#rooms.has(room);
  }

  isJoining(room: string): boolean {
    return this.#rooms.isJoining(room);
  }

  /** By somebody who keeps order in the room. */
  expelled(room: string, why: Omit<Expulsion, 'room'>): void {
    if (this.#putOut(room, 0)) this.#socket.emit('room:expelled', { room, ...why });
  }

  async unfollow({ room }: Asked<'room:unfollow'>): Promise<null> {
    // Not before it is stored: whoever could not leave is in the room still.
    await unfollowRoom(this.#context, this.actor(), { room });
    this.#putOut(room);
    return null;
  }

  join(joining: Asked<'room:join'>, answer: (result: Result<Joined>) => void): Promise<void> {
    return this.#rooms.during(joining, () => this.#join(joining, answer));
  }

  async #join(joining: Asked<'room:join'>, answer: (result: Result<Joined>) => void): Promise<void> {
    const { room, position } = joining;
    const { presence, marks } = this.#context;
    const record = await nowCalled(this.#context, await this.#enter(joining));
    const feed = this.#feedOf(room);
    const reading = Promise.all([feed.loaded, presence.loaded(room)]);
    const marking = marks.knownOf(this.#socket.data.member, room);
    const [mark] = await Promise.all([marking, withDeadline(reading, JOIN_DEADLINE_MS)]);
    if (mark !== undefined) await feed.reach(mark).catch(() => {});
    const order = await this.#checkAgain(joining, record);
    await ownTurn(); // As a page of history: it may be as long.
    await feed.catchUp(position ?? null, (lack) => {
      this.#rooms.checkWanted(joining);
      void this.#socket.join(room);
      const known = mark === undefined ? {} : { mark: markIn(feed.history, mark) };
      answer({
        ok: true,
        data: {
          room: infoFor(record, this.#memberId, order),
          catchUp: toCatchUp(room, lack),
          present: presence.present(room),
          ...known,
          ...mutedIn(order, this.actor(), this.#context.now()),
        },
      });
    });
  }

  async #enter(joining: Joining): Promise<RoomRecord> {
    const { room } = joining;
    const { access, feeds, presence } = this.#context;
    const record = await access.enter(room, this.#memberId);
    await checkMayEnter(this.#context, room, this.actor());
    if (record.kind === 'private') this.#enterSeen(record.id);
    if (this.#rooms.enter(joining)) {
      feeds.enter(room, this.#socket.id);
      if (this.#name !== null) presence.enter(room, { id: this.#memberId, name: this.#name });
    }
    return record;
  }

  /** Nobody reads a private room who is on no list there. */
  #enterSeen(room: string): void {
    const member = requireSeen(this.actor());
    this.#context.roomStore.nameAdmitted(room, member).catch(leftToTheNext);
  }

  /**
   * Once the tab counts as inside, so that a ban or a removal from now on puts it out: one from before, which was not known
   * when it was let in, is read here.
   */
  async #checkAgain(joining: Joining, { id: room, kind }: RoomRecord): Promise<ModerationState> {
    try {
      if (kind === 'private') await this.#context.access.enter(room, this.#memberId);
      return await checkMayEnter(this.#context, room, this.actor());
    } catch (error) {
      if (this.#rooms.isWanted(joining)) this.#putOut(room, 0);
      throw error;
    }
  }

  leave(room: string): null {
    if (!this.#putOut(room)) throw new ChatError('room_not_joined');
    return null;
  }

  /** Says nothing to the page: whoever puts it out tells all pages of the member that the room is not theirs any more. */
  putOut(room: string): void {
    this.#putOut(room, 0);
  }

  /** In a private room nobody is heard, or reads on, who is not admitted any more. @throws ChatError `room_unknown` */
  #checkStays(room: string): Promise<void> {
    return this.#context.stillAdmitted.check(room, this.#memberId);
  }

  /** Answers whether the tab was there, or on its way. The others hear of it after `graceMs`, in case the member comes back. */
  #putOut(room: string, graceMs?: number): boolean {
    const wasIn = this.isIn(room);
    const isOut = this.#rooms.leave(room);
    if (wasIn) this.#leaveRoom(room, graceMs);
    return isOut;
  }

  async members({ room, after }: Asked<'room:members'>): Promise<Present> {
    if (!this.isIn(room)) throw new ChatError('room_not_joined');
    await this.#checkStays(room);
    return this.#context.presence.presentAfter(room, after);
  }

  async history({ room, before, limit }: Asked<'room:history'>): Promise<Page> {
    if (!this.isIn(room)) return this.#refuseRoom(room);
    await this.#checkStays(room);
    const slice = await this.#context.log.before(room, before, limit, ANSWER_MAX_BYTES);
    // Long pages that many have asked for come from the store at once, and take a while to be written.
    await ownTurn();
    const run = newestOf(toRun(slice));
    return { ...toFrame(room, run), hasOlder: run.from > slice.bottom };
  }

  async send({ room, key, ...draft }: Asked<'message:send'>) {
    if (this.#name !== null && !this.isIn(room)) return this.#refuseRoom(room);
    const author = this.#speakerIn(room);
    checkDraft(draft);
    const isDirect = kindOf(room) === 'direct';
    const checked = async (messageId: string) => {
      await Promise.all([
        this.#checkStays(room),
        checkMaySpeak(this.#context, room, this.actor(), messageId),
      ]);
      if (isDirect) await showToOther(this.#context, this.actor(), room);
      this.#context.typing.said(room, author.id);
    };
    const posted = postMessage(this.#context, { room, author, key, draft, by: this.#asker(), checked });
    return isDirect ? tellingWhoBlocked(this.#context, room, author.id, posted) : posted;
  }

  async type({ room, isTyping }: Asked<'typing:set'>): Promise<null> {
    this.#speakerIn(room);
    await Promise.all([this.#checkStays(room), checkMayWrite(this.#context, room, this.actor())]);
    // Who has left meanwhile would type there for ever.
    this.#context.typing.set(room, this.#speakerIn(room), this.#socket.id, isTyping);
    return null;
  }

  async read({ room, mark }: Asked<'room:read'>): Promise<{ mark: ReadMark }> {
    const feed = this.#feedOf(room);
    await Promise.all([this.#checkStays(room), feed.reach(mark)]);
    const { marks } = this.#context;
    const kept = keptMark(feed.history, mark);
    const raise = () => marks.raise(this.#socket.data.member, room, kept, this);
    // Stored in place of the one before, which there may be: whoever has just come has not said so.
    const now = this.#marked.has(room) ? await raise() : await this.storing(MARK_BYTES, raise);
    this.#marked.add(room);
    return { mark: markIn(feed.history, now) };
  }

  /** By another tab or device of the member, whose node may have heard more of the room than this one. */
  async marked(room: string, mark: ReadMark): Promise<void> {
    if (!this.isIn(room)) return;
    const feed = this.#feedOf(room);
    await feed.reach(mark).catch(() => {}); // What is read up to here is told all the same.
    if (this.isIn(room)) this.#socket.emit('mark:changed', { room, mark: markIn(feed.history, mark) });
  }

  async delete({ room, id }: Asked<'message:delete'>): Promise<null> {
    if (!this.isIn(room)) return this.#refuseRoom(room);
    await this.#checkStays(room);
    const { isAdmin } = this.#socket.data.member;
    await deleteMessage(this.#context, { room, id, by: this.#speakerIn(room), isAdmin });
    return null;
  }

  close(): void {
    this.#isClosed = true;
    this.#marked.clear();
    this.#context.tabs.leave(this.#memberId, this);
    this.#stopExpiry?.();
    this.#context.names.leave(this.#memberId, this);
    for (const room of this.#rooms.clear()) this.#leaveRoom(room);
    this.#context.sessions.closeSession(this.#socket.id).catch(leftToLease);
  }

  #feedOf(room: string): RoomFeed {
    if (!this.isIn(room)) throw new ChatError('room_not_joined');
    return this.#context.feeds.enter(room, this.#socket.id);
  }

  #leaveRoom(room: string, graceMs?: number): void {
    void this.#socket.leave(room);
    this.#context.feeds.leave(room, this.#socket.id);
    if (this.#name === null) return;
    this.#context.presence.leave(room, this.#memberId, graceMs);
    this.#context.typing.leave(room, { id: this.#memberId, name: this.#name }, this.#socket.id);
  }

  /** The member, who may write, has a name and has joined the room: nobody else says anything there. */
  #speakerIn(room: string): Member {
    if (this.#socket.data.isReader === true) throw new ChatError('guests_read');
    if (this.#name === null) throw new ChatError('name_required');
    if (!this.isIn(room)) throw new ChatError('room_not_joined');
    return { id: this.#memberId, name: this.#name };
  }

  /** A room that was not joined may be one to join first, or none at all. */
  async #refuseRoom(room: string): Promise<never> {
    await this.#context.access.enter(room, this.#memberId);
    throw new ChatError('room_not_joined');
  }

  /** Is called that from now on, in every room. */
  #take(name: string | null): void {
    if (this.#isClosed) return; // While the name was being claimed: who is gone is in no room.
    const { presence, roomStore } = this.#context;
    const [before, id] = [this.#name, this.#memberId];
    const hidden = this.#rooms.ids.filter((room) => kindOf(room) === 'private');
    for (const room of hidden) {
      if (name === null) this.#putOut(room);
      else roomStore.nameAdmitted(room, { id, name }).catch(leftToTheNext);
    }
    this.#name = name;
    for (const room of this.#rooms.ids) {
      if (name === null && before !== null) presence.leave(room, id);
      if (name !== null && before === null) presence.enter(room, { id, name });
    }
    if (name !== null) presence.rename({ id, name });
    this.#keepSession();
  }

  #keepSession(): void {
    this.#context.sessions.openSession(this.#socket.id, this.#name ?? '').catch(leftToLease);
  }
}

/** The name of who is let in is looked at again whenever they come in or change it. */
const leftToTheNext = () => {};

/** Sessions are for onlookers: the chat goes on without, and the lease of the node ends what it could not take back. */
const leftToLease = () => {};
