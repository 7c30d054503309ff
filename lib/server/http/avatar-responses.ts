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
 * Cached as well, or people without a picture would be asked for whenever somebody sees them. Not a 404, which every browser
 * would report in its console although nothing is wrong.
 */
const NONE: Answer = { status: 204, headers: FOR_A_WHILE };
const UNKNOWN: Answer = { status: 404, headers: FOR_A_WHILE };
const AWAY: Answer = { status: 503, headers: NOT_KEPT };

/** An id as site-tokens.ts makes them. The store is not asked about anything else. */
const MEMBER_ID = /^[\w-]{1,64}$/;

/**
 * Redirects `/avatars/MEMBER` to the picture, and leaves everything else to `pages`, where Next is told whether to ask for
 * pictures. It reads that from the request, so a client's own value under that name is removed.
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
    // Its origin may have been removed from the list since.
    const url = avatarUrlOf(await stores.avatars.find(memberId), origins);
    return url === null ? NONE : leadTo(url);
  };
}

/** The host of the picture learns who looks at it, but need not learn where. */
const leadTo = (location: string): Answer => ({
  status: 302,
  headers: { ...FOR_A_WHILE, location, 'referrer-policy': 'no-referrer' },
});

const tooFast = (waitMs: number): Answer => ({
  status: 429,
  headers: { ...NOT_KEPT, 'retry-after': String(Math.ceil(waitMs / 1_000)) },
});
