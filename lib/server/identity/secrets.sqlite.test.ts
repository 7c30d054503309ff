import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { openSqlite } from '@/lib/server/databases/sqlite/sqlite';
import { describeSecrets, secretOf } from './secrets.contract';
import { createSqliteSecrets } from './secrets.sqlite';

describeSecrets('SQLite', async () => {
  const directory = mkdtempSync(join(tmpdir(), 'concord-'));
  const { database, close } = openSqlite(directory);
  const secrets = createSqliteSecrets(database);
  return {
    secrets,
    otherNode: secrets,
    close: async () => {
      close();
      rmSync(directory, { recursive: true });
    },
  };
});

it('[I6] the secret survives a restart', async () => {
  const directory = mkdtempSync(join(tmpdir(), 'concord-'));
  for (const proposal of ['first', 'second']) {
    const { database, close } = openSqlite(directory);
    expect(await createSqliteSecrets(database).exchange([], secretOf(proposal))).toEqual([secretOf('first')]);
    close();
  }
  rmSync(directory, { recursive: true });
});
