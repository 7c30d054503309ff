import { headers } from 'next/headers';
import { TOKEN_ORIGINS_HEADER } from '@/lib/chat/token-handing';

/** Returns the origins whose tokens the node accepts; `undefined` if there are none. */
export const readTokenOrigins = async (): Promise<string | undefined> =>
  (await headers()).get(TOKEN_ORIGINS_HEADER) ?? undefined;
