import type { Config } from './config';
import type { Warnings } from './warnings';

/** Less than this many bits, as its own signs tell: 32 hexadecimal digits have more. */
const BITS_MIN = 96;

/** What people type where they should have rolled dice. */
const TYPED =
  /change.?(me|it|this)|secret|passw|example|placeholder|default|insert|your|token|key.?here|admin|concord|qwert|12345|23456|abcde|lorem|foobar/i;

/** Warns of each secret that somebody could guess. */
export function warnOfSecrets(
  { isDevelopment, seat, sessionSecret, adminToken, siteTokens }: Config,
  warnings: Warnings,
): void {
  if (isDevelopment || seat !== undefined) return; // Of several nodes the parent has the same settings.
  const secrets = {
    SESSION_SECRET: sessionSecret,
    ADMIN_TOKEN: adminToken,
    AUTH_JWT_SECRET: siteTokens?.secret,
  };
  for (const [name, secret] of Object.entries(secrets)) {
    if (secret === undefined || !isGuessable(secret)) continue;
    warnings.warn({ name }, `${name} can be guessed: set it to what "openssl rand -base64 32" prints`);
  }
}

export const isGuessable = (secret: string): boolean =>
  TYPED.test(secret) || /^(.+?)\1+.?$/s.test(secret) || bitsOf(secret) < BITS_MIN;

/** How surprising its signs are by how often each is in it. */
function bitsOf(secret: string): number {
  const counts = new Map<string, number>();
  for (const sign of secret) counts.set(sign, (counts.get(sign) ?? 0) + 1);
  const length = [...secret].length;
  return [...counts.values()].reduce((bits, count) => bits - count * Math.log2(count / length), 0);
}
