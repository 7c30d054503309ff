import type { Socket } from 'socket.io';
import { ChatError, type Result } from '@/lib/chat/errors';
import type {
  ClientToServer,
  HistoryRequest,
  Joined,
  JoinRoom,
  Page,
  SendMessage,
  ServerToClient,
} from '@/lib/chat/protocol';
import type { ChatContext } from '../chat-context';
import { withDeadline } from '../deadline';
import { toCatchUp, toFrame } from '../frames';
import { acceptName, postMessage } from '../post-message';

export interface ChatSocketData {
  memberId: string;
  name: string | null;
}

export type ChatSocket = Socket<ClientToServer, ServerToClient, Record<string, never>, ChatSocketData>;

/** How long a join waits for a room to be read, before the client is told why: it itself waits for 5 s. */
const JOIN_DEADLINE_MS = 2_000;

/** One page of ours, from its connection to its disconnection: what it asks for, and where it is. */
export class ChatSession {
  readonly #context: ChatContext;
  readonly #socket: ChatSocket;
  readonly #rooms = new Set<string>();

  constructor(context: ChatContext, socket: ChatSocket) {
    this.#context = context;
    this.#socket = socket;
    const { memberId, name } = socket.data;
    this.#keepSession(name ?? '');
    socket.emit('session:opened', {
      member: { id: memberId, name },
      node: context.nodeId,
      isStoring: context.isStoring(),
    });
  }

  setName(typed: string): { name: string } {
    const name = acceptName(typed);
    const { data } = this.#socket;
    const member = { id: data.memberId, name };
    if (data.name === null) for (const room of this.#rooms) this.#context.presence.enter(room, member);
    data.name = name;
    this.#context.presence.rename(member);
    this.#keepSession(name);
    return { name };
  }

  async join({ room, position }: JoinRoom, answer: (result: Result<Joined>) => void): Promise<void> {
    this.#requireRoom(room);
    const { feeds, presence } = this.#context;
    const feed = feeds.enter(room, this.#socket.id);
    const { memberId, name } = this.#socket.data;
    if (!this.#rooms.has(room) && name !== null) presence.enter(room, { id: memberId, name });
    this.#rooms.add(room);
    await withDeadline(Promise.all([feed.loaded, presence.loaded(room)]), JOIN_DEADLINE_MS);
    await feed.catchUp(position ?? null, (lack) => {
      if (!this.#rooms.has(room)) throw new ChatError('room_not_joined');
      void this.#socket.join(room);
      answer({ ok: true, data: { catchUp: toCatchUp(room, lack), present: presence.present(room) } });
    });
  }

  leave(room: string): null {
    if (!this.#rooms.delete(room)) throw new ChatError('room_not_joined');
    void this.#socket.leave(room);
    this.#leaveRoom(room);
    return null;
  }

  async history({ room, before, limit }: HistoryRequest): Promise<Page> {
    this.#requireRoom(room);
    const slice = await this.#context.log.before(room, before, limit);
    return { ...toFrame(room, slice), hasOlder: slice.from > slice.bottom };
  }

  async send({ room, key, text }: SendMessage) {
    this.#requireRoom(room);
    const { memberId, name } = this.#socket.data;
    if (name === null) throw new ChatError('name_required');
    if (!this.#rooms.has(room)) throw new ChatError('room_not_joined');
    return postMessage(this.#context, { room, author: { id: memberId, name }, key, text });
  }

  close(): void {
    for (const room of this.#rooms) this.#leaveRoom(room);
    this.#rooms.clear();
    this.#context.sessions.closeSession(this.#socket.id).catch(leftToLease);
  }

  #leaveRoom(room: string): void {
    const { memberId, name } = this.#socket.data;
    this.#context.feeds.leave(room, this.#socket.id);
    if (name !== null) this.#context.presence.leave(room, memberId);
  }

  #requireRoom(room: string): void {
    if (!this.#context.rooms.has(room)) throw new ChatError('room_unknown');
  }

  #keepSession(name: string): void {
    this.#context.sessions.openSession(this.#socket.id, name).catch(leftToLease);
  }
}

/** Sessions are for onlookers: the chat goes on without, and the lease of the node ends what it could not take back. */
const leftToLease = () => {};
