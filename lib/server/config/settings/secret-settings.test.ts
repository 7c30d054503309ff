import { execSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { expect, it } from 'vitest';
import { readConfig } from '@/lib/server/config/config';
import { isRepeating } from './secret-settings';

const RANDOM = 'kQ3vT9xLr2ZbW8nYc5HdM1sPg7JfA4uE';
const OTHER = 'Ub6RyN0tXo3KeVi9GmQ2wSzC8lDhFp5J';

it('[C2] secrets differ from each other: the one that signs cookies does nothing else', () => {
  for (const signing of [{ SESSION_SECRET: OTHER }, { SESSION_SECRET: RANDOM, SESSION_SECRET_OLD: OTHER }]) {
    expect(readConfig(signing).sessionSecret).toBe(signing.SESSION_SECRET);
    const [name = ''] = Object.keys(signing).slice(-1);
    for (const same of ['ADMIN_TOKEN', 'AUTH_JWT_SECRET'])
      expect(() => readConfig({ ...signing, [same]: OTHER })).toThrow(`${same} must differ from ${name}`);
  }
  expect(() => readConfig({ SESSION_SECRET_OLD: OTHER })).toThrow(/SESSION_SECRET_OLD counts beside/);
  expect(() => readConfig({ SESSION_SECRET: OTHER, SESSION_SECRET_OLD: OTHER })).toThrow(
    /SESSION_SECRET_OLD must differ from SESSION_SECRET/,
  );
});

const REPEATING = [
  'a'.repeat(32),
  'abcabcabcabcabcabcabcabcabcabcabc',
  'passwordPASSWORDpasswordPASSWORD',
  '01234567890123456789012345678901',
  `${'correct-horse-battery'.repeat(2)}!`,
  'zzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzq',
  'abababcdcdcdcdababcdabcdabcdabab',
];

it.each(REPEATING)(
  '[C13] a repetitive secret is refused, with a command that makes a good one: %s',
  (secret) => {
    for (const name of ['SESSION_SECRET', 'ADMIN_TOKEN', 'AUTH_JWT_SECRET']) {
      expect(() => readConfig({ [name]: secret })).toThrow(`${name} repeats itself`);
      expect(() => readConfig({ [name]: secret })).not.toThrow(secret);
    }
    // Otherwise an operator who has one could not replace it without losing everybody's identity.
    expect(readConfig({ SESSION_SECRET: RANDOM, SESSION_SECRET_OLD: secret }).sessionSecretOld).toBe(secret);
  },
);

it('[C13] the command makes an acceptable secret, and so does openssl', () => {
  const [, command = ''] =
    /what this prints: (node -p ".*")/.exec(messageOf({ SESSION_SECRET: 'a'.repeat(32) })) ?? [];
  const made = execSync(command, { encoding: 'utf8' }).trim();
  expect(readConfig({ SESSION_SECRET: made }).sessionSecret).toBe(made);
  for (let count = 0; count < 500; count += 1)
    for (const secret of [randomBytes(16).toString('hex'), randomBytes(32).toString('base64')])
      expect(isRepeating(secret)).toBe(false);
});

function messageOf(variables: Record<string, string>): string {
  try {
    readConfig(variables);
    return '';
  } catch (error) {
    return String(error);
  }
}
