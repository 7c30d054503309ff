import { execFile, execFileSync } from 'node:child_process';
import { appendFileSync, cpSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';

const ROOT = join(import.meta.dirname, '..');
const biome = createRequire(import.meta.url).resolve('@biomejs/biome/bin/biome');

const PURE = 'lib/chat runs in the browser';
const CLOCK = 'lib/chat has no clock';
const NO_SOCKET = 'never a socket or a session';
const ZOD = "zod is a node's";
const REDIS = 'Redis is used in';
const SOCKET = 'Socket.IO is used where';
const DRAWER = 'name the module after what it does';
const FORM = 'may be sent before scripts run';
const KEYS = 'A key may belong to an input method';
const ENV = 'process.env';
const CONSOLE = 'console';
const BARREL = 'barrel';
const MAP = 'a key of maps';

/** The file, its content, and the words with which the linter refuses it. */
const REFUSED: readonly [path: string, code: string, words: string][] = [
  ['lib/chat/a.ts', "import 'react'", PURE],
  ['lib/chat/b.ts', "import type { Server } from 'socket.io'", PURE],
  ['lib/chat/c.ts', "await import('node:crypto')", PURE],
  ['lib/chat/d.ts', "export { x } from '../server/x'", PURE],
  ['lib/chat/e.ts', "import '@/lib/client/x'", PURE],
  ['lib/chat/f.ts', 'export const f = () => Date.now()', CLOCK],
  ['lib/chat/g.ts', 'export const g = Math.random', CLOCK],
  ['lib/chat/h.ts', 'export const h = new Date()', CLOCK],
  ['lib/chat/i.ts', 'export const i = crypto.randomUUID()', CLOCK],
  ['lib/chat/j.ts', 'setTimeout(() => undefined, 1)', CLOCK],
  ['lib/client/chat.ts', "import { io } from 'socket.io-client'", SOCKET],
  ['components/page/b.tsx', "import '@/lib/client/wire/socket'", NO_SOCKET],
  ['components/page/c.tsx', "import { open } from '../../lib/client/chat'", NO_SOCKET],
  ['components/page/d.tsx', "import { io } from 'socket.io-client'", SOCKET],
  ['lib/client/with-zod.ts', "import { z } from 'zod'", ZOD],
  ['components/page/r.ts', "await import('zod/mini')", ZOD],
  ['components/page/f.tsx', 'export const f = () => <form onSubmit={g}><b /></form>', FORM],
  ['app/g.tsx', 'export const h = () => <form />', FORM],
  ['lib/server/rooms.ts', "import { Redis } from 'ioredis'", REDIS],
  ['lib/server/create-chat-server.ts', "import '@socket.io/redis-adapter'", REDIS],
  ['server.ts', "import 'ioredis/built/cluster'", REDIS],
  ['lib/server/feeds.ts', "import type { Socket } from 'socket.io'", SOCKET],
  ['lib/server/presence/store/presence.redis.ts', "import 'socket.io'", SOCKET],
  ['lib/server/b.ts', "import './utils/dates'", DRAWER],
  ['components/e.tsx', "import '@/lib/common'", DRAWER],
  ['lib/client/d.ts', "import '../helpers/x'", DRAWER],
  ['components/page/k.ts', "addEventListener('keydown', onKey)", KEYS],
  ['lib/client/f.ts', "window.addEventListener('keyup', onKey, { capture: true })", KEYS],
  ['lib/client/g.ts', 'window.onkeypress = onKey', KEYS],
  ['components/page/l.tsx', 'export const l = <input onKeyDown={(event) => go(event)} />', KEYS],
  ['components/ui/m.tsx', 'export const m = <input onKeyUpCapture={go} />', KEYS],
  ['app/n.tsx', 'export const n = <input onKeyDown={isOpen ? ownKeys(go) : go} />', KEYS],
  ['components/page/o.ts', 'export const o = { onKeyDown: ({ key }) => go(key) }', KEYS],
  ['components/page/p.ts', 'export const p = { onKeyDown }', KEYS],
  ['components/page/q.ts', 'export const q = { onKeyDown(event) { go(event) } }', KEYS],
  ['lib/server/c.ts', 'export const port = process.env.PORT', ENV],
  ['server.ts', 'export const port = process.env.PORT', ENV],
  ['lib/client/e.ts', "console.log('here')", CONSOLE],
  ['lib/chat/index.ts', "export * from './entry'", BARREL],
  ['lib/client/f.ts', 'export const counts: Record<string, number> = {}', MAP],
  ['components/f.tsx', 'export type Counts = Readonly<Record<string, number>>', MAP],
  ['lib/client/g.ts', 'export interface Counts { readonly [room: string]: number }', MAP],
];

const ALLOWED: readonly [path: string, code: string][] = [
  ['lib/chat/k.ts', "import { z } from 'zod'\nimport './entry'\nexport const k = z"],
  ['lib/chat/k.test.ts', "import { it } from 'vitest'\nexport const k = [it, Date.now()]"],
  ['lib/client/wire/socket.ts', "import { io } from 'socket.io-client'\nexport const open = io"],
  ['lib/server/gateway/gateway.ts', "import { Server } from 'socket.io'\nexport const make = Server"],
  ['lib/server/handlers/message.ts', "import type { Socket } from 'socket.io'\nexport type A = Socket"],
  ['lib/server/databases/redis/redis.ts', "import { Redis } from 'ioredis'\nexport const make = Redis"],
  ['lib/server/log/log.redis.ts', "import { Redis } from 'ioredis'\nexport const make = Redis"],
  ['lib/server/config/config.ts', 'export const env = process.env'],
  ['lib/client/h.ts', 'export const counts = new Map<string, number>()'],
  ['components/page/r.tsx', 'export const r = <input onKeyDown={ownKeys(go)} onChange={go} />'],
  ['components/page/s.ts', 'export const s = { onKeyDown: ownKeys(go), onWheel: go }'],
  ['components/page/t.ts', "window.addEventListener('keydown', ownKeys(go), keys)"],
  ['lib/client/hh.ts', "window.addEventListener('online', go)"],
  ['components/page/g.tsx', "import { useChat } from '@/lib/client/use-chat'\nexport const g = useChat"],
];

/** One line for each finding: `PATH: WORDS`. */
let findings: string[];

beforeAll(async () => {
  const folder = mkdtempSync(join(tmpdir(), 'concord-fences-'));
  cpSync(join(ROOT, 'biome.json'), join(folder, 'biome.json'));
  cpSync(join(ROOT, 'scripts/fences'), join(folder, 'scripts/fences'), { recursive: true });
  for (const [path, code] of [...REFUSED, ...ALLOWED]) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    appendFileSync(join(folder, path), `${code}\n`);
  }
  findings = await lint(folder);
  rmSync(folder, { recursive: true, force: true });
});

