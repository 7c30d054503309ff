import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { safeParse, type z } from 'zod';
import { NEWS } from '@/lib/chat/events/news';
import { REQUESTS } from '@/lib/chat/events/requests';

const protocol = readFileSync('docs/protocol.md', 'utf8');

/** The cells of a table's rows, without those that are only for people. */
const rowsIn = (title: string, cells: number): readonly string[] => {
  const [, section = ''] = protocol.split(`### ${title}\n`);
  const [, table = ''] = section.split('\n\n').filter((part) => part.trim() !== '');
  const rows = table.trim().split('\n').slice(2);
  return rows.map((row) =>
    row
      .split('|')
      .slice(1, 1 + cells)
      .map((cell) => cell.trim().replaceAll('`', ''))
      .join(' '),
  );
};

type Def = z.core.$ZodTypes['_zod']['def'];

function fieldsOf(schema: z.core.$ZodType): string {
  const def = (schema as z.core.$ZodTypes)._zod.def as Def;
  if (def.type === 'union') return def.options.map(fieldsOf).join(' or ');
  if (def.type !== 'object') throw new Error(`A request takes an object, not ${def.type}.`);
  const missing = new Set(safeParse(schema, {}).error?.issues.map(({ path: [name] }) => name));
  const fields = Object.entries(def.shape as Record<string, z.core.$ZodTypes>).map(([name, field]) => {
    if (field._zod.def.type === 'literal') return `${name}: ${field._zod.def.values.join(', ')}`;
    return missing.has(name) ? name : `${name}?`;
  });
  return `{${fields.join(', ')}}`;
}

it('docs/protocol.md lists every request with its payload and rate, and no other', () => {
  const requests = Object.entries(REQUESTS).map(([event, { input, rate }]) =>
    [event, fieldsOf(input), rate === null ? '—' : `RATE_${rate.toUpperCase()}`].join(' '),
  );
  expect([...rowsIn('Requests', 3)].sort()).toEqual(requests.sort());
});

it('docs/protocol.md lists all news of a node, and no other', () => {
  expect([...rowsIn('News', 1)].sort()).toEqual(Object.keys(NEWS).sort());
});

const VALUES = /^import (?!type )[^;]*'@\/lib\/chat\/events\/(?:requests|handshake|fields)'/m;

it('pages import only the types of requests, because validation needs zod', () => {
  const files = ['app', 'components', 'lib/client'].flatMap((folder) =>
    readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((path) => join(folder, path)),
  );
  const sources = files.filter((path) => /\.tsx?$/.test(path) && !/\.test\.ts$|-for-tests\.ts$/.test(path));
  expect(sources.filter((path) => VALUES.test(readFileSync(path, 'utf8')))).toEqual([]);
});
