import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const folders = new Set<string>();
process.on('exit', () => {
  for (const folder of folders) removeFolder(folder);
});

/** Makes a folder that is removed when this process ends, or earlier by {@link removeFolder}. */
export function temporaryFolder(name: string): string {
  const folder = mkdtempSync(join(tmpdir(), `concord-${name}-`));
  folders.add(folder);
  return folder;
}

/** Synchronous, because the caller may be about to exit. */
export function removeFolder(folder: string): void {
  folders.delete(folder);
  rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
}
