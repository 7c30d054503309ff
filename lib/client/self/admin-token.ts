import type { Session } from '@/lib/chat/events/session';
import type { Environment } from '@/lib/client/environment/environment';
import type { SessionStore } from '@/lib/client/state/chat-store';

const KEY = 'concord:admin-token';

/** The token that makes whoever knows it an administrator. The tab keeps it and sends it with every connection. */
export interface AdminToken {
  credentials(): { readonly adminToken?: string };
  /** Makes the member an administrator if a node accepts the token; `null` ends it. */
  set(token: string | null): void;
  /** Forgets a token that was not accepted, or the next connection would send it again. */
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
