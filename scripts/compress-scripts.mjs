import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';

// Nodes serve these (lib/server/http/compressed-files.ts): compressed hard once, instead of lightly with each request.
const FOLDER = '.next/static';
const COMPRESSIONS = {
  br: (text) =>
    promisify(brotliCompress)(text, {
      params: {
        [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY,
        [constants.BROTLI_PARAM_MODE]: constants.BROTLI_MODE_TEXT,
        [constants.BROTLI_PARAM_SIZE_HINT]: text.length,
      },
    }),
  gz: (text) => promisify(gzip)(text, { level: constants.Z_BEST_COMPRESSION }),
};

for (const path of await readdir(FOLDER, { recursive: true })) {
  if (!/\.(?:js|css)$/.test(path)) continue;
  const text = await readFile(join(FOLDER, path));
  for (const [ending, compress] of Object.entries(COMPRESSIONS))
    await writeFile(join(FOLDER, `${path}.${ending}`), await compress(text));
}
