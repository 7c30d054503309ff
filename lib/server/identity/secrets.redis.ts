import { ChatError } from '@/lib/chat/errors';
import type { Asking } from '@/lib/server/databases/redis/asking.redis';
import { defineScript } from '@/lib/server/databases/redis/script.redis';
import { SECRETS_MAX, type Secret, type Secrets } from './secrets';

/** The second key is the hash tag of the first, so that a cluster has both in one slot although the older key has no tag. */
const KEYS = ['concord:secrets:{concord:secret:session}', 'concord:secret:session'];

/** Shared by all nodes. */
export function createRedisSecrets(asking: Asking): Secrets {
  const script = defineScript(['secrets-exchange'], import.meta.url);
  return {
    exchange: async (known, proposal) => {
      const fields = [proposal, ...known].flatMap(({ value, madeAt }) => [madeAt, value]);
      return toSecrets(await asking.ask((redis) => script(redis, KEYS, [SECRETS_MAX, ...fields])));
    },
  };
}

function toSecrets(answer: unknown): readonly Secret[] {
  if (!Array.isArray(answer)) throw new ChatError('store_unavailable');
  const secrets: Secret[] = [];
  for (let at = 0; at < answer.length; at += 2)
    secrets.push({ value: String(answer[at]), madeAt: Number(answer[at + 1]) });
  return secrets;
}
