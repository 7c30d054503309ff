import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { readConfig } from './config';
import { collectGarbage } from './garbage-for-tests';
import { LoggedEntry } from './logged-entry';
import { startNodeForTests } from './node-for-tests';
import { openStores } from './stores/open-stores';

/** A node in a process of its own, which says what memory it takes. Its rooms are full of long messages before it starts. */
export interface MemoryNodeOrder {
  readonly variables: Record<string, string>;
  readonly rooms: readonly string[];
  readonly messages: number;
  readonly characters: number;
}

export type MemoryNodeNews =
  | { readonly kind: 'started'; readonly port: number }
  | { readonly kind: 'memory'; readonly bytes: number };

const author = { id: 'ada', name: 'Ada' };
const dataDir = mkdtempSync(join(tmpdir(), 'concord-'));
process.once('exit', () => rmSync(dataDir, { recursive: true, force: true }));
process.once('disconnect', () => process.exit());

/** Whoever started it may have gone. */
const tell = (news: MemoryNodeNews) => void process.send?.(news, () => {});

/** Held for good: libsql cannot free what belongs to a database that was closed. */
const closed: unknown[] = [];

async function fill({ rooms, messages, characters }: MemoryNodeOrder): Promise<void> {
  const stores = await openStores(readConfig({ DATA_DIR: dataDir }), pino({ level: 'silent' }));
  for (const room of rooms) {
    const entries = Array.from({ length: messages }, (_, index) =>
      LoggedEntry.of({ kind: 'posted', id: `ada:${index}`, author, text: 'x'.repeat(characters), at: index }),
    );
    await Promise.all(entries.map(({ id, stored }) => stores.log.append(room, id, stored)));
  }
  stores.close();
  closed.push(stores);
}

async function start(order: MemoryNodeOrder): Promise<void> {
  await fill(order);
  const ROOMS = order.rooms.join();
  const { port } = await startNodeForTests({ ROOMS, ...order.variables, DATA_DIR: dataDir });
  tell({ kind: 'started', port });
}

process.on('message', (asked: MemoryNodeOrder | 'memory') => {
  if (asked !== 'memory') return void start(asked);
  collectGarbage();
  const { heapUsed, external } = process.memoryUsage();
  tell({ kind: 'memory', bytes: heapUsed + external });
});
