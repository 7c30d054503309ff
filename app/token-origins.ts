import { headers } from 'next/headers';
import { TOKEN_ORIGINS_HEADER } from '@/lib/chat/token-handing';

/** Of whom the page takes tokens, as the node says it; `undefined` where of nobody. */
export const readTokenOrigins = async (): Promise<string | undefined> =>
  (await headers()).get(TOKEN_ORIGINS_HEADER) ?? undefined;
