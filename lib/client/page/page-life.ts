import type { Environment } from '@/lib/client/environment/environment';
import type { SigningIn } from '@/lib/client/self/signing-in';
import type { ConnectionWatch } from '@/lib/client/state/connection-watch';
import type { Connection } from '@/lib/client/wire/connection';

interface PageLifeOptions {
  readonly environment: Pick<Environment, 'isOnline' | 'onChange' | 'onRest'>;
  readonly watch: Pick<ConnectionWatch, 'isConnected' | 'networkChanged'>;
  readonly connection: Pick<Connection, 'connect' | 'close'>;
  readonly signingIn: Pick<SigningIn, 'mayConnect'>;
}

/**
 * Connects when the network or the reader may be back, without waiting for the next attempt. A page that is about to
 * stand still in the browser's memory drops its connection: nobody there answers the node, which would take it for present
 * until its patience ends; and some browsers keep no page that has one. Returns how to stop.
 */
export function followPageLife({ environment, watch, connection, signingIn }: PageLifeOptions): () => void {
  /** It is not tried again by itself. */
  let isDropped = false;
  const stopResting = environment.onRest(() => {
    isDropped = true;
    connection.close();
  });
  const stopWatching = environment.onChange(() => {
    watch.networkChanged();
    if (watch.isConnected() || !signingIn.mayConnect()) return;
    if (!isDropped && !environment.isOnline()) return;
    isDropped = false;
    connection.connect();
  });
  return () => {
    stopResting();
    stopWatching();
  };
}
