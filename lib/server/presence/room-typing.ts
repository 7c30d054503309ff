import type { Member } from '@/lib/chat/member';
import { type After, createThrottle, type Throttle } from '@/lib/chat/timeline/throttle';
import type { TypingChange } from '@/lib/chat/typing';
import { TYPING_GAP_MS, TYPING_TTL_MS } from '@/lib/chat/typing';
import { afterUnreferenced } from './after-unreferenced';

/** If many type in a room, this many are announced at once, and the next ones after this time. */
const ROOM_GAP_MS = 250;
const ROOM_BATCH_MAX = 20;
/** Otherwise a signal that had to wait for the room would be followed too soon by the member's next one. */
const MEMBER_GAP_MS = TYPING_GAP_MS + ROOM_GAP_MS;
/** If another node announces the member, it keeps doing so: its next signal arrives before one from this node would be due. */
const ELSEWHERE_GAP_MS = MEMBER_GAP_MS + 500;

export interface RoomTypingOptions {
  /** Tells the other nodes. May be lost. */
  readonly signal: (change: TypingChange) => void;
  /** Tells the members in the room at this node. */
  readonly changed: (change: TypingChange) => void;
  readonly after?: After;
  /** Milliseconds of a clock that never goes back. */
  readonly now?: () => number;
}

interface Signal {
  readonly member: Member;
  readonly isTyping: boolean;
}

interface MemberTyping {
  /** By room: the tabs that type there, and until when each counts as typing without another signal. */
  readonly rooms: Map<string, Map<string, number>>;
  /** Rooms where the last thing announced is that the member types. */
  readonly told: Set<string>;
  readonly throttle: Throttle<string, Signal>;
}

/**
 * Who types at this node, as the other members are told. However often a member's tabs signal, in however many rooms and at
 * however many nodes, others get one signal per member in {@link TYPING_GAP_MS}.
 */
export class RoomTyping {
  readonly #options: RoomTypingOptions;
  readonly #after: After;
  readonly #now: () => number;
  readonly #members = new Map<string, MemberTyping>();
  readonly #rooms = new Map<string, Throttle<string, Signal>>();
  /**
   * When another node last announced a member, earliest first. Nothing else is kept, as most of these members have no tab here.
   */
  readonly #elsewhere = new Map<string, number>();

  constructor(options: RoomTypingOptions) {
    this.#options = options;
    this.#after = options.after ?? afterUnreferenced;
    this.#now = options.now ?? (() => performance.now());
  }

  /** How many members are remembered. */
  get members(): number {
    return this.#members.size;
  }

  /** For how many members an announcement by another node is remembered. */
  get elsewhere(): number {
    return this.#elsewhere.size;
  }

  /** Called when a tab of the member types in the room, or has stopped. */
  set(room: string, member: Member, tab: string, isTyping: boolean): void {
    if (isTyping) this.#begin(room, member, tab);
    else this.#end(room, member, tab);
  }

  /** Called when the member has sent a message, which itself shows that they have stopped typing. */
  said(room: string, memberId: string): void {
    const typing = this.#members.get(memberId);
    typing?.rooms.delete(room);
    typing?.told.delete(room);
    typing?.throttle.drop(room);
    this.#rooms.get(room)?.drop(memberId);
    this.#forgetIdle(memberId);
  }

  /** Called when the tab has left the room. */
  leave(room: string, member: Member, tab: string): void {
    if (this.#members.get(member.id)?.rooms.get(room)?.has(tab)) this.#end(room, member, tab);
  }

  /** Called with news from another node. This node then announces the member no sooner than {@link ELSEWHERE_GAP_MS} later. */
  hear(change: TypingChange): void {
    this.#options.changed(change);
    for (const id of [...change.typing.map((member) => member.id), ...change.stopped]) {
      this.#noteElsewhere(id);
      this.#members.get(id)?.throttle.rest(ELSEWHERE_GAP_MS);
      const untold = this.#rooms.get(change.room)?.drop(id);
      if (untold !== undefined) (this.#members.get(id) ?? this.#open(id)).throttle.put(change.room, untold);
    }
  }

  close(): void {
    for (const { throttle } of this.#members.values()) throttle.stop();
    for (const throttle of this.#rooms.values()) throttle.stop();
    this.#members.clear();
    this.#rooms.clear();
    this.#elsewhere.clear();
  }

  #noteElsewhere(memberId: string): void {
    this.#elsewhere.delete(memberId);
    this.#elsewhere.set(memberId, this.#now());
    for (const id of this.#elsewhere.keys()) {
      if (this.#restOf(id) > 0) break;
      this.#elsewhere.delete(id);
    }
  }

  /** For how much longer another node announces the member, in milliseconds; 0 or less for no longer. */
  #restOf(memberId: string): number {
    return (this.#elsewhere.get(memberId) ?? Number.NEGATIVE_INFINITY) + ELSEWHERE_GAP_MS - this.#now();
  }

  #begin(room: string, member: Member, tab: string): void {
    const typing = this.#members.get(member.id) ?? this.#open(member.id);
    const tabs = typing.rooms.get(room) ?? new Map<string, number>();
    typing.rooms.set(room, tabs.set(tab, this.#now() + TYPING_TTL_MS));
    typing.throttle.put(room, { member, isTyping: true });
  }

  #end(room: string, member: Member, tab: string): void {
    const typing = this.#members.get(member.id);
    if (typing === undefined) return;
    const tabs = typing.rooms.get(room);
    tabs?.delete(tab);
    if ([...(tabs?.values() ?? [])].some((until) => until > this.#now())) return;
    typing.rooms.delete(room);
    if (typing.told.delete(room)) typing.throttle.put(room, { member, isTyping: false });
    else typing.throttle.drop(room);
    this.#forgetIdle(member.id);
  }

  #open(memberId: string): MemberTyping {
    const told = new Set<string>();
    const throttle = createThrottle<string, Signal>({
      gapMs: MEMBER_GAP_MS,
      batchMax: 1,
      after: this.#after,
      tell: ([next]) => {
        if (next === undefined) return;
        const [room, signal] = next;
        if (signal.isTyping) told.add(room);
        this.#throttleOf(room).put(memberId, signal);
      },
      rested: () => this.#forgetIdle(memberId),
    });
    const restMs = this.#restOf(memberId);
    if (restMs > 0) throttle.rest(restMs);
    const typing = { rooms: new Map(), told, throttle };
    this.#members.set(memberId, typing);
    return typing;
  }

  /** Not before the gap is over, so that disconnecting and coming back lets nobody type more often than others. */
  #forgetIdle(memberId: string): void {
    const typing = this.#members.get(memberId);
    if (typing?.rooms.size === 0 && typing.throttle.isResting()) this.#members.delete(memberId);
  }

  #throttleOf(room: string): Throttle<string, Signal> {
    const throttle =
      this.#rooms.get(room) ??
      createThrottle<string, Signal>({
        gapMs: ROOM_GAP_MS,
        batchMax: ROOM_BATCH_MAX,
        after: this.#after,
        tell: (batch) => this.#tell(room, batch),
        rested: () => this.#rooms.delete(room),
      });
    this.#rooms.set(room, throttle);
    return throttle;
  }

  #tell(room: string, batch: readonly (readonly [string, Signal])[]): void {
    const signals = batch.map(([, signal]) => signal);
    const change = {
      room,
      typing: signals.filter(({ isTyping }) => isTyping).map(({ member }) => member),
      stopped: signals.filter(({ isTyping }) => !isTyping).map(({ member }) => member.id),
    };
    this.#options.changed(change);
    this.#options.signal(change);
  }
}
