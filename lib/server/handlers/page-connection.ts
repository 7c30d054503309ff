import { ChatError, type ErrorReport, type Result } from '@/lib/chat/errors';
import type { Asked } from '@/lib/chat/events/requests';
import type { Joined } from '@/lib/chat/events/session';
import type { Page } from '@/lib/chat/frame';
import type { Removal } from '@/lib/chat/moderation';
import type { Present } from '@/lib/chat/presence';
import { kindOf } from '@/lib/chat/room';
import { keptMark, markIn, type ReadMark } from '@/lib/chat/unread';
import type { RateKind } from '@/lib/server/config/settings/rate';
import { toFrame } from '@/lib/server/feeds/frames';
import { ANSWER_MAX_BYTES, newestOf } from '@/lib/server/feeds/missing-entries';
import { toRun } from '@/lib/server/feeds/recent-entries';
import type { MemberTab } from '@/lib/server/members/member-tabs';
import { checkMaySpeak, checkMayWrite } from '@/lib/server/moderation/moderate';
import type { NamedTab } from '@/lib/server/names/member-names';
import type { ChatContext } from './chat-context';
import { type ChatSocket, claimName, closeAfter } from './chat-socket';
import { ConnectionRooms } from './connection-rooms';
import { deleteMessage } from './delete-message';
import { renamedIn } from './direct-names';
import { showToOther, tellingWhoBlocked } from './direct-requests';
import { checkDraft, postMessage } from './post-message';
import { type PageAsker, removeFromMyRooms } from './room-requests';
import { sessionOf } from './session-opened';

/** What a mark takes in the store, with the key of a member who has no other. */
const MARK_BYTES = 200;

/** One page of ours, from connection to disconnection, and its requests. */
export class PageConnection implements NamedTab, MemberTab {
  readonly #context: ChatContext;
  readonly #socket: ChatSocket;
  readonly #rooms: ConnectionRooms;
  /** Rooms whose mark it has raised. */
  readonly #marked = new Set<string>();
  readonly #stopExpiry: (() => void) | undefined;
  #isClosed = false;

