import { isVerified } from '@/lib/chat/verified';
import type { Tabs } from '@/lib/client/environment/tabs';

/** Makes all tabs of a browser one member. */
export interface OneMember {
  /** Listens to the other tabs. Returns a function that stops it. */
  start(): () => void;
  /** A node says who this tab is. */
  opened(memberId: string): void;
}

interface OneMemberOptions {
  readonly tabs: Pick<Tabs, 'tellMember' | 'onMember'>;
  readonly reconnect: () => void;
}

/**
 * Tabs opened at the same instant in a new browser each get an identity of their own, and the browser keeps only the last. A
 * tab that hears another's identity reconnects, which brings the one that was kept, and afterwards only answers with its own.
 * It reconnects only once: a browser that keeps no cookies is a new member with each connection, and its tabs would never
 * settle.
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
      // A member that a site vouches for does not come from the browser's cookie, and may coexist with a guest in another tab.
      own = isVerified(memberId) ? null : memberId;
      if (own === null) return;
      tabs.tellMember(memberId);
    },
  };
}
