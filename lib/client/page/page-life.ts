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
 * Connects when the network or the reader may be back, without waiting for the next attempt. Drops the connection when the page
 * is about to be frozen in the browser's memory: a frozen page answers no pings, so the node would count it as present until it
 * lost patience, and some browsers keep no page that has a connection. Returns a function that stops it.
 */
export function followPageLife({ environment, watch, connection, signingIn }: PageLifeOptions): () => void {
  /** A dropped connection does not retry by itself. */
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
