import { setTimeout as pause } from 'node:timers/promises';
import { isReachedFrom, rolesOf } from './moderate';
import type { ModerationContext } from './moderation-context';

/** Live nodes answer within this; people at a slower one are not counted. */
const COLLECT_MS = 400;

interface Asked {
  readonly id: string;
  readonly room: string;
  /** The member who may be banned. */
  readonly member: string;
}

/** The member's addresses, as fingerprints: the question is who else in the room comes from one of them. */
interface From extends Asked {
  readonly addresses: readonly string[];
}

/**
 * What nodes ask and tell each other to find whom a ban with the address would remove. Each node knows only its own
 * connections.
 */
export type ReachNews =
  | ({ readonly kind: 'asked' } & Asked)
  | ({ readonly kind: 'from' } & From)
  | { readonly kind: 'found'; readonly id: string; readonly members: readonly string[] };

type Context = Pick<ModerationContext, 'rooms' | 'moderation' | 'members' | 'node'>;

export class BanReach {
  readonly #context: () => Context;
  readonly #signal: (news: ReachNews) => void;
  readonly #hasOtherNodes: boolean;
  readonly #collecting = new Map<string, Set<string>>();

  constructor(context: () => Context, hasOtherNodes: boolean, signal: (news: ReachNews) => void) {
    this.#context = context;
    this.#hasOtherNodes = hasOtherNodes;
    this.#signal = signal;
  }

  /** Returns how many others who are in the room a ban of `member` with the address would remove. */
  async othersIn(id: string, room: string, member: string): Promise<number> {
    const found = new Set<string>();
    this.#collecting.set(id, found);
    try {
      const { cache } = this.#context().moderation;
      // The addresses stored with the ban if they are banned already.
      const addresses =
        (await cache.of(room)).banned.find((ban) => ban.member.id === member)?.addresses ?? [];
      if (addresses.length > 0) await this.#tell({ kind: 'from', id, room, member, addresses });
      await this.#tell({ kind: 'asked', id, room, member });
      if (this.#hasOtherNodes) await pause(COLLECT_MS);
    } finally {
      this.#collecting.delete(id);
    }
    return found.size;
  }

  /** Called with what another node, or this one, has asked or told. */
  hear(news: ReachNews): void {
    this.#answer(news).catch((err: unknown) =>
      this.#context().node.logger.warn({ err }, 'could not count whom a ban would remove'),
    );
  }

  async #tell(news: ReachNews): Promise<void> {
    if (this.#hasOtherNodes) this.#signal(news);
    await this.#answer(news);
  }

  async #answer(news: ReachNews): Promise<void> {
    const { moderation, members } = this.#context();
    if (news.kind === 'found') {
      for (const member of news.members) this.#collecting.get(news.id)?.add(member);
    } else if (news.kind === 'asked') {
      const { kind: _, ...asked } = news;
      const theirs = members.tabs
        .of(news.member)
        .map((tab) => moderation.cache.fingerprints(tab.asker().address));
      const addresses = [...new Set((await Promise.all(theirs)).flat())];
      if (addresses.length > 0) await this.#tell({ kind: 'from', ...asked, addresses });
    } else {
      const members = await this.#reachedHere(news);
      if (members.length > 0) await this.#tell({ kind: 'found', id: news.id, members });
    }
  }

  async #reachedHere({ room, member, addresses }: From): Promise<string[]> {
    const context = this.#context();
    const roles = await rolesOf(context, await context.moderation.cache.of(room));
    const reached = new Set<string>();
    for (const tab of context.members.tabs.in(room)) {
      const asker = tab.asker();
      if (asker.id === member || asker.cookieId === member || asker.isAdmin) continue;
      if (await isReachedFrom(context, roles, asker, addresses)) reached.add(asker.id);
    }
    return [...reached];
  }
}
