import { writeFileSync } from 'node:fs';
import { constants, getPriority, setPriority } from 'node:os';

/** Lets all other processes on this machine go first. */
export function giveWay(): void {
  setPriority(constants.priority.PRIORITY_LOW);
  lowerSession(process.pid);
}

/**
 * Gives a process that leads a session, and with it that session, as low a priority as this process has. Linux shares the
 * processor among sessions first, and compares the niceness of processes only within one (sched(7), "autogroup").
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
