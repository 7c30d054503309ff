import { expect, it } from 'vitest';
import { SqliteFiles } from '@/lib/server/testing/sqlite-for-tests';
import { describeSecrets, secretOf } from './secrets.contract';
import { createSqliteSecrets } from './secrets.sqlite';

const files = new SqliteFiles();

describeSecrets('SQLite', async () => {
  const { database } = files.make();
  const secrets = createSqliteSecrets(database);
  return { secrets, otherNode: secrets };
});

it('[I6] the secret survives a restart', async () => {
  const file = files.make();
  for (const proposal of ['first', 'second']) {
    const secrets = createSqliteSecrets(file.database);
    expect(await secrets.exchange([], secretOf(proposal))).toEqual([secretOf('first')]);
    file.close();
  }
});
