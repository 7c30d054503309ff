import { writeFileSync } from 'node:fs';
import { constants, getPriority, setPriority } from 'node:os';

/** Lets all other processes on this machine go first. */
export function giveWay(): void {
  setPriority(constants.priority.PRIORITY_LOW);
  lowerSession(process.pid);
}

/**
 * Gives the session of a process, if that is the leader of one, the niceness of this process, where that is a lower priority
 * than the usual one: Linux shares the processor among sessions first, and compares processes only within one (sched(7),
 * "autogroup").
 */
export function lowerSession(pid: number): void {
  const niceness = getPriority();
  if (niceness <= 0) return;
  try {
    writeFileSync(`/proc/${pid}/autogroup`, String(niceness));
  } catch {
    // Other systems have no such file, and only root may write it more than ten times a second.
  }
}
