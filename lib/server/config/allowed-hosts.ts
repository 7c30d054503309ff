import type { IncomingMessage, RequestListener } from 'node:http';
import { z } from 'zod';
import type { Warnings } from './warnings';

/** A name or an address, and perhaps a port. */
const HOST = /^([\w.-]+|\[[\da-f:.]+\])(:\d*)?$/i;

/** Returns the host as a browser writes it, in lower case and without a port; undefined if it is not a host. */
function hostNameIn(host: string): string | undefined {
  if (!HOST.test(host) || !URL.canParse(`http://${host}`)) return undefined;
  return new URL(`http://${host}`).hostname.replace(/\.$/, '');
}

/** A host as people type it: in any case, without a port. */
const TYPED_HOST = /^(\.?)([\p{L}\p{N}_-][\p{L}\p{M}\p{N}._-]*|\[[\da-f:.]+\])$/iu;

export const allowedHostSchema = z.string().transform((typed, context): string => {
  const [, dot = '', host = ''] = TYPED_HOST.exec(typed) ?? [];
  const name = URL.canParse(`http://${host}`) ? hostNameIn(new URL(`http://${host}`).hostname) : undefined;
  if (name !== undefined) return dot + name;
  context.addIssue({
    code: 'custom',
    message: `has "${typed}": it takes names as people type them, without a port: chat.example.com, or .example.com for all below it`,
  });
  return z.NEVER;
});

/**
 * Returns whether the request is for one of these hosts, or true if there are none. If another site points its own name at this
 * node (DNS rebinding), its page has our origin as far as a browser can tell; but the browser sends that name.
 */
export function isAllowedHost(
  { headers }: Pick<IncomingMessage, 'headers'>,
  allowed: readonly string[],
): boolean {
  if (allowed.length === 0) return true;
  const name = hostNameIn(headers.host ?? '');
  if (name === undefined) return false;
  return allowed.some((host) => name === host || (host.startsWith('.') && `.${name}`.endsWith(host)));
}

export const MISDIRECTED = 'The host of this address is not in ALLOWED_HOSTS.\n';

/** Answers 421 to requests for another host. `HEAD /`, which load balancers request by address, reveals nothing. */
export function withAllowedHosts(
  { allowedHosts }: { readonly allowedHosts: readonly string[] },
  handle: RequestListener,
): RequestListener {
  return (request, response) => {
    const isProbe = request.method === 'HEAD' && request.url === '/';
    if (isProbe || isAllowedHost(request, allowedHosts)) return handle(request, response);
    response.writeHead(421, { 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'no-store' });
    response.end(MISDIRECTED);
  };
}

export function warnOfHosts(
  {
    isDevelopment,
    allowedHosts,
  }: { readonly isDevelopment: boolean; readonly allowedHosts: readonly string[] },
  warnings: Warnings,
): void {
  if (isDevelopment || allowedHosts.length > 0) return;
  warnings.warn(
    {},
    'every host name is answered: a site that points its own name at this node could use it through its visitors’ browsers. Name yours in ALLOWED_HOSTS',
  );
}
