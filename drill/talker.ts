/** Somebody in a room who talks and reads, of whichever system. */
export interface Talker {
  readonly name: string;
  readonly room: string;
  /** Sends `text`, which nobody else ever says; its answer comes to the listener. */
  say(text: string): void;
  isConnected(): Promise<boolean>;
  /** Has nothing on its way that may still be answered. */
  isSettled(): Promise<boolean>;
  /** What it shows from the beginning of the room, in its order. */
  shown(): Promise<readonly string[]>;
  leave(): Promise<void>;
}

/** So many of the newest messages can change their places: nodes put back no more than they hold. */
export const SEEN_MAX = 1_000;

/** What a talker's person would notice. */
export interface TalkerListener {
  /** They say `text`, and have before them what was shown last, newest last. */
  said(text: string, seen: readonly string[]): void;
  /** The system promised that the message is in the room. */
  acknowledged(text: string): void;
  /** So many more entries are shown than before, and these messages among them. */
  delivered(count: number, texts: readonly string[]): void;
  connected(): void;
  /** It no longer says that it is connected, but `status`. */
  interrupted(status: string): void;
}

export interface TalkerOptions {
  /** Of the load balancer. */
  readonly url: string;
  readonly room: string;
  readonly name: string;
  readonly listener: TalkerListener;
}
