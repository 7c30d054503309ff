import type { NodeOptions, RunningNode } from '@/scripts/cluster/start-node';
import type { Talker, TalkerOptions } from './talker';

/** A chat system with which the drill can be held. */
export interface System {
  readonly name: string;
  /** Settings of its nodes. */
  readonly env: Readonly<Record<string, string>>;
  startNode(options: NodeOptions): Promise<RunningNode>;
  /** Lets somebody connect; resolves when they can talk. */
  open(options: TalkerOptions): Promise<Talker>;
  /** The same in a real browser, if the system has a page. Its room is the lobby. */
  readonly openBrowser: ((options: TalkerOptions) => Promise<Talker>) | null;
  /** Whether a newcomer sees what was said before. If so, everybody is compared with that. */
  readonly hasHistory: boolean;
  /** Ends what its talkers share. */
  close(): Promise<void>;
}
