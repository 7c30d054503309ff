import type { IncomingMessage, ServerResponse } from 'node:http';
import { AVATAR_PATH, AVATARS_HEADER } from '@/lib/chat/avatar';
import { isVerified } from '@/lib/chat/verified';
import type { ClientAddress } from '@/lib/server/config/client-address';
import type { Config } from '@/lib/server/config/config';
import { createLimits } from '@/lib/server/limits/limits';
import { avatarUrlOf } from '@/lib/server/members/avatars';
import type { Stores } from '@/lib/server/stores/stores';

type Handler = (request: IncomingMessage, response: ServerResponse) => void;

export interface AvatarsOptions {
  readonly config: Pick<Config, 'avatarOrigins' | 'rates'>;
  readonly stores: Pick<Stores, 'avatars' | 'limits'>;
  readonly clientAddress: ClientAddress;
}

interface Answer {
  readonly status: number;
  readonly headers: Record<string, string>;
}

const FOR_A_WHILE = { 'cache-control': 'private, max-age=300' };
const NOT_KEPT = { 'cache-control': 'no-store' };

/**
 * Kept as well, or people without a picture would be asked for with every look at them. Not a 404: that is a complaint in
 * every reader's console, and nothing is wrong.
 */
const NONE: Answer = { status: 204, headers: FOR_A_WHILE };
const UNKNOWN: Answer = { status: 404, headers: FOR_A_WHILE };
const AWAY: Answer = { status: 503, headers: NOT_KEPT };

/** As a site's member is called, see site-tokens.ts. Of anything else the store hears nothing. */
const MEMBER_ID = /^[\w-]{1,64}$/;

/**
 * Leads from `/avatars/MEMBER` to where the picture is, and leaves everything else to `pages`, which Next tells whether to
 * ask. It reads that from the request; so what a client sent under that name is never let through.
 */
export function withAvatars(options: AvatarsOptions, pages: Handler): Handler {
  const hasAvatars = options.config.avatarOrigins.length > 0;
  const answerTo = createAnswer(options);
  return (request, response) => {
    const path = request.url?.split('?', 1)[0] ?? '';
    if (path.startsWith(AVATAR_PATH)) {
      const asked = answerTo(path.slice(AVATAR_PATH.length), request);
      asked.catch(() => AWAY).then(({ status, headers }) => response.writeHead(status, headers).end());
      return;
    }
    delete request.headers[AVATARS_HEADER];
    if (hasAvatars) request.headers[AVATARS_HEADER] = 'shown';
    pages(request, response);
  };
}

function createAnswer({ config, stores, clientAddress }: AvatarsOptions) {
  const origins = config.avatarOrigins;
  const limits = createLimits(stores.limits, config.rates, null);
  return async (memberId: string, request: IncomingMessage): Promise<Answer> => {
    if (origins.length === 0 || !isVerified(memberId) || !MEMBER_ID.test(memberId)) return UNKNOWN;
    const waitMs = await limits.ask('avatars', clientAddress(request));
    if (waitMs > 0) return tooFast(waitMs);
    // It may be of an origin that was taken from the list since.
    const url = avatarUrlOf(await stores.avatars.find(memberId), origins);
    return url === null ? NONE : leadTo(url);
  };
}

/** The host of the picture hears who looks at it, and need not hear where. */
const leadTo = (location: string): Answer => ({
  status: 302,
  headers: { ...FOR_A_WHILE, location, 'referrer-policy': 'no-referrer' },
});

const tooFast = (waitMs: number): Answer => ({
  status: 429,
  headers: { ...NOT_KEPT, 'retry-after': String(Math.ceil(waitMs / 1_000)) },
});
