import type { IncomingMessage } from 'node:http';
import { withDeadline } from './deadline';
import { createIdentify, type Identity, isSecure } from './identity';

/** How long a new connection waits for the secret, which is in the store. */
const SECRET_DEADLINE_MS = 3_000;

type AllowRequest = (
  request: IncomingMessage,
  answer: (error: string | null | undefined, isAllowed: boolean) => void,
) => void;

export interface Admission {
  readonly allowRequest: AllowRequest;
  /** Who opened the connection that began with this request. */
  identityOf(request: IncomingMessage): Identity | undefined;
}

/** Decides on each new connection: does it come from a page that may, and who is it? */
export function createAdmission(secret: Promise<string>, allowedOrigins: readonly string[]): Admission {
  const identify = createIdentify(secret);
  const identities = new WeakMap<IncomingMessage, Identity>();

  return {
    allowRequest: (request, answer) => {
      if (!isAllowedOrigin(request, allowedOrigins)) {
        answer('The origin of this page is not in ALLOWED_ORIGINS.', false);
        return;
      }
      const identified = identify({ cookies: request.headers.cookie, isSecure: isSecure(request) });
      withDeadline(identified, SECRET_DEADLINE_MS).then(
        (identity) => {
          identities.set(request, identity);
          answer(null, true);
        },
        () => answer('The server cannot recognize members right now.', false),
      );
    },
    identityOf: (request) => identities.get(request),
  };
}

/** A browser sends the origin of the page with every connection; a program need not, and could send any. */
function isAllowedOrigin({ headers }: IncomingMessage, allowed: readonly string[]): boolean {
  const { origin, host } = headers;
  if (origin === undefined) return true;
  return allowed.includes(origin) || (URL.canParse(origin) && new URL(origin).host === host);
}
