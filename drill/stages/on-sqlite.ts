import { removeFolder, temporaryFolder } from '@/scripts/cluster/temporary-folder';
import { sqliteNodeKilled, sqliteRestored } from '../faults/sqlite-faults';
import type { OpenStage } from './stage';

/** One node on the embedded store. */
export const onSqlite: OpenStage = async () => {
  const dataDir = temporaryFolder('sqlite');
  return {
    stores: [{ dataDir }],
    faults: [sqliteNodeKilled, sqliteRestored(dataDir)],
    stop: async () => removeFolder(dataDir),
  };
};
