import { copyFileSync, cpSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'libsql';
import { afterEach, expect, it } from 'vitest';
import {
  connectClient,
  type NodeForTests,
  Person,
  startNodeForTests,
} from '@/lib/server/testing/node-for-tests';
import { cookieOf } from '@/lib/server/testing/two-nodes-for-tests';
import { removeFolder, temporaryFolder } from '@/scripts/cluster/temporary-folder';

const closing: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

const folder = () => {
  const path = temporaryFolder('backup');
  closing.push(() => removeFolder(path));
  return path;
};

/** Somebody whose browser stays the same member across restarts. */
async function enter({ url }: NodeForTests, name: string, cookie?: string): Promise<Person> {
  const person = new Person(connectClient(url, { name, ...(cookie && { cookie }) }), name);
  closing.push(() => person.socket.close());
  await person.join();
  return person;
}

/** Resolves once the page has a session again: nobody answers what it sends over a lost connection. */
const isBack = ({ socket }: Person) =>
  new Promise<void>((resolve) => socket.once('session:opened', () => resolve()));

async function sayAll(person: Person, prefix: string, count: number): Promise<string[]> {
  const texts = Array.from({ length: count }, (_, index) => `${prefix}${index}`);
  for (const answer of await Promise.all(texts.map((text) => person.say(text)))) expect(answer.ok).toBe(true);
  return texts;
}

interface Backup {
  /** Whether the node is stopped before the backup; otherwise it keeps running. */
  readonly isStopped?: boolean;
  make(dataDir: string, backup: string): void;
  /** Called once the node has stopped. */
  restore(dataDir: string, backup: string): void;
}

const fileIn = (directory: string) => join(directory, 'concord.sqlite');

function vacuumInto(dataDir: string, backup: string): void {
  const database = new Database(fileIn(dataDir));
  database.exec(`VACUUM INTO '${fileIn(backup)}'`);
  database.close();
}

const BACKUPS: Record<string, Backup> = {
  'as deploy/README.md says': {
    make: vacuumInto,
    // A node that is not a process of its own has not closed the file.
    restore: (dataDir, backup) => {
      for (const suffix of ['', '-wal', '-shm']) rmSync(`${fileIn(dataDir)}${suffix}`, { force: true });
      copyFileSync(fileIn(backup), fileIn(dataDir));
    },
  },
  'by copying the folder of a stopped node, and copying it back': {
    isStopped: true,
    make: (dataDir, backup) => cpSync(dataDir, backup, { recursive: true }),
    restore: (dataDir, backup) => {
      for (const name of readdirSync(dataDir)) rmSync(join(dataDir, name));
      cpSync(backup, dataDir, { recursive: true });
    },
  },
};

it.each(Object.entries(BACKUPS))(
  '[E2] a page that stayed open during a restore ends up like a newly opened one: %s',
  async (_, { isStopped = false, make, restore }) => {
    const [dataDir, backup] = [folder(), folder()];
    let node = await startNodeForTests({ DATA_DIR: dataDir });
    const { port } = node;
    const restart = async () => {
      node = await startNodeForTests({ DATA_DIR: dataDir, PORT: String(port) });
    };
    closing.push(() => node.close());
    const [ada, cleo] = [
      await enter(node, 'Ada', await cookieOf(node)),
      await enter(node, 'Cleo', await cookieOf(node)),
    ];
    const kept = await sayAll(ada, 'kept', 30);
    for (const page of [ada, cleo]) await expect.poll(page.texts).toEqual(kept);
    if (isStopped) await node.close();
    make(dataDir, backup);
    if (isStopped) await Promise.all([isBack(ada), isBack(cleo), restart()]);
    await expect.poll(() => ada.say('lost', 'a-key-of-this')).toMatchObject({ ok: true });
    await sayAll(ada, 'lost', 19);
    await expect.poll(() => cleo.entries.length).toBe(50);
    // Comes back once as much has been said again.
    cleo.socket.disconnect();
    await node.close();
    restore(dataDir, backup);
    await restart();
    const ben = await enter(node, 'Ben');
    const said = await sayAll(ben, 'new', 20);
    cleo.socket.connect();
    for (const page of [ada, ben, cleo]) await expect.poll(page.texts).toEqual([...kept, ...said]);
    const fresh = await enter(node, 'Fresh');
    expect(fresh.texts()).toEqual([...kept, ...said]);
  },
);

it('[E4] a restart of the embedded store that lost nothing changes nothing for anybody', async () => {
  const dataDir = folder();
  let node: NodeForTests = await startNodeForTests({ DATA_DIR: dataDir });
  closing.push(() => node.close());
  const { port } = node;
  const ada = await enter(node, 'Ada', await cookieOf(node));
  const said = await sayAll(ada, 'a', 60);
  await expect.poll(ada.texts).toEqual(said);
  const firstIds = ada.entries.map(({ id }) => id);
  for (let times = 0; times < 3; times++) {
    const back = isBack(ada);
    await node.close();
    node = await startNodeForTests({ DATA_DIR: dataDir, PORT: String(port) });
    await back;
    await expect.poll(() => ada.say(`after ${times}`, `key-after-${times}`)).toMatchObject({ ok: true });
    said.push(`after ${times}`);
    await expect.poll(ada.texts).toEqual(said);
  }
  expect(ada.entries.slice(0, 60).map(({ id }) => id)).toEqual(firstIds);
});
