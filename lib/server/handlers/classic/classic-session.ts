import { z } from 'zod';
import { ChatError, ERRORS } from '@/lib/chat/errors';
import { LOBBY } from '@/lib/chat/protocol';
import { withDeadline } from '@/lib/server/config/deadline';
import type { ChatContext } from '@/lib/server/handlers/chat-context';
import { checkDraft, postMessage } from '@/lib/server/handlers/post-message';
import { timesOfText, toReport } from '@/lib/server/handlers/respond';
import type { ConnectedAsker } from '@/lib/server/limits/connected-asker';
import type { Limit } from '@/lib/server/limits/limits';
import type { Room } from '@/lib/server/live-rooms/room';
import type { MemberTab } from '@/lib/server/members/member-tabs';
import { checkMayEnter, checkMaySpeak } from '@/lib/server/moderation/moderate';
import { acceptName } from '@/lib/server/names/accept-name';
import type { NamedTab } from '@/lib/server/names/member-names';
import { type ClassicSocket, telling } from './classic-socket';

/** How long a message waits until the lobby has been read. */
const FEED_DEADLINE_MS = 5_000;

const textSchema = z.string().refine((value) => value.isWellFormed());

/** A request for a name, as it arrived. Requests are compared as objects. */
interface NameAsking {
  readonly payload: unknown;
}

/** One classic client. It has no identity beyond its connection: when that ends, the client and its name go at once. */
export class ClassicSession implements NamedTab, MemberTab {
  readonly #context: ChatContext;
  readonly #socket: ClassicSocket;
  readonly #memberId: string;
  readonly #lobby: Room;
  readonly #limits: Readonly<Record<'names' | 'messages', Limit>>;
  #name: string | null = null;
  /** Messages sent after a name wait for it, because the client does not wait for its answer. */
  #naming: Promise<void> = Promise.resolve();
  /** Its latest request, the only one that may become a wish: an earlier one may be answered later. */
  #asked: NameAsking | undefined;

