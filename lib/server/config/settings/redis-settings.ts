import { z } from 'zod';
import { certificateFile, complain, type IssueContext, wholeNumber } from './config-values';
import { parseRedisUrl, REDIS_URL_FORMS } from './redis-url';

/** More than this would be a typing error. */
const REPLICAS_MAX = 10;

export const REDIS_VARIABLES = {
  REDIS_URL: z
    .string()
    .refine((url) => parseRedisUrl(url) !== undefined, { error: REDIS_URL_FORMS })
    .optional(),
  REDIS_WAIT_REPLICAS: wholeNumber(0, REPLICAS_MAX).default(0),
  REDIS_TLS_CA: certificateFile.optional(),
};

type RedisEnv = z.output<z.ZodObject<typeof REDIS_VARIABLES>>;

/** Without Redis, settings about it would leave a node alone with its own store, unnoticed. */
export function checkRedis(env: RedisEnv, context: IssueContext): void {
  if (env.REDIS_URL === undefined && env.REDIS_WAIT_REPLICAS > 0) {
    complain(context, 'REDIS_WAIT_REPLICAS', 'applies to a Redis: set REDIS_URL, or leave it out');
  }
  if (env.REDIS_TLS_CA !== undefined && !/^rediss/.test(env.REDIS_URL ?? '')) {
    complain(
      context,
      'REDIS_TLS_CA',
      'applies to a Redis behind TLS: REDIS_URL begins with rediss, or leave it out',
    );
  }
}
