import { X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { isIP } from 'node:net';
import { z } from 'zod';

/** Collects errors that concern several variables together. */
export interface IssueContext {
  addIssue(issue: { code: 'custom'; path: string[]; message: string }): void;
}

export const complain = (context: IssueContext, name: string, message: string): void =>
  context.addIssue({ code: 'custom', path: [name], message });

/** Decimal digits only: `0x50`, `5e3` and ` 80` are typing errors. */
const DIGITS = /^(0|[1-9]\d*)$/;

/** Has one message for what is not a number and for one that is out of bounds. */
export const wholeNumber = (min: number, max: number, or = '') => {
  const error = `takes a whole number from ${min} to ${max}${or}`;
  return z.string().regex(DIGITS, error).transform(Number).pipe(z.number().min(min, error).max(max, error));
};

export const numberOrWord = <Schema extends z.ZodType>(
  min: number,
  max: number,
  word: Schema,
  named: string,
) =>
  z.union([word, wholeNumber(min, max, named)], {
    error: `takes a whole number from ${min} to ${max}${named}`,
  });

/** A whole number, or `off` for none. */
export const wholeNumberOrOff = (min: number, max: number) =>
  numberOrWord(
    min,
    max,
    z.literal('off').transform(() => null),
    ', or off',
  );

const HOST_NAME = /^(?=.{1,253}$)[a-z0-9]([\w-]*[a-z0-9])?(\.[a-z0-9]([\w-]*[a-z0-9])?)*$/i;

/** Whether a server can listen there: `127.0.0.1:5000`, `[::1]` and `http://localhost` are not addresses. */
export const isHost = (host: string): boolean =>
  isIP(host) !== 0 || (HOST_NAME.test(host) && /[a-z]/i.test(host));

export const certificateFile = z.string().transform((path, context) => {
  const refuse = (message: string) => {
    context.addIssue({ code: 'custom', message });
    return z.NEVER;
  };
  try {
    const pem = readFileSync(path, 'utf8');
    return isCertificate(pem) ? pem : refuse('names a file without a certificate in PEM');
  } catch {
    return refuse('names a file that cannot be read');
  }
});

function isCertificate(pem: string): boolean {
  try {
    return new X509Certificate(pem).subject !== '';
  } catch {
    return false;
  }
}

const WHITE_SPACE_AROUND = /^\s|\s$/;
const UNSEEN = /[\p{Cc}\u200B-\u200F\u2028-\u202E\u2060\uFEFF]/u;
const QUOTED = /^(["'`]).*\1$|^[“„‘‚«].*[”“’‘»]$/su;
const QUOTE_AROUND = /^["'`“„”‘’]|["'`“„”‘’]$/u;

/**
 * Returns what is wrong with the spelling of a value, whatever it means: systemd, Docker and Kubernetes pass on quotation
 * marks, spaces and line ends that a shell would have removed. A secret may begin or end with any character.
 */
export function mistakeInWriting(value: string, isSecret: boolean): string | undefined {
  if (value.trim() === '') return 'is blank: give it a value, or leave it out';
  if (WHITE_SPACE_AROUND.test(value)) return 'begins or ends with white space: take it away';
  if (UNSEEN.test(value)) return 'has invisible characters in it: type it again';
  if (QUOTED.test(value)) return 'is in quotation marks, which are part of it here: leave them out';
  if (!isSecret && QUOTE_AROUND.test(value)) return 'begins or ends with a quotation mark: leave it out';
  return undefined;
}
