import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseEnv } from 'node:util';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { SETTINGS } from './config';
import { parseEnvFile, readEnvFile } from './env-file';

const complaintsOf = (text: string) => parseEnvFile(text, SETTINGS).complaints;

it.each([
  ['REDIS_URL redis://:hunter2@host', 'Line 1 of .env is not an assignment: did you mean REDIS_URL=…?'],
  ['REDIS_URL: redis://:hunter2@host', 'Line 1 of .env is not an assignment: did you mean REDIS_URL=…?'],
  ['# All is well.\n\nPORT=5000\nhunter2', 'Line 4 of .env is not an assignment, such as PORT=5000'],
  ['PORT\nHOST=::1', 'Line 1 of .env is not an assignment: did you mean PORT=…?'],
  ['=hunter2', 'Line 1 of .env is not an assignment, such as PORT=5000'],
  ['PORT=1\nHOST=::1\nPORT=2', 'Line 3 of .env assigns PORT, as line 1 does: leave one of them out'],
  ['export PORT=1\nPORT=1', 'Line 2 of .env assigns PORT, as line 1 does: leave one of them out'],
  [
    'SESSION_SECRET="hunter2\nPORT=1',
    'Line 1 of .env assigns SESSION_SECRET a value whose quotation mark is not closed',
  ],
  [
    "SESSION_SECRET='hunter2",
    'Line 1 of .env assigns SESSION_SECRET a value whose quotation mark is not closed',
  ],
  ['PORT="1" hunter2', 'Line 1 of .env assigns PORT a value with something after its closing quotation mark'],
  [
    'REDIS_URL=redis://:hunter#2@host',
    'Line 1 of .env assigns REDIS_URL a value that ends at its #, as a comment begins there: put it in quotation marks',
  ],
  ['P\0O\0R\0T\0=\x001\0', '.env is not UTF-8 text: save it as that'],
])('[C9] %j is refused with its line number, and not repeated', (text, complaint) => {
  expect(complaintsOf(text)).toEqual([complaint]);
});

it('[C9] correct lines are read as they are written', () => {
  const text = [
    '\uFEFF# A comment',
    '  # another',
    'PORT=5000',
    ' HOST = ::1 # the loopback',
    'export NODE_ID=a',
    'SESSION_SECRET="with # and \' in it" # as it came',
    'REDIS_TLS_CA="a',
    'b=c',
    'd"',
    'ROOMS=',
  ];
  for (const lineEnd of ['\n', '\r\n', '\r']) {
    expect(parseEnvFile(text.join(lineEnd), SETTINGS)).toEqual({
      complaints: [],
      variables: {
        PORT: '5000',
        HOST: '::1',
        NODE_ID: 'a',
        SESSION_SECRET: "with # and ' in it",
        REDIS_TLS_CA: 'a\nb=c\nd',
        ROOMS: '',
      },
    });
  }
});

/** Lines that are correct, or wrong in all kinds of ways. */
const line = fc.oneof(
  fc.constantFrom(
    '',
    '# PORT=1',
    'PORT',
    'PORT 1',
    'PORT: 1',
    '=1',
    '- PORT=1',
    'export',
    'A B=1',
    '"PORT"=1',
  ),
  fc
    .tuple(
      fc.constantFrom('PORT', 'HOST', 'ROOMS', 'export NODES', ' DRAIN_MS '),
      fc.stringMatching(/^[a-z"'`# \\]{0,8}$/),
    )
    .map(([name, value]) => `${name}=${value}`),
);

it('[C9] no line is skipped: each is a comment, is reported, or assigns what Node reads from it as well', () => {
  fc.assert(
    fc.property(fc.array(line, { maxLength: 5 }), (lines) => {
      const text = lines.join('\n');
      const { variables, complaints } = parseEnvFile(text, SETTINGS);
      if (complaints.length > 0) return;
      expect(variables).toEqual({ ...parseEnv(`${text}\n`) }); // Node takes a comment at the very end for a name.
      const isMultiline = Object.values(variables).some((value) => value.includes('\n'));
      const assigning = lines.filter((one) => one !== '' && !one.startsWith('#'));
      if (!isMultiline) expect(Object.keys(variables)).toHaveLength(assigning.length);
    }),
    { numRuns: 2_000 },
  );
});

it('[C9] a missing file counts as empty, and an unreadable one ends the start', () => {
  const folder = join(tmpdir(), `concord-env-${process.pid}`);
  mkdirSync(folder);
  expect(readEnvFile(join(folder, '.env'), SETTINGS)).toEqual({ variables: {}, complaints: [] });
  expect(() => readEnvFile(folder, SETTINGS)).toThrow(/cannot be read/);
  writeFileSync(join(folder, '.env'), 'PORT=1\n');
  expect(readEnvFile(join(folder, '.env'), SETTINGS).variables).toEqual({ PORT: '1' });
  rmSync(folder, { recursive: true });
});
