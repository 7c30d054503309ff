import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';

// Nodes serve these (lib/server/http/compressed-files.ts): compressed hard once, instead of lightly with each request.
const FOLDER = '.next/static';
/**
 * Ways to write distances (postfix bits, direct codes). Which is shortest differs from script to script, by a few tenths of a
 * percent.
 */
const DISTANCES = [
  [0, 0],
  [0, 15],
  [1, 12],
  [2, 60],
];
const brotli = (text, [postfix, direct]) =>
  promisify(brotliCompress)(text, {
    params: {
      [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY,
      [constants.BROTLI_PARAM_MODE]: constants.BROTLI_MODE_TEXT,
      [constants.BROTLI_PARAM_SIZE_HINT]: text.length,
      [constants.BROTLI_PARAM_NPOSTFIX]: postfix,
      [constants.BROTLI_PARAM_NDIRECT]: direct,
    },
  });
const COMPRESSIONS = {
  br: async (text) => {
    const written = await Promise.all(DISTANCES.map((distances) => brotli(text, distances)));
    return written.reduce((best, next) => (next.length < best.length ? next : best));
  },
  gz: (text) => promisify(gzip)(text, { level: constants.Z_BEST_COMPRESSION }),
};

for (const path of await readdir(FOLDER, { recursive: true })) {
  if (!/\.(?:js|css)$/.test(path)) continue;
  const text = await readFile(join(FOLDER, path));
  for (const [ending, compress] of Object.entries(COMPRESSIONS))
    await writeFile(join(FOLDER, `${path}.${ending}`), await compress(text));
}