interface Report {
  readonly diagnostics: readonly { readonly message: string; readonly location: { readonly path: string } }[];
}

/** The linter's exit code only says that it found something, as it should. */
function lint(folder: string): Promise<string[]> {
  const args = [biome, 'lint', '--vcs-enabled=false', '--max-diagnostics=none', '--reporter=json', '.'];
  return new Promise((resolve, reject) => {
    execFile(process.execPath, args, { cwd: folder }, (_error, stdout, stderr) => {
      try {
        const { diagnostics } = JSON.parse(stdout) as Report;
        resolve(diagnostics.map(({ location, message }) => `${location.path}: ${message}`));
      } catch {
        reject(new Error(stderr));
      }
    });
  });
}

const findingsIn = (path: string) => findings.filter((finding) => finding.startsWith(`${path}: `));

describe('the fences between the parts', () => {
  it.each(REFUSED)('refuse in %s: %s', (path, _code, words) => {
    expect(findingsIn(path).join('\n')).toContain(words);
  });

  it.each(ALLOWED)('let pass in %s: %s', (path) => {
    expect(findingsIn(path)).toEqual([]);
  });

  it('find no folder called utils, helpers or common', () => {
    const tracked = execFileSync('git', ['ls-files'], { cwd: ROOT, encoding: 'utf8' }).split('\n');
    expect(tracked.filter((path) => /(^|\/)(utils?|helpers?|common)\//.test(path))).toEqual([]);
  });
});
