import { z } from 'zod';
import { complain, type IssueContext } from './config-values';

/** Needs only Node. It prints 256 random bits. */
export const MAKE_A_SECRET = `node -p "require('crypto').randomBytes(32).toString('base64url')"`;

/** A secret with fewer bits, judging by its characters, was not made at random. */
const RANDOM_BITS_MIN = 64;

const longEnough = z.string().min(32, { error: 'has at least 32 characters', abort: true });

/** Somebody who guesses secrets starts with one character, or a few, over and over. */
export const secretSchema = longEnough.refine((secret) => !isRepeating(secret), {
  error: `repeats itself and is easily guessed: set it to what this prints: ${MAKE_A_SECRET}`,
});

export const SECRET_VARIABLES = {
  SESSION_SECRET: secretSchema.optional(),
  // Unchecked: otherwise nobody could move away from one that is refused by now.
  SESSION_SECRET_OLD: longEnough.optional(),
  ADMIN_TOKEN: secretSchema.optional(),
};

type SecretEnv = z.output<z.ZodObject<typeof SECRET_VARIABLES>>;

/** Reports what is wrong with several of them together. */
export function checkSecrets(
  env: SecretEnv & { readonly AUTH_JWT_SECRET?: string | undefined },
  context: IssueContext,
): void {
  const wrong = (name: string, message: string) => complain(context, name, message);
  const { SESSION_SECRET: signing, SESSION_SECRET_OLD: old, ADMIN_TOKEN: token } = env;
  if (old !== undefined && signing === undefined) {
    wrong('SESSION_SECRET_OLD', 'counts beside SESSION_SECRET: set that as well, or leave it out');
  }
  if (old !== undefined && old === signing) {
    wrong(
      'SESSION_SECRET_OLD',
      'must differ from SESSION_SECRET: leave it out once all nodes have the new one',
    );
  }
  for (const name of ['SESSION_SECRET', 'SESSION_SECRET_OLD'] as const) {
    if (env[name] === undefined) continue;
    if (token === env[name]) {
      wrong('ADMIN_TOKEN', `must differ from ${name}: administrators type it in, and could sign as anybody`);
    }
    // Otherwise our cookies would be valid as tokens, and tokens as cookies.
    if (env.AUTH_JWT_SECRET === env[name]) wrong('AUTH_JWT_SECRET', `must differ from ${name}`);
  }
}

/** Whether it is one piece over and over, except for a character before or after, or a few characters in any order. */
export function isRepeating(secret: string): boolean {
  const signs = [...secret.toLowerCase()];
  return [signs, signs.slice(1), signs.slice(0, -1)].some(isPeriodic) || bitsOf(secret) < RANDOM_BITS_MIN;
}

const isPeriodic = (signs: readonly string[]): boolean =>
  signs.some((_, period) => period > 0 && period * 2 <= signs.length && hasPeriod(signs, period));

const hasPeriod = (signs: readonly string[], period: number): boolean =>
  signs.every((sign, index) => index < period || sign === signs[index - period]);

/** The entropy of its characters in bits, by how often each occurs in it. */
export function bitsOf(secret: string): number {
  const counts = new Map<string, number>();
  for (const sign of secret) counts.set(sign, (counts.get(sign) ?? 0) + 1);
  const length = [...secret].length;
  return [...counts.values()].reduce((bits, count) => bits - count * Math.log2(count / length), 0);
}
