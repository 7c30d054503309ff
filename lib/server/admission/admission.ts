import type { IncomingMessage } from 'node:http';
import type { ClientAddress } from '@/lib/server/config/client-address';
import type { Config } from '@/lib/server/config/config';
import { withDeadline } from '@/lib/server/config/deadline';
import { createIdentify, isSecure } from '@/lib/server/identity/identity';
import type { SessionSecrets } from '@/lib/server/identity/session-secrets';
import type { ConnectionLimit } from './connection-limit';
import { ConnectionOrigin } from './connection-origin';

/** How long a new connection waits for the secrets, which are in the store. */
const SECRET_DEADLINE_MS = 3_000;

type AllowRequest = (
  request: IncomingMessage,
  answer: (error: string | null | undefined, isAllowed: boolean) => void,
) => void;

export interface Admission {
  readonly allowRequest: AllowRequest;
  /** Returns what is known of the connection that began with this request, or that has this in place of it. */
  originOf(request: IncomingMessage): ConnectionOrigin;
}

export interface AdmissionOptions {
  readonly secrets: SessionSecrets;
  readonly config: Pick<Config, 'embedOrigins'>;
  readonly connectionLimit: Pick<ConnectionLimit, 'refusalOf'>;
  readonly clientAddress: ClientAddress;
}

/** Decides about each new connection: whether there is room for it, and who it is. */
export function createAdmission({
  secrets,
  config: { embedOrigins },
  connectionLimit,
  clientAddress,
}: AdmissionOptions): Admission {
  const identify = createIdentify(secrets, embedOrigins.length > 0);
  const origins = new WeakMap<object, ConnectionOrigin>();
  const begin = async (request: IncomingMessage, address: string) => {
    const { cookie } = request.headers;
    const asked = identify({ cookies: cookie, isSecure: isSecure(request) });
    origins.set(request, new ConnectionOrigin(address, await withDeadline(asked, SECRET_DEADLINE_MS)));
  };

  return {
    allowRequest: (request, answer) => {
      const address = clientAddress(request);
      connectionLimit.refusalOf(address).then(async (refusal) => {
        if (refusal !== null) return answer(refusal, false);
        await begin(request, address).then(
          () => answer(null, true),
          () => answer('The server cannot recognize members right now.', false),
        );
      });
    },
    originOf: (request: IncomingMessage | ConnectionOrigin) => {
      const origin = request instanceof ConnectionOrigin ? request : origins.get(request);
      if (origin !== undefined) return origin;
      throw new Error('This request was never checked for admission.');
    },
  };
}
