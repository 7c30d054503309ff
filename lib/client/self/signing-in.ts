import type { ErrorCode } from '@/lib/chat/errors';
import type { Handshake } from '@/lib/chat/events/handshake';
import type { Session } from '@/lib/chat/events/session';
import { isVerified } from '@/lib/chat/verified';
import type { Environment } from '@/lib/client/environment/environment';
import { memberIdOf } from '@/lib/client/state/chat-state';
import type { SessionStore } from '@/lib/client/state/chat-store';
import type { ConnectionWatch } from '@/lib/client/state/connection-watch';
import type { Connection } from '@/lib/client/wire/connection';
import { createSiteToken } from './site-token';

/** Whether the page comes as a guest or as the member that the site around it vouches for. */
export interface SigningIn {
  isSignedIn(): boolean;
  /** What to send on connecting. */
  credentials(): Pick<Handshake, 'token'>;
  /** Calls back once when it is known who the page comes as. Returns a function that stops it. */
  start(known: () => void): () => void;
  /** A node opened a session. Returns whether it is for this page's member; if not, the page reloads. */
  opened(session: Session): boolean;
  /** The nodes no longer let the page in. Returns whether another token would help; if so, asks the site for one. */
  turnedAway(code: ErrorCode): boolean;
  /** The reader or the network is back. Returns whether connecting now could help. */
  mayConnect(): boolean;
}

interface SigningInOptions {
  readonly store: SessionStore;
  readonly environment: Environment;
  readonly watch: ConnectionWatch;
  readonly connection: Pick<Connection, 'connect' | 'renew'>;
}

const TOKEN_HELPS: ReadonlySet<ErrorCode> = new Set(['guests_refused', 'token_refused']);

export function createSigningIn({ store, environment, watch, connection }: SigningInOptions): SigningIn {
  const memberId = () => memberIdOf(store.getState());
  const status = () => store.getState().connection.status;

  const changed = () => {
    if (status() === 'outdated') return;
    if (siteToken.current() === null) return environment.reload();
    store.setState({ isSignedIn: true });
    if (watch.isConnected() && isVerified(memberId())) return connection.renew();
    watch.started();
    connection.connect();
  };
  const siteToken = createSiteToken({ environment, changed });
  const isSignedIn = () => siteToken.current() !== null;

  return {
    isSignedIn,
    credentials: () => {
      const token = siteToken.current();
      return token === null ? {} : { token };
    },
    start: (known) =>
      siteToken.start(() => {
        store.setState({ isSignedIn: isSignedIn() });
        known();
      }),
    opened: (session) => {
      // A different member must find nothing of the one before.
      const isAnother = isVerified(memberId()) && memberId() !== session.member.id;
      if (isAnother) environment.reload();
      else siteToken.accepted(session);
      return !isAnother;
    },
    turnedAway: (code) => {
      if (!TOKEN_HELPS.has(code)) return false;
      watch.refused(code);
      siteToken.ask();
      return true;
    },
    mayConnect: () => {
      if (status() === 'refused') siteToken.ask();
      return siteToken.isSettled() && status() !== 'refused' && status() !== 'outdated';
    },
  };
}
