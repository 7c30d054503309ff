import { z } from 'zod';
import { TOKEN_MAX_LENGTH } from '@/lib/chat/token-handing';
import { textSchema } from './fields';

/**
 * Sent with the connection, as Socket.IO's `auth`. `name` is what this browser was called last; `token` is by which an
 * embedding site vouches for its user.
 */
export const handshakeSchema = z.object({
  version: z.int(),
  name: textSchema.nullish(),
  /** Makes an administrator of whoever knows it. */
  adminToken: z.string().max(1_024).nullish(),
  token: z.string().max(TOKEN_MAX_LENGTH).nullish(),
  /** Comes from a node that cannot store, and stays there unless this one can. */
  needsStore: z.boolean().nullish(),
});
export type Handshake = z.infer<typeof handshakeSchema>;
