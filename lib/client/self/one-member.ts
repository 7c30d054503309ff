import { isVerified } from '@/lib/chat/verified';
import type { Tabs } from '@/lib/client/environment/tabs';

/** Makes the tabs of a browser one member. */
export interface OneMember {
  /** Listens to the other tabs. Returns how to stop. */
  start(): () => void;
  /** A node says who this tab is. */
  opened(memberId: string): void;
}

interface OneMemberOptions {
  readonly tabs: Pick<Tabs, 'tellMember' | 'onMember'>;
  readonly reconnect: () => void;
}

/**
 * Tabs that are opened at the same instant in a new browser are given an identity each, of which the browser keeps the
 * last. A tab that hears of another's connects anew, and so comes with what was kept, and from then on lets the others
 * know. It does so once: a browser that keeps no cookies is another member with each connection, and its tabs would
 * never come to rest.
 */
export function createOneMember({ tabs, reconnect }: OneMemberOptions): OneMember {
  let own: string | null = null;
  const heard = new Set<string>();

  const hear = (memberId: string) => {
    if (own === null || own === memberId || heard.has(memberId)) return;
    heard.add(memberId);
    if (heard.size === 1) reconnect();
    else tabs.tellMember(own);
  };

  return {
    start: () => tabs.onMember(hear),
    opened: (memberId) => {
      // Whom a site vouches for is not who the browser's cookie says, and may stay beside that in another tab.
      own = isVerified(memberId) ? null : memberId;
      if (own === null) return;
      tabs.tellMember(memberId);
    },
  };
}
