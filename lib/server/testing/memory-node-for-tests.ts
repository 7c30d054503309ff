import { aMessage } from '@/lib/chat/message-for-tests';
import { LoggedEntry } from '@/lib/server/log/logged-entry';
import type { Stores } from '@/lib/server/stores/stores';
import { collectGarbage } from './garbage-for-tests';
import { startNodeForTests } from './node-for-tests';

/** A node in a process of its own, which reports its memory. Its rooms are full of long messages before it starts. */
export interface MemoryNodeOptions {
  readonly variables: Record<string, string>;
  readonly rooms: readonly string[];
  readonly messages: number;
  readonly characters: number;
}

export type MemoryNodeNews =
  | { readonly kind: 'started'; readonly port: number }
  | { readonly kind: 'memory'; readonly bytes: number };

/** The parent may have gone. */
const tell = (news: MemoryNodeNews) => void process.send?.(news, () => {});

async function fill({ log }: Stores, { rooms, messages, characters }: MemoryNodeOptions): Promise<void> {
  for (const room of rooms) {
    const entries = Array.from({ length: messages }, (_, index) =>
      LoggedEntry.of(aMessage({ id: `ada:${index}`, text: 'x'.repeat(characters), at: index })),
    );
    await Promise.all(entries.map(({ id, stored }) => log.append(room, id, stored)));
  }
}

async function start(wish: MemoryNodeOptions): Promise<void> {
  const variables = { ROOMS: wish.rooms.join(), ...wish.variables };
  const node = await startNodeForTests(variables, {}, (stores) => fill(stores, wish));
  process.once('disconnect', () => void node.close().then(() => process.exit()));
  tell({ kind: 'started', port: node.port });
}

process.on('message', (asked: MemoryNodeOptions | 'memory') => {
  if (asked !== 'memory') return void start(asked);
  collectGarbage();
  const { heapUsed, external } = process.memoryUsage();
  tell({ kind: 'memory', bytes: heapUsed + external });
});
