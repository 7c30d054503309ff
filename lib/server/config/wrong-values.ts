import type { z } from 'zod';
import { mistakeInWriting } from './settings/config-values';

/** Not shown in messages. The values of other variables help to find a typing error. */
const SECRETS = new Set([
  'SESSION_SECRET',
  'SESSION_SECRET_OLD',
  'ADMIN_TOKEN',
  'AUTH_JWT_SECRET',
  'REDIS_URL',
]);

function shown(name: string, value: string | undefined): string {
  if (value === undefined) return 'not set';
  return SECRETS.has(name) ? 'a value that is not shown' : JSON.stringify(value);
}

/** Returns a line for each known variable whose value is wrong: what it must be, and what it is. */
export function complainOfValues(
  variables: Readonly<Record<string, string | undefined>>,
  known: readonly string[],
  issues: readonly z.core.$ZodIssue[],
): string[] {
  const wrong = issues.map(({ path, message }) => ({ name: String(path[0]), message }));
  for (const name of known) {
    const value = variables[name];
    const message = value === undefined ? undefined : mistakeInWriting(value, SECRETS.has(name));
    if (message === undefined) continue;
    const index = wrong.findIndex((other) => other.name === name);
    if (index === -1) wrong.push({ name, message });
    else wrong[index] = { name, message: `${wrong[index]?.message}; this value ${message}` };
  }
  return wrong.map(({ name, message }) => `${name} ${message} (now: ${shown(name, variables[name])})`);
}
