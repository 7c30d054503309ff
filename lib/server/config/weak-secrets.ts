import type { Config } from './config';
import { bitsOf, isRepeating, MAKE_A_SECRET } from './settings/secret-settings';
import type { Warnings } from './warnings';

/** Fewer bits than this, judging by its characters: 32 hexadecimal digits have more. */
const BITS_MIN = 96;

/** What people type instead of something random. It may be part of a long sentence, and is therefore not refused. */
const TYPED =
  /change.?(me|it|this)|secret|passw|example|placeholder|default|insert|your|token|key.?here|admin|concord|qwert|12345|23456|abcde|lorem|foobar/i;

/** Warns of each secret that somebody could guess. */
export function warnOfSecrets(
  { isDevelopment, seat, sessionSecret, sessionSecretOld, adminToken, siteTokens }: Config,
  warnings: Warnings,
): void {
  if (isDevelopment || seat !== undefined) return; // The parent of several nodes has the same settings, and warns.
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
