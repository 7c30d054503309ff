import { arch, cpus, platform, release } from 'node:os';

/** The machine that figures come from, without which they mean nothing. */
export const machine = (): string =>
  `${cpus().length} × ${cpus()[0]?.model.trim() ?? 'unknown'}, ${platform()} ${release()} ${arch()}, Node ${process.versions.node}`;

/** When and where a report was made, for its beginning. */
export const takenOn = (): string =>
  `${new Date().toISOString().slice(0, 16).replace('T', ' ')} UTC on ${machine()}`;