  constructor(context: ChatContext, socket: ClassicSocket) {
    this.#context = context;
    this.#socket = socket;
    this.#memberId = `classic-${socket.id}`;
    const { limits } = context;
    this.#limits = { names: limits.of('names', this.asker()), messages: limits.of('messages', this.asker()) };
    this.#lobby = context.liveRooms.enter(LOBBY, socket.id, null);
    context.members.names.enter({ id: this.#memberId, name: null, isPassing: true }, this);
    context.members.tabs.enter(this.#memberId, this);
    this.#naming = this.#leaveIfBanned();
    this.#keepSession();
    socket.send('You have entered the chat room!');
  }

  get socketId(): string {
    return this.#socket.id;
  }

  setName(payload: unknown): void {
    const before = this.#naming;
    this.#context.members.wishes.drop(this.#memberId);
    const asking = { payload };
    this.#asked = asking;
    this.#naming = telling(this.#context, this.#socket, '', () => this.#askForName(asking, before));
  }

  async #askForName(asking: NameAsking, before: Promise<void>): Promise<void> {
    let name: string | undefined;
    try {
      requireWriter(this.#context);
      await this.#limits.names();
      name = acceptName(parseText(asking.payload));
      await before;
      await this.#claim(name);
    } catch (error) {
      if (error instanceof ChatError) this.#wish(asking, name, error);
      throw error;
    }
  }

  async #claim(name: string): Promise<void> {
    const { names } = this.#context.members;
    const member = { id: this.#memberId, name, isPassing: true };
    await names.claim(member);
    if (!this.#socket.connected) return names.depart(member.id);
    names.rename(member, this);
    this.#take(name);
    this.#socket.send(`Your username has been set to: ${name}`);
  }

  /**
   * A program asks once, and would have no name for ever if its own name were still held by the connection that it lost. A
   * client that has a name keeps it.
   */
  #wish(asking: NameAsking, name: string | undefined, { code }: ChatError): void {
    if (asking !== this.#asked) return;
    const { wishes } = this.#context.members;
    const mayChange = code === 'name_taken' || ERRORS[code].retryable;
    if (!mayChange || this.#name !== null || !this.#socket.connected) return void wishes.drop(this.#memberId);
    const askAgain = () => {
      const before = this.#naming;
      this.#naming = this.#askForName(asking, before).catch(this.#notToldAgain);
      return this.#naming;
    };
    wishes.put(this.#memberId, { taken: code === 'name_taken' ? name : undefined, askAgain });
  }

  /** A waiting client was told the first time. */
  readonly #notToldAgain = (error: unknown) => void toReport(this.#context, error);

  /** Called when the store had forgotten the name, and somebody else has it by now. */
  named(name: string | null): void {
    const before = this.#name;
    this.#take(name);
    if (name !== null) return;
    const taken = new ChatError('name_taken');
    this.#socket.send(taken.message);
    if (before === null) return;
    const asking = { payload: before };
    this.#asked = asking;
    this.#wish(asking, before, taken);
  }

  /** Called when a moderator removes the client. There is no other room for it. */
  removed(room: string, { isBanned }: { readonly isBanned: boolean }): void {
    if (!this.isIn(room)) return;
    this.#socket.send(isBanned ? ERRORS.banned.message : 'You have been removed from the chat room.');
    this.#socket.disconnect(true);
  }

  async #leaveIfBanned(): Promise<void> {
    try {
      await checkMayEnter(this.#context, LOBBY, this.asker());
    } catch (error) {
      if (error instanceof ChatError && error.code === 'banned') this.removed(LOBBY, { isBanned: true });
    }
  }

  asker(): ConnectedAsker {
    const { request } = this.#socket;
    const cookieId = this.#context.entrance.cookieIdOf(request);
    return {
      id: this.#memberId,
      name: this.#name,
      address: this.#context.entrance.addressOf(request),
      ...(cookieId === undefined ? {} : { cookieId }),
    };
  }

  isIn(room: string): boolean {
    return room === LOBBY;
  }

  send(payload: unknown): void {
    void telling(this.#context, this.#socket, 'Failed to send message: ', async () => {
      requireWriter(this.#context);
      await this.#limits.messages(typeof payload === 'string' ? timesOfText(payload) : 1);
      const draft = { text: parseText(payload) };
      await this.#naming;
      if (this.#name === null) throw new ChatError('name_required');
      checkDraft(draft);
      const author = { id: this.#memberId, name: this.#name };
      const key = this.#context.node.randomId();
      const checked = async (messageId: string) => {
        await checkMaySpeak(this.#context, LOBBY, this.asker(), messageId);
        // Without this, the feed might still return the client's own words, and a classic client only receives what comes
        // after.
        await withDeadline(this.#lobby.feed.loaded, FEED_DEADLINE_MS);
      };
      await postMessage(this.#context, { room: LOBBY, author, key, draft, by: this.asker(), checked });
    });
  }

  close(): void {
    const { names, sessions, tabs, wishes } = this.#context.members;
    const member = this.#name === null ? null : { id: this.#memberId, name: this.#name };
    this.#lobby.leave(this.#socket.id, member, 0);
    wishes.drop(this.#memberId);
    names.depart(this.#memberId);
    tabs.leave(this.#memberId, this);
    sessions.closeSession(this.#socket.id).catch(leftToLease);
  }

  #take(name: string | null): void {
    const { presence, wishes } = this.#context.members;
    const [before, id] = [this.#name, this.#memberId];
    this.#name = name;
    // It may have been refused a name before, and has another now.
    if (name !== null) wishes.drop(id);
    if (name === null) this.#lobby.unnamed(id, 0);
    else if (before === null) this.#lobby.named({ id, name });
    else presence.rename({ id, name });
    this.#keepSession();
  }

  #keepSession(): void {
    this.#context.members.sessions.openSession(this.#socket.id, this.#name ?? '').catch(leftToLease);
  }
}

function requireWriter({ entrance }: ChatContext): void {
  if (entrance.sites.guests !== 'welcome') throw new ChatError('guests_read');
}

function parseText(payload: unknown): string {
  const parsed = textSchema.safeParse(payload);
  if (!parsed.success) throw new ChatError('bad_request');
  return parsed.data;
}

const leftToLease = () => {}; // What the store missed while it was away goes with the node's lease.
