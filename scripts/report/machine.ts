import { arch, cpus, platform, release } from 'node:os';

/** Where figures come from, without which they say nothing. */
export const machine = (): string =>
  `${cpus().length} × ${cpus()[0]?.model.trim() ?? 'unknown'}, ${platform()} ${release()} ${arch()}, Node ${process.versions.node}`;

/** When and where, as a report begins. */
export const takenOn = (): string =>
  `${new Date().toISOString().slice(0, 16).replace('T', ' ')} UTC on ${machine()}`;
