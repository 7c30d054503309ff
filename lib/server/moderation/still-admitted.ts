import { ChatError } from '@/lib/chat/errors';
import { kindOf } from '@/lib/chat/room';
import { withDeadline } from '@/lib/server/config/deadline';
import type { ModerationContext } from './moderation-context';

/** A member removed at another node is no longer heard after this, even if the news of it never comes. */
const FRESH_MS = 1_000;
/** A member's message waits no longer than this for the answer; without one, a member who was let in counts as admitted. */
const ASK_DEADLINE_MS = 1_000;
/** How many members of rooms are remembered. */
const KNOWN_MAX = 10_000;
/** How many are looked up at a time when a whole room is checked. */
const ASK_AT_ONCE = 50;

type Context = Pick<ModerationContext, 'rooms' | 'liveRooms' | 'members' | 'node'>;

interface Known {
  readonly at: number;
  readonly asked: Promise<boolean>;
}

/** Checks whether members in a private room may still be there: news of a removal can be lost, so the store decides. */
export class StillAdmitted {
  readonly #context: () => Context;
  readonly #known = new Map<string, Known>();

  constructor(context: () => Context) {
    this.#context = context;
  }

  /** The answer is at most a second old. If the store does not answer, the member stays. @throws ChatError `room_unknown` */
  async check(room: string, memberId: string): Promise<void> {
    if (kindOf(room) !== 'private') return;
    const asked = this.#askOnce(room, memberId);
    if (!(await withDeadline(asked, ASK_DEADLINE_MS).catch(() => true))) throw new ChatError('room_unknown');
  }

  /** Called when this node may have missed news of the room: removes members here who are no longer admitted. */
  async checkAll(room: string): Promise<void> {
    if (kindOf(room) !== 'private') return;
    const { members, node } = this.#context();
    // A member who is joining is looked up by the join, at its end.
    const there = members.tabs.in(room).filter((tab) => tab.isJoining?.(room) !== true);
    const ids = [...new Set(there.map((tab) => tab.asker().id))];
    try {
      for (let at = 0; at < ids.length; at += ASK_AT_ONCE) {
        await Promise.all(ids.slice(at, at + ASK_AT_ONCE).map((id) => this.#askOnce(room, id)));
      }
    } catch (err) {
      // Each of them is caught by whatever they do next.
      node.logger.warn({ err, room }, 'could not check at once who may be in the room');
    }
  }

  /** Called when the member has left the room on another connection. A member who has been let in again since stays. */
  async left(room: string, memberId: string): Promise<void> {
    if (kindOf(room) !== 'private') return;
    const { rooms } = this.#context();
    this.#known.delete(keyOf(room, memberId));
    const admission = await rooms.store.admissionOf(room, memberId).catch(() => undefined);
    if (admission === undefined) this.leave(room, memberId);
  }

  /** Takes all connections of the member at this node out of the room, and tells them nothing. */
  leave(room: string, memberId: string): void {
    const { members, rooms } = this.#context();
    this.#known.delete(keyOf(room, memberId));
    rooms.store.forgetAdmission(room, memberId);
    for (const tab of members.tabs.of(memberId)) tab.leave?.(room);
  }

  #askOnce(room: string, memberId: string): Promise<boolean> {
    const key = keyOf(room, memberId);
    const known = this.#known.get(key);
    const at = this.#context().node.now();
    if (known !== undefined && at - known.at < FRESH_MS) return known.asked;
    const asked = this.#ask(room, memberId);
    this.#known.delete(key);
    this.#known.set(key, { at, asked });
    const [oldest] = this.#known.keys();
    if (this.#known.size > KNOWN_MAX && oldest !== undefined) this.#known.delete(oldest);
    asked.catch(() => this.#known.delete(key));
    return asked;
  }

  async #ask(room: string, memberId: string): Promise<boolean> {
    if (await this.#isAdmitted(room, memberId)) return true;
    // A store that has just lost everything knows nobody until nodes have put back what they know.
    await this.#context().liveRooms.check(room);
    if (await this.#isAdmitted(room, memberId)) return true;
    this.leave(room, memberId);
    this.#context().rooms.tellNews({ kind: 'my-rooms:removed', memberId, roomId: room, hasLeft: true });
    return false;
  }

  async #isAdmitted(room: string, memberId: string): Promise<boolean> {
    try {
      await this.#context().rooms.access.requireVisible(room, memberId);
      return true;
    } catch (error) {
      if (error instanceof ChatError && error.code === 'room_unknown') return false;
      throw error;
    }
  }
}

const keyOf = (room: string, memberId: string): string => `${room} ${memberId}`;
