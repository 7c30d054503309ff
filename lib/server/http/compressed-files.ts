import { readdir, readFile } from 'node:fs/promises';
import type { IncomingMessage, RequestListener } from 'node:http';
import { extname, join, sep } from 'node:path';

/** The path under which Next serves its build, and the folder of these files. */
const STATIC_PATH = '/_next/static/';
const STATIC_FOLDER = '.next/static';

/** By name of encoding (RFC 9110, section 8.4.1), best first: the endings that the build gives to its compressed files. */
const ENDINGS = { br: '.br', gzip: '.gz' } as const;
type Encoding = keyof typeof ENDINGS;
const ENCODINGS = Object.keys(ENDINGS) as Encoding[];

const TYPES = new Map([
  ['.js', 'application/javascript; charset=UTF-8'],
  ['.css', 'text/css; charset=UTF-8'],
]);

interface CompressedFile {
  readonly type: string;
  readonly bodies: Readonly<Record<Encoding, Buffer>>;
}

/** By the path under which each is requested. */
export type CompressedFiles = ReadonlyMap<string, CompressedFile>;

/**
 * Reads the files that the build has compressed, about a megabyte; none if it has not. A client's request is only looked up
 * among them, and never opens a file.
 */
export async function readCompressedFiles(folder = STATIC_FOLDER): Promise<CompressedFiles> {
  const files = new Map<string, CompressedFile>();
  for (const name of await readdir(folder, { recursive: true })) {
    const type = TYPES.get(extname(name));
    if (type === undefined) continue;
    const [br, gzip] = await Promise.all(
      ENCODINGS.map((encoding) => readFile(join(folder, name + ENDINGS[encoding])).catch(() => null)),
    );
    if (br && gzip) files.set(STATIC_PATH + name.split(sep).join('/'), { type, bodies: { br, gzip } });
  }
  return files;
}

/** Answers with a compressed file if the client accepts one, and leaves everything else to `pages`. */
export function withCompressedFiles(files: CompressedFiles, pages: RequestListener): RequestListener {
  return (request, response) => {
    const file = files.get(request.url ?? '');
    const encoding = file && encodingFor(request);
    if (!encoding) return pages(request, response);
    const body = file.bodies[encoding];
    response.writeHead(200, {
      'content-type': file.type,
      'content-encoding': encoding,
      'content-length': body.length,
      // Another build gives changed files other names.
      'cache-control': 'public, max-age=31536000, immutable',
      vary: 'accept-encoding',
    });
    response.end(body);
  };
}

/** The best encoding that a client accepts. */
function encodingFor({ method, headers }: IncomingMessage): Encoding | undefined {
  if (method !== 'GET' && method !== 'HEAD') return undefined;
  const taken = String(headers['accept-encoding'] ?? '')
    .toLowerCase()
    .split(',')
    .filter((encoding) => !/;\s*q=0(?:\.0*)?\s*$/.test(encoding))
    .map((encoding) => encoding.split(';')[0]?.trim());
  return ENCODINGS.find((encoding) => taken.includes(encoding));
}
