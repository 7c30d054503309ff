import type { IncomingMessage } from 'node:http';
import type { ClientAddress } from './client-address';
import type { Config } from './config';
import { withDeadline } from './deadline';
import type { Door } from './door';
import { createIdentify, type Identity, isSecure } from './identity';

/** How long a new connection waits for the secret, which is in the store. */
const SECRET_DEADLINE_MS = 3_000;

const NOTHING = Object.freeze({});
const NO_HEADERS: string[] = [];

type AllowRequest = (
  request: IncomingMessage,
  answer: (error: string | null | undefined, isAllowed: boolean) => void,
) => void;

export interface Admission {
  readonly allowRequest: AllowRequest;
  /** Who opened the connection that began with this request. */
  identityOf(request: IncomingMessage): Identity | undefined;
  /** Where it came from, as limits count it. Known for as long as the connection lives, unlike its first socket. */
  addressOf(request: IncomingMessage): string;
  /** Who opened the connection is known, and nobody asks for it again, nor for what it was opened with. */
  forget(beginning: Beginning): void;
}

export interface Beginning {
  readonly request: IncomingMessage;
  readonly handshake: { headers: object; auth: object; query: object; time: string; url: string };
}

export interface AdmissionOptions {
  readonly secret: Promise<string>;
  readonly config: Pick<Config, 'allowedOrigins' | 'embedOrigins'>;
  readonly door: Pick<Door, 'refusalOf'>;
  readonly clientAddress: ClientAddress;
}

/** Decides on each new connection: does it come from a page that may, is there room for it, and who is it? */
export function createAdmission({
  secret,
  config: { allowedOrigins, embedOrigins },
  door,
  clientAddress,
}: AdmissionOptions): Admission {
  const identify = createIdentify(secret, embedOrigins.length > 0);
  const identities = new WeakMap<IncomingMessage, Identity>();
  const addresses = new WeakMap<IncomingMessage, string>();

  const identified = async (request: IncomingMessage) => {
    const { cookie } = request.headers;
    const asked = identify({ cookies: cookie, isSecure: isSecure(request) });
    identities.set(request, await withDeadline(asked, SECRET_DEADLINE_MS));
  };

  return {
    allowRequest: (request, answer) => {
      if (!isAllowedOrigin(request, allowedOrigins)) {
        answer('The origin of this page is not in ALLOWED_ORIGINS.', false);
        return;
      }
      const address = clientAddress(request);
      addresses.set(request, address);
      door.refusalOf(address).then(async (refusal) => {
        if (refusal !== null) return answer(refusal, false);
        await identified(request).then(
          () => answer(null, true),
          () => answer('The server cannot recognize members right now.', false),
        );
      });
    },
    addressOf: (request) => addresses.get(request) ?? clientAddress(request),
    identityOf: (request) => identities.get(request),
    forget: (beginning) => {
      identities.delete(beginning.request);
      forgetHeaders(beginning);
    },
  };
}

/**
 * Nobody looks again at what a connection was opened with, once it is let in: a browser sends kilobytes of it, which
 * thousands of connections would keep for hours; cookies and tokens are safest where they are not. Whoever opened it, and
 * from where, is still known to those who come later on it.
 */
export function forgetHeaders({ request, handshake }: Beginning): void {
  request.headers = NOTHING;
  request.rawHeaders = NO_HEADERS;
  request.url = '';
  (request as Queried)._query = NOTHING;
  Object.assign(handshake, { headers: NOTHING, auth: NOTHING, query: NOTHING, time: '', url: '' });
}

/** As Engine.IO leaves a request; it asks only those of its first about what was in the query. */
type Queried = IncomingMessage & { _query: object };

/** A browser sends the origin of the page with every connection; a program need not, and could send any. */
function isAllowedOrigin({ headers }: IncomingMessage, allowed: readonly string[]): boolean {
  const { origin, host } = headers;
  if (origin === undefined) return true;
  return allowed.includes(origin) || (URL.canParse(origin) && new URL(origin).host === host);
}