  constructor(context: ChatContext, socket: ChatSocket) {
    this.#context = context;
    this.#socket = socket;
    this.#rooms = new ConnectionRooms(context, socket, context.members.names.enter(socket.data.member, this));
    context.members.tabs.enter(this.#memberId, this);
    this.#keepSession();
    const session = sessionOf(context, socket.data, this.#rooms.name);
    this.#stopExpiry = closeAfter(session.signedInForMs, socket);
    socket.emit('session:opened', session);
  }

  /**
   * @param count how many requests this one counts as
   * @throws ChatError if the member may not make this kind of request now
   */
  async pass(kind: RateKind, count: number): Promise<void> {
    await this.#context.limits.of(kind, this.asker())(count);
    // The connection closed while the limit was looked up: nothing would ever undo what it asked for.
    if (this.#isClosed) throw new ChatError('unanswered');
  }

  /** Does work that stores about this many bytes. @throws ChatError `quota_reached` */
  storing<T>(bytes: number, work: () => Promise<T>): Promise<T> {
    return this.#context.limits.storing(this.asker(), bytes, work);
  }

  /** A getter, not a property in the socket's `data`, which is serialized when another node fetches the socket. */
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
    const name = await claimName(this.#context.members.names, this.#socket.data, {
      current: this.#rooms.name,
      typed,
    });
    this.#take(name);
    this.#context.members.names.rename({ ...this.#socket.data.member, name }, this);
    void renamedIn(this.#context, this.#rooms.ids);
    return { name };
  }

  /** Called when another tab of the member changed the name, or somebody else has it by now. */
  named(name: string | null, error?: ErrorReport): void {
    this.#take(name);
    this.#socket.emit('name:changed', error === undefined ? { name } : { name, error });
  }

  asker(): PageAsker {
    return this.#rooms.asker();
  }

  join(joining: Asked<'room:join'>, answer: (result: Result<Joined>) => void): Promise<void> {
    return this.#rooms.join(joining, answer);
  }

  isIn(room: string): boolean {
    return this.#rooms.has(room);
  }

  isJoining(room: string): boolean {
    return this.#rooms.isJoining(room);
  }

  /** Called when a moderator removes the member. */
  removed(room: string, why: Omit<Removal, 'room'>): void {
    if (this.#rooms.leave(room, 0)) this.#socket.emit('room:removed', { room, ...why });
  }

  async removeFromMyRooms({ room }: Asked<'my-rooms:remove'>): Promise<null> {
    // Only once it is stored: a member who could not leave is still in the room.
    await removeFromMyRooms(this.#context, this.asker(), { room });
    this.#rooms.leave(room);
    return null;
  }

  leaveRoom(room: string): null {
    if (!this.#rooms.leave(room)) throw new ChatError('room_not_joined');
    return null;
  }

  /** Tells the page nothing: whoever removes the room tells all pages of the member that it is no longer theirs. */
  leave(room: string): void {
    this.#rooms.leave(room, 0);
  }

  /** In a private room, only admitted members are heard and read on. @throws ChatError `room_unknown` */
  #checkStays(room: string): Promise<void> {
    return this.#context.moderation.stillAdmitted.check(room, this.#memberId);
  }

  async members({ room, after }: Asked<'room:members'>): Promise<Present> {
    const live = this.#rooms.roomOf(room);
    await this.#checkStays(room);
    // Only now: nobody is known any more if the last member here left during the check.
    return live.announcedRoster.presentAfter(after);
  }

  async history({ room, before, limit }: Asked<'room:history'>): Promise<Page> {
    if (!this.isIn(room)) return this.#rooms.refuse(room);
    await this.#checkStays(room);
    const slice = await this.#context.log.before(room, before, limit, ANSWER_MAX_BYTES);
    // Long pages that many asked for arrive from the store at once, and take a while to be serialized.
    await this.#context.rooms.ownTurn();
    const run = newestOf(toRun(slice));
    return { ...toFrame(room, run), hasOlder: run.from > slice.bottom };
  }

  async send({ room, key, ...draft }: Asked<'message:send'>) {
    if (this.#rooms.name !== null && !this.isIn(room)) return this.#rooms.refuse(room);
    const author = this.#rooms.speakerIn(room);
    checkDraft(draft);
    const isDirect = kindOf(room) === 'direct';
    const checked = async (messageId: string) => {
      await Promise.all([
        this.#checkStays(room),
        checkMaySpeak(this.#context, room, this.asker(), messageId),
      ]);
      if (isDirect) await showToOther(this.#context, this.asker(), room);
      this.#context.liveRooms.find(room)?.said(author.id);
    };
    const posted = postMessage(this.#context, { room, author, key, draft, by: this.asker(), checked });
    return isDirect ? tellingWhoBlocked(this.#context, room, author.id, posted) : posted;
  }

  async type({ room, isTyping }: Asked<'typing:set'>): Promise<null> {
    this.#rooms.speakerIn(room);
    await Promise.all([this.#checkStays(room), checkMayWrite(this.#context, room, this.asker())]);
    // A member who has left meanwhile would otherwise type there for ever.
    const member = this.#rooms.speakerIn(room);
    this.#rooms.roomOf(room).type(member, this.#socket.id, isTyping);
    return null;
  }

  async read({ room, mark }: Asked<'room:read'>): Promise<{ mark: ReadMark }> {
    const { feed } = this.#rooms.roomOf(room);
    await Promise.all([this.#checkStays(room), feed.reach(mark)]);
    const { marks } = this.#context.members;
    const kept = keptMark(feed.history, mark);
    const raise = () => marks.raise(this.#socket.data.member, room, kept, this);
    // A raised mark replaces the one before, if there is one; on a new connection, nobody knows whether there is.
    const now = this.#marked.has(room) ? await raise() : await this.storing(MARK_BYTES, raise);
    this.#marked.add(room);
    return { mark: markIn(feed.history, now) };
  }

  /** Called when another tab or device of the member has read on; its node may have more of the room than this one. */
  async marked(room: string, mark: ReadMark): Promise<void> {
    const feed = this.isIn(room) ? this.#context.liveRooms.find(room)?.feed : undefined;
    if (feed === undefined) return;
    await feed.reach(mark).catch(() => {}); // The mark up to here is told all the same.
    if (this.isIn(room)) this.#socket.emit('mark:changed', { room, mark: markIn(feed.history, mark) });
  }

  async delete({ room, id }: Asked<'message:delete'>): Promise<null> {
    if (!this.isIn(room)) return this.#rooms.refuse(room);
    await this.#checkStays(room);
    const { isAdmin } = this.#socket.data.member;
    await deleteMessage(this.#context, { room, id, by: this.#rooms.speakerIn(room), isAdmin });
    return null;
  }

  close(): void {
    this.#isClosed = true;
    this.#marked.clear();
    this.#context.members.tabs.leave(this.#memberId, this);
    this.#stopExpiry?.();
    this.#context.members.names.leave(this.#memberId, this);
    this.#rooms.clear();
    this.#context.members.sessions.closeSession(this.#socket.id).catch(leftToLease);
  }

  /** Gives the member this name in every room from now on. */
  #take(name: string | null): void {
    if (this.#isClosed) return; // The connection closed while the name was being claimed.
    this.#rooms.take(name);
    this.#keepSession();
  }

  #keepSession(): void {
    this.#context.members.sessions.openSession(this.#socket.id, this.#rooms.name ?? '').catch(leftToLease);
  }
}

/**
 * Sessions only serve other nodes: the chat works without them, and one that could not be closed ends with the node's lease.
 */
const leftToLease = () => {};
