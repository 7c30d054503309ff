import { z } from 'zod';
import { TOKEN_MAX_LENGTH } from '@/lib/chat/token-handing';
import { textSchema } from './fields';

/**
 * Sent on connecting, as Socket.IO's `auth`. `name` is the last name in this browser; with `token`, an embedding site vouches
 * for its user.
 */
export const handshakeSchema = z.object({
  version: z.int(),
  name: textSchema.nullish(),
  /** Makes anybody who knows it an administrator. */
  adminToken: z.string().max(1_024).nullish(),
  token: z.string().max(TOKEN_MAX_LENGTH).nullish(),
  /** Set by a page that comes from a node that cannot store, and stays there unless this one can. */
  needsStore: z.boolean().nullish(),
});
export type Handshake = z.infer<typeof handshakeSchema>;
