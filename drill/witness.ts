import type { TalkerListener } from './talker';

/** What happened within one second. */
export interface Second {
  delivered: number;
  acknowledged: number;
  connected: number;
}

/** How long somebody waited for something: for a message to be shown to them, or for an answer. */
export interface Wait {
  /** When it was said or asked, in milliseconds since the drill began. */
  readonly at: number;
  readonly ms: number;
}

/** What happened since the witness last started over. */
export interface Testimony {
  /** By room. */
  readonly said: ReadonlyMap<string, ReadonlySet<string>>;
  /** By message: what its author had seen when they said it. */
  readonly seen: ReadonlyMap<string, readonly string[]>;
  readonly acknowledged: ReadonlySet<string>;
  /** Those of them that nobody needs to keep any more. */
  readonly released: ReadonlySet<string>;
  /** Who at some time said that they were not connected, and what they said. */
  readonly interrupted: ReadonlyMap<string, string>;
  /** The longest time, in milliseconds, in which somebody was shown nothing new while everybody was talking. */
  readonly longestGapMs: number;
  /** The most connections made within a second. */
  readonly connectsPeak: number;
  /** For each message, to each person who was shown it. */
  readonly deliveries: readonly Wait[];
}

/** Sees and hears everything that the talkers do. */
export class Witness {
  readonly #start = Date.now();
  readonly #seconds: Second[] = [];
  #texts = 0;
  #said = new Map<string, Set<string>>();
  #saidAt = new Map<string, number>();
  #deliveries: Wait[] = [];
  #seen = new Map<string, readonly string[]>();
  /** And when. */
  #acknowledged = new Map<string, number>();
  #released = new Set<string>();
  /** Messages of browsers, which say what was acknowledged but not when. */
  #undated = new Set<string>();
  #interrupted = new Map<string, string>();
  #isTalking = false;
  #longestGapMs = 0;
  #beganAt = 0;
  readonly #deliveredAt = new Map<string, number>();

  /** Milliseconds since the drill began. */
  now(): number {
    return Date.now() - this.#start;
  }

  /** Since the beginning of the drill. */
  get seconds(): readonly Second[] {
    return this.#seconds;
  }

  begin(): void {
    this.#said = new Map();
    this.#saidAt = new Map();
    this.#deliveries = [];
    this.#seen = new Map();
    this.#acknowledged = new Map();
    this.#released = new Set();
    this.#undated = new Set();
    this.#interrupted = new Map();
    this.#longestGapMs = 0;
    this.#isTalking = true;
    this.#beganAt = this.now();
    for (const name of this.#deliveredAt.keys()) this.#deliveredAt.set(name, this.#beganAt);
  }

  /** From now on nobody says anything, so nobody waits for anything. */
  endTalking(): void {
    for (const name of this.#deliveredAt.keys()) this.#noteGap(name);
    this.#isTalking = false;
  }

  /** What was acknowledged since then is no longer promised: somebody went back to a backup of that moment. */
  releaseSince(then: number): void {
    for (const [text, at] of this.#acknowledged) if (at >= then) this.#released.add(text);
    for (const text of this.#undated) if (!this.#acknowledged.has(text)) this.#released.add(text);
  }

  /** Returns a text to be said next in `room`, which nobody has said before. It can be a message's key as well. */
  newText(room: string): string {
    this.#texts += 1;
    const text = `message-${String(this.#texts).padStart(6, '0')}`;
    this.#said.set(room, (this.#said.get(room) ?? new Set()).add(text));
    this.#saidAt.set(text, this.now());
    return text;
  }

  /** A listener for a talker whose deliveries are followed; of others, only acknowledgements are recorded. */
  listener(name: string): TalkerListener {
    this.#deliveredAt.set(name, this.now());
    return {
      said: (text, seen) => {
        this.#seen.set(text, seen);
      },
      acknowledged: (text) => {
        this.#acknowledged.set(text, this.now());
        this.#second().acknowledged += 1;
      },
      delivered: (count, texts) => {
        this.#noteGap(name);
        this.#noteDeliveries(texts);
        this.#second().delivered += count;
      },
      connected: () => {
        this.#second().connected += 1;
      },
      interrupted: (status) => {
        this.#interrupted.set(name, status);
      },
    };
  }

  listenerOfBrowser(name: string): TalkerListener {
    const listener = this.listener(name);
    this.#deliveredAt.delete(name);
    const said = (text: string, seen: readonly string[]) => {
      this.#undated.add(text);
      listener.said(text, seen);
    };
    return { ...listener, said };
  }

  testimony(): Testimony {
    const seconds = this.#seconds.slice(Math.floor(this.#beganAt / 1_000));
    return {
      said: this.#said,
      seen: this.#seen,
      acknowledged: new Set(this.#acknowledged.keys()),
      released: this.#released,
      interrupted: this.#interrupted,
      longestGapMs: this.#longestGapMs,
      connectsPeak: Math.max(0, ...seconds.map(({ connected }) => connected)),
      deliveries: this.#deliveries,
    };
  }

  #noteGap(name: string): void {
    const now = this.now();
    if (this.#isTalking) {
      this.#longestGapMs = Math.max(this.#longestGapMs, now - (this.#deliveredAt.get(name) ?? now));
    }
    this.#deliveredAt.set(name, now);
  }

  /** Messages from another round, or from somebody else, are not measured. */
  #noteDeliveries(texts: readonly string[]): void {
    const now = this.now();
    for (const text of texts) {
      const at = this.#saidAt.get(text);
      if (at !== undefined) this.#deliveries.push({ at, ms: now - at });
    }
  }

  #second(): Second {
    const index = Math.floor(this.now() / 1_000);
    while (this.#seconds.length <= index) this.#seconds.push({ delivered: 0, acknowledged: 0, connected: 0 });
    return this.#seconds[index] as Second;
  }
}
