import type { NodeOptions, RunningNode } from '@/scripts/cluster/start-node';
import type { Talker, TalkerOptions } from './talker';

/** A chat system that the drill can be held with. */
export interface System {
  readonly name: string;
  /** Settings of its nodes. */
  readonly env: Readonly<Record<string, string>>;
  startNode(options: NodeOptions): Promise<RunningNode>;
  /** Somebody comes in; resolves when they can talk. */
  open(options: TalkerOptions): Promise<Talker>;
  /** The same in a real browser, where the system has a page. Its room is the lobby. */
  readonly openBrowser: ((options: TalkerOptions) => Promise<Talker>) | null;
  /** Does somebody who comes later see what was said before? Then everybody is held against that. */
  readonly hasHistory: boolean;
  /** Ends what its talkers have in common. */
  close(): Promise<void>;
}
