import type { Config } from './config';
import { bitsOf, isRepeating, MAKE_A_SECRET } from './settings/secret-settings';
import type { Warnings } from './warnings';

/** Less than this many bits, as its own signs tell: 32 hexadecimal digits have more. */
const BITS_MIN = 96;

/** What people type where they should have rolled dice. It may be a part of a long sentence, and is not refused for that. */
const TYPED =
  /change.?(me|it|this)|secret|passw|example|placeholder|default|insert|your|token|key.?here|admin|concord|qwert|12345|23456|abcde|lorem|foobar/i;

/** Warns of each secret that somebody could guess. */
export function warnOfSecrets(
  { isDevelopment, seat, sessionSecret, sessionSecretOld, adminToken, siteTokens }: Config,
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
    warnings.warn({ name }, `${name} can be guessed: set it to what this prints: ${MAKE_A_SECRET}`);
  }
  if (sessionSecretOld === undefined || !isGuessable(sessionSecretOld)) return;
  warnings.warn(
    { name: 'SESSION_SECRET_OLD' },
    'SESSION_SECRET_OLD can be guessed: whoever does can be anybody until you leave it out',
  );
}

export const isGuessable = (secret: string): boolean =>
  TYPED.test(secret) || isRepeating(secret) || bitsOf(secret) < BITS_MIN;
