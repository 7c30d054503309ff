import { Redis } from 'ioredis';

const LOOK_EVERY_MS = 1_000;

/** Commands that a Redis has carried out, including those in scripts. */
export interface CommandCounts {
  readonly all: number;
  /** Commands that Redis itself classifies as read-only. */
  readonly reads: number;
}

export interface RedisWatch {
  /** Since Redis was started. */
  counts(): Promise<CommandCounts>;
  /** Measures once a second; the returned function stops that, and returns the maxima of any second. */
  peaks(): () => Promise<CommandCounts>;
  close(): void;
}

/** Counts the commands of a Redis, without its own questions. */
export async function watchRedis(url: string): Promise<RedisWatch> {
  const redis = new Redis(url);
  const readonly = namesOfReads((await redis.call('COMMAND')) as CommandLine[]);
  const counts = async () => countIn(await redis.info('commandstats'), readonly);
  return {
    counts,
    peaks: () => {
      let last = counts();
      let peak: CommandCounts = { all: 0, reads: 0 };
      const look = async () => {
        const [before, now] = [await last, await counts()];
        last = Promise.resolve(now);
        const [all, reads] = [now.all - before.all, now.reads - before.reads];
        peak = { all: Math.max(peak.all, all), reads: Math.max(peak.reads, reads) };
      };
      const timer = setInterval(() => void look(), LOOK_EVERY_MS);
      return async () => {
        clearInterval(timer);
        await look();
        return peak;
      };
    },
    close: () => redis.disconnect(),
  };
}

/** Name, arity, flags, … */
type CommandLine = readonly [name: string, arity: number, flags: readonly string[]];

const namesOfReads = (lines: readonly CommandLine[]): ReadonlySet<string> =>
  new Set(lines.filter(([, , flags]) => flags.includes('readonly')).map(([name]) => name));

/** A line is `cmdstat_hget:calls=12,usec=…`. */
export function countIn(commandstats: string, readonly: ReadonlySet<string>): CommandCounts {
  let [all, reads] = [0, 0];
  for (const [, name = '', calls] of commandstats.matchAll(/^cmdstat_([^:]+):calls=(\d+)/gm)) {
    if (name === 'info' || name === 'command') continue;
    all += Number(calls);
    if (readonly.has(name)) reads += Number(calls);
  }
  return { all, reads };
}
