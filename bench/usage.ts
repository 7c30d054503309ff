import { readdirSync } from 'node:fs';
import pidusage from 'pidusage';

/** What processes have used of the machine, all together. */
export interface Usage {
  /** Since their start, in user and system mode, in milliseconds; as precise as the system counts, 10 ms on Linux. */
  readonly cpuMs: number;
  /** Resident, in bytes. */
  readonly memory: number;
}

export async function usageOf(processes: readonly { readonly pid: number }[]): Promise<Usage> {
  const stats = Object.values(await pidusage(processes.map(({ pid }) => pid)));
  return {
    cpuMs: stats.reduce((sum, { ctime }) => sum + ctime, 0),
    memory: stats.reduce((sum, { memory }) => sum + memory, 0),
  };
}

/** The number of open files and connections of a process; `null` if the system does not say. */
export function handlesOf(pid: number): number | null {
  try {
    return readdirSync(`/proc/${pid}/fd`).length;
  } catch {
    return null;
  }
}
