import type { Session } from '@/lib/chat/events/session';
import type { Environment } from '@/lib/client/environment/environment';
import type { SessionStore } from '@/lib/client/state/chat-store';

const KEY = 'concord:admin-token';

/** What makes an administrator of whoever knows it: kept for this tab, and said with every connection. */
export interface AdminToken {
  credentials(): { readonly adminToken?: string };
  /** From now on the member is an administrator, if a node takes the token; `null` for no longer. */
  set(token: string | null): void;
  /** What is not taken is forgotten: the next connection would bring it again. */
  opened(session: Session): void;
}

interface AdminTokenOptions {
  readonly store: SessionStore;
  readonly environment: Pick<Environment, 'readForTab' | 'writeForTab'>;
  readonly reconnect: () => void;
}

export function createAdminToken({ store, environment, reconnect }: AdminTokenOptions): AdminToken {
  const known = () => environment.readForTab(KEY);
  return {
    credentials: () => {
      const adminToken = known();
      return adminToken === null ? {} : { adminToken };
    },
    set: (token) => {
      environment.writeForTab(KEY, token);
      store.setState({ isTokenRefused: false });
      reconnect();
    },
    opened: ({ isAdmin }) => {
      if (isAdmin || known() === null) return;
      environment.writeForTab(KEY, null);
      store.setState({ isTokenRefused: true });
    },
  };
}
