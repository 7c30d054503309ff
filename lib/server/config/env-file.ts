import { readFileSync } from 'node:fs';
import { StartError } from './start-error';
import { nearlyNamed } from './unknown-variables';

export interface EnvFile {
  readonly variables: Readonly<Record<string, string>>;
  /** What is wrong with its lines. No line is repeated, because it may contain a secret. */
  readonly complaints: readonly string[];
}

/** @throws StartError if it exists and cannot be read */
export function readEnvFile(path: string, known: readonly string[]): EnvFile {
  try {
    return parseEnvFile(readFileSync(path, 'utf8'), known);
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') return { variables: {}, complaints: [] };
    throw new StartError(`${path} cannot be read: ${message}`);
  }
}

/** Reads it as `util.parseEnv` does, but reports what that silently ignores. */
export function parseEnvFile(text: string, known: readonly string[]): EnvFile {
  if (/[\0\uFFFD]/.test(text)) {
    return { variables: {}, complaints: ['.env is not UTF-8 text: save it as that'] };
  }
  // Windows marks a file as UTF-8 by a character that is not text.
  const lines = text.replace(/^\uFEFF/, '').split(/\r\n?|\n/);
  const variables: Record<string, string> = {};
  const complaints: string[] = [];
  const lineOf = new Map<string, number>();
  for (let index = 0; index < lines.length; index += 1) {
    const line = lines[index] ?? '';
    const place = index + 1;
    const complain = (what: string) => complaints.push(`Line ${place} of .env ${what}`);
    if (/^\s*(#|$)/.test(line)) continue;
    const [, name, written] = ASSIGNMENT.exec(line) ?? [];
    if (name === undefined || written === undefined) {
      complain(`is not an assignment${meantBy(line, known)}`);
      continue;
    }
    const before = lineOf.get(name);
    if (before !== undefined) complain(`assigns ${name}, as line ${before} does: leave one of them out`);
    lineOf.set(name, place);
    const { value, mistake, last } = readValue(written, lines, index);
    if (mistake !== undefined) complain(`assigns ${name} a value ${mistake}`);
    variables[name] = value;
    index = last;
  }
  return { variables, complaints };
}

const ASSIGNMENT = /^\s*(?:export\s+)?([\w.-]+)\s*=\s*(.*)$/;
const QUOTES = new Set(['"', "'", '`']);

interface WrittenValue {
  readonly value: string;
  /** The line on which the value ends: in quotes it may span several. */
  readonly last: number;
  readonly mistake?: string;
}

function readValue(written: string, lines: readonly string[], first: number): WrittenValue {
  const [quote = ''] = written;
  if (QUOTES.has(quote)) return readQuoted(quote, written.slice(1), lines, first);
  const value = written.replace(/#.*$/, '').trim();
  if (!/\S#|^#\S/.test(written)) return { value, last: first };
  const mistake = 'that ends at its #, as a comment begins there: put it in quotation marks';
  return { value, last: first, mistake };
}

function readQuoted(quote: string, written: string, lines: readonly string[], first: number): WrittenValue {
  let content = written;
  for (let last = first; last < lines.length; last += 1) {
    if (last > first) content += `\n${lines[last]}`;
    const end = content.indexOf(quote);
    if (end === -1) continue;
    const quoted = content.slice(0, end);
    const value = quote === '"' ? quoted.replaceAll('\\n', '\n') : quoted;
    if (/^\s*(#.*)?$/.test(content.slice(end + 1))) return { value, last };
    return { value, last, mistake: 'with something after its closing quotation mark' };
  }
  return { value: '', last: first, mistake: 'whose quotation mark is not closed' };
}

/** `REDIS_URL redis://…` and `REDIS_URL: redis://…` are most likely meant as assignments. */
function meantBy(line: string, known: readonly string[]): string {
  const [word] = /[\w.-]+/.exec(line) ?? [];
  const meant = word === undefined ? undefined : nearlyNamed(word, known);
  return meant === undefined ? ', such as PORT=5000' : `: did you mean ${meant}=…?`;
}
