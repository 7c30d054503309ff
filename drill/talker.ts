/** Somebody in a room who talks and reads, on any system. */
export interface Talker {
  readonly name: string;
  readonly room: string;
  /** Sends `text`, which nobody else ever says; the listener gets its answer. */
  say(text: string): void;
  isConnected(): Promise<boolean>;
  /** Returns whether nothing is under way that may still be answered. */
  isSettled(): Promise<boolean>;
  /** Returns what it shows from the beginning of the room, in order. */
  shown(): Promise<readonly string[]>;
  leave(): Promise<void>;
}

/** How many of the newest messages can change places: nodes put back no more than they hold. */
export const SEEN_MAX = 1_000;

/** What a talker's person would notice. */
export interface TalkerListener {
  /** They say `text` while looking at what was shown last, newest last. */
  said(text: string, seen: readonly string[]): void;
  /** The system promised that the message is in the room. */
  acknowledged(text: string): void;
  /** This many more entries are shown than before, including these messages. */
  delivered(count: number, texts: readonly string[]): void;
  connected(): void;
  /** It no longer says that it is connected, but `status`. */
  interrupted(status: string): void;
}

export interface TalkerOptions {
  /** The address of the load balancer. */
  readonly url: string;
  readonly room: string;
  readonly name: string;
  readonly listener: TalkerListener;
}
